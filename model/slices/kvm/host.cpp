// SPDX-License-Identifier: GPL-2.0-or-later
// What the VMM, a driver and the host's own faults do. mm/memory.c, mm/mmap.c, virt/kvm/kvm_main.c (notifier)
// of 6.12.
#include <fmt/format.h>

#include "model/kernel/facts.hpp"
#include "model/slices/kvm/operations.hpp"

namespace pfncheck::machine {

Step kvm_step(const Kvm& kvm, const char* operation, std::string words, std::vector<unsigned> arguments) {
  Step s = kvm.system.step(operation, std::move(arguments));
  s.says(std::move(words));
  return s;
}

void kvm_get(const Kvm& kvm, Step& s, Term when, Term frame) {
  for (unsigned f = 0; f < Kvm::driver_and_anonymous; ++f) {
    const Term here = when & (f == 1 ? frame : ~frame);
    s.event({"get",
             here,
             {{"count", s[kvm.references[f]]}, {"counted", kvm.yes()}},
             {fmt::format("frame{}", f)}});
    s.bound(implies(here, ult(s[kvm.references[f]], kvm.number(2, Kvm::most_references))));
    s.set_if(here, kvm.references[f], s[kvm.references[f]] + kvm.number(2, 1));
  }
}

void kvm_put(const Kvm& kvm, Step& s, Term when, Term frame) {
  for (unsigned f = 0; f < Kvm::driver_and_anonymous; ++f) {
    const Term here = when & (f == 1 ? frame : ~frame);
    const Term some = ne(s[kvm.references[f]], kvm.number(2, 0));
    s.event({"put",
             here,
             {{"count", s[kvm.references[f]]}, {"counted", kvm.yes()}},
             {fmt::format("frame{}", f)}});
    s.set_if(here & some, kvm.references[f], s[kvm.references[f]] - kvm.number(2, 1));
  }
}

void kvm_unmap_leaf(const Kvm& kvm, Step& s, Term when) {
  const Term there = when & s[kvm.s2.present];
  const Term cleans = there & kvm.is(s, kvm.s2.type, Kvm::wb) & ~s[kvm.fwb];
  s.event({"maintenance",
           cleans,
           {{"in_linear_map", kvm.in_linear_map(s, s[kvm.s2.frame])}},
           {"frame0", "frame1"},
           s[kvm.s2.frame]});
  for (unsigned f = 0; f < Kvm::driver_and_anonymous; ++f)
    s.set_if(cleans & (f == 1 ? s[kvm.s2.frame] : ~s[kvm.s2.frame]), kvm.dirty_line[f], kvm.no());
  for (const Var v : {kvm.s2.present, kvm.s2.frame, kvm.s2.write, kvm.s2.execute, kvm.s2.block})
    s.set_if(there, v, kvm.no());
  s.set_if(there, kvm.s2.type, kvm.number(2, Kvm::wb));
}

namespace {

class HostOperations {
 public:
  explicit HostOperations(Kvm& kvm) : k_(kvm), system_(kvm.system) {}

  void add_all() {
    mmap_driver();
    mmap_anonymous();
    munmap();
    host_fault(true, false);
    host_fault(true, true);
    host_fault(false, false);
    vmm_writes();
    driver_revokes();
    driver_frees();
    if (has("driver_edits_flags")) driver_edits_flags();
  }

 private:
  bool has(std::string_view fault) const { return k_.has(fault); }
  template <class S>
  Term is(const S& s, Var v, unsigned value) const {
    return k_.is(s, v, value);
  }

  /// What the host maps goes away: first from the guest.
  void unmap(Step& s) const {
    const Term some = ~is(s, k_.vma, Kvm::no_vma);
    if (!has("notifier_forgets_guest")) kvm_unmap_leaf(k_, s, some);
    if (!has("notifier_forgets_sequence"))
      s.set_if(some & ~is(s, k_.fault.stage, Kvm::idle), k_.fault.invalidated, k_.yes());
    kvm_put(k_, s, is(s, k_.vma, Kvm::anonymous) & s[k_.present], k_.yes());
    s.set(k_.present, k_.no());
    s.set(k_.host_write, k_.no());
  }
  void set_vma(Step& s, unsigned which, Term pfnmap, Term mixedmap) const {
    s.set(k_.vma, k_.number(2, which));
    s.set(k_.pfnmap, pfnmap);
    s.set(k_.mixedmap, mixedmap);
    s.set(k_.io, pfnmap | mixedmap);
    s.set(k_.checked, k_.no());
  }

  void mmap_driver() {
    Step s = kvm_step(k_, "mmap_driver", "VMM: mmap() of the driver's file at the memslot's address");
    s.require(~is(s, k_.vma, Kvm::of_driver) & s[k_.driver_holds]);
    if (!has("device_in_logged_slot")) s.require(~s[k_.logging] | k_.is_map_memory(s, k_.no()));
    unmap(s);
    set_vma(s, Kvm::of_driver, is(s, k_.driver, Kvm::flags_at_mmap), is(s, k_.driver, Kvm::mixed));
    system_.add(std::move(s));
  }

  void mmap_anonymous() {
    Step s = kvm_step(k_, "mmap_anonymous", "VMM: anonymous mmap() at the memslot's address");
    s.require(~is(s, k_.vma, Kvm::anonymous));
    unmap(s);
    set_vma(s, Kvm::anonymous, k_.no(), k_.no());
    system_.add(std::move(s));
  }

  void munmap() {
    Step s = kvm_step(k_, "munmap", "VMM: munmap()");
    s.require(~is(s, k_.vma, Kvm::no_vma));
    unmap(s);
    set_vma(s, Kvm::no_vma, k_.no(), k_.no());
    system_.add(std::move(s));
  }

  // A driver that fills its VMA here may set VM_PFNMAP and VM_IO only now: remap_pfn_range() does it. A
  // read-only entry: write-notify, or a private mapping.
  // 6.12 says a warning to that (vm_flags_set() without the mmap lock for writing) and goes on.
  void host_fault(bool write, bool sets) {
    const char* const words = !write  ? "host fault: maps the page read-only"
                              : !sets ? "host fault: maps the page"
                              : fault_may_not_set_flags(k_.variant.release)
                                  ? "host fault: maps the page; vm_flags_set() in the handler (WARN with "
                                    "CONFIG_PER_VMA_LOCK: the mmap lock is not held for writing)"
                                  : "host fault: maps the page, and the handler sets VM_PFNMAP and VM_IO";
    Step s = kvm_step(k_, "host_fault", words, {write});
    const Term of_driver = is(s, k_.vma, Kvm::of_driver);
    const Term sets_flags = of_driver & is(s, k_.driver, Kvm::flags_in_fault);
    s.require(sets ? sets_flags : ~sets_flags);
    s.require(~is(s, k_.vma, Kvm::no_vma) & implies(of_driver, s[k_.driver_holds]));
    const Term filled = ~s[k_.present];
    if (write) {
      s.require(filled | ~s[k_.host_write]);
    } else {
      s.require(filled & of_driver & is(s, k_.driver, Kvm::flags_at_mmap));
    }
    s.bound(implies(filled & ~of_driver, is(s, k_.references[1], 0)));
    s.set_if(filled & ~of_driver, k_.references[1], k_.number(2, 1));
    s.set_if(sets_flags, k_.pfnmap, k_.yes());
    s.set_if(sets_flags, k_.io, k_.yes());
    // New memory was zeroed through the cache, and has tags of its last owner.
    s.set_if(filled & of_driver & k_.is_map_memory(s, k_.no()), k_.dirty_line[0], k_.yes());
    s.set_if(filled & ~of_driver, k_.dirty_line[1], k_.yes());
    s.set_if(filled & ~of_driver, k_.tags[1], k_.no());
    s.set(k_.present, k_.yes());
    s.set(k_.host_write, k_.pool.boolean(write));
    system_.add(std::move(s));
  }

  void vmm_writes() {
    Step s = kvm_step(k_, "vmm_writes", "VMM: writes through its cacheable mapping");
    s.require(s[k_.present] & s[k_.host_write] & k_.host_is_cached(s));
    s.require(~k_.is_mmio(s, k_.host_frame(s)));
    const Term anonymous = k_.host_frame(s);
    s.require(~ite(anonymous, s[k_.dirty_line[1]], s[k_.dirty_line[0]]));
    s.set_if(anonymous, k_.dirty_line[1], k_.yes());
    s.set_if(~anonymous, k_.dirty_line[0], k_.yes());
    system_.add(std::move(s));
  }

  void driver_revokes() {
    Step s = kvm_step(k_, "driver_revokes", "driver: unmap_mapping_range() of its file");
    s.require(is(s, k_.vma, Kvm::of_driver) & s[k_.present]);
    unmap(s);
    system_.add(std::move(s));
  }

  void driver_frees() {
    Step s = kvm_step(k_, "driver_frees", "driver: gives its frame back");
    s.require(s[k_.driver_holds] & ~(is(s, k_.vma, Kvm::of_driver) & s[k_.present]));
    s.set(k_.driver_holds, k_.no());
    kvm_put(k_, s, k_.is_counted(s), k_.no());
    system_.add(std::move(s));
  }

  void driver_edits_flags() {
    Step s = kvm_step(k_, "edit_flags", "driver: takes VM_ALLOW_ANY_UNCACHED from its VMA");
    s.require(is(s, k_.fault.stage, Kvm::idle) & s[k_.any_uncached]);
    s.set(k_.any_uncached, k_.no());
    system_.add(std::move(s));
  }

  Kvm& k_;
  System& system_;
};

}  // namespace

void add_kvm_host_operations(Kvm& kvm) {
  HostOperations(kvm).add_all();
}

}  // namespace pfncheck::machine
