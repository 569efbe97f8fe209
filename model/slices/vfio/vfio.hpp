// SPDX-License-Identifier: GPL-2.0-or-later
// Slice `vfio`: translations of user memory for a device. One VMA of two pages whose entries are the ground
// truth, two frames of one kind, an IOMMU domain of two I/O addresses (I/O address n stands for page n), and
// one VFIO_IOMMU_MAP_DMA or UNMAP_DMA of both, page by page, with everything else in between.
#pragma once

#include <array>

#include "model/machine/slice.hpp"
#include "model/slices/vfio/bounds.hpp"

namespace pfncheck::machine {

class Vfio : public Slice, public VfioBounds {
 public:
  static constexpr unsigned zero_frame = 1;  ///< where the frames' kind is the zero page

  enum Kind : unsigned {
    mmio,        ///< no memmap, lives as long as the device
    page,        ///< of the allocator, in a VMA that GUP serves
    driver_ram,  ///< behind raw entries, with a memmap; PG_reserved or not
    epc,         ///< no memmap; its owner reclaims it (SGX)
    zero_page,
  };
  enum Driver : unsigned { no_driver, remap_at_mmap, insert_in_fault };
  enum FrameState : unsigned { held, free_frame, reused };
  enum Target : unsigned { elsewhere = frames };  ///< below it: the number of a frame
  /// Where MAP_DMA and UNMAP_DMA are.
  enum Phase : unsigned { nothing, look_up, fault, map, mapped, unmap, flush, unpin };

  struct Entry {
    Var present, frame, write;
  };
  struct Iova {
    Var present;  ///< in the IOMMU's tables: absent is not the same as address 0
    Var cached;   ///< in its IOTLB
    Var target, write;
    Var due;     ///< looked up for it, and not released yet
    Var pinned;  ///< ghost: the look-up took a pin
    Var raw;     ///< ghost: the look-up took it for memory that nobody counts
  };

  Var notifier, type1, sgx;  ///< configuration
  Var kind, driver, never_freed, first_pfn, pgoff, pgoff_is_pfn;
  Var reserved;                ///< PG_reserved of both frames
  Var vma, writable, enabled;  ///< the VMA is there; its VM_WRITE; the device's gate is open
  std::array<Entry, pages> entries;
  std::vector<Var> states, pins;  ///< by frame
  Var phase, at, wants_write, faulted;
  Var lock_dropped;  ///< by the fault before this look-up: the VMA may be another one, or none
  Var stale;         ///< what was looked up was invalidated since
  std::array<Iova, pages> iovas;
  const DecisionRule *vaddr_get_pfn = nullptr, *invalid_or_reserved = nullptr, *iova_to_phys = nullptr;

  explicit Vfio(Pool& pool, Variant variant);

  template <class S>
  Term is_pfnmap(const S& s) const {
    return is(s, kind, mmio) | is(s, kind, driver_ram) | is(s, kind, epc);
  }
  /// A device can reach memory through it.
  template <class S>
  Term usable(const S& s, const Iova& iova) const {
    return s[iova.present] | s[iova.cached];
  }
  template <class S>
  Term maps(const S& s, const Entry& e, unsigned frame) const {
    return s[e.present] & eq(s[e.frame], number(1, frame));
  }
  /// Pins that somebody will drop.
  template <class S>
  Term expected_pins(const S& s, unsigned frame) const {
    Term sum = number(3, 0);
    for (const Iova& iova : iovas)
      sum = sum + zext(s[iova.due] & s[iova.pinned] & is(s, iova.target, frame), 3);
    return sum;
  }

 private:
  void add_variables();
  void say_what_belongs_together();
  void restrict_kinds();
  void restrict_lifetimes();
};

}  // namespace pfncheck::machine
