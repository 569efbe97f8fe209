// SPDX-License-Identifier: GPL-2.0-or-later
// Slice `kvm`: one guest fault of arm64 KVM in flight, in its four steps, while the VMM and a driver change
// what it looks at. The guest's page is backed by a VMA of a driver, which maps frame 0, or by anonymous
// memory, which is frame 1. The VMA may come, go and be replaced at any time; notifiers tell KVM.
#pragma once

#include <array>

#include "model/functions/kvm_fault/rule.hpp"
#include "model/machine/slice.hpp"
#include "model/slices/kvm/bounds.hpp"

namespace pfncheck::machine {

class Kvm : public Slice, public KvmBounds {
 public:
  /// Of frame 0; frame 1 is RAM.
  enum Kind : unsigned { ram, nomap, coherent, dax, mmio, mmio_in_hole, tail_page };
  /// When the driver's VMA gets its flags; `file`: it has none and maps pages.
  enum Driver : unsigned { file, flags_at_mmap, flags_in_fault, mixed };
  enum Type : unsigned { wb, nc, device };
  enum Vma : unsigned { no_vma, of_driver, anonymous };
  enum Stage : unsigned { idle, sampled, found, decided };
  enum Access : unsigned { read, write, execute };

  Var guest_types, fwb, dic, mte;                                       ///< configuration
  Var kind, driver, vm_page_prot, pte_type, huge, contiguous, aligned;  ///< of frame 0 and its driver
  Var any_uncached, force_cached, mte_allowed;                          ///< flags of the driver's VMA
  Var vma, pfnmap, mixedmap, io;                                        ///< the VMA as it is now
  Var present, host_write;                                              ///< the host's entry
  Var slot, logging;                                                    ///< of the memslot
  Var checked;                                                          ///< ghost: registered over this VMA
  struct Fault {
    Var stage, access, perm;
    Var of_anonymous, pfnmap;  ///< sample of the VMA
    Var invalidated;           ///< since the sample, and KVM was told
    Var frame, writable, reference;
    Var answer;
  } fault;
  struct Leaf {
    Var present, frame, type, write, execute, block;
  } s2;
  Var driver_holds;
  std::array<Var, driver_and_anonymous> references, dirty_line, tags;

  KvmFaultRules before;  ///< what 6.12 answers, whatever the variant
  const DecisionRule *kvm_fault = nullptr, *block_rule = nullptr, *writable_rule = nullptr,
                     *tags_rule = nullptr, *memslot_rule = nullptr;

  explicit Kvm(Pool& pool, Variant variant);

  template <class S>
  Term kind_in(const S& s, std::initializer_list<Kind> kinds) const {
    Term any = no();
    for (const Kind k : kinds) any = any | is(s, kind, k);
    return any;
  }
  /// Of a frame (bool: frame 1).
  template <class S>
  Term is_mmio(const S& s, Term frame) const {
    return ~frame & kind_in(s, {mmio, mmio_in_hole});
  }
  template <class S>
  Term has_memmap(const S& s, Term frame) const {
    return frame | ~kind_in(s, {coherent, mmio});
  }
  template <class S>
  Term is_map_memory(const S& s, Term frame) const {
    return frame | kind_in(s, {ram, tail_page});
  }
  template <class S>
  Term in_linear_map(const S& s, Term frame) const {
    return frame | kind_in(s, {ram, tail_page, dax});
  }
  /// The allocator (or the device's driver) counts references of frame 0.
  template <class S>
  Term is_counted(const S& s) const {
    return kind_in(s, {ram, dax});
  }
  template <class S>
  Term expected_references(const S& s, unsigned frame) const;
  /// The frame that the host maps now.
  template <class S>
  Term host_frame(const S& s) const {
    return is(s, vma, anonymous);
  }
  template <class S>
  Term host_is_cached(const S& s) const {
    return is(s, vma, anonymous) | is(s, pte_type, wb);
  }

 private:
  std::string rules_in_force() const;
  void choose_rules();
  void add_variables();
  void add_fault_variables();
  void say_what_belongs_together();
  void restrict_environment();
};

template <class S>
Term Kvm::expected_references(const S& s, unsigned frame) const {
  const Term held = s[fault.reference] & eq(s[fault.frame], pool.boolean(frame == 1));
  const Term owned = frame == 0 ? s[driver_holds] & is_counted(s) : is(s, vma, anonymous) & s[present];
  return zext(held, 2) + zext(owned, 2);
}

}  // namespace pfncheck::machine
