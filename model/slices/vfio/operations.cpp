// SPDX-License-Identifier: GPL-2.0-or-later
// drivers/vfio/vfio_iommu_type1.c of 6.12: vfio_pin_map_dma, vaddr_get_pfns, follow_fault_pfn,
// vfio_unmap_unpin, put_pfn. The side of the user and of the memory's owner is in memory.cpp.
#include "model/slices/vfio/operations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/functions/vaddr_get_pfns/rule.hpp"
#include "model/slices/vfio/steps.hpp"

namespace pfncheck::machine {

namespace {

class DmaOperations : private VfioSteps {
 public:
  using VfioSteps::VfioSteps;

  void add_all() {
    map_dma(false);
    map_dma(true);
    unmap_dma();
    flush();
    for (unsigned n = 0; n < Vfio::pages; ++n) {
      look_up(n);
      for (unsigned f = 0; f < Vfio::frames; ++f)
        for (const bool drops_lock : {false, true}) fixup_fault(n, f, drops_lock);
      fixup_finds_it(n);
      fixup_fails(n);
      map(n);
      map_fails(n);
      unmap(n);
      unpin(n);
    }
  }

 private:
  void at_page(Step& s, Vfio::Phase phase, unsigned n) const {
    s.require(vfio_.is(s, vfio_.phase, phase) & vfio_.is(s, vfio_.at, n));
  }
  void go(Step& s, Term when, Vfio::Phase phase, unsigned n) const {
    s.set_if(when, vfio_.phase, vfio_.number(3, phase));
    s.set_if(when, vfio_.at, vfio_.number(1, n));
  }
  /// What was done so far is undone by the same walk that UNMAP_DMA makes.
  void give_up(Step& s, Term when) const { go(s, when, Vfio::unmap, 0); }

  void map_dma(bool write) {
    Step s = step("map_dma", fmt::format("VFIO_IOMMU_MAP_DMA of both pages, {}",
                                         write ? "for writing too" : "read-only"));
    s.require(vfio_.is(s, vfio_.phase, Vfio::nothing));
    for (const Iova& iova : vfio_.iovas) s.require(~vfio_.usable(s, iova) & ~s[iova.due]);
    s.set(vfio_.wants_write, write ? yes() : no());
    go(s, yes(), Vfio::look_up, 0);
    add(std::move(s));
  }

  // ---- vaddr_get_pfns ----

  /// The frame that vm_pgoff arithmetic gives for a page.
  Term linear(const Step& s, unsigned n) const {
    const Term pfn = zext(s[vfio_.pgoff], 3) + vfio_.number(3, n), base = zext(s[vfio_.first_pfn], 3);
    return ite(eq(pfn, base), target(0),
               ite(eq(pfn, base + vfio_.number(3, 1)), target(1), target(Vfio::elsewhere)));
  }

  /// Of the zero page pin_user_pages() takes nothing.
  Term takes_pin(const Step& s, Term pins) const {
    return has("zero_page_is_pinned") ? pins : pins & ~vfio_.is(s, vfio_.kind, Vfio::zero_page);
  }

  void look_up(unsigned n) {
    Step s = step("look_up", fmt::format("type1: vaddr_get_pfns(), page {}", n));
    at_page(s, Vfio::look_up, n);
    const Entry& e = vfio_.entries[n];
    const Term kept = has("retry_keeps_vma") ? s[vfio_.lock_dropped] : no();
    s.event({"vma_used", s[vfio_.lock_dropped], {{"alive", s[vfio_.vma] | ~kept}}});
    const Term pfnmap = (s[vfio_.vma] | kept) & vfio_.is_pfnmap(s), want = s[vfio_.wants_write];
    const Term permitted = s[e.write] | ~want;
    // GUP faults a page in where it can: page_fault comes first.
    s.require(pfnmap | s[e.present] | ~s[vfio_.vma] | (want & ~s[vfio_.writable]) | ~has_fault_handler(s));
    const Term here = zext(s[e.frame], 2), by_offset = linear(s, n);
    const Term reserved = is_raw(s, "the entry's pfn", pfnmap & s[e.present], here);
    // Only a rule that may answer the linear pfn computes it.
    const bool computes = std::ranges::any_of(vfio_.vaddr_get_pfn->rows,
                                              [](const RuleRow& row) { return row.answer == answer_linear; });
    const Term linear_reserved = computes ? is_raw(s, "the linear pfn", pfnmap, by_offset) : no();
    const Term answer = s.consult(*vfio_.vaddr_get_pfn, fmt::format("page {}", n), yes(),
                                  {~pfnmap & s[e.present] & permitted, pfnmap, s[e.present], want, s[e.write],
                                   reserved, linear_reserved, s[vfio_.faulted]});
    const auto says = [&](TranslationAnswer a) { return eq(answer, vfio_.number(3, a)); };
    const Term linear_pfn = says(answer_linear), entry_pfn = says(answer_entry), pins = says(answer_pin);
    // A result of 0 is no error code: the caller goes on with a pfn that nobody set.
    const Term unset = has("nothing_pinned_is_no_error") ? says(answer_refused) & ~pfnmap : no();
    const Term found = pins | entry_pfn | linear_pfn | unset;
    const Term where = ite(unset, target(Vfio::elsewhere), ite(linear_pfn, by_offset, here));
    take(s, found, takes_pin(s, pins), n, where);
    s.event({"translated",
             found,
             {{"entrys_own", s[e.present] & eq(s[vfio_.iovas[n].target], here)},
              {"write", want & s[e.present]},
              {"writable", s[e.write]}},
             {fmt::format("page {}", n)}});
    s.event({"look_up_of_nothing",
             pfnmap & ~s[e.present] & ~s[vfio_.faulted] & permitted_by_vma(s) & has_fault_handler(s) &
                 implies(vfio_.is(s, vfio_.kind, Vfio::driver_ram), s[vfio_.reserved]),
             {{"refused", says(answer_refused)}}});
    s.set(vfio_.stale, no());
    go(s, found, Vfio::map, n);
    go(s, says(answer_fault), Vfio::fault, n);
    give_up(s, says(answer_refused) & ~unset);
    s.set(vfio_.lock_dropped, no());
    add(std::move(s));
  }

  void take(Step& s, Term when, Term pins, unsigned n, Term where) const {
    const Iova& iova = vfio_.iovas[n];
    const Term count = s.at(vfio_.pins, where);
    const Term raw_zero = vfio_.is(s, vfio_.kind, Vfio::zero_page);
    s.bound(implies(pins, ult(count, vfio_.number(2, Vfio::most_pins))));
    s.event({"pin", pins & ~raw_zero, {{"counted", vfio_.is(s, vfio_.kind, Vfio::page)}}});
    s.set_at(pins, vfio_.pins, where, count + vfio_.number(2, 1));
    s.set_if(when, iova.target, where);
    s.set_if(when, iova.due, yes());
    s.set_if(when, iova.pinned, pins);
    s.set_if(when, iova.raw, ~pins);
    s.set_if(when, iova.write, s[vfio_.wants_write]);
  }

  void fixup_fault(unsigned n, unsigned f, bool drops_lock) {
    Step s = step("fixup_fault", fmt::format("type1: fixup_user_fault() maps F{} at page {}{}", f, n,
                                             drops_lock ? "; the mmap lock was dropped" : ""));
    at_page(s, Vfio::fault, n);
    fill(s, n, f);
    s.require(permitted_by_vma(s));
    s.set(vfio_.faulted, drops_lock ? no() : yes());
    s.set(vfio_.lock_dropped, drops_lock ? yes() : no());
    go(s, yes(), Vfio::look_up, n);
    add(std::move(s));
  }

  void fixup_finds_it(unsigned n) {
    Step s = step("fixup_fault", fmt::format("type1: fixup_user_fault() finds page {} mapped", n));
    at_page(s, Vfio::fault, n);
    s.require(s[vfio_.entries[n].present]);
    s.set(vfio_.faulted, yes());
    go(s, yes(), Vfio::look_up, n);
    add(std::move(s));
  }

  void fixup_fails(unsigned n) {
    Step s = step("fixup_fails", fmt::format("type1: fixup_user_fault() fails at page {}", n));
    at_page(s, Vfio::fault, n);
    s.require(~permitted_by_vma(s) | ~s[vfio_.vma] | ~has_fault_handler(s));
    give_up(s, yes());
    add(std::move(s));
  }

  // ---- iommu_map ----

  void map(unsigned n) {
    Step s = step("iommu_map", fmt::format("type1: iommu_map(), I/O page {}", n));
    at_page(s, Vfio::map, n);
    const Iova& iova = vfio_.iovas[n];
    const Term again = has("map_ignores_invalidation") ? no() : s[vfio_.stale];
    s.set_if(~again, iova.present, yes());
    s.set_if(~again, iova.cached, yes());
    s.set_if(again, iova.due, no());
    s.set(vfio_.faulted, no());
    s.set(vfio_.stale, no());
    go(s, again, Vfio::look_up, n);
    if (n + 1 < Vfio::pages)
      go(s, ~again, Vfio::look_up, n + 1);
    else
      go(s, ~again, Vfio::mapped, 0);
    add(std::move(s));
  }

  void map_fails(unsigned n) {
    Step s = step("map_fails", fmt::format("type1: iommu_map() fails, I/O page {}", n));
    at_page(s, Vfio::map, n);
    const Iova& iova = vfio_.iovas[n];
    if (has("error_exit_unpins_twice")) drop_pin(s, s[iova.pinned], iova);
    if (has("error_exit_keeps_pins")) s.set(iova.due, no());
    s.set(vfio_.faulted, no());
    s.set(vfio_.stale, no());
    give_up(s, yes());
    add(std::move(s));
  }

  // ---- vfio_unmap_unpin ----

  void unmap_dma() {
    Step s = step("unmap_dma", "VFIO_IOMMU_UNMAP_DMA of both pages");
    s.require(vfio_.is(s, vfio_.phase, Vfio::mapped));
    go(s, yes(), Vfio::unmap, 0);
    add(std::move(s));
  }

  /// Where the walk goes after its last page: pages may go only after the flush.
  Vfio::Phase after_unmap() const { return has("unpin_before_flush") ? Vfio::unpin : Vfio::flush; }

  void unmap(unsigned n) {
    Step s = step("iommu_unmap", fmt::format("type1: iommu_unmap_fast(), I/O page {}", n));
    at_page(s, Vfio::unmap, n);
    const Iova& iova = vfio_.iovas[n];
    const Term zero = vfio_.is(s, iova.target, 0) & vfio_.is(s, vfio_.first_pfn, 0);
    const Term found = s.consult(*vfio_.iova_to_phys, fmt::format("I/O page {}", n), yes(),
                                 {s[iova.present], s[iova.present] & zero});
    s.set_if(found, iova.present, no());
    s.set(vfio_.faulted, no());
    if (n + 1 < Vfio::pages)
      go(s, yes(), Vfio::unmap, n + 1);
    else
      go(s, yes(), after_unmap(), 0);
    add(std::move(s));
  }

  void flush() {
    Step s = step("iotlb_sync", "type1: iommu_iotlb_sync()");
    s.require(vfio_.is(s, vfio_.phase, Vfio::flush));
    for (const Iova& iova : vfio_.iovas) s.set_if(~s[iova.present], iova.cached, no());
    if (has("unpin_before_flush"))
      finish(s);
    else
      go(s, yes(), Vfio::unpin, 0);
    add(std::move(s));
  }

  void drop_pin(Step& s, Term when, const Iova& iova) const {
    const Term count = s.at(vfio_.pins, s[iova.target]);
    const Term some = ne(count, vfio_.number(2, 0));
    s.event({"unpin",
             when,
             {{"pinned", some}, {"usable", vfio_.usable(s, iova)}},
             {"F0", "F1", "memory elsewhere"},
             s[iova.target]});
    s.set_at(when & some, vfio_.pins, s[iova.target], count - vfio_.number(2, 1));
    for (unsigned f = 0; f < Vfio::frames; ++f) free_if_unused(s, when & vfio_.is(s, iova.target, f), f);
  }

  void unpin(unsigned n) {
    Step s = step("put_pfn", fmt::format("type1: put_pfn() of what I/O page {} had", n));
    at_page(s, Vfio::unpin, n);
    const Iova& iova = vfio_.iovas[n];
    const Term released = s[iova.due] & ~s[iova.present];
    const Term raw = is_raw(s, "what is released", released, s[iova.target]);
    s.event({"released",
             released,
             {{"raw_before", s[iova.raw]}, {"raw_now", raw}},
             {fmt::format("I/O page {}", n)}});
    const bool forgets = has("last_page_is_not_unpinned") && n + 1 == Vfio::pages;
    if (!forgets) drop_pin(s, released & ~raw, iova);
    for (const Var v : {iova.due, iova.pinned, iova.raw}) s.set_if(released, v, no());
    if (n + 1 < Vfio::pages)
      go(s, yes(), Vfio::unpin, n + 1);
    else if (has("unpin_before_flush"))
      go(s, yes(), Vfio::flush, 0);
    else
      finish(s);
    add(std::move(s));
  }

  /// vfio_remove_dma.
  void finish(Step& s) const {
    go(s, yes(), Vfio::nothing, 0);
    s.set(vfio_.wants_write, no());
    Term left = no();
    for (const Iova& iova : vfio_.iovas) {
      const Term usable = vfio_.usable(s, iova);
      left = left | usable;
      s.set_if(~usable, iova.target, target(0));
      s.set_if(~usable, iova.write, no());
      s.set(iova.due, no());  // nobody knows of it any more
    }
    s.event({"dma_removed", yes(), {{"left", left}}});
  }
};

}  // namespace

void add_vfio_operations(Vfio& vfio) {
  add_memory_operations(vfio);
  DmaOperations(vfio).add_all();
}

}  // namespace pfncheck::machine
