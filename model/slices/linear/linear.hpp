// SPDX-License-Identifier: GPL-2.0-or-later
// Slice `linear`: what vm_pgoff means while a VMA is split, moved and grown. One process; a mapping of three
// pages of a driver's region, which is three frames side by side (three, so that each page of the mapping has
// its own frame and a wrong sum shows). The mapping may be split once into two VMAs, and each may be moved.
// Frame numbers are pfns: D0 to D2 are 4 to 6, and 7 is a frame of the allocator, just behind the region.
#pragma once

#include <array>

#include "model/machine/slice.hpp"
#include "model/slices/linear/bounds.hpp"

namespace pfncheck::machine {

class Linear : public Slice, public LinearBounds {
 public:
  static constexpr unsigned frame_a = device_frames, frames = 4;
  static constexpr unsigned first_pfn = 4;     ///< of D0
  static constexpr unsigned address_bits = 4;  ///< pages of the address space; also of vm_pgoff
  static std::string frame_name(unsigned f);   ///< "D0", "A"

  /// What the driver's frames are.
  enum Kind : unsigned { mmio, reserved_ram, driver_ram, zone_device };
  /// How the driver fills its VMA.
  enum Idiom : unsigned { remap_at_mmap, remap_in_fault, insert_pfn, insert_page, insert_mixed };

  struct Entry {
    Var present, frame, special, write;  ///< frame: pfn - first_pfn
    Var counted;                         ///< ghost: installing it took a reference
  };
  struct Area {
    Var mapped, start, pgoff, pgoff_is_pfn;
  };

  Var special_bit;                                  ///< configuration
  Var kind, driver, shared, maywrite, file_offset;  ///< free at the start, then constant
  Var pfnmap, mixedmap;                             ///< of all areas
  Var split_at;                                     ///< 0: not split; else the first page of area 1
  Var grown;                                        ///< there is a page 3
  Var users;                                        ///< VMAs that the driver has counted by open and close
  Var owned;                                        ///< the driver holds its frames
  std::vector<Var> references;                      ///< by frame
  std::array<Area, 2> areas;
  std::array<Entry, slots> entries;
  const DecisionRule* normal_page = nullptr;

  explicit Linear(Pool& pool, Variant variant);

  template <class S>
  Term is_cow(const S& s) const {
    return s[maywrite] & ~s[shared];
  }
  template <class S>
  Term is_managed(const S& s) const {
    return is(s, kind, driver_ram) | is(s, kind, zone_device);
  }
  template <class S>
  Term in_second(const S& s, unsigned page) const {
    return ~is(s, split_at, 0) & ule(s[split_at], number(2, page));
  }
  /// The page belongs to a VMA that is mapped.
  template <class S>
  Term is_mapped(const S& s, unsigned page) const {
    const Term exists = page < pages ? yes() : s[grown];
    return exists & ite(in_second(s, page), s[areas[1].mapped], s[areas[0].mapped]);
  }
  /// Pages from the start of its VMA, and the linear number of the page: vm_pgoff plus that.
  template <class S>
  Term from_start(const S& s, unsigned page) const {
    return number(address_bits, page) -
           ite(in_second(s, page), zext(s[split_at], address_bits), number(address_bits, 0));
  }
  template <class S>
  Term linear(const S& s, unsigned page) const {
    return ite(in_second(s, page), s[areas[1].pgoff], s[areas[0].pgoff]) + from_start(s, page);
  }
  template <class S>
  Term pfn(const S& s, const Entry& e) const {
    return number(address_bits, first_pfn) + zext(s[e.frame], address_bits);
  }
  template <class S>
  Term is_linear(const S& s, unsigned page) const {
    return eq(pfn(s, entries[page]), linear(s, page));
  }
  template <class S>
  Term pgoff_is_a_pfn(const S& s, unsigned page) const {
    return ite(in_second(s, page), s[areas[1].pgoff_is_pfn], s[areas[0].pgoff_is_pfn]);
  }
  template <class S>
  Term maps(const S& s, const Entry& e, unsigned f) const {
    return s[e.present] & is(s, e.frame, f);
  }
  template <class S>
  Term expected_references(const S& s, unsigned f) const {
    Term sum = f == frame_a ? number(4, 0) : zext(s[owned] & is_managed(s), 4);
    for (const Entry& e : entries) sum = sum + zext(maps(s, e, f) & s[e.counted], 4);
    return sum;
  }
  template <class S>
  std::vector<Term> asked_of(const S& s, unsigned page) const {
    const Entry& e = entries[page];
    const Term memmap = is(s, e.frame, frame_a) | !is(s, kind, mmio);
    return {s[special_bit],
            s[e.special],
            no(),
            s[pfnmap],
            s[mixedmap],
            s[shared],
            s[maywrite],
            memmap,
            is_linear(s, page),
            no(),
            no(),
            no(),
            s[e.write],
            page == 0 ? yes() : in_second(s, page) & ~in_second(s, page - 1)};
  }
  Term is_normal_now(unsigned page) const;

 private:
  void add_variables();
  void say_what_belongs_together();
  void restrict_environment();
};

}  // namespace pfncheck::machine
