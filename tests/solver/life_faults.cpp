// SPDX-License-Identifier: GPL-2.0-or-later
// Seeded faults: each is seen by some property, each property sees its own, and narrow properties see nothing
// that their sentence does not speak of.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "machine_slices.hpp"

using namespace pfncheck;
using namespace pfncheck::test;

namespace {

/// By "slice/fault": the properties that it refutes.
const std::map<std::string, std::set<std::string>>& refuted_by_fault() {
  static const std::map<std::string, std::set<std::string>> refuted = [] {
    std::map<std::string, std::set<std::string>> all;
    for (const FaultAnswer& asked : all_faults()) {
      const std::vector<std::string> names = refuted_in(asked.answer);
      all[asked.fault] = {names.begin(), names.end()};
    }
    return all;
  }();
  return refuted;
}

/// A narrow property and all faults that may refute it, by what its sentence says; a fault may need more
/// states than are searched here, so the table is of what is allowed.
struct Allowed {
  const char* property;
  std::set<std::string> faults;
};

const std::vector<Allowed>& allowed_faults() {
  static const std::vector<Allowed> table = {
      {"special_survives_mprotect", {"own/mprotect_drops_special", "huge/pmd_modify_drops_special"}},
      {"failed_remap_leaves_nothing", {"own/failed_remap_keeps_entries"}},
      // A raw huge entry is copied as it is: what made it writable shows here too.
      {"fork_leaves_nothing_private_writable",
       {"own/fork_keeps_write_permission", "huge/fork_keeps_write_permission",
        "huge/huge_insert_is_writable_in_private_mapping"}},
      // At release memory is unpinned if it looks like a page: what was taken raw must not look so.
      {"only_pinned_pages_are_unpinned",
       {"own/unpin_what_was_not_pinned", "vfio/error_exit_unpins_twice", "vfio/clears_reserved_while_mapped",
        "vfio/translation_accepts_pages"}},
      {"unpin_comes_after_the_flush", {"vfio/unpin_before_flush"}},
      {"vma_is_looked_up_after_the_lock", {"vfio/retry_keeps_vma"}},
      {"untouched_memory_is_faulted_in", {"vfio/translation_without_fault"}},
      // The look-ups of older kernels asked for no write permission at all, and a linear one reads no entry.
      {"device_writes_only_where_the_entry_is_writable",
       {"vfio/translation_ignores_write", "vfio/translation_without_fault", "vfio/translation_is_linear",
        "vfio/nothing_pinned_is_no_error"}},
      {"unmap_removes_every_translation", {"vfio/memory_at_physical_address_zero"}},
      {"raw_mapping_does_not_grow", {"linear/pfnmap_may_grow"}},
      {"driver_maps_only_its_region", {"linear/handler_without_bound"}},
      {"linear_rule_survives_split_and_move", {"linear/split_keeps_pgoff", "linear/move_keeps_pgoff"}},
      {"rule_answers_the_entrys_own_page", {"own/rule_answers_another_page"}},
      {"asking_the_rule_changes_nothing", {"own/rule_changes_something"}},
      {"user_memory_was_initialised", {"life/region_is_not_zeroed"}},
      {"driver_maps_whole_pages_of_its_own", {"life/part_of_a_page_is_mapped"}},
      {"split_changes_no_translation", {"life/fault_forgets_split"}},
      {"failed_probe_leaves_no_region", {"life/probe_error_keeps_region"}},
      {"read_only_mapping_stays_read_only", {"life/maywrite_is_kept"}},
      {"private_mapping_is_not_filled_in_fault", {"life/private_mapping_is_accepted"}},
  };
  return table;
}

/// The shortest story: a search for its property alone ends there.
const Story& shortest_of(const LifeFinding& finding) {
  return std::ranges::min_element(finding.stories, {},
                                  [](const ToldStory& told) { return told.story.steps.size(); })
      ->story;
}

void check_every_fault_refutes() {
  for (const auto& [fault, properties] : refuted_by_fault()) {
    INFO(fault);
    CHECK_FALSE(properties.empty());
  }
}

void check_named_faults() {
  for (const LifeProperty& property : life_properties()) {
    INFO(property.name);
    CHECK_FALSE(property.faults.empty());
    std::set<std::string_view> named;
    for (const std::string_view fault : property.faults) {
      INFO(fault);
      CHECK(named.insert(fault).second);
      const auto known = refuted_by_fault().find(std::string(fault));
      REQUIRE(known != refuted_by_fault().end());
      CHECK(known->second.contains(std::string(property.name)));
    }
  }
}

void check_narrow_properties() {
  for (const Allowed& row : allowed_faults()) {
    REQUIRE(find_life_property(row.property) != nullptr);
    for (const std::string& fault : row.faults) {
      INFO(row.property << ": " << fault);
      CHECK(refuted_by_fault().contains(fault));
    }
    for (const auto& [fault, properties] : refuted_by_fault()) {
      INFO(row.property << ": " << fault);
      CHECK((!properties.contains(row.property) || row.faults.contains(fault)));
    }
  }
}

void check_stories() {
  for (const FaultAnswer& asked : all_faults()) {
    for (const LifeFinding& finding : asked.answer.findings) {
      INFO(asked.fault << ": " << finding.property);
      std::set<std::string> refuted, told;
      for (const auto& [row, outcome] : finding.rows)
        if (outcome == Outcome::refuted) refuted.insert(row);
      for (const ToldStory& story : finding.stories) {
        CHECK_FALSE(story.rows.empty());
        CHECK_FALSE(story.story.steps.empty());
        CHECK(story.story.breaks == finding.property);
        told.insert(story.rows.begin(), story.rows.end());
      }
      CHECK(told == refuted);
      CHECK(finding.starts.empty() == refuted.empty());
    }
  }
}

void check_paths() {
  for (const FaultAnswer& asked : all_faults()) {
    const machine::SliceInfo& slice = *machine::find_slice(asked.slice);
    const SliceQuestion question = question_of(slice, asked.fault.substr(asked.slice.size() + 1));
    const auto finding = std::ranges::find_if(asked.answer.findings, is_refuted);
    REQUIRE(finding != asked.answer.findings.end());
    INFO(asked.fault << ": " << finding->property);
    const Story& shortest = shortest_of(*finding);
    const LifeProperty& property = *find_life_property(finding->property);
    const auto along = story_along(question, property, shortest.operations());
    REQUIRE(along.has_value());
    CHECK(along->story.operations() == shortest.operations());
    CHECK(along->story.in_step == shortest.in_step);
    std::vector<std::string> shorter = shortest.operations();
    shorter.pop_back();
    if (!shorter.empty()) CHECK_FALSE(story_along(question, property, shorter).has_value());
  }
}

}  // namespace

TEST_CASE("a fault is named once in its slice and says what it breaks and where it is from") {
  for (const machine::SliceInfo& slice : machine::slices()) {
    std::set<std::string_view> names;
    for (const machine::FaultInfo& fault : slice.faults) {
      INFO(slice.name << "/" << fault.name);
      CHECK(names.insert(fault.name).second);
      CHECK_FALSE(fault.sentence.empty());
      CHECK_FALSE(fault.source.empty());
    }
    CHECK_FALSE(names.empty());
  }
}

TEST_CASE("every property says what it means and where the kernel says so") {
  std::set<std::string_view> names, sentences;
  for (const LifeProperty& property : life_properties()) {
    INFO(property.name);
    CHECK(names.insert(property.name).second);
    CHECK(sentences.insert(property.sentence).second);
    for (const std::string_view text : {property.sentence, property.because, property.source, property.scope})
      CHECK_FALSE(text.empty());
  }
}

// One test case: each fault is searched once per program.
TEST_CASE("seeded faults are seen by what speaks of them and by nothing else") {
  SECTION("every fault refutes a property") {
    check_every_fault_refutes();
  }
  SECTION("every property is refuted by each fault that it names") {
    check_named_faults();
  }
  SECTION("a narrow property is refuted by nothing that it does not speak of") {
    check_narrow_properties();
  }
  SECTION("what a fault refutes is told with its rows and its starts") {
    check_stories();
  }
  SECTION("a search along the shortest way finds a failure at the same depth and none before") {
    check_paths();
  }
}
