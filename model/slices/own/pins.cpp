// SPDX-License-Identifier: GPL-2.0-or-later
// mm/gup.c of 6.12: gup_fast_pte_range, gup_fast_folio_allowed, follow_page_pte, check_vma_flags,
// unpin_user_page; mm/internal.h: gup_must_unshare; mm/memory.c: do_wp_page with FAULT_FLAG_UNSHARE.
#include <fmt/format.h>

#include "model/slices/own/operations.hpp"

namespace pfncheck::machine {

namespace {

class Pins : OwnEntries {
 public:
  explicit Pins(Own& own) : OwnEntries(own) {}

  void add_all() {
    for (unsigned page = 0; page < Own::pages; ++page)
      for (unsigned p = 0; p < Own::processes; ++p) {
        slow(p, page);
        slow_unshares(p, page);
      }
    look();
    grab();
    for (unsigned f = 0; f < Own::frame_z; ++f) unpin(f);
  }

 private:
  Term nothing_pinned(const Step& s) const {
    Term pinned = no();
    for (const Var v : own_.pins) pinned = pinned | s[v];
    return ~pinned;
  }

  /// The reference of a pin. Of the zero page pin_user_pages() takes none (get_user_pages() does).
  void pin(Step& s, Term when, Term pfn, Term counted) const {
    const Term takes = when & ne(pfn, frame(Own::frame_z));
    s.event({"pin", takes, {{"counted", counted}}, frame_names(), pfn});
    s.event({"pin_anonymous",
             takes & is_anonymous(pfn),
             {{"exclusive", own_.is_exclusive(s, pfn)}},
             frame_names(),
             pfn});
    s.bound(implies(takes, nothing_pinned(s)));  // one pin at a time
    get(s, takes, pfn, yes());
    s.set_at(takes, own_.pins, pfn, yes());
  }

  /// GUP-fast of the parent, of page 0 (in flight it costs states; pages and processes are alike to it),
  /// reads the entry without a lock ...
  void look() {
    Step s = on_page("gup_fast", "pin_user_pages_fast() reads the entry", 0, 0);
    const Entry& e = own_.entries[0][0];
    s.require(s[e.present] & ~s[own_.gup_runs]);
    s.bound(nothing_pinned(s));
    if (!has("gup_fast_without_special_bit")) s.require(s[own_.special_bit]);
    if (!has("gup_fast_ignores_special")) s.require(~s[e.special]);
    s.set(own_.gup_runs, yes());
    s.set(own_.gup_pfn, s[e.pfn]);
    s.set(own_.gup_special, s[e.special]);
    system_.add(std::move(s));
  }

  /// ... takes a reference if there still is one, and gives it back if the entry is another one by now.
  void grab() {
    Step s = step("gup_fast_grab", "pin_user_pages_fast() takes a reference and looks again");
    s.require(s[own_.gup_runs]);
    const Term pfn = s[own_.gup_pfn], count = s.at(own_.references, pfn);
    const Term zero = eq(pfn, frame(Own::frame_z));
    const Term has_one = zero | ne(count, own_.number(2, 0));
    const Term tries = has("gup_fast_takes_from_zero") ? yes() : has_one;
    // Whether the entry has changed shows only once a reference was taken.
    s.event({"get", tries & ~zero, {{"count", count}, {"counted", yes()}}});
    const Entry& e = own_.entries[0][0];
    const Term same = s[e.present] & eq(s[e.pfn], pfn) & eq(s[e.special], s[own_.gup_special]);
    const Term stays = has("gup_fast_does_not_look_again") ? tries : tries & same;
    pin(s, stays & is_allowed(s, e, pfn), pfn, same & s[e.counted]);
    s.set(own_.gup_runs, no());
    s.set(own_.gup_pfn, frame(0));
    s.set(own_.gup_special, no());
    system_.add(std::move(s));
  }

  /// Leaves to the slow path: with SECRETMEM a page without a mapping, as drivers insert them, which may be
  /// secret; and a read-only entry of an anonymous page that others may map.
  Term is_allowed(const Step& s, const Entry& e, Term pfn) const {
    const Term no_mapping = ult(pfn, frame(Own::device_frames)) & own_.is(s, own_.secretmem, Own::says_yes);
    return ~no_mapping & (s[e.write] | ~must_unshare(s, pfn));
  }

  Term is_anonymous(Term pfn) const { return eq(pfn, frame(Own::frame_a)) | eq(pfn, frame(Own::frame_b)); }
  Term must_unshare(const Step& s, Term pfn) const {
    return has("gup_pins_shared_page") ? no() : is_anonymous(pfn) & ~own_.is_exclusive(s, pfn);
  }

  void slow(unsigned p, unsigned page) {
    Step s = on_page("gup_slow", "pin_user_pages()", p, page);
    const Entry& e = own_.entries[p][page];
    s.require(s[e.present]);
    // A fault with FAULT_FLAG_UNSHARE comes first; the only reference makes the page exclusive as it is.
    s.require(~must_unshare(s, s[e.pfn]) | is_alone(s, s[e.pfn]));
    if (!has("gup_pins_shared_page")) set_exclusive(s, yes(), s[e.pfn], yes());
    if (has("gup_slow_trusts_memmap")) {
      s.require(ne(s[e.pfn], frame(Own::frame_z)) & ~own_.is(s, own_.kind, Own::mmio));
    } else {
      s.require(~s[own_.pfnmap]);
      s.require(normal(s, yes(), p, page));
    }
    pin(s, yes(), s[e.pfn], s[e.counted]);
    system_.add(std::move(s));
  }

  /// A page that others may map as well is replaced first by a copy that stays read-only.
  void slow_unshares(unsigned p, unsigned page) {
    if (has("gup_pins_shared_page")) return;
    Step s = on_page("gup_slow", "pin_user_pages() for reading gives the process a copy of its own", p, page);
    const Entry& e = own_.entries[p][page];
    s.require(s[e.present] & ~s[own_.pfnmap] & ~s[e.write]);
    s.require(must_unshare(s, s[e.pfn]) & ~is_alone(s, s[e.pfn]));
    const Term is_normal = verdict(s, yes(), p, page);
    const Term old = s[e.pfn], counted = s[e.counted];
    map_new_page(s, yes(), p, page, true, no());
    put(s, is_normal, old, counted);
    pin(s, yes(), s[e.pfn], s[e.counted]);
    system_.add(std::move(s));
  }

  void unpin(unsigned f) {
    Step s = step("unpin", fmt::format("unpin_user_page({})", Own::frame_name(f)));
    if (has("unpin_what_was_not_pinned"))
      s.require(ne(s[own_.references[f]], own_.number(2, 0)));
    else
      s.require(s[own_.pins[f]]);
    s.event({"unpin", yes(), {{"pinned", s[own_.pins[f]]}}, {Own::frame_name(f)}});
    s.set(own_.pins[f], no());
    put(s, yes(), frame(f), yes());
    system_.add(std::move(s));
  }
};

}  // namespace

void add_own_pins(Own& own) {
  Pins(own).add_all();
}

}  // namespace pfncheck::machine
