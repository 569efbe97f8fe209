// SPDX-License-Identifier: GPL-2.0-or-later
// RowReports as text and back, for the memo only: the format may change with every build.
#pragma once

#include <optional>
#include <string>

#include "cli/review/row.hpp"

namespace pfncheck {

std::string to_stored(const RowReport& report);
/// Nothing for text that is damaged.
std::optional<RowReport> from_stored(const std::string& text);

}  // namespace pfncheck
