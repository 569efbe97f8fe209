// SPDX-License-Identifier: GPL-2.0-or-later
// mm/memory.c of 6.12: remap_pfn_range, insert_pfn, insert_page, do_anonymous_page, do_cow_fault,
// do_wp_page, zap_present_ptes, unmap_mapping_range_tree.
#include "model/slices/own/operations.hpp"

#include <fmt/format.h>

#include "model/functions/vm_normal_page/asked.hpp"

namespace pfncheck::machine {

namespace {

using Entry = Own::Entry;

class Operations : OwnEntries {
 public:
  explicit Operations(Own& own) : OwnEntries(own) {}

  void add_all() {
    mmap();
    if (has("stray_entry") || has("rule_forgets_the_highest_pfn")) stray_entry();
    revoke();
    driver_frees();
    for (unsigned p = 0; p < Own::processes; ++p) {
      munmap(p);
      remap_in_fault(p);
      remap_fails(p);
      for (unsigned page = 0; page < Own::pages; ++page) add_page_operations(p, page);
    }
  }

 private:
  void zap(Step& s, Term when, unsigned p, unsigned page) const {
    const Entry& e = own_.entries[p][page];
    const Term present = when & s[e.present];
    const Term is_normal = verdict(s, present, p, page);
    if (has("zap_drops_references_of_raw_entries"))
      put(s, present & ne(s[e.pfn], frame(Own::frame_z)), s[e.pfn], s[e.counted]);
    else if (!has("zap_keeps_reference"))
      put(s, is_normal, s[e.pfn], s[e.counted]);
    clear_entry(s, present, e);
  }

  // ---- the VMA ----

  /// What remap_pfn_range does to the VMA.
  void remap_flags(Step& s, Term when, unsigned p, unsigned first_pfn) const {
    s.set_if(when, own_.pfnmap, yes());
    const Term cow = when & own_.is_cow(s);
    if (has("remap_leaves_pgoff")) return;
    s.set_if(cow, own_.pgoff[p], own_.number(3, first_pfn));
    s.set_if(cow, own_.pgoff_is_pfn[p], yes());
  }

  void mmap() {
    Step s = step("mmap", "p0: mmap()");
    s.require(~s[own_.mapped[0]] & ~s[own_.mapped[1]] & (driver_is(s, Own::anonymous) | s[own_.owned]));
    s.set(own_.mapped[0], yes());
    s.set(own_.pgoff[0], s[own_.file_offset]);
    const Term raw_in_fault = driver_is(s, Own::remap_in_fault) | driver_is(s, Own::insert_pfn);
    s.set_if(raw_in_fault, own_.pfnmap, yes());
    if (has("fault_returns_page_in_pfnmap")) s.set_if(driver_is(s, Own::page_from_fault), own_.pfnmap, yes());
    s.set_if(driver_is(s, Own::insert_page) | driver_is(s, Own::insert_mixed), own_.mixedmap, yes());
    const Term whole = driver_is(s, Own::remap_at_mmap), parts = driver_is(s, Own::remap_per_page);
    if (has("remap_into_mixedmap")) s.set_if(whole, own_.mixedmap, yes());
    remap_flags(s, whole | parts, 0, 0);
    for (unsigned page = 0; page < Own::pages; ++page) {
      install_raw(s, whole, own_.entries[0][page], frame(page));
      install_raw(s, parts, own_.entries[0][page], frame(1 - page));  // the other way round: not contiguous
    }
    system_.add(std::move(s));
  }

  /// Memory errors and other bugs make such entries: the rule's last test is for them.
  void stray_entry() {
    Step s = step("stray_entry", "p0.pte0 is overwritten: its pfn lies beyond all memory");
    const Entry& e = own_.entries[0][0];
    s.require(s[own_.mapped[0]] & ~s[e.present] & own_.is(s, own_.kind, Own::mmio));
    set_entry(s, yes(), e, frame(0), no(), no(), no());
    system_.add(std::move(s));
  }

  void munmap(unsigned p) {
    Step s = step("munmap", fmt::format("p{}: munmap()", p));
    s.require(s[own_.mapped[p]]);
    for (unsigned page = 0; page < Own::pages; ++page) zap(s, yes(), p, page);
    s.set(own_.mapped[p], no());
    const Term last = ~s[own_.mapped[1 - p]];
    for (const Var v : {own_.pfnmap, own_.mixedmap}) s.set_if(last, v, no());
    s.set(own_.pgoff_is_pfn[p], no());
    s.set(own_.pgoff[p], own_.number(3, 0));
    if (p == 0) s.set(own_.anon_vma, no());
    system_.add(std::move(s));
  }

  // ---- faults ----

  void add_page_operations(unsigned p, unsigned page) {
    read_fault_of_anonymous(p, page);
    write_fault_of_nothing(p, page);
    driver_fault(p, page);
    zero_page_of_driver(p, page);
    write_fault_shared(p, page);
    write_fault_reuses(p, page);
    write_fault_copies(p, page);
    madvise(p, page);
  }

  void read_fault_of_anonymous(unsigned p, unsigned page) {
    Step s = on_page("read_fault", "read fault", p, page);
    const Entry& e = own_.entries[p][page];
    s.require(driver_is(s, Own::anonymous) & ~s[e.present]);
    const Term special = has("zero_page_forgets_special") ? no() : s[own_.special_bit];
    const bool counts = has("zero_page_is_counted");
    if (counts) get(s, yes(), frame(Own::frame_z), yes());
    set_entry(s, yes(), e, frame(Own::frame_z), special, no(), counts ? yes() : no());
    system_.add(std::move(s));
  }

  /// do_anonymous_page, or do_cow_fault of a private file mapping.
  void write_fault_of_nothing(unsigned p, unsigned page) {
    Step s = on_page("write_fault", "write fault on nothing", p, page);
    const Entry& e = own_.entries[p][page];
    s.require((driver_is(s, Own::anonymous) | driver_is(s, Own::page_from_fault)) & own_.is_cow(s) &
              ~s[e.present]);
    map_new_page(s, yes(), p, page, false, yes());
    system_.add(std::move(s));
  }

  void driver_fault(unsigned p, unsigned page) {
    Step s = on_page("driver_fault", "driver's fault handler", p, page);
    const Entry& e = own_.entries[p][page];
    const Term raw = driver_is(s, Own::insert_pfn), mixed = driver_is(s, Own::insert_mixed);
    const Term one_page = driver_is(s, Own::insert_page) | driver_is(s, Own::page_from_fault);
    s.require(~s[e.present] & s[own_.owned] & (raw | mixed | one_page));
    // __vm_insert_mixed: with a bit never counted; without one a pfn with a memmap must be a counted page.
    const Term mixed_page = mixed & ~s[own_.special_bit] & ~own_.is(s, own_.kind, Own::mmio);
    const Term is_page = one_page | mixed_page;
    if (!has("mixed_inserts_what_nobody_counts"))  // validate_page_before_insert: -EINVAL, nothing is mapped
      s.require(implies(is_page, own_.is_counted(s)));
    install_raw(s, ~is_page, e, frame(page));
    install_page(s, is_page, e, frame(page), s[own_.shared] & s[own_.maywrite]);
    system_.add(std::move(s));
  }

  /// vmf_insert_mixed of the zero page, for what the driver has no memory for (vm_mixed_zeropage_allowed). Up
  /// to 6.10 it was counted where there is no special bit: the environment does not do it there.
  void zero_page_of_driver(unsigned p, unsigned page) {
    Step s = on_page("driver_fault", "driver's fault handler maps the zero page", p, page);
    const Entry& e = own_.entries[p][page];
    s.require(driver_is(s, Own::insert_mixed) & ~s[e.present] & s[own_.owned]);
    if (!has("zero_page_in_writable_mapping")) s.require(own_.is_cow(s) | ~s[own_.maywrite]);
    if (!CoreMm(own_.variant.release).zero_in_mixedmap_is_raw) s.require(s[own_.special_bit]);
    set_entry(s, yes(), e, frame(Own::frame_z), s[own_.special_bit], no(), no());
    system_.add(std::move(s));
  }

  void remap_in_fault(unsigned p) {
    Step s = step("driver_fault",
                  fmt::format("p{}: driver's fault handler remaps the whole VMA{}", p,
                              fault_may_not_set_flags(own_.variant.release)
                                  ? " (WARN with CONFIG_PER_VMA_LOCK: remap_pfn_range() sets vm_flags)"
                                  : ""));
    s.require(s[own_.mapped[p]] & driver_is(s, Own::remap_in_fault) & s[own_.owned] & empty(s, p));
    remap_flags(s, yes(), p, 0);
    for (unsigned page = 0; page < Own::pages; ++page)
      install_raw(s, yes(), own_.entries[p][page], frame(page));
    system_.add(std::move(s));
  }

  /// The second page table cannot be allocated; the driver's error path gives the frames back.
  void remap_fails(unsigned p) {
    Step s = step("remap_fails", fmt::format("p{}: remap_pfn_range() in a fault runs out of memory half way; "
                                             "the driver frees its frames",
                                             p));
    s.require(s[own_.mapped[p]] & driver_is(s, Own::remap_in_fault) & s[own_.owned] & empty(s, p) &
              empty(s, 1 - p));
    remap_flags(s, yes(), p, 0);
    const Entry& first = own_.entries[p][0];
    install_raw(s, yes(), first, frame(0));
    if (!has("failed_remap_keeps_entries")) clear_entry(s, yes(), first);
    s.event({"remap_failed", yes(), {{"left", s[first.present]}}});
    give_back(s);
    system_.add(std::move(s));
  }

  Term is_write_protected(const Step& s, const Entry& e) const {
    return s[e.present] & ~s[e.write] & s[own_.maywrite];
  }

  void write_fault_shared(unsigned p, unsigned page) {
    Step s = on_page("write_fault", "write fault, shared", p, page);
    const Entry& e = own_.entries[p][page];
    s.require(is_write_protected(s, e) & s[own_.shared]);
    s.set(e.write, yes());
    system_.add(std::move(s));
  }

  /// do_wp_page: an anonymous page that is exclusive, or that nobody else uses, becomes writable. Exclusive
  /// first: a pin has references of its own, and who pinned it must go on seeing what the process writes.
  Term may_reuse(Step& s, unsigned p, unsigned page) const {
    const Entry& e = own_.entries[p][page];
    const Term is_normal = normal(s, is_write_protected(s, e) & ~s[own_.shared], p, page);
    const Term alone = is_alone(s, s[e.pfn]);
    const Term anonymous = own_.is_anonymous_page(s, e);
    if (has("write_fault_copies_pinned_page")) return is_normal & anonymous & alone;
    if (has("write_fault_reuses_shared_page")) return is_normal & anonymous;
    if (has("write_fault_reuses_any_page")) return is_normal & alone;
    if (has("write_fault_reuses_raw_entry")) return ~is_normal | (anonymous & alone);
    return is_normal & anonymous & (own_.is_exclusive(s, s[e.pfn]) | alone);
  }

  void write_fault_reuses(unsigned p, unsigned page) {
    Step s = on_page("write_fault", "write fault, the page is reused", p, page);
    const Entry& e = own_.entries[p][page];
    s.require(is_write_protected(s, e) & ~s[own_.shared]);
    s.require(may_reuse(s, p, page));
    s.set(e.write, yes());
    set_exclusive(s, yes(), s[e.pfn], yes());
    system_.add(std::move(s));
  }

  void write_fault_copies(unsigned p, unsigned page) {
    Step s = on_page("write_fault", "write fault, the page is copied", p, page);
    const Entry& e = own_.entries[p][page];
    s.require(is_write_protected(s, e) & ~s[own_.shared]);
    s.require(~may_reuse(s, p, page));
    const Term is_normal = verdict(s, yes(), p, page);
    const Term old = s[e.pfn], counted = s[e.counted];
    s.event({"copied",
             own_.is_anonymous_page(s, e),
             {{"exclusive", own_.is_exclusive(s, old)}},
             {fmt::format("p{}.pte{}", p, page)}});
    map_new_page(s, yes(), p, page, true, yes());
    if (!has("copy_keeps_old_reference")) put(s, is_normal, old, counted);
    system_.add(std::move(s));
  }

  void madvise(unsigned p, unsigned page) {
    Step s = on_page("zap", "madvise(MADV_DONTNEED)", p, page);
    s.require(s[own_.entries[p][page].present] & ~s[own_.pfnmap]);
    zap(s, yes(), p, page);
    system_.add(std::move(s));
  }

  // ---- the driver ----

  void give_back(Step& s) const {
    const Term managed = own_.is_managed(s);
    s.set(own_.owned, no());
    for (unsigned f = 0; f < Own::device_frames; ++f) put(s, managed, frame(f), yes());
  }

  Term driver_entry(const Step& s, const Entry& e) const {
    return s[e.present] & ult(s[e.pfn], frame(Own::device_frames));
  }

  /// A driver must zap entries that hold no reference of its frames before it frees them; and those of
  /// reserved RAM in any case: free_reserved_page() asks for no count.
  void driver_frees() {
    Step s = step("driver_frees", "driver: frees its frames");
    s.require(s[own_.owned] & ~driver_is(s, Own::anonymous));
    if (!has("driver_frees_while_mapped"))
      for (const auto& of_process : own_.entries)
        for (const Entry& e : of_process)
          s.require(~driver_entry(s, e) | (s[e.counted] & own_.is_managed(s)));
    give_back(s);
    system_.add(std::move(s));
  }

  // unmap_mapping_range: finds the VMA by its offset into the file, private copies included. A driver that
  // revokes must refuse COW mappings: remap_pfn_range gives their vm_pgoff another meaning.
  void revoke() {
    Step s = step("revoke", "driver: unmap_mapping_range() of the file");
    s.require(s[own_.owned] & ~driver_is(s, Own::anonymous) & (s[own_.mapped[0]] | s[own_.mapped[1]]));
    if (!has("driver_revokes_cow_mapping")) s.require(~own_.is_cow(s));
    Term left = no(), some = no();
    for (unsigned p = 0; p < Own::processes; ++p) {
      const Term found = ~s[own_.pgoff_is_pfn[p]];
      for (unsigned page = 0; page < Own::pages; ++page) {
        some = some | driver_entry(s, own_.entries[p][page]);
        if (p == 0 || !has("revoke_forgets_child")) zap(s, found, p, page);
        left = left | driver_entry(s, own_.entries[p][page]);
      }
    }
    s.event({"revoked", some, {{"left", left}}});
    system_.add(std::move(s));
  }
};

}  // namespace

Term Own::is_normal_now(unsigned p, unsigned page) const {
  return machine::is_normal_now(system, *normal_page, system[entries[p][page].present],
                                asked_of(system, p, page));
}

void add_own_operations(Own& own) {
  Operations(own).add_all();
  add_own_copies(own);
  add_own_pins(own);
}

}  // namespace pfncheck::machine
