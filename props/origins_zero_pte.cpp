// SPDX-License-Identifier: GPL-2.0-or-later
// PTE entries of the small zero page.
#include "props/contract.hpp"
#include "props/origin_tables.hpp"

namespace pfncheck::origin_tables {
namespace {

using normal_page::Inputs;

Term zero_page_read_fault(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & !in.shared & e.marked() & e.zero() & e.read_only() & e.no_hook();
}

Term zero_page_inserted_counted(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.unmarked() & e.zero() & e.read_only();
}

Term zero_page_inserted(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.mixedmap() & e.marked() & e.zero() & e.read_only() & e.no_hook();
}

Term zero_page_dax_hole(const Inputs& in, const Facts& f, Level l) {
  const Entry e(in, f, l);
  return e.ordinary() & e.marked() & e.zero() & e.read_only() & e.no_hook();
}

}  // namespace

std::vector<Origin> zero_pte() {
  return {
      {"zero_page_read_fault",
       "The zero page after a read fault of anonymous memory (also by KSM, userfaultfd, migration, split of "
       "the huge zero page): always made special.",
       "mm/memory.c: do_anonymous_page (6.1, 6.12); mm/userfaultfd.c: mfill_zeropage_pte (6.1); "
       "mm/userfaultfd.c: mfill_atomic_pte_zeropage (6.12)",
       Level::pte, Counted::no, false, false, "", [](const Facts&) { return true; }, zero_page_read_fault,
       Made::zero},
      {"zero_page_inserted_counted",
       "vm_insert_page of the zero page as long as it was counted like any page.",
       "mm/memory.c: insert_page_into_pte_locked (6.1)", Level::pte, Counted::yes, false, false, "",
       [](const Facts& f) { return !f.core.zero_in_mixedmap_is_raw; }, zero_page_inserted_counted,
       Made::zero},
      {"zero_page_inserted", "vm_insert_page of the zero page since it is made special and not counted.",
       "mm/memory.c: insert_page_into_pte_locked, vm_mixed_zeropage_allowed (6.12)", Level::pte, Counted::no,
       false, false, "", [](const Facts& f) { return f.core.zero_in_mixedmap_is_raw; }, zero_page_inserted,
       Made::zero},
      {"zero_page_dax_hole",
       "The zero page for a hole of a DAX file, by vmf_insert_mixed in an ordinary VMA.",
       "fs/dax.c: dax_load_hole (6.1, 6.12); mm/memory.c: vm_mixed_ok (6.1, 6.12)", Level::pte, Counted::no,
       false, false, "", [](const Facts& f) { return f.pte_special || f.core.zero_in_mixedmap_is_raw; },
       zero_page_dax_hole, Made::zero},
  };
}

}  // namespace pfncheck::origin_tables
