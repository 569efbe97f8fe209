// SPDX-License-Identifier: GPL-2.0-or-later
// The user's entries and the owner of the memory: drivers/vfio/pci/vfio_pci_core.c (faults, zap),
// arch/x86/kernel/cpu/sgx/main.c (reclaim), mm/memory.c (zap).
#include <fmt/format.h>

#include "model/functions/vaddr_get_pfns/rule.hpp"
#include "model/slices/vfio/operations.hpp"
#include "model/slices/vfio/steps.hpp"

namespace pfncheck::machine {

Step VfioSteps::step(const char* operation, std::string words) const {
  Step s = vfio_.system.step(operation, {});
  s.says(std::move(words));
  return s;
}

Term VfioSteps::is_raw(Step& s, std::string about, Term asked, Term where) const {
  const Term known = ne(where, target(Vfio::elsewhere));
  const Term no_memmap = vfio_.is(s, vfio_.kind, Vfio::mmio) | vfio_.is(s, vfio_.kind, Vfio::epc);
  const Term reserved = s[vfio_.reserved] | vfio_.is(s, vfio_.kind, Vfio::zero_page);
  const Term answer =
      s.consult(*vfio_.invalid_or_reserved, std::move(about), asked, {known & ~no_memmap, known & reserved});
  return answer;
}

Term VfioSteps::permitted_by_vma(const Step& s) const {
  return s[vfio_.writable] | ~s[vfio_.wants_write];
}

Term VfioSteps::has_fault_handler(const Step& s) const {
  const Term of_driver = vfio_.is(s, vfio_.driver, Vfio::insert_in_fault) & s[vfio_.enabled];
  Term free = no();
  for (const Var state : vfio_.states) free = free | vfio_.is(s, state, Vfio::free_frame);
  const Term on_demand = (vfio_.is(s, vfio_.kind, Vfio::page) | vfio_.is(s, vfio_.kind, Vfio::epc)) & free;
  return of_driver | on_demand | vfio_.is(s, vfio_.kind, Vfio::zero_page);
}

void VfioSteps::fill(Step& s, unsigned n, unsigned f) const {
  const Entry& e = vfio_.entries[n];
  s.require(s[vfio_.vma] & ~s[e.present] & has_fault_handler(s));
  const Term on_demand = vfio_.is(s, vfio_.kind, Vfio::page) | vfio_.is(s, vfio_.kind, Vfio::epc);
  const Term zero = vfio_.is(s, vfio_.kind, Vfio::zero_page);
  const bool its_own = n == f, is_zero = f == Vfio::zero_frame;
  s.require(ite(on_demand, vfio_.is(s, vfio_.states[f], Vfio::free_frame),
                ite(zero, is_zero ? yes() : no(), its_own ? yes() : no())));
  s.set_if(on_demand, vfio_.states[f], vfio_.number(2, Vfio::held));
  s.set(e.present, yes());
  s.set(e.frame, vfio_.number(1, f));
  s.set(e.write, s[vfio_.writable] & ~zero);
}

void VfioSteps::clear(Step& s, Term when, unsigned n) const {
  const Entry& e = vfio_.entries[n];
  const Term was = when & s[e.present], frame = s[e.frame];
  s.set_if(when, e.present, no());
  s.set_if(when, e.write, no());
  s.set_if(when, e.frame, vfio_.number(1, 0));
  for (unsigned f = 0; f < Vfio::frames; ++f) free_if_unused(s, was & eq(frame, vfio_.number(1, f)), f);
}

void VfioSteps::free_if_unused(Step& s, Term when, unsigned frame) const {
  Term unused = when & vfio_.is(s, vfio_.kind, Vfio::page) & vfio_.is(s, vfio_.pins[frame], 0) &
                vfio_.is(s, vfio_.states[frame], Vfio::held);
  for (const Entry& e : vfio_.entries) unused = unused & ~vfio_.maps(s, e, frame);
  s.set_if(unused, vfio_.states[frame], vfio_.number(2, Vfio::free_frame));
}

namespace {

class MemoryOperations : private VfioSteps {
 public:
  using VfioSteps::VfioSteps;

  void add_all() {
    munmap();
    mprotect();
    revoke();
    enable();
    frees();
    change_reserved(true);
    change_reserved(false);
    for (unsigned n = 0; n < Vfio::pages; ++n) {
      for (unsigned f = 0; f < Vfio::frames; ++f) page_fault(n, f);
      zap(n);
      reclaim(n);
    }
    for (unsigned f = 0; f < Vfio::frames; ++f) reuse(f);
  }

 private:
  void page_fault(unsigned n, unsigned f) {
    Step s = step("page_fault", fmt::format("page fault of user or GUP: page {} maps F{}", n, f));
    fill(s, n, f);
    add(std::move(s));
  }

  /// Who has a notifier drops translations of raw memory before the owner goes on.
  void notify(Step& s, Term when, unsigned n) const {
    const Iova& iova = vfio_.iovas[n];
    const Term told = when & s[vfio_.notifier] & s[iova.raw];
    s.set_if(told, iova.present, no());
    if (!has("notifier_forgets_flush")) s.set_if(told, iova.cached, no());
    const Term in_flight = vfio_.is(s, vfio_.phase, Vfio::map) & vfio_.is(s, vfio_.at, n) & s[iova.due];
    s.set_if(told & in_flight, vfio_.stale, yes());
  }
  /// A device reaches raw memory, or is about to.
  Term is_used(const Step& s, const Iova& iova) const {
    return s[iova.raw] & (s[iova.due] | vfio_.usable(s, iova));
  }

  void zap(unsigned n) {
    Step s = step("zap", fmt::format("madvise(MADV_DONTNEED), page {}", n));
    s.require(s[vfio_.vma] & s[vfio_.entries[n].present] & ~vfio_.is_pfnmap(s));
    clear(s, yes(), n);
    add(std::move(s));
  }

  void munmap() {
    Step s = step("munmap", "munmap() of both pages");
    s.require(s[vfio_.vma]);
    for (unsigned n = 0; n < Vfio::pages; ++n) {
      notify(s, yes(), n);
      clear(s, yes(), n);
    }
    // EPC goes with its enclave, which the VMA keeps.
    for (const Var state : vfio_.states)
      s.set_if(vfio_.is(s, vfio_.kind, Vfio::epc) & vfio_.is(s, state, Vfio::held), state,
               vfio_.number(2, Vfio::free_frame));
    s.set(vfio_.vma, no());
    add(std::move(s));
  }

  void mprotect() {
    Step s = step("mprotect", "mprotect(PROT_READ)");
    s.require(s[vfio_.vma] & s[vfio_.writable]);
    s.set(vfio_.writable, no());
    for (unsigned n = 0; n < Vfio::pages; ++n) {
      notify(s, yes(), n);
      s.set(vfio_.entries[n].write, no());
    }
    add(std::move(s));
  }

  /// Memory disabled, reset, unbound: entries go, and nothing comes back until it is enabled again.
  void revoke() {
    Step s = step("revoke", "driver: zaps its mappings and disables the device's memory");
    s.require(ne(s[vfio_.driver], vfio_.number(2, Vfio::no_driver)) & s[vfio_.enabled]);
    Term some = no(), left = no(), entries_left = no();
    for (unsigned n = 0; n < Vfio::pages; ++n) {
      const Iova& iova = vfio_.iovas[n];
      if (!has("revoke_without_notifier")) s.require(s[vfio_.notifier] | ~is_used(s, iova));
      some = some | (s[iova.raw] & vfio_.usable(s, iova));
      notify(s, yes(), n);
      clear(s, yes(), n);
      left = left | (s[iova.raw] & vfio_.usable(s, iova));
      entries_left = entries_left | s[vfio_.entries[n].present];
    }
    s.set(vfio_.enabled, no());
    s.event({"revoked", yes(), {{"left", entries_left}}});
    s.event({"revoked_from_device", some, {{"left", left}}});
    add(std::move(s));
  }

  void enable() {
    Step s = step("enable", "driver: enables the device's memory");
    s.require(~s[vfio_.enabled]);
    for (const Var state : vfio_.states) s.require(vfio_.is(s, state, Vfio::held));
    s.set(vfio_.enabled, yes());
    add(std::move(s));
  }

  void frees() {
    Step s = step("driver_frees", "driver: frees its RAM");
    s.require(vfio_.is(s, vfio_.kind, Vfio::driver_ram) & ~s[vfio_.never_freed]);
    s.require(~s[vfio_.enabled] | ~s[vfio_.vma]);
    for (const Entry& e : vfio_.entries) s.require(~s[e.present]);
    for (const Var state : vfio_.states) {
      s.require(vfio_.is(s, state, Vfio::held));
      s.set(state, vfio_.number(2, Vfio::free_frame));
    }
    add(std::move(s));
  }

  void reuse(unsigned f) {
    Step s = step("reuse", fmt::format("somebody else gets F{}", f));
    s.require(vfio_.is(s, vfio_.states[f], Vfio::free_frame));
    s.set(vfio_.states[f], vfio_.number(2, Vfio::reused));
    add(std::move(s));
  }

  /// SGX writes an EPC page back and gives its frame to another.
  void reclaim(unsigned n) {
    Step s = step("reclaim", fmt::format("owner: reclaims the EPC page behind page {}", n));
    const Entry& e = vfio_.entries[n];
    s.require(vfio_.is(s, vfio_.kind, Vfio::epc) & s[e.present]);
    notify(s, yes(), n);
    s.set_at(yes(), vfio_.states, s[e.frame], vfio_.number(2, Vfio::free_frame));
    clear(s, yes(), n);
    add(std::move(s));
  }

  void change_reserved(bool to) {
    Step s = step(to ? "set_reserved" : "clear_reserved",
                  to ? "driver: SetPageReserved() of its RAM" : "driver: ClearPageReserved() of its RAM");
    s.require(vfio_.is(s, vfio_.kind, Vfio::driver_ram) & (to ? ~s[vfio_.reserved] : s[vfio_.reserved]));
    if (to && !has("raw_memory_without_notifier")) s.require(s[vfio_.notifier] | s[vfio_.never_freed]);
    for (const Iova& iova : vfio_.iovas)
      if (to || !has("clears_reserved_while_mapped")) s.require(~is_used(s, iova));
    for (const Var state : vfio_.states) s.require(vfio_.is(s, state, Vfio::held));
    s.set(vfio_.reserved, to ? yes() : no());
    add(std::move(s));
  }
};

}  // namespace

void add_memory_operations(Vfio& vfio) {
  MemoryOperations(vfio).add_all();
}

}  // namespace pfncheck::machine
