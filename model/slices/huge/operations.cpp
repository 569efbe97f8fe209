// SPDX-License-Identifier: GPL-2.0-or-later
// mm/huge_memory.c of 6.12: copy_huge_pmd, change_huge_pmd, move_pages_huge_pmd; mm/memory.c:
// copy_page_range; mm/gup.c: gup_fast_pmd_leaf, follow_huge_pmd; mm/pagewalk.c: folio_walk_start.
#include "model/slices/huge/operations.hpp"

#include <fmt/format.h>

namespace pfncheck::machine {

namespace {

class Operations : public HugeEntries {
 public:
  using HugeEntries::HugeEntries;

  void add_all() {
    mmap();
    fork();
    revoke();
    driver_frees();
    for (unsigned p = 0; p < Huge::processes; ++p) {
      munmap(p);
      madvise(p);
      mprotect(p);
      move(p);
      folio_walk(p);
      gup_huge(p, true);
      gup_huge(p, false);
      for (unsigned page = 0; page < Huge::pages; ++page) {
        gup_fast_page(p, page);
        gup_slow_page(p, page);
      }
    }
    for (const unsigned f : {Huge::folio_d, Huge::folio_a, Huge::folio_h, Huge::folio_n}) unpin(f);
    if (has("unpoison_drops_reference_of_huge_zero")) unpoison();
  }

 private:
  void add(Step s) { huge_.system.add(std::move(s)); }

  void mmap() {
    Step s = step("mmap", "p0: mmap()");
    s.require(~s[huge_.mapped[0]] & ~s[huge_.mapped[1]] & (is_anonymous(s) | s[huge_.owned]));
    s.set(huge_.mapped[0], yes());
    add(std::move(s));
  }

  void munmap(unsigned p) {
    Step s = of_process("munmap", "munmap()", p);
    zap_all(s, p);
    s.set(huge_.mapped[p], no());
    add(std::move(s));
  }

  void madvise(unsigned p) {
    Step s = of_process("zap", "madvise(MADV_DONTNEED)", p);
    s.require(~is_empty(s, p) & ~huge_.is_pfnmap(s));
    zap_all(s, p);
    add(std::move(s));
  }

  // ---- fork ----

  Term may_hold_copies(const Step& s) const {
    Term anon = is_anonymous(s);
    for (const Entry& e : huge_.ptes[0]) anon = anon | huge_.maps(s, e, Huge::folio_n);
    return anon;
  }

  /// copy_huge_pmd: special leaves as they are (since 6.12); anonymous ones write-protected; others fault in
  /// again.
  void copy_pmd(Step& s, Term copies) const {
    const Entry &from = huge_.pmds[0], &to = huge_.pmds[1];
    const Term present = copies & s[from.present], zero = huge_.maps(s, from, Huge::folio_h);
    Term as_it_is = no();
    if (CoreMm(huge_.era()).marks_huge) as_it_is = present & s[from.special];
    if (CoreMm(huge_.era()).huge_zero_is_special) as_it_is = as_it_is & ~zero;
    const Term protects = present & ~as_it_is & is_anonymous(s);
    const Term takes = has("fork_takes_no_reference") ? no() : protects & ~zero;
    verdict(s, protects, from, takes);
    get(s, takes, s[from.pfn], s[from.counted]);
    if (!has("fork_keeps_write_permission")) s.set_if(protects, from.write, no());
    set_entry(s, as_it_is | protects, to, s[from.pfn], s[from.special], s[from.write], takes);
  }

  void copy_pte(Step& s, Term copies, unsigned page) const {
    const Entry &from = huge_.ptes[0][page], &to = huge_.ptes[1][page];
    const Term here = copies & s[from.present];
    const Term takes = normal_pte(s, here, 0, page);
    verdict(s, here, from, takes);
    get(s, takes, s[from.pfn], s[from.counted]);
    s.set_if(here & huge_.is_cow(s), from.write, no());
    set_entry(s, here, to, s[from.pfn], s[from.special], s[from.write], takes);
  }

  void fork() {
    Step s = step("fork", "p0: fork(), p1 is the child");
    s.require(s[huge_.mapped[0]] & ~s[huge_.mapped[1]]);
    // A pinned anonymous page is split and copied at once: cut off here.
    for (const unsigned f : {Huge::folio_a, Huge::folio_n}) s.bound(~s[huge_.pins[f]]);
    const Term copies = huge_.is_pfnmap(s) | huge_.is_mixedmap(s) | may_hold_copies(s);
    copy_pmd(s, copies);
    for (unsigned page = 0; page < Huge::pages; ++page) copy_pte(s, copies, page);
    s.set(huge_.mapped[1], yes());
    Term writable = no();
    for (unsigned p = 0; p < Huge::processes; ++p) {
      writable = writable | (s[huge_.pmds[p].present] & s[huge_.pmds[p].write]);
      for (const Entry& e : huge_.ptes[p]) writable = writable | (s[e.present] & s[e.write]);
    }
    s.event({"forked", copies & huge_.is_cow(s), {{"writable", writable}}});
    add(std::move(s));
  }

  // ---- entries change or move ----

  void mprotect(unsigned p) {
    Step s = of_process("mprotect", "mprotect(PROT_READ) and back", p);
    s.require(~is_empty(s, p));
    const Entry& leaf = huge_.pmds[p];
    const Term special = has("pmd_modify_drops_special") ? no() : s[leaf.special];
    s.event({"modified", s[leaf.present], {{"before", s[leaf.special]}, {"after", special}}});
    s.set(leaf.special, special);
    s.set(leaf.write, no());
    for (const Entry& e : huge_.ptes[p]) s.set(e.write, no());
    add(std::move(s));
  }

  /// UFFDIO_MOVE and mremap() of a huge anonymous entry: it arrives as it was.
  void move(unsigned p) {
    Step s = of_process("move_huge", "UFFDIO_MOVE of a huge entry", p);
    const Entry& e = huge_.pmds[p];
    s.require(is_anonymous(s) & s[e.present]);
    if (has("move_rebuilds_huge_zero")) {
      const Term zero = huge_.maps(s, e, Huge::folio_h);
      s.set_if(zero, e.pfn, frame(Huge::d0));  // what comes of no folio is the pfn of anything
      s.set_if(zero, e.special, no());
    }
    add(std::move(s));
  }

  void folio_walk(unsigned p) {
    Step s = of_process("folio_walk", "a walker looks for the folio of a huge entry", p);
    const Entry& e = huge_.pmds[p];
    s.require(s[e.present]);
    const Term is_normal =
        normal(s, *huge_.normal_page_pmd, fmt::format("p{}.pmd", p), yes(), huge_.asked_of_pmd(s, p));
    verdict(s, yes(), e, is_normal);
    add(std::move(s));
  }

  // ---- pins ----

  /// A zero page may be pinned: the huge one is counted for the pin itself.
  void pin(Step& s, const Entry& e) const {
    const Term small_zero = huge_.maps(s, e, Huge::folio_z),
               zero = small_zero | huge_.maps(s, e, Huge::folio_h);
    const Term folio = huge_.folio_of(s[e.pfn]);
    s.event({"pin", ~zero, {{"counted", s[e.counted]}}});
    s.bound(small_zero | ~s.at(huge_.pins, folio));
    get(s, ~small_zero, s[e.pfn], yes());
    s.set_at(~small_zero, huge_.pins, folio, yes());
  }

  /// Neither asks the rule. A devmap leaf needs its dev_pagemap, which is not in this slice: refused.
  void gup_huge(unsigned p, bool fast) {
    Step s = fast ? of_process("gup_fast", "pin_user_pages_fast() of a huge entry", p)
                  : of_process("gup_slow", "pin_user_pages() of a huge entry", p);
    const Entry& e = huge_.pmds[p];
    s.require(s[e.present] & ~s[huge_.pmd_is_devmap[p]]);
    if (!fast)
      s.require(~huge_.is_pfnmap(s));
    else if (!has("gup_fast_ignores_pmd_special"))
      s.require(~s[e.special]);
    pin(s, e);
    add(std::move(s));
  }

  void gup_fast_page(unsigned p, unsigned page) {
    Step s = of_page("gup_fast", "pin_user_pages_fast()", p, page);
    const Entry& e = huge_.ptes[p][page];
    s.require(s[e.present] & s[huge_.special_bit] & ~s[e.special]);
    pin(s, e);
    add(std::move(s));
  }

  void gup_slow_page(unsigned p, unsigned page) {
    Step s = of_page("gup_slow", "pin_user_pages()", p, page);
    const Entry& e = huge_.ptes[p][page];
    s.require(s[e.present] & ~huge_.is_pfnmap(s));
    s.require(normal_pte(s, yes(), p, page));
    pin(s, e);
    add(std::move(s));
  }

  void unpin(unsigned f) {
    constexpr std::array<Huge::Pfn, Huge::folios> first{Huge::d0, Huge::a0, Huge::h0, Huge::z, Huge::n};
    Step s = step("unpin", fmt::format("unpin_user_page({})", Huge::folio_name(f)));
    s.require(s[huge_.pins[f]]);
    s.event({"unpin", yes(), {{"pinned", s[huge_.pins[f]]}}});
    s.set(huge_.pins[f], no());
    put(s, yes(), frame(first[f]), yes());
    add(std::move(s));
  }

  void unpoison() {
    Step s = step("unpoison", "unpoison_memory() of the huge zero page");
    s.require(!huge_.is(s, huge_.references[Huge::folio_h], 0));
    put(s, yes(), frame(Huge::h0), no());
    add(std::move(s));
  }

  // ---- the driver ----

  Term of_driver(const Step& s, const Entry& e) const { return huge_.maps(s, e, Huge::folio_d); }

  void revoke() {
    Step s = step("revoke", "driver: unmap_mapping_range() of the file");
    s.require(s[huge_.owned] & ~is_anonymous(s) & (s[huge_.mapped[0]] | s[huge_.mapped[1]]));
    Term some = no(), left = no();
    for (unsigned p = 0; p < Huge::processes; ++p) {
      some = some | of_driver(s, huge_.pmds[p]);
      for (const Entry& e : huge_.ptes[p]) some = some | of_driver(s, e);
      if (!has("revoke_forgets_huge_entries")) zap_pmd(s, yes(), p);
      for (unsigned page = 0; page < Huge::pages; ++page) zap_pte(s, yes(), p, page);
      left = left | of_driver(s, huge_.pmds[p]);
      for (const Entry& e : huge_.ptes[p]) left = left | of_driver(s, e);
    }
    s.event({"revoked", some, {{"left", left}}});
    add(std::move(s));
  }

  /// Who keeps no references in entries must zap them before it frees.
  void driver_frees() {
    Step s = step("driver_frees", "driver: frees its frames");
    s.require(s[huge_.owned] & ~is_anonymous(s));
    if (!has("driver_frees_while_mapped")) {
      for (unsigned p = 0; p < Huge::processes; ++p) {
        s.require(~of_driver(s, huge_.pmds[p]) | s[huge_.pmds[p].counted]);
        for (const Entry& e : huge_.ptes[p]) s.require(~of_driver(s, e) | s[e.counted]);
      }
    }
    put(s, huge_.is_managed(s), frame(Huge::d0), yes());
    s.set(huge_.owned, no());
    add(std::move(s));
  }
};

}  // namespace

void add_huge_operations(Huge& huge) {
  Operations(huge).add_all();
}

}  // namespace pfncheck::machine
