// SPDX-License-Identifier: GPL-2.0-or-later
// Slice `huge`: leaves at PMD level and the PTEs that take their place. Two processes (the second one comes
// by fork), one VMA that a PMD maps, which is two pages here. Frames are pairs that a leaf can map: the
// driver's D0 and D1, an anonymous folio A0 and A1, the huge zero page H0 and H1; and two single pages: the
// zero page Z, a new page N. A pair is one folio with one count.
#pragma once

#include <algorithm>
#include <array>

#include "model/machine/page_entry.hpp"
#include "model/machine/slice.hpp"
#include "model/slices/huge/bounds.hpp"

namespace pfncheck::machine {

class Huge : public Slice, public HugeBounds {
 public:
  static constexpr unsigned pfn_bits = 3, count_bits = 3;
  enum Pfn : unsigned { d0, d1, a0, a1, h0, h1, z, n };
  /// What has a count: pairs as a whole.
  enum Folio : unsigned { folio_d, folio_a, folio_h, folio_z, folio_n };
  static std::string folio_name(unsigned f);  ///< "D", "A", "H", "Z", "N"

  /// What the driver's frames are.
  enum Kind : unsigned { mmio, reserved_ram, driver_ram, zone_device };
  /// What fills the VMA.
  enum Memory : unsigned { anonymous, folio, raw_in_pfnmap, raw_in_mixedmap, dax, dax_in_mixedmap };

  using Entry = PageEntry;

  Var special_bit, pmd_special_bit, pmd_leaves, devmap;  ///< configuration
  Var kind, memory, shared, maywrite;                    ///< free at the start, then constant
  std::vector<Var> mapped;                               ///< by process
  Var owned;                                             ///< the driver holds its frames
  std::vector<Var> references, pins;                     ///< by folio; the zero page is never pinned
  std::array<Entry, processes> pmds;
  std::array<Var, processes> pmd_is_devmap;
  std::array<std::array<Entry, pages>, processes> ptes;
  const DecisionRule* normal_page = nullptr;
  const DecisionRule* normal_page_pmd = nullptr;

  explicit Huge(Pool& pool, Variant variant);

  /// The release whose huge pages it has. 6.18 to 7.0 are wrong by themselves: a fault, which also brings
  /// their huge pages to older releases; without it 6.18 has the rule that repaired it.
  Release era() const;
  /// Pages of DAX are counted like others since the devmap bit is gone.
  bool dax_is_counted() const { return !CoreMm(era()).has_devmap; }

  template <class S>
  Term is_cow(const S& s) const {
    return s[maywrite] & ~s[shared];
  }
  template <class S>
  Term is_pfnmap(const S& s) const {
    return is(s, memory, raw_in_pfnmap);
  }
  template <class S>
  Term is_mixedmap(const S& s) const {
    return is(s, memory, raw_in_mixedmap) | is(s, memory, dax_in_mixedmap);
  }
  template <class S>
  Term is_dax(const S& s) const {
    return is(s, memory, dax) | is(s, memory, dax_in_mixedmap);
  }
  template <class S>
  Term is_managed(const S& s) const {
    return is(s, kind, driver_ram) | is(s, kind, zone_device);
  }
  /// The position in `references` of the folio that a pfn is part of.
  Term folio_of(Term pfn) const {
    const Term pair = zext(extract(pfn, 1, 2), 3);
    return ite(eq(pair, number(3, folio_z)), pair + zext(extract(pfn, 0, 1), 3), pair);
  }
  template <class S>
  Term maps(const S& s, const Entry& e, unsigned f) const {
    return s[e.present] & eq(folio_of(s[e.pfn]), number(3, f));
  }
  template <class S>
  Term expected_references(const S& s, unsigned f) const;
  template <class S>
  std::vector<Term> asked_of_pmd(const S& s, unsigned p) const;
  template <class S>
  std::vector<Term> asked_of_pte(const S& s, const Entry& e) const;
  /// What the rules say of an entry in a state: present and normal.
  Term is_normal_now(const DecisionRule& rule, const Entry& e, const std::vector<Term>& asked) const;

 private:
  void add_variables();
  void add_entry(Entry& e, const std::string& name);
  void restrict_environment();

  template <class S>
  Term has_memmap(const S& s, const Entry& e) const {
    return ~eq(folio_of(s[e.pfn]), number(3, folio_d)) | !is(s, kind, mmio);
  }
};

template <class S>
Term Huge::expected_references(const S& s, unsigned f) const {
  Term sum = number(4, f == folio_h || f == folio_z ? 1 : 0);
  if (f == folio_d) sum = zext(s[owned] & is_managed(s), 4);
  if (f != folio_z) sum = sum + zext(s[pins[f]], 4);
  for (unsigned p = 0; p < processes; ++p) {
    sum = sum + zext(maps(s, pmds[p], f) & s[pmds[p].counted], 4);
    for (const Entry& e : ptes[p]) sum = sum + zext(maps(s, e, f) & s[e.counted], 4);
  }
  return sum;
}

// vm_pgoff is an offset into a file here and never the pfn; slice `linear` has the other case.
template <class S>
std::vector<Term> Huge::asked_of_pmd(const S& s, unsigned p) const {
  const Entry& e = pmds[p];
  return {s[pmd_special_bit],
          s[special_bit],
          s[e.special],
          s[pmd_is_devmap[p]],
          is_pfnmap(s),
          is_mixedmap(s),
          s[shared],
          s[maywrite],
          has_memmap(s, e),
          no(),
          no(),
          maps(s, e, folio_h),
          no(),
          s[e.write]};
}

template <class S>
std::vector<Term> Huge::asked_of_pte(const S& s, const Entry& e) const {
  const bool is_first =
      std::ranges::any_of(ptes, [&](const auto& of_process) { return &of_process[0] == &e; });
  return {s[special_bit], s[e.special],           no(), is_pfnmap(s),    is_mixedmap(s), s[shared],
          s[maywrite],    has_memmap(s, e),       no(), is(s, e.pfn, z), no(),           no(),
          s[e.write],     is_first ? yes() : no()};
}

}  // namespace pfncheck::machine
