// SPDX-License-Identifier: GPL-2.0-or-later
// Slice `life`: a driver's region of two pages, a header and a queue, from probe to remove. User space maps
// it, splits and grows the mapping; the region is RAM that the driver allocates, or a BAR that it can
// disable. Page numbers of the region are pfns: 2 and more are memory of others.
#pragma once

#include <array>

#include "model/machine/slice.hpp"
#include "model/slices/life/bounds.hpp"

namespace pfncheck::machine {

class Life : public Slice, public LifeBounds {
 public:
  static constexpr unsigned header = 0;

  enum Kind : unsigned { ram, bar };
  enum Driver : unsigned { remap_at_mmap, insert_in_fault };
  enum State : unsigned { none, held, free_memory, reused };

  struct Entry {
    Var present, pfn, write;
  };

  Var whole_pages;     ///< begins where a page does, and has its last page to itself; free at the start, then
                       ///< constant
  Var region, driver;  ///< free at the start, then constant
  Var shared, maywrite, write;        ///< of the mmap() call
  Var offset, length;                 ///< of the mmap() call, in pages
  Var dont_expand;                    ///< the driver sets VM_DONTEXPAND
  Var state, registered, references;  ///< of the region's memory
  std::array<Var, pages> initialised;
  Var enabled;                  ///< the BAR answers
  std::array<Var, pages> vmas;  ///< the second one comes by split
  Var both;                     ///< the first VMA covers both pages
  Var vma_write, vma_maywrite, for_reading, pgoff_is_pfn;
  std::array<Entry, pages> entries;
  Entry secondary;  ///< of KVM or an IOMMU; holds no reference
  const DecisionRule* region_mmap = nullptr;

  explicit Life(Pool& pool, Variant variant);

  template <class S>
  Term is_mapped(const S& s) const {
    return s[vmas[0]] | s[vmas[1]];
  }
  template <class S>
  Term is_cow(const S& s) const {
    return s[vma_maywrite] & ~s[shared];
  }
  template <class S>
  Term in_region(const S& s, const Entry& e) const {
    return ult(s[e.pfn], number(pfn_bits, pages));
  }
  /// The page that user space asked for at its page n, without wrapping.
  template <class S>
  Term asked_page(const S& s, unsigned n) const {
    return zext(s[offset], pfn_bits + 1) + number(pfn_bits + 1, n);
  }
  /// One of the driver, one of each VMA.
  template <class S>
  Term expected_references(const S& s) const {
    Term sum = zext(s[registered], 3);
    for (const Var vma : vmas) sum = sum + zext(s[vma], 3);
    return sum;
  }

 private:
  void add_variables();
  void say_what_belongs_together();
  void restrict_environment();
};

}  // namespace pfncheck::machine
