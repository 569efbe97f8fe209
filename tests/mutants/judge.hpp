// SPDX-License-Identifier: GPL-2.0-or-later
// What pfncheck says of a subject and its mutant.
#pragma once

#include "lift/exec/module.hpp"
#include "model/change.hpp"
#include "solver/ask/query.hpp"
#include "tests/mutants/unit.hpp"

namespace pfncheck::mutants {

struct Judgement {
  Meaning steps = Meaning::unknown;  ///< step by step (lift/lockstep); an order that differs is `unknown`
  Meaning whole = Meaning::unknown;  ///< of the whole functions (review/function/compare)
  /// Of `whole` different, where nothing but parameters decides: arguments with which the two differ.
  bool shown_by_arguments = false;
  Words arguments = {};
};

/// Adds arguments to the pair with which each of its blocks is entered, and is not.
Judgement judge(Pair& pair, const Module& before, const Module& after, Engine& engine);

}  // namespace pfncheck::mutants
