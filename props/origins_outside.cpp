// SPDX-License-Identifier: GPL-2.0-or-later
// Entries outside the contracts, which nobody should make or which weaken one: what the rule does there is
// shown apart and never refuted.
#include "props/contract.hpp"
#include "props/origin_tables.hpp"

namespace pfncheck::origin_tables {
namespace {

using normal_page::Inputs;

Term cowed_in_pfnmap_at_linear_pfn(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & e.cow() & e.unmarked() & e.anonymous() & e.linear();
}

Term page_in_pfnmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & !e.cow() & e.unmarked() & e.managed();
}

Term raw_in_cow_pfnmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & e.cow() & e.marked() & !e.linear() & e.no_hook();
}

Term raw_remap_cow_of_anonymous(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & e.cow() & e.linear() & e.marked() & e.no_hook() & e.anonymous();
}

Term raw_with_lost_special_bit(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return (in.pfnmap | in.mixedmap) & e.unmarked() & e.no_hook();
}

Term zero_page_with_lost_special_bit(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & !in.shared & e.unmarked() & e.zero() & e.no_hook();
}

Term remap_cow_of_wide_pfn(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & e.cow() & e.marked() & e.no_hook() & !e.linear() &
         eq(in.pfn, normal_page::linear_pfn(in, f) & in.pfn.pool().constant(f.word_bits, (1ull << 20) - 1));
}

Term page_above_highest(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.unmarked() & in.memmap & ugt(in.pfn, in.highest_pfn);
}

Term mixed_page_nobody_refcounts(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.unmarked() & e.managed();
}

Term zero_page_dax_hole_counted(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.unmarked() & e.zero();
}

Term huge_folio_in_pfnmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & !e.cow() & e.unmarked() & e.managed();
}

Term huge_folio_marked_special(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.marked() & e.managed() & e.no_hook();
}

Term huge_zero_page_in_mixedmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.unmarked() & normal_page::is_huge_zero(in, f);
}

Term huge_raw_in_mixedmap_with_memmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.marked_if(marks_huge(f)) & in.memmap & e.in_range() & e.no_hook();
}

Term huge_raw_without_bit(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return ((e.pfnmap() & !e.cow()) | (e.mixedmap() & !in.memmap)) & e.marked_if(marks_huge(f)) & e.no_hook();
}

bool without_bit(const Facts& f, Level l) {
  return !has_special(f, l);
}

}  // namespace

std::vector<Origin> outside() {
  return {
      {"cowed_in_pfnmap_at_linear_pfn",
       "A private copy whose pfn happens to be the linear one of its address (private mapping of free RAM by "
       "/dev/mem).",
       "mm/memory.c: vm_normal_page, wp_page_copy", Level::pte, Counted::yes, false, true,
       "without a special bit such a copy cannot be told from the raw page: its reference leaks",
       [](const Facts& f) { return !f.pte_special; }, cowed_in_pfnmap_at_linear_pfn, Made::cowed},
      {"page_in_pfnmap", "A ->fault of a VM_PFNMAP VMA returns a page: finish_fault asks no flag.",
       "mm/memory.c: finish_fault", Level::pte, Counted::yes, false, true,
       "without a special bit the page is taken for raw and its reference leaks",
       [](const Facts&) { return true; }, page_in_pfnmap, Made::page},
      {"raw_in_cow_pfnmap",
       "A raw entry of a private writable VM_PFNMAP VMA that remap_pfn_range did not make, so vm_pgoff says "
       "nothing.",
       "mm/memory.c: vm_normal_page; mail \"mm/pagewalk: Check pfnmap for folio_walk_start()\", David "
       "Hildenbrand, 2024-08-29",
       Level::pte, Counted::no, true, true,
       "without a special bit an entry off the linear pfn is taken for a COWed page: munmap drops a "
       "reference that nobody took",
       [](const Facts& f) { return !f.pte_special; }, raw_in_cow_pfnmap, Made::raw},
      {"raw_remap_cow_of_anonymous",
       "A private remap of RAM that some process has as anonymous memory (/dev/mem without "
       "CONFIG_STRICT_DEVMEM).",
       "drivers/char/mem.c: mmap_mem, range_is_allowed (6.1, 6.12)", Level::pte, Counted::no, true, true,
       "a rule that asks whether the page is anonymous takes it for a COWed page: munmap drops a reference "
       "that nobody took",
       [](const Facts&) { return true; }, raw_remap_cow_of_anonymous, Made::raw, nullptr,
       [](const Facts& f) { return !f.pte_special; }},
      {"raw_with_lost_special_bit", "A raw entry whose special bit a change of protection dropped.",
       "arch/mips/include/asm/pgtable.h: pte_modify (6.1)", Level::pte, Counted::no, true, true,
       "the rule cannot see that the bit was lost: the raw entry is normal",
       [](const Facts& f) { return f.pte_special; }, raw_with_lost_special_bit, Made::raw},
      {"zero_page_with_lost_special_bit",
       "The zero page of a read fault after a change of protection dropped its special bit.",
       "arch/mips/include/asm/pgtable.h: pte_modify (6.1)", Level::pte, Counted::no, false, true,
       "the rule cannot see that the bit was lost: the zero page is normal",
       [](const Facts& f) { return f.pte_special; }, zero_page_with_lost_special_bit, Made::zero},
      {"remap_cow_of_wide_pfn",
       "remap_pfn_range of a pfn that is wider than the entry: the entry carries less than the linear pfn.",
       "arch/arm/include/asm/pgtable.h: pfn_pte; mm/memory.c: remap_pte_range; drivers/char/mem.c: mmap_mem",
       Level::pte, Counted::no, true, true,
       "without a special bit the truncated pfn is not the linear one: the raw entry is taken for a COWed "
       "page",
       [](const Facts& f) { return !f.pte_special; }, remap_cow_of_wide_pfn, Made::raw},
      {"page_above_highest",
       "vm_insert_page of a page in the tail of the last section, which has a memmap above "
       "highest_memmap_pfn.",
       "mm/mm_init.c: init_unavailable_range", Level::pte, Counted::yes, false, true,
       "the page is reported as bad and its reference leaks (without a special bit since 6.18 only); the "
       "driver does not own the frame",
       [](const Facts&) { return true; }, page_above_highest, Made::page, nullptr, nullptr, NoteSays::report},
      {"mixed_page_nobody_refcounts",
       "vmf_insert_mixed, without a special bit, of a frame with a memmap that nobody refcounts (firmware, "
       "reserved).",
       "mm/memory.c: __vm_insert_mixed, insert_page; mail \"mm/pagewalk: Check pfnmap for "
       "folio_walk_start()\", David Hildenbrand, 2024-08-29",
       Level::pte, Counted::yes, false, true,
       "normal and counted agree, but the last reference frees a frame that the allocator never gave",
       [](const Facts& f) { return !f.pte_special; }, mixed_page_nobody_refcounts, Made::page, nullptr,
       nullptr, NoteSays::page},
      {"zero_page_dax_hole_counted",
       "The zero page by vmf_insert_mixed in an ordinary VMA, without a special bit, as long as insert_page "
       "counted it.",
       "fs/dax.c: dax_load_hole (6.1); mm/memory.c: insert_page (6.1)", Level::pte, Counted::yes, false, true,
       "insert_page counts a zero page that the ordinary rule never gives back; no architecture without a "
       "special bit can build filesystem DAX",
       [](const Facts& f) { return !f.pte_special && !f.core.zero_in_mixedmap_is_raw; },
       zero_page_dax_hole_counted, Made::zero},
      {"huge_folio_in_pfnmap", "A huge page that a ->huge_fault of a VM_PFNMAP VMA inserted.",
       "mm/huge_memory.c: vmf_insert_folio_pmd (6.15)", Level::pmd, Counted::yes, false, true,
       "where the flags decide the page is taken for raw and its reference leaks",
       [](const Facts&) { return true; }, huge_folio_in_pfnmap, Made::page},
      {"huge_folio_marked_special", "The first form of vmf_insert_folio_pmd marked a counted page special.",
       "commit c4297465d4ca; mm/huge_memory.c: insert_pfn_pmd (6.15)", Level::pmd, Counted::yes, false, true,
       "a counted page that is special is raw: its reference leaks",
       [](const Facts& f) {
         return f.pmd_special && f.core.release >= Release{6, 15} && f.core.release < Release{6, 17};
       },
       huge_folio_marked_special, Made::page},
      {"huge_zero_page_in_mixedmap",
       "The huge zero page for a DAX hole of virtio-fs, whose VMAs are VM_MIXEDMAP (needs a hole below "
       "i_size, doubtful).",
       "fs/dax.c: dax_pmd_load_hole (6.1, 6.12); fs/fuse/dax.c: fuse_dax_mmap (6.1, 6.12)", Level::pmd,
       Counted::no, false, true,
       "the VM_MIXEDMAP test of the huge rule returns the page before the huge zero page is asked for",
       [](const Facts& f) { return f.devmap && f.fuse_dax; }, huge_zero_page_in_mixedmap, Made::zero,
       pmd_alone},
      {"huge_raw_in_mixedmap_with_memmap",
       "vmf_insert_pfn_pmd into VM_MIXEDMAP of a pfn with a memmap, where the level has no bit (no caller in "
       "the tree).",
       "mm/huge_memory.c: vmf_insert_pfn_pmd", Level::pmd, Counted::no, true, true,
       "without a bit at the level the VM_MIXEDMAP test takes it for a page",
       [](const Facts&) { return true; }, huge_raw_in_mixedmap_with_memmap, Made::raw, without_bit},
      {"huge_raw_without_bit",
       "A raw huge entry where the level has no special bit (nobody but DAX makes one there: what inserts "
       "it asks for ARCH_SUPPORTS_PMD_PFNMAP or _PUD_PFNMAP).",
       "mm/huge_memory.c: vmf_insert_pfn_pmd_prot (6.1); mm/huge_memory.c: vmf_insert_pfn_pmd (6.12, 7.3); "
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault (6.12); commit af38538801c6",
       Level::pmd, Counted::no, true, true,
       "up to 7.0 the rule of all levels asks for the special bit of the PTE level: on an architecture "
       "without one at this level the branch trusts a bit that is never set (repaired by commit "
       "c0c6ccd9828c)",
       [](const Facts&) { return true; }, huge_raw_without_bit, Made::raw,
       [](const Facts& f, Level l) { return !raw_huge_is_made(f, l); }, trusts_pte_bit},
  };
}

}  // namespace pfncheck::origin_tables
