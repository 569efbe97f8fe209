// SPDX-License-Identifier: GPL-2.0-or-later
// mm/huge_memory.c of 6.12: do_huge_pmd_anonymous_page, do_huge_pmd_wp_page, insert_pfn_pmd; mm/memory.c:
// do_anonymous_page, do_set_pmd, wp_huge_pmd, do_wp_page.
#include <fmt/format.h>

#include "model/slices/huge/operations.hpp"

namespace pfncheck::machine {

namespace {

class PageFaults : public HugeEntries {
 public:
  using HugeEntries::HugeEntries;

  void add_all() {
    for (unsigned p = 0; p < Huge::processes; ++p) {
      huge_read_fault(p);
      huge_write_fault_of_nothing(p);
      driver_huge_fault(p);
      huge_write_fault_of_leaf(p);
      split_pmd(p);
      for (unsigned page = 0; page < Huge::pages; ++page) {
        read_fault(p, page);
        write_fault_of_nothing(p, page);
        driver_fault(p, page);
        write_fault(p, page);
      }
    }
  }

 private:
  void add(Step s) { huge_.system.add(std::move(s)); }

  /// Since 6.18 the entry is special where PMDs have the bit.
  void huge_read_fault(unsigned p) {
    Step s = of_process("huge_read_fault", "read fault maps the huge zero page", p);
    s.require(is_anonymous(s) & s[huge_.pmd_leaves] & is_empty(s, p));
    const Term special = CoreMm(huge_.era()).huge_zero_is_special ? s[huge_.pmd_special_bit] : no();
    set_entry(s, yes(), huge_.pmds[p], frame(Huge::h0), special, no(), no());
    add(std::move(s));
  }

  void huge_write_fault_of_nothing(unsigned p) {
    Step s = of_process("huge_write_fault", "write fault maps a huge folio", p);
    s.require(is_anonymous(s) & s[huge_.pmd_leaves] & is_empty(s, p));
    allocate(s, yes(), Huge::folio_a);
    set_entry(s, yes(), huge_.pmds[p], frame(Huge::a0), no(), yes(), yes());
    add(std::move(s));
  }

  /// vmf_insert_pfn_pmd, or a folio (do_set_pmd; vmf_insert_folio_pmd). A raw leaf only where PMDs have a
  /// special bit: vfio-pci and others ask for it at build time.
  void driver_huge_fault(unsigned p) {
    Step s = of_process("driver_huge_fault", "the driver or file system fills a PMD", p);
    s.require(~is_anonymous(s) & s[huge_.owned] & s[huge_.pmd_leaves] & is_empty(s, p));
    const Term raw = memory_is(s, Huge::raw_in_pfnmap) | memory_is(s, Huge::raw_in_mixedmap);
    const Term devmap = huge_.dax_is_counted() ? no() : huge_.is_dax(s);
    const Term counted = ~raw & ~devmap;
    if (!has("raw_huge_insert_without_bit")) s.require(implies(raw, s[huge_.pmd_special_bit]));
    const Term marked_raw = has("raw_huge_insert_forgets_special") ? no() : s[huge_.pmd_special_bit];
    const Term marked_folio = has("huge_folio_is_special") ? s[huge_.pmd_special_bit] : no();
    const Term pfn =
        has("huge_insert_of_unaligned_pfn") ? ite(raw, frame(Huge::d1), frame(Huge::d0)) : frame(Huge::d0);
    const Term write = has("huge_insert_is_writable_in_private_mapping")
                           ? s[huge_.maywrite]
                           : s[huge_.shared] & s[huge_.maywrite];
    get(s, counted, frame(Huge::d0), yes());
    set_entry(s, yes(), huge_.pmds[p], pfn, (raw & marked_raw) | (counted & marked_folio), write, counted);
    s.set(huge_.pmd_is_devmap[p], devmap);
    add(std::move(s));
  }

  /// A write to a leaf that is write-protected: reuse, or PTEs that fault again.
  void huge_write_fault_of_leaf(unsigned p) {
    Step s = of_process("huge_write_fault", "write fault on a huge entry", p);
    const Entry& e = huge_.pmds[p];
    s.require(s[e.present] & ~s[e.write] & s[huge_.maywrite]);
    const Term zero = huge_.maps(s, e, Huge::folio_h);
    Term reuse = is_anonymous(s) & ~zero;
    if (!has("write_fault_reuses_shared_folio"))
      reuse = reuse & huge_.is(s, huge_.references[Huge::folio_a], 1);
    if (has("write_fault_writes_huge_zero")) reuse = reuse | zero;
    const Term writable = reuse | s[huge_.shared];
    split(s, ~writable, p);
    s.set_if(writable, e.write, yes());
    add(std::move(s));
  }

  void split_pmd(unsigned p) {
    Step s = of_process("split_pmd", "something in the middle of a huge entry splits it", p);
    s.require(s[huge_.pmds[p].present]);
    split(s, yes(), p);
    add(std::move(s));
  }

  void read_fault(unsigned p, unsigned page) {
    Step s = of_page("read_fault", "read fault", p, page);
    const Entry& e = huge_.ptes[p][page];
    s.require(is_anonymous(s) & ~s[e.present]);
    set_entry(s, yes(), e, frame(Huge::z), s[huge_.special_bit], no(), no());
    add(std::move(s));
  }

  void write_fault_of_nothing(unsigned p, unsigned page) {
    Step s = of_page("write_fault", "write fault on nothing", p, page);
    const Entry& e = huge_.ptes[p][page];
    s.require((is_anonymous(s) | memory_is(s, Huge::folio)) & huge_.is_cow(s) & ~s[e.present]);
    map_new_page(s, e);
    add(std::move(s));
  }

  void map_new_page(Step& s, const Entry& e) const {
    allocate(s, yes(), Huge::folio_n);
    set_entry(s, yes(), e, frame(Huge::n), no(), yes(), yes());
  }

  void driver_fault(unsigned p, unsigned page) {
    Step s = of_page("driver_fault", "the driver or file system fills a page", p, page);
    const Entry& e = huge_.ptes[p][page];
    const Term raw = memory_is(s, Huge::raw_in_pfnmap), counted = memory_is(s, Huge::folio);
    s.require((raw | counted) & s[huge_.owned] & ~s[e.present]);
    get(s, counted, frame(page), yes());
    set_entry(s, yes(), e, frame(page), raw & s[huge_.special_bit], s[huge_.shared] & s[huge_.maywrite],
              counted);
    add(std::move(s));
  }

  /// Reuses a page of its own; a page of a large folio is always copied (6.12: wp_can_reuse_anon_folio).
  void write_fault(unsigned p, unsigned page) {
    Step s = of_page("write_fault", "write fault on a page", p, page);
    const Entry& e = huge_.ptes[p][page];
    s.require(s[e.present] & ~s[e.write] & s[huge_.maywrite]);
    const Term private_fault = ~s[huge_.shared];
    const Term is_normal = normal_pte(s, private_fault, p, page);
    const Term own =
        is_normal & huge_.maps(s, e, Huge::folio_n) & huge_.is(s, huge_.references[Huge::folio_n], 1);
    const Term copies = private_fault & ~own;
    verdict(s, copies, e, is_normal);
    const Term old = s[e.pfn], counted = s[e.counted];
    s.set(e.write, yes());
    allocate(s, copies, Huge::folio_n);
    set_entry(s, copies, e, frame(Huge::n), no(), yes(), yes());
    put(s, copies & is_normal, old, counted);
    add(std::move(s));
  }
};

}  // namespace

void add_huge_page_faults(Huge& huge) {
  PageFaults(huge).add_all();
}

}  // namespace pfncheck::machine
