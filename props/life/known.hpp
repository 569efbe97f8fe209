// SPDX-License-Identifier: GPL-2.0-or-later
// What is known of releases that break a property by themselves: true statements, said beside the verdict.
#pragma once

#include <string_view>

#include "model/kernel/facts.hpp"

namespace pfncheck {

/// What makes it true that this slice is refuted on a release; empty if nothing is known of it.
std::string_view known_failure(std::string_view slice, Release release);

}  // namespace pfncheck
