// SPDX-License-Identifier: GPL-2.0-or-later
// Slices of the machine, explored for architecture rows: records of a report out of questions.
#pragma once

#include <string>
#include <vector>

#include "props/life/property.hpp"
#include "review/review.hpp"
#include "solver/life/judge.hpp"

namespace pfncheck {

struct LifeRequest {
  std::vector<const machine::SliceInfo*> slices;
  std::vector<const LifeProperty*> properties;
  std::vector<const ArchRow*> rows;
  machine::Variant variant;                                  ///< its faults are for all slices
  bool prove = true;                                         ///< single steps and induction as well
  std::uint64_t most_states = ExploreOptions{}.most_states;  ///< of one slice
  bool whole = true;  ///< what was never met is said to be a gap: all rows and properties were asked for
};

/// What one slice adds to a report.
struct SliceReport {
  std::vector<ResultRecord> results, outside;
  std::vector<NotChecked> not_checked;
  SliceRecord slice;
};

/// Explores the slices, a few at once, and adds what they say. Answers are kept in the cache folder, if there
/// is one. Throws InputError.
void run_slices(const LifeRequest& request, const ReviewOptions& options, Report& report);

/// Records of an answer, one per property and row.
std::vector<ResultRecord> records_of(const SliceAnswer& answer, const SliceQuestion& question);

std::vector<std::string> all_slice_names();
std::vector<std::string> all_suite_names();
std::vector<std::string> all_life_property_names();

}  // namespace pfncheck
