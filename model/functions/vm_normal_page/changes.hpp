// SPDX-License-Identifier: GPL-2.0-or-later
// What changed in core mm, as far as the rule follows it: one line a change, so that a difference between two
// kernels can be named.
#pragma once

#include <span>
#include <string_view>

#include "model/kernel/facts.hpp"

namespace pfncheck::normal_page {

struct CoreChange {
  std::string_view what;                        ///< "one rule for all levels ..."
  std::string_view source;                      ///< file, function, release or commit
  void (*take)(Facts& facts, const Facts& of);  ///< gives `facts` what the other kernel has of this
};
/// In the order in which mainline changed; what a row's configuration or architecture chooses stands beside
/// the change that made it a choice.
std::span<const CoreChange> core_changes();

}  // namespace pfncheck::normal_page
