// SPDX-License-Identifier: GPL-2.0-or-later
// PTE entries that own a reference, map count and rss.
#include "props/contract.hpp"
#include "props/origin_tables.hpp"

namespace pfncheck::origin_tables {
namespace {

using normal_page::Inputs;

Term page_in_mixedmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.unmarked() & e.not_anonymous();
}

Term mixed_page(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.unmarked() & e.not_anonymous();
}

Term file_page(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.unmarked() & e.not_anonymous();
}

Term anonymous_page(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & !in.shared & e.unmarked() & e.anonymous();
}

Term cowed_in_ordinary(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.cow() & e.unmarked() & e.anonymous();
}

Term cowed_in_pfnmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.pfnmap() & e.cow() & e.unmarked() & e.anonymous() & (e.bit() ? e.yes() : !e.linear());
}

Term cowed_in_mixedmap(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.cow() & e.unmarked() & e.anonymous();
}

Term vmcore_page(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.both_flags() & !e.cow() & e.unmarked() & e.not_anonymous();
}

}  // namespace

std::vector<Origin> page_pte() {
  return {
      {"page_in_mixedmap", "vm_insert_page, vm_insert_pages or vm_map_pages.",
       "mm/memory.c: vm_insert_page, insert_page_into_pte_locked (6.1, 6.12)", Level::pte, Counted::yes,
       false, false, "", [](const Facts&) { return true; }, page_in_mixedmap, Made::page},
      {"mixed_page",
       "vmf_insert_mixed of a pfn with a memmap where there is no special bit: inserted as a page.",
       "mm/memory.c: __vm_insert_mixed (6.1, 6.12)", Level::pte, Counted::yes, false, false, "",
       [](const Facts& f) { return !f.pte_special; }, mixed_page, Made::page},
      {"file_page", "A page of a file, mapped by a fault.",
       "mm/memory.c: finish_fault, do_set_pte (6.1); mm/memory.c: finish_fault, set_pte_range (6.12)",
       Level::pte, Counted::yes, false, false, "", [](const Facts&) { return true; }, file_page, Made::page},
      {"anonymous_page", "An anonymous page, by fault or from swap.",
       "mm/memory.c: do_anonymous_page, do_swap_page (6.1, 6.12)", Level::pte, Counted::yes, false, false, "",
       [](const Facts&) { return true; }, anonymous_page, Made::page},
      {"cowed_in_ordinary", "The private copy of a page of an ordinary VMA.",
       "mm/memory.c: wp_page_copy, do_cow_fault (6.1, 6.12)", Level::pte, Counted::yes, false, false, "",
       [](const Facts&) { return true; }, cowed_in_ordinary, Made::cowed},
      {"cowed_in_pfnmap",
       "The private copy of a raw page in VM_PFNMAP; without a special bit the copy's pfn must not be the "
       "linear one.",
       "mm/memory.c: wp_page_copy, vm_normal_page (6.1, 6.12)", Level::pte, Counted::yes, false, false, "",
       [](const Facts&) { return true; }, cowed_in_pfnmap, Made::cowed},
      {"cowed_in_mixedmap", "The private copy of a page or raw page in VM_MIXEDMAP.",
       "mm/memory.c: wp_page_copy, do_cow_fault (6.1, 6.12)", Level::pte, Counted::yes, false, false, "",
       [](const Facts&) { return true; }, cowed_in_mixedmap, Made::cowed},
      {"vmcore_page", "The note parts of /proc/vmcore: vmalloc pages inserted with a reference.",
       "fs/proc/vmcore.c: mmap_vmcore (6.1, 6.12); mm/vmalloc.c: remap_vmalloc_range_partial (6.1, 6.12)",
       Level::pte, Counted::yes, false, false, "", [](const Facts& f) { return f.vmcore; }, vmcore_page,
       Made::page},
  };
}

}  // namespace pfncheck::origin_tables
