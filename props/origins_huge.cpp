// SPDX-License-Identifier: GPL-2.0-or-later
// PMD entries; PUD reads the same rows.
#include "props/contract.hpp"
#include "props/origin_tables.hpp"

namespace pfncheck::origin_tables {
namespace {

using normal_page::Inputs;

Term huge_folio(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.unmarked() & e.managed();
}

Term huge_folio_in_mixedmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.unmarked() & e.managed();
}

Term huge_zero_page(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.unmarked() & normal_page::is_huge_zero(in, f) & e.read_only();
}

Term huge_zero_page_special(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.marked() & normal_page::is_huge_zero(in, f) & e.read_only() & e.no_hook();
}

Term huge_raw_in_pfnmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & !e.cow() & e.marked_if(marks_huge(f)) & e.no_hook();
}

Term huge_raw_in_mixedmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.marked_if(marks_huge(f)) & e.no_hook() & (e.bit() ? e.yes() : !in.memmap);
}

Term devmap_huge(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.device() & in.memmap & e.in_range();
}

Term devmap_huge_in_mixedmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.device() & in.memmap & e.in_range();
}

}  // namespace

bool pmd_alone(const Facts&, Level level) {
  return level == Level::pmd;
}

std::vector<Origin> huge() {
  return {
      {"huge_folio", "A huge page, of a file or anonymous.",
       "mm/memory.c: do_set_pmd (6.1, 6.12); mm/huge_memory.c: __do_huge_pmd_anonymous_page (6.1, 6.12)",
       Level::pmd, Counted::yes, false, false, "", [](const Facts&) { return true; }, huge_folio, Made::page},
      {"huge_folio_in_mixedmap",
       "A huge page of virtio-fs DAX, whose VMAs are VM_MIXEDMAP, since DAX counts its pages.",
       "fs/dax.c: dax_fault_iter (7.3); fs/fuse/dax.c: fuse_dax_mmap (7.3); mm/huge_memory.c: "
       "vmf_insert_folio_pmd, insert_pmd (7.3)",
       Level::pmd, Counted::yes, false, false, "",
       [](const Facts& f) { return f.fuse_dax && !f.core.has_devmap; }, huge_folio_in_mixedmap, Made::page,
       pmd_alone},
      {"huge_zero_page",
       "The huge zero page, of an anonymous VMA or a DAX hole, as long as it carries no mark.",
       "mm/huge_memory.c: set_huge_zero_page (6.1); mm/huge_memory.c: set_huge_zero_folio (6.12); fs/dax.c: "
       "dax_pmd_load_hole (6.1, 6.12)",
       Level::pmd, Counted::no, false, false, "", [](const Facts& f) { return !f.core.huge_zero_is_special; },
       huge_zero_page, Made::zero, pmd_alone},
      {"huge_zero_page_special",
       "The huge zero page since its entry is marked special (where the level has a bit).",
       "mm/huge_memory.c: set_huge_zero_folio (6.18)", Level::pmd, Counted::no, false, false,
       "up to 7.0 the rule of all levels asks for the special bit of the PTE level: on an architecture "
       "without one at this level the branch trusts a bit that is never set (repaired by commit "
       "c0c6ccd9828c)",
       [](const Facts& f) { return f.core.huge_zero_is_special; }, huge_zero_page_special, Made::zero,
       pmd_alone, [](const Facts& f) { return trusts_pte_bit(f) && !f.pmd_special; }},
      {"huge_raw_in_pfnmap",
       "vmf_insert_pfn_pmd or _pud into VM_PFNMAP, which must not be able to hold COWed pages; made only "
       "where the level has a special bit.",
       "mm/huge_memory.c: vmf_insert_pfn_pmd, vmf_insert_pfn_pud (6.12, 7.3); "
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault (6.12); "
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_vmf_insert_pfn (7.3)",
       Level::pmd, Counted::no, true, false, "", [](const Facts&) { return true; }, huge_raw_in_pfnmap,
       Made::raw, raw_huge_is_made},
      {"huge_raw_in_mixedmap",
       "vmf_insert_pfn_pmd or _pud into VM_MIXEDMAP, made only where the level has a special bit.",
       "mm/huge_memory.c: vmf_insert_pfn_pmd, vmf_insert_pfn_pud (6.12, 7.3); drivers/hv/mshv_vtl_main.c: "
       "mshv_vtl_low_huge_fault (7.3)",
       Level::pmd, Counted::no, true, false, "", [](const Facts&) { return true; }, huge_raw_in_mixedmap,
       Made::raw, raw_huge_is_made},
      {"devmap_huge", "A huge DAX or device-dax entry in an ordinary VMA: devmap, never special.",
       "mm/huge_memory.c: insert_pfn_pmd, insert_pfn_pud (6.1, 6.12)", Level::pmd, Counted::no, true, false,
       "", [](const Facts& f) { return f.devmap; }, devmap_huge, Made::raw},
      {"devmap_huge_in_mixedmap",
       "A huge DAX entry of virtio-fs, whose VMAs are VM_MIXEDMAP; filesystem DAX makes none above PMD.",
       "fs/fuse/dax.c: fuse_dax_huge_fault, fuse_dax_mmap; fs/dax.c: dax_iomap_fault (6.1, 6.12)", Level::pmd,
       Counted::no, true, false,
       "the VM_MIXEDMAP test of the huge rule returns the page before the devmap test: smaps, folio walks "
       "and NUMA statistics see a page that nobody counts (zap and split decide by other means)",
       [](const Facts& f) { return f.devmap && f.fuse_dax; }, devmap_huge_in_mixedmap, Made::raw, pmd_alone},
  };
}

}  // namespace pfncheck::origin_tables
