// SPDX-License-Identifier: GPL-2.0-or-later
// The proof that makes an enumeration exhaustive: answers rest on the inputs only through the atoms, and
// every combination of atoms that inputs can have was seen.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "solver/ask/query.hpp"
#include "solver/table/table.hpp"

namespace pfncheck {

/// What a proof attempt gave.
struct Proof {
  bool proved = false;
  std::string reason;  ///< if not
  std::vector<Assignment>
      calls;  ///< if refuted: two calls with equal atoms and different answers; or the one unseen
};

/// The answer as one bit-vector: bit i is part i of normal_page::parts_of().
Term packed_answer(const normal_page::Rule& rule);
/// Base invariants and the rule's domain.
Term valid_inputs(const normal_page::Rule& rule);

/// Equal atoms give equal answers, for valid inputs. By structure where the atoms occur as such in the
/// answer, else by one query over two copies of the call.
Proof depends_only_on(Term answer, Term valid, std::span<const Atom> atoms, Engine& engine,
                      const Budget& budget);

/// Whether no valid input has a combination outside of `seen` (bit i: atom i). Atoms that share no variable
/// with `valid` are free and need no query.
Proof covers(const std::set<std::uint32_t>& seen, Term valid, std::span<const Atom> atoms, Engine& engine,
             const Budget& budget);

}  // namespace pfncheck
