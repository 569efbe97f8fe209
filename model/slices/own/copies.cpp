// SPDX-License-Identifier: GPL-2.0-or-later
// What copies or changes all entries of a process: mm/memory.c: copy_page_range, vma_needs_copy,
// copy_present_ptes; kernel/fork.c: vm_area_dup; mm/mprotect.c: change_pte_range of 6.12.
#include <fmt/format.h>

#include "model/slices/own/operations.hpp"

namespace pfncheck::machine {

namespace {

class Copies : OwnEntries {
 public:
  explicit Copies(Own& own) : OwnEntries(own) {}

  void add_all() {
    fork();
    fork_fails();
    for (unsigned p = 0; p < Own::processes; ++p) mprotect(p);
  }

 private:
  /// track_pfn_copy: a VM_PAT mapping needs the type of its range, and get_pat_info finds it in the first
  /// entry. A COWed page has none of the driver's. Fault `fork_needs_the_first_entry` makes no other kernel:
  /// it says that the call failed.
  Term type_is_lost(const Step& s) const {
    const Entry& first = own_.entries[0][0];
    const Term raw = s[first.present] & ~own_.is_anonymous_page(s, first);
    return own_.is(s, own_.vm_pat, Own::says_yes) & s[own_.pgoff_is_pfn[0]] & ~raw;
  }

  void fork_fails() {
    if (!has("fork_needs_the_first_entry")) return;
    Step s =
        step("fork", "p0: fork() fails with -ENOMEM: the first entry does not tell the type of the mapping");
    s.require(s[own_.mapped[0]] & ~s[own_.mapped[1]] & type_is_lost(s));
    s.event({"fork_ends", yes(), {{"fails", yes()}}});
    system_.add(std::move(s));
  }

  /// The child's VMA is a copy of the parent's, vm_pgoff included.
  void copy_vma(Step& s) const {
    s.set(own_.mapped[1], yes());
    const bool forgets = has("fork_forgets_pgoff");
    s.set(own_.pgoff[1], forgets ? s[own_.file_offset] : s[own_.pgoff[0]]);
    s.set(own_.pgoff_is_pfn[1], forgets ? no() : s[own_.pgoff_is_pfn[0]]);
  }

  // A pinned anonymous page is copied at once (copy_present_page): cut off here.
  void fork() {
    Step s = step("fork", "p0: fork(), p1 is the child");
    s.require(s[own_.mapped[0]] & ~s[own_.mapped[1]] & ~type_is_lost(s));
    for (const unsigned f : {Own::frame_a, Own::frame_b}) s.bound(~s[own_.pins[f]]);
    s.event({"fork_ends", yes(), {{"fails", no()}}});
    // vma_needs_copy: what a fault cannot fill again. A mapping with nothing but zero pages is not copied.
    Term copies = s[own_.pfnmap] | s[own_.mixedmap];
    if (!has("fork_forgets_anon_vma")) copies = copies | s[own_.anon_vma];
    Term anonymous = no();
    for (const Entry& e : own_.entries[0])
      anonymous = anonymous | (s[e.present] & own_.is_anonymous_page(s, e));
    s.event({"fork_copies", anonymous, {{"copies", copies}}});
    for (unsigned page = 0; page < Own::pages; ++page) copy_entry(s, copies, page);
    copy_vma(s);
    Term shared_writable = no();
    for (const auto& of_process : own_.entries)
      for (const Entry& e : of_process) shared_writable = shared_writable | (s[e.present] & s[e.write]);
    s.event({"forked", own_.is_cow(s) & copies, {{"writable", shared_writable}}});
    system_.add(std::move(s));
  }

  void copy_entry(Step& s, Term copies, unsigned page) const {
    const Entry &from = own_.entries[0][page], &to = own_.entries[1][page];
    const Term here = copies & s[from.present];
    const Term is_normal = verdict(s, here, 0, page);
    const Term takes = has("fork_takes_no_reference")   ? no()
                       : has("fork_counts_raw_entries") ? here & ne(s[from.pfn], frame(Own::frame_z))
                                                        : is_normal;
    get(s, takes, s[from.pfn], s[from.counted]);
    set_exclusive(s, is_normal, s[from.pfn], no());  // folio_try_dup_anon_rmap_pte
    if (!has("fork_keeps_write_permission")) s.set_if(here & own_.is_cow(s), from.write, no());
    set_entry(s, here, to, s[from.pfn], s[from.special], s[from.write], takes);
  }

  // change_pte_range with pte_modify, then can_change_pte_writable on the way back. Only the entries change
  // here: VM_MAYWRITE stays. Shared mappings are left read-only, as those with write notification are.
  void mprotect(unsigned p) {
    Step s = step("mprotect", fmt::format("p{}: mprotect(PROT_READ) and back", p));
    s.require(s[own_.mapped[p]] & !empty(s, p));
    for (unsigned page = 0; page < Own::pages; ++page) {
      const Entry& e = own_.entries[p][page];
      const Term was_writable = s[e.write];
      s.set(e.write, no());
      const Term special = has("mprotect_drops_special") ? no() : s[e.special];
      s.event({"modified",
               s[e.present],
               {{"before", s[e.special]}, {"after", special}},
               {fmt::format("p{}.pte{}", p, page)}});
      s.set(e.special, special);
      const Term page_of = normal(s, s[e.present] & own_.is_cow(s), p, page) & own_.is_anonymous_page(s, e);
      Term upgrades = page_of & own_.is_exclusive(s, s[e.pfn]);
      if (has("mprotect_makes_shared_page_writable")) upgrades = page_of;
      // 6.1 asks for a dirty entry: one that was written. An unshared copy is not.
      if (!mprotect_upgrades_clean(own_.variant.release)) upgrades = upgrades & was_writable;
      s.set(e.write, upgrades);
    }
    system_.add(std::move(s));
  }
};

}  // namespace

void add_own_copies(Own& own) {
  Copies(own).add_all();
}

}  // namespace pfncheck::machine
