// SPDX-License-Identifier: GPL-2.0-or-later
// The built-in model: properties over the reference rules, for every architecture row and era, without a
// kernel tree.
#pragma once

#include <string>
#include <vector>

#include "review/review.hpp"

namespace pfncheck {

struct ModelRequest {
  std::vector<Release> releases;
  std::vector<const ArchRow*> archs;
  std::vector<const Property*> properties;
  std::vector<Level> levels;
};

/// Whose rules are checked if no release is named: 6.1, 6.12 and the newest that was read.
std::vector<Release> model_releases();
/// Throws InputError for text that is not VERSION.PATCHLEVEL.
Release release_of(const std::string& text);

/// Every property on every rule. Rows with equal facts are decided once.
Report check_model(const ModelRequest& request, const ReviewOptions& options);

/// Decision tables of the reference rule of a level, one per row.
Report table_of_model(Level level, Release release, const std::vector<const ArchRow*>& archs,
                      const ReviewOptions& options);

/// Evaluates the reference rule on the inputs of a witness; `where` is its file. Throws InputError for a
/// field that names nothing.
Replayed replay_on_model(const ResultRecord& record, const std::string& where);

}  // namespace pfncheck
