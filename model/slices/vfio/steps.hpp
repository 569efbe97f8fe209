// SPDX-License-Identifier: GPL-2.0-or-later
// What the operations of slice `vfio` have in common. For the inside of model/machine/vfio only.
#pragma once

#include <string>

#include "model/slices/vfio/vfio.hpp"

namespace pfncheck::machine {

class VfioSteps {
 public:
  explicit VfioSteps(Vfio& vfio) : vfio_(vfio) {}

 protected:
  using Entry = Vfio::Entry;
  using Iova = Vfio::Iova;

  Term no() const { return vfio_.no(); }
  Term yes() const { return vfio_.yes(); }
  bool has(std::string_view fault) const { return vfio_.has(fault); }
  Term target(unsigned frame) const { return vfio_.number(2, frame); }
  Step step(const char* operation, std::string words) const;
  void add(Step step) { vfio_.system.add(std::move(step)); }

  /// Asks is_invalid_reserved_pfn.
  Term is_raw(Step& s, std::string about, Term asked, Term where) const;
  /// Somebody fills an entry that is not there.
  Term has_fault_handler(const Step& s) const;
  Term permitted_by_vma(const Step& s) const;
  /// A fault maps a frame at a page; the step is taken only where that can be.
  void fill(Step& s, unsigned n, unsigned f) const;
  void clear(Step& s, Term when, unsigned n) const;
  /// A page of the allocator goes back with its last entry and its last pin.
  void free_if_unused(Step& s, Term when, unsigned frame) const;

  Vfio& vfio_;
};

/// What the user and the owner of the memory do.
void add_memory_operations(Vfio& vfio);

}  // namespace pfncheck::machine
