// SPDX-License-Identifier: GPL-2.0-or-later
// PTE entries that nobody counts.
#include "props/contract.hpp"
#include "props/origin_tables.hpp"

namespace pfncheck::origin_tables {
namespace {

using normal_page::Inputs;

Term raw_remap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & !e.cow() & e.marked() & e.no_hook();
}

Term raw_remap_cow(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  // Drivers remap what is theirs; RAM that holds anonymous memory is outside the contracts.
  return e.pfnmap() & e.cow() & e.linear() & e.marked() & e.no_hook() & !e.anonymous();
}

Term raw_insert_in_pfnmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & !e.cow() & e.marked() & e.no_hook();
}

Term raw_insert_in_mixedmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & !in.memmap & e.marked() & e.no_hook();
}

Term raw_mixed(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.marked() & e.no_hook() & (e.bit() ? e.yes() : !in.memmap);
}

Term limited_dax(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.marked() & e.no_hook() & !e.zero();
}

Term devmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return ~in.pfnmap & e.device() & in.memmap & e.in_range() & !e.zero() & !e.huge_zero() & e.no_hook();
}

Term devmap_without_special(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return ~in.pfnmap & e.device() & in.memmap & e.in_range() & !e.zero() & !e.huge_zero() & e.no_hook();
}

Term hook_page(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.marked() & in.has_hook & in.hook_answers &
         (f.core.release < Release{6, 12} ? e.yes() : !e.cow());
}

Term vmcore_raw(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  // What has a memmap there is RAM of the capture kernel: its ELF header page.
  return e.both_flags() & !e.cow() & e.marked() & e.no_hook() & (~in.memmap | e.in_range());
}

}  // namespace

std::vector<Origin> raw_pte() {
  return {
      {"raw_remap", "remap_pfn_range into a shared or unwritable VMA: any pfn, RAM and zero page included.",
       "mm/memory.c: remap_pfn_range_internal, remap_pte_range (6.1, 6.12)", Level::pte, Counted::no, true,
       false, "", [](const Facts&) { return true; }, raw_remap, Made::raw},
      {"raw_remap_cow",
       "remap_pfn_range over a whole private VMA that may become writable: vm_pgoff is set to the first pfn, "
       "so each pfn is the linear one.",
       "mm/memory.c: remap_pfn_range_internal, remap_pte_range (6.1, 6.12)", Level::pte, Counted::no, true,
       false, "", [](const Facts&) { return true; }, raw_remap_cow, Made::raw},
      {"raw_insert_in_pfnmap", "vmf_insert_pfn into VM_PFNMAP, which must not be able to hold COWed pages.",
       "mm/memory.c: vmf_insert_pfn_prot, insert_pfn (6.1, 6.12)", Level::pte, Counted::no, true, false, "",
       [](const Facts&) { return true; }, raw_insert_in_pfnmap, Made::raw},
      {"raw_insert_in_mixedmap", "vmf_insert_pfn into VM_MIXEDMAP: the pfn must have no memmap.",
       "mm/memory.c: vmf_insert_pfn_prot, insert_pfn (6.1, 6.12)", Level::pte, Counted::no, true, false, "",
       [](const Facts&) { return true; }, raw_insert_in_mixedmap, Made::raw},
      {"raw_mixed",
       "vmf_insert_mixed of a pfn in VM_MIXEDMAP; without a special bit one that has a memmap is inserted as "
       "a page instead.",
       "mm/memory.c: __vm_insert_mixed (6.1, 6.12)", Level::pte, Counted::no, true, false, "",
       [](const Facts&) { return true; }, raw_mixed, Made::raw},
      {"limited_dax",
       "vmf_insert_mixed of a pfn that asks for the special bit, in an ordinary VMA (filesystem DAX over "
       "s390 dcssblk).",
       "mm/memory.c: vm_mixed_ok, __vm_insert_mixed (6.1, 6.12); drivers/s390/block/dcssblk.c: "
       "__dcssblk_direct_access (6.1, 6.12)",
       Level::pte, Counted::no, true, false,
       "filesystem DAX on s390 dcssblk makes special entries in ordinary VMAs: the rule has no reason for "
       "them and reports a bad entry at each zap",
       [](const Facts& f) { return f.limited_dax && f.pte_special; }, limited_dax, Made::raw, nullptr,
       nullptr, NoteSays::report},
      {"devmap", "DAX or device-dax entry: pte_mkdevmap, which sets the special bit as well.",
       "mm/memory.c: insert_pfn (6.1, 6.12); arch/x86/include/asm/pgtable.h: pte_mkdevmap (6.1, 6.12); "
       "arch/arm64/include/asm/pgtable.h: pte_mkdevmap (6.1, 6.12); "
       "arch/powerpc/include/asm/book3s/64/pgtable.h: pte_mkdevmap (6.1, 6.12)",
       Level::pte, Counted::no, true, false, "",
       [](const Facts& f) { return f.devmap && f.devmap_is_special; }, devmap, Made::raw},
      {"devmap_without_special", "DAX or device-dax entry where pte_mkdevmap sets the devmap bit only.",
       "mm/memory.c: insert_pfn; arch/riscv/include/asm/pgtable.h: pte_mkdevmap; "
       "arch/loongarch/include/asm/pgtable.h: pte_mkdevmap",
       Level::pte, Counted::no, true, false,
       "pte_mkdevmap of riscv and loongarch does not set the special bit that vm_normal_page asks first: a "
       "DAX page that nobody counts is normal",
       [](const Facts& f) { return f.devmap && !f.devmap_is_special && f.fs_dax; }, devmap_without_special,
       Made::raw},
      {"hook_page",
       "An entry of a Xen grant mapping, made special through the hypervisor; the VMA's hook knows the page. "
       "The notifier takes it down before anything counts it.",
       "drivers/xen/gntdev.c: gntdev_mmap, find_grant_ptes (6.1, 6.12)", Level::pte, Counted::no, false,
       false, "", [](const Facts& f) { return f.pte_special && f.lookup_hook; }, hook_page, Made::hook},
      {"vmcore_raw",
       "The raw parts of /proc/vmcore: mmap_vmcore sets VM_MIXEDMAP and remap_pfn_range adds VM_PFNMAP.",
       "fs/proc/vmcore.c: mmap_vmcore, remap_oldmem_pfn_checked (6.1, 6.12)", Level::pte, Counted::no, true,
       false,
       "mmap_vmcore remaps the ELF header page of the capture kernel, ordinary RAM, in a VMA with both "
       "flags: without a special bit the VM_MIXEDMAP test wins and munmap drops a reference that nobody took",
       [](const Facts& f) { return f.vmcore; }, vmcore_raw, Made::raw, nullptr,
       [](const Facts& f) { return !f.pte_special; }},
  };
}

}  // namespace pfncheck::origin_tables
