// SPDX-License-Identifier: GPL-2.0-or-later
// Facts of every state of slice `vfio` without faults, for induction: how far MAP_DMA and UNMAP_DMA are, what
// each look-up took, and what keeps it. Induction drops what a fault makes false.
#include "model/slices/vfio/operations.hpp"

namespace pfncheck::machine {

namespace {

using Entry = Vfio::Entry;
using Iova = Vfio::Iova;

class Lemmas {
 public:
  explicit Lemmas(Vfio& vfio) : vfio_(vfio), s_(vfio.system) {}

  void add_all() {
    memory();
    for (unsigned n = 0; n < Vfio::pages; ++n) {
      of_entry(n);
      progress(n);
      of_translation(n);
    }
    for (unsigned f = 0; f < Vfio::frames; ++f) of_frame(f);
  }

 private:
  void add(const char* name, Term holds) { vfio_.system.add(Lemma{name, holds}); }
  Term kind_is(Vfio::Kind kind) const { return vfio_.is(s_, vfio_.kind, kind); }
  Term phase_is(Vfio::Phase phase) const { return vfio_.is(s_, vfio_.phase, phase); }
  Term on_demand() const { return kind_is(Vfio::page) | kind_is(Vfio::epc); }

  void memory() {
    add("only a driver's RAM is reserved, and who uses it is told or it never goes",
        implies(s_[vfio_.reserved],
                kind_is(Vfio::driver_ram) & (s_[vfio_.notifier] | s_[vfio_.never_freed])));
    add("only a driver closes its gate", s_[vfio_.enabled] | kind_is(Vfio::mmio) | kind_is(Vfio::driver_ram));
    const auto& [first, second] = vfio_.entries;
    add("no two entries share a frame that comes on demand",
        implies(on_demand() & s_[first.present] & s_[second.present], ne(s_[first.frame], s_[second.frame])));
  }

  void of_entry(unsigned n) {
    const Entry& e = vfio_.entries[n];
    add("an entry is there only in a VMA whose gate is open",
        implies(s_[e.present], s_[vfio_.vma] & s_[vfio_.enabled]));
    const Term of_driver = kind_is(Vfio::mmio) | kind_is(Vfio::driver_ram);
    add("an entry of a driver maps the frame of its page",
        implies(s_[e.present] & of_driver, eq(s_[e.frame], vfio_.number(1, n))));
  }

  /// What each phase has done and has left to do at I/O page n.
  void progress(unsigned n) {
    const Iova& iova = vfio_.iovas[n];
    const Term at = s_[vfio_.at], here = vfio_.number(1, n);
    const Term behind = ult(here, at), ahead = ult(at, here);
    const Term looking = phase_is(Vfio::look_up) | phase_is(Vfio::fault);
    const Term untouched = ~vfio_.usable(s_, iova) & ~s_[iova.due];
    add("nothing is due before MAP_DMA and behind UNMAP_DMA", implies(phase_is(Vfio::nothing), untouched));
    add("MAP_DMA has not come to the pages before it", implies(looking & ~behind, untouched));
    add("MAP_DMA maps after it has looked up",
        implies(phase_is(Vfio::map), (~ahead | untouched) & (behind | ~vfio_.usable(s_, iova))));
    add("UNMAP_DMA removes translations in order",
        implies((phase_is(Vfio::unmap) & behind) | phase_is(Vfio::flush) | phase_is(Vfio::unpin),
                ~s_[iova.present]));
    add("nothing is cached behind the flush", implies(phase_is(Vfio::unpin), ~s_[iova.cached]));
    add("put_pfn() releases in order", implies(phase_is(Vfio::unpin) & behind, ~s_[iova.due]));
    add("what a device can reach is due to be released", implies(vfio_.usable(s_, iova), s_[iova.due]));
  }

  void of_translation(unsigned n) {
    const Iova& iova = vfio_.iovas[n];
    const Entry& e = vfio_.entries[n];
    const Term due = s_[iova.due], raw = s_[iova.raw], pinned = s_[iova.pinned];
    add("what is due is pinned or raw", implies(due, ne(raw, pinned)));
    add("a pin is due to be dropped, and of a page", implies(pinned, due & ~raw & kind_is(Vfio::page)));
    add("what is due is memory of the user", implies(due, ult(s_[iova.target], vfio_.number(2, 2))));
    const Term uncounted = kind_is(Vfio::mmio) | kind_is(Vfio::epc) | kind_is(Vfio::zero_page) |
                           (kind_is(Vfio::driver_ram) & s_[vfio_.reserved]);
    add("what was taken raw is still no page", implies(due & raw, uncounted));
    const Term to_map = phase_is(Vfio::map) & vfio_.is(s_, vfio_.at, n);
    add("what comes to iommu_map() is due", implies(to_map, due));
    add("only raw memory that somebody is told of becomes stale",
        implies(s_[vfio_.stale], phase_is(Vfio::map) & s_[vfio_.notifier] & implies(to_map, raw)));
    const Term in_flight = to_map & ~s_[vfio_.stale];
    const Term relied_on = raw & (vfio_.usable(s_, iova) | in_flight) & vfio_.is_pfnmap(s_);
    add("raw memory that a device may reach, and whose holder is told, is mapped for the user too",
        implies(relied_on & s_[vfio_.notifier], s_[e.present] & eq(zext(s_[e.frame], 2), s_[iova.target])));
    add("without a notifier no gate closes while a device uses raw memory",
        implies(raw & due & ~s_[vfio_.notifier], s_[vfio_.enabled]));
  }

  void of_frame(unsigned f) {
    const Term held = vfio_.is(s_, vfio_.states[f], Vfio::held);
    add("memory that never goes is held", implies(s_[vfio_.never_freed], held));
    const Term of_driver = kind_is(Vfio::mmio) | kind_is(Vfio::driver_ram);
    add("behind an open gate a driver holds its frames",
        implies(of_driver & s_[vfio_.vma] & s_[vfio_.enabled], held));
    add("a pinned page is held", implies(ne(s_[vfio_.pins[f]], vfio_.number(2, 0)), held));
    for (const Entry& e : vfio_.entries)
      add("a frame that an entry maps is held", implies(vfio_.maps(s_, e, f), held));
    add("a frame has the pins that it should have",
        eq(zext(s_[vfio_.pins[f]], 3), vfio_.expected_pins(s_, f)));
  }

  Vfio& vfio_;
  const System& s_;
};

}  // namespace

void add_vfio_lemmas(Vfio& vfio) {
  Lemmas(vfio).add_all();
}

}  // namespace pfncheck::machine
