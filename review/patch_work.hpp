// SPDX-License-Identifier: GPL-2.0-or-later
// What the review of a patch hands to each of its parts.
#pragma once

#include "lift/tree/includers.hpp"
#include "review/accounting.hpp"
#include "review/row.hpp"

namespace pfncheck {

/// What is compared, on every row.
struct PatchWork {
  const KernelTree& tree;
  const CheckRequest& request;
  const ReviewOptions& options;
  const Memo& memo;
  Includers& includers;
  const PatchedFiles* before = nullptr;   ///< nullptr: the tree
  const PatchedFiles* after = nullptr;    ///< as the tree becomes
  const PatchedFiles* changes = nullptr;  ///< from `before` to `after`
  bool lives = true;                      ///< look for the life that a new violation leads to
};

}  // namespace pfncheck
