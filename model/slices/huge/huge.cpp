// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/slices/huge/huge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/slices/huge/operations.hpp"
#include "model/slices/slices.hpp"

namespace pfncheck::machine {

std::string Huge::folio_name(unsigned f) {
  constexpr std::array names{"D", "A", "H", "Z", "N"};
  return names[f];
}

Release Huge::era() const {
  constexpr Release broken = {6, 18}, repaired = {7, 1};
  const bool wrong = has("huge_zero_where_only_ptes_have_a_bit");
  if (wrong && variant.release < broken) return broken;
  return !wrong && variant.release >= broken ? std::max(repaired, variant.release) : variant.release;
}

Huge::Huge(Pool& p, Variant v) : Slice(p, std::move(v)) {
  // PTEs of VM_MIXEDMAP and linear ones are in slices `own` and `linear`.
  normal_page = &rule(left_to_other_slices(normal_page_rule(variant.release),
                                           {"MIXEDMAP, memmap", "MIXEDMAP, no memmap", "MIXEDMAP, zero page",
                                            "PFNMAP, the linear pfn", "special in MIXEDMAP"}));
  normal_page_pmd = &rule(normal_page_pmd_rule(era()));
  add_variables();
  restrict_environment();
  add_huge_operations(*this);
  add_huge_page_faults(*this);
}

void Huge::add_entry(Entry& e, const std::string& name) {
  e.present = system.variable(name + ".present", 0, 0);
  e.pfn = system.variable_of(name + ".pfn", {"D0", "D1", "A0", "A1", "H0", "H1", "Z", "N"});
  e.special = system.variable(name + ".special", 0, 0);
  e.write = system.variable(name + ".write", 0, 0);
  e.counted = system.variable(name + ".counted", 0, 0);
  system.belong({e.pfn, e.special, e.write, e.counted}, system[e.present]);
}

void Huge::add_variables() {
  special_bit = system.configuration("special_bit", 0);
  pmd_special_bit = system.configuration("pmd_special_bit", 0);
  pmd_leaves = system.configuration("pmd_leaves", 0);
  devmap = system.configuration("devmap", 0);
  kind = system.free_variable_of("frames.kind", {"MMIO", "reserved RAM", "driver's RAM", "ZONE_DEVICE"});
  memory = system.free_variable_of(
      "memory", {"anonymous", "folio", "raw in PFNMAP", "raw in MIXEDMAP", "DAX", "DAX in MIXEDMAP"});
  shared = system.free_variable("VM_SHARED", 0);
  maywrite = system.free_variable("VM_MAYWRITE", 0);
  for (unsigned p = 0; p < processes; ++p)
    mapped.push_back(system.variable(fmt::format("p{}.mapped", p), 0, 0));
  owned = system.variable("driver_holds_frames", 0, 1);
  for (unsigned f = 0; f < folios; ++f) {
    const std::string name = folio_name(f) + ".references";
    references.push_back(f == folio_d
                             ? system.free_variable(name, count_bits)
                             : system.variable(name, count_bits, f == folio_h || f == folio_z ? 1 : 0));
  }
  for (unsigned f = 0; f < folios; ++f) pins.push_back(system.variable(folio_name(f) + ".pins", 0, 0));
  for (unsigned p = 0; p < processes; ++p) {
    add_entry(pmds[p], fmt::format("p{}.pmd", p));
    pmd_is_devmap[p] = system.variable(fmt::format("p{}.pmd.devmap", p), 0, 0);
    for (unsigned page = 0; page < pages; ++page) add_entry(ptes[p][page], fmt::format("p{}.pte{}", p, page));
  }
  for (unsigned p = 0; p < processes; ++p) system.belong({pmd_is_devmap[p]}, system[pmds[p].present]);
}

/// What a driver or file system of each kind is obliged to. Faults that lift an obligation are asked for
/// here.
void Huge::restrict_environment() {
  const System& s = system;
  const auto filled_by = [&](Memory m) { return is(s, memory, m); };
  system.restrict_starts(eq(s[references[folio_d]], zext(is_managed(s), count_bits)));
  system.restrict_starts(implies(filled_by(anonymous), is_cow(s) & is(s, kind, mmio)));
  system.restrict_starts(implies(filled_by(folio), is(s, kind, driver_ram)));
  system.restrict_starts(implies(is_dax(s), is(s, kind, zone_device)));
  if (!dax_is_counted()) system.restrict_starts(implies(is_dax(s), s[devmap]));
  // vmf_insert_pfn_pmd refuses a VM_PFNMAP mapping that can hold COWed pages.
  system.restrict_starts(implies(filled_by(raw_in_pfnmap), ~is_cow(s)));
  // The rule's way through VM_MIXEDMAP asks neither for devmap nor for the huge zero page, and GUP asks
  // nothing.
  if (!has("raw_huge_entry_in_mixedmap")) system.restrict_starts(!filled_by(raw_in_mixedmap));
  if (!has("dax_in_mixedmap")) system.restrict_starts(!filled_by(dax_in_mixedmap));
}

Term Huge::is_normal_now(const DecisionRule& rule, const Entry& e, const std::vector<Term>& asked) const {
  return machine::is_normal_now(system, rule, system[e.present], asked);
}

SliceInfo huge_slice() {
  return {"huge",
          "mm",
          "Huge entries: raw, folio, zero page and DAX; fork, split, zap, GUP and walkers.",
          Huge::bounds,
          huge_operations(),
          huge_faults(),
          made<Huge>};
}

}  // namespace pfncheck::machine
