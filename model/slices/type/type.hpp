// SPDX-License-Identifier: GPL-2.0-or-later
// Slice `type`: the memory types of one frame. Four views of it: a user entry, an alias of the kernel, the
// leaf of a guest's second translation (stage 2 of arm64 or EPT), an IOMMU entry; and one cache line of it
// that may be dirty. No counts.
#pragma once

#include "model/machine/slice.hpp"
#include "model/slices/type/bounds.hpp"

namespace pfncheck::machine {

class Types : public Slice, public TypesBounds {
 public:
  enum Kind : unsigned { ram, coherent, mmio };
  enum View : unsigned { none, wb, nc, device };  ///< `nc`: Normal-NC or WC; `device`: Device or UC

  Var guest_types, modify_type, pat_tracked, noncached_is_lost, fwb, type1;  ///< configuration
  Var kind, memmap, linear_map, reserved;                                    ///< of the frame
  Var prot, vm_page_prot, inserts, any_uncached;                             ///< of the driver
  Var ignores_guest_pat;                                                     ///< of EPT leaves
  Var user, kernel, s2, iommu;                                               ///< views
  Var guest;       ///< memory type that the guest's stage 1 or PAT asks for
  Var on_record;   ///< memory type that PAT tracking keeps; none: not reserved
  Var dirty_line;  ///< what the VMM wrote is in the cache only
  const DecisionRule *user_type = nullptr, *stage2_type = nullptr, *is_mmio_pfn = nullptr,
                     *iommu_type = nullptr;

  explicit Types(Pool& pool, Variant variant);

  template <class S>
  Term is_arm64(const S& s) const {
    return is(s, guest_types, 1);
  }
  template <class S>
  Term is_x86(const S& s) const {
    return is(s, guest_types, 2);
  }
  /// The guest reaches the frame past the caches.
  template <class S>
  Term guest_is_uncached(const S& s) const;

 private:
  void add_variables();
  void restrict_environment();
};

// Stage 2 with FWB: write-back wins over what the guest asks for. Without: the weaker of both. EPT: the same
// with the ignore-PAT bit and without.
template <class S>
Term Types::guest_is_uncached(const S& s) const {
  const Term leaf_wins = ite(is_arm64(s), s[fwb], s[ignores_guest_pat]);
  return ~is(s, s2, none) & (~is(s, s2, wb) | (~leaf_wins & ~is(s, guest, wb)));
}

}  // namespace pfncheck::machine
