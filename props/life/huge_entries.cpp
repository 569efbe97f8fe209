// SPDX-License-Identifier: GPL-2.0-or-later
// What holds of huge entries only.
#include <fmt/format.h>

#include "model/slices/huge/huge.hpp"
#include "props/life/families.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Huge;
using machine::Slice;

/// Of each huge entry that is present, where the premise is true.
template <class F>
std::function<bool(Slice&)> of_leaves(std::string_view property, F premise_and_goal) {
  return in<Huge>([property, premise_and_goal](Huge& huge) {
    for (unsigned p = 0; p < Huge::processes; ++p) {
      const auto [premise, goal] = premise_and_goal(huge, huge.pmds[p], p);
      const Term present = huge.system[huge.pmds[p].present] & premise;
      huge.system.add(
          {std::string(property), implies(present, goal), present, {}, fmt::format("p{}.pmd", p)});
    }
  });
}

LifeProperty leaf_maps_one_block() {
  return {
      "huge_entry_maps_one_aligned_block",
      "A huge entry maps frames side by side that begin at a multiple of its size, and a split gives each "
      "PTE its own of them.",
      "User space reaches the frames of somebody else beside those that it was given.",
      "mm/huge_memory.c: insert_pfn_pmd, __split_huge_pmd_locked",
      "huge entries in every state, and every split",
      {"huge/huge_insert_of_unaligned_pfn", "huge/split_maps_the_first_page_twice"},
      [](Slice& slice) {
        const std::string_view name = "huge_entry_maps_one_aligned_block";
        check_events(slice, name, "split", [](const Event& e) { return e["same"]; });
        return of_leaves(name, [](Huge& huge, const Huge::Entry& e, unsigned) {
          const Term first = ~eq(extract(huge.system[e.pfn], 0, 1), huge.number(1, 1));
          return std::pair{huge.yes(), first};
        })(slice);
      }};
}

LifeProperty raw_leaf_needs_the_bit() {
  return {
      "raw_huge_entry_needs_a_special_bit_of_its_level",
      "A raw huge entry, devmap and the huge zero page apart, is made only where that level has a special "
      "bit.",
      "GUP-fast looks at nothing else: it takes references of memory that nobody counts.",
      "mm/Kconfig: ARCH_SUPPORTS_PMD_PFNMAP; mm/gup.c: gup_fast_pmd_leaf",
      "huge entries without a reference",
      {"huge/raw_huge_insert_without_bit"},
      of_leaves("raw_huge_entry_needs_a_special_bit_of_its_level", [](Huge& huge, const Huge::Entry& e,
                                                                      unsigned p) {
        const auto& s = huge.system;
        const Term raw = ~s[e.counted] & ~s[huge.pmd_is_devmap[p]] & ~huge.maps(s, e, Huge::folio_h);
        return std::pair{raw, s[huge.pmd_special_bit]};
      })};
}

LifeProperty private_raw_leaf_is_read_only() {
  return {"private_raw_huge_entry_is_read_only",
          "In a private mapping a huge entry without a reference is not writable.",
          "The write goes to the device, the file or the zero page and not to a copy; fork() copies it as it "
          "is.",
          "mm/huge_memory.c: copy_huge_pmd; mm/memory.c: wp_huge_pmd",
          "raw huge entries of mappings that may hold COWed pages, the huge zero page too",
          {"huge/huge_insert_is_writable_in_private_mapping", "huge/write_fault_writes_huge_zero"},
          of_leaves("private_raw_huge_entry_is_read_only", [](Huge& huge, const Huge::Entry& e, unsigned) {
            const auto& s = huge.system;
            return std::pair{huge.is_cow(s) & ~s[e.counted], ~s[e.write]};
          })};
}

}  // namespace

std::vector<LifeProperty> huge_entry_properties() {
  return {leaf_maps_one_block(), raw_leaf_needs_the_bit(), private_raw_leaf_is_read_only()};
}

}  // namespace pfncheck
