// SPDX-License-Identifier: GPL-2.0-or-later
// Slice `own`: who owns a reference, over the life of a mapping. Two processes (the second one comes by
// fork), one VMA of two pages with a PTE each; the driver's frames D0 and D1, side by side and of one kind;
// two frames A and B of the allocator, taken in this order; the zero page Z. Frame numbers are their pfns.
// Each process has a VMA of its own, so vm_pgoff is of a process; flags are the same in both.
#pragma once

#include <array>

#include "model/machine/page_entry.hpp"
#include "model/machine/slice.hpp"
#include "model/slices/own/bounds.hpp"

namespace pfncheck::machine {

class Own : public Slice, public OwnBounds {
 public:
  static constexpr unsigned frame_a = device_frames, frame_b = 3, frame_z = 4, frames = 5;
  static constexpr unsigned pfn_bits = 3;
  static std::string frame_name(unsigned f);  ///< "D0", "A", "B", "Z"

  /// What the driver's frames are. `reserved_ram`: marked reserved at boot, with the one reference that every
  /// memmap starts with and nobody drops. `driver_ram`: the driver holds that reference; ZONE_DEVICE pages
  /// are no different here. `uncounted_ram`: without one, as the pages behind the first of an allocation that
  /// is not compound.
  enum Kind : unsigned { mmio, reserved_ram, driver_ram, uncounted_ram };
  /// How the driver fills its VMA; `anonymous`: no driver.
  enum Idiom : unsigned {
    anonymous,
    remap_at_mmap,
    remap_in_fault,
    remap_per_page,
    insert_pfn,
    insert_page,
    insert_mixed,
    page_from_fault,
  };

  using Entry = PageEntry;

  Var special_bit;                       ///< configuration
  Var vm_pat, secretmem;                 ///< configuration, where it matters: Asked
  Var kind, driver;                      ///< free at the start, then constant
  Var shared, maywrite, file_offset;     ///< of the mmap() call; constant
  Var pfnmap, mixedmap;                  ///< of both VMAs
  std::vector<Var> pgoff, pgoff_is_pfn;  ///< by process: of its VMA
  std::vector<Var> mapped;               ///< by process
  Var anon_vma;                          ///< of the parent's VMA, where fork() asks for it
  Var owned;                             ///< the driver holds its frames
  std::vector<Var> references, pins;     ///< by frame; a pin of the zero page takes none
  std::array<Var, 2> exclusive;          ///< PageAnonExclusive of A and B
  std::array<std::array<Entry, pages>, processes> entries;
  Var gup_runs, gup_pfn, gup_special;  ///< one GUP-fast of p0 in flight: what it read
  const DecisionRule* normal_page = nullptr;

  /// Values of a configuration variable that is asked in some starts only: the others need no run of their
  /// own.
  enum Asked : unsigned { not_asked, says_no, says_yes };

  explicit Own(Pool& pool, Variant variant);

  // Notions of properties and operations. `s` is a Step (values at that point) or the System (a state).
  template <class S>
  Term is_cow(const S& s) const {
    return s[maywrite] & ~s[shared];
  }
  /// The driver holds a reference of its frames, and gives it back.
  template <class S>
  Term is_managed(const S& s) const {
    return is(s, kind, driver_ram);
  }
  /// The driver's frames have a reference count that says something.
  template <class S>
  Term is_counted(const S& s) const {
    return is_managed(s) | is(s, kind, reserved_ram);
  }
  template <class S>
  Term maps(const S& s, const Entry& e, unsigned frame) const {
    return s[e.present] & is(s, e.pfn, frame);
  }
  /// It maps a page of the allocator: an anonymous one.
  template <class S>
  Term is_anonymous_page(const S& s, const Entry& e) const {
    return is(s, e.pfn, frame_a) | is(s, e.pfn, frame_b);
  }
  /// PageAnonExclusive of the page that an entry maps; false if that is no page of the allocator.
  template <class S>
  Term is_exclusive(const S& s, Term pfn) const {
    return (eq(pfn, number(pfn_bits, frame_a)) & s[exclusive[0]]) |
           (eq(pfn, number(pfn_bits, frame_b)) & s[exclusive[1]]);
  }
  /// It was remapped as a whole, private, where that makes the VMA VM_PAT: remap_pfn_range() of a part does
  /// not.
  template <class S>
  Term is_whole_cow_remap(const S& s) const {
    return is_cow(s) & (is(s, driver, remap_at_mmap) | is(s, driver, remap_in_fault));
  }
  /// References that a frame should have.
  template <class S>
  Term expected_references(const S& s, unsigned frame) const;
  /// The inputs of normal_page for an entry.
  template <class S>
  std::vector<Term> asked_of(const S& s, unsigned p, unsigned page) const;
  /// What the rule says of an entry in a state: present and normal.
  Term is_normal_now(unsigned p, unsigned page) const;

 private:
  DecisionRule faulty_rule() const;
  Var asked_configuration(std::string name);
  void add_variables();
  void say_what_belongs_together();
  void restrict_environment();
  void restrict_configuration();
};

template <class S>
Term Own::expected_references(const S& s, unsigned frame) const {
  Term sum = number(4, 0);
  if (frame < device_frames) sum = zext((s[owned] & is_managed(s)) | is(s, kind, reserved_ram), 4);
  if (frame == frame_z) sum = number(4, 1);
  if (frame != frame_z) sum = sum + zext(s[pins[frame]], 4);
  for (const auto& of_process : entries)
    for (const Entry& e : of_process) sum = sum + zext(maps(s, e, frame) & s[e.counted], 4);
  return sum;
}

template <class S>
std::vector<Term> Own::asked_of(const S& s, unsigned p, unsigned page) const {
  const Entry& e = entries[p][page];
  const Term of_driver = ult(s[e.pfn], number(pfn_bits, device_frames));
  const Term memmap = ~of_driver | !is(s, kind, mmio);
  const Term beyond =
      has("stray_entry") || has("rule_forgets_the_highest_pfn") ? of_driver & is(s, kind, mmio) : no();
  const Term linear = eq(s[e.pfn], s[pgoff[p]] + number(3, page));
  return {s[special_bit], s[e.special],
          no(),           s[pfnmap],
          s[mixedmap],    s[shared],
          s[maywrite],    memmap,
          linear,         is(s, e.pfn, frame_z),
          no(),           beyond,
          s[e.write],     page == 0 ? yes() : no()};
}

}  // namespace pfncheck::machine
