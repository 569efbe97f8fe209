// SPDX-License-Identifier: GPL-2.0-or-later
// RowReports as text and back, for the memo only: the format may change with every build.
#pragma once

#include <optional>
#include <string>

#include "review/life/run_slices.hpp"
#include "review/row.hpp"

namespace pfncheck {

/// The verdicts of every property on one rule, parallel to the request's properties.
using RuleVerdicts = std::vector<std::vector<Verdict>>;
std::string to_stored(const RuleVerdicts& verdicts);
std::optional<RuleVerdicts> verdicts_from_stored(const std::string& text);

std::string to_stored(const SliceReport& report);
std::optional<SliceReport> slice_from_stored(const std::string& text);
std::string to_stored(const RowReport& report);
/// Nothing for text that is damaged.
std::optional<RowReport> from_stored(const std::string& text);

}  // namespace pfncheck
