// SPDX-License-Identifier: GPL-2.0-or-later
// Verdicts: never a bool. Nothing leaves this room without vacuity check and replay.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/term/evaluate.hpp"
#include "props/property.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

enum class Outcome { holds, refuted, vacuous, unknown, unsupported, not_applicable, error };
const char* to_string(Outcome o);  ///< as in the JSON schema: "holds", "not-applicable" ...

/// A minimised counterexample.
struct Witness {
  Assignment values;                     ///< every variable of the rule's inputs, by name
  bool unique = false;                   ///< no other assignment of the abstract inputs fails
  std::vector<std::string> meaningless;  ///< names of values that say nothing on this row
  std::vector<std::string> when;         ///< readable: "special=1", "VM_PFNMAP=0", "pfn is the zero page"
};

struct Verdict {
  Outcome outcome = Outcome::error;
  std::string origin;
  std::string reason;  ///< of unknown, unsupported, vacuous, error
  std::optional<Witness> witness;
  std::string note;            ///< from the obligation
  bool note_explains = false;  ///< it does; else the note is of a kernel that is known to fail so
  bool outside = false;
  double seconds = 0;  ///< machine fact, never part of comparable output
};

/// Variables of the rule that have no contract (inline assembly, unmodelled callees): a counterexample that
/// needs a particular value of one is unknown, not refuted.
using Unknowns = std::vector<Term>;

/// Decides one obligation: premise satisfiable, goal proved or a counterexample that does not rest on an
/// unknown, minimised and replayed by the evaluator.
Verdict decide(const Property& property, const Obligation& obligation, const normal_page::Rule& rule,
               const Unknowns& unknowns, Engine& engine, const Budget& budget);
/// All obligations of a property on a rule.
std::vector<Verdict> decide_all(const Property& property, const normal_page::Rule& rule,
                                const Unknowns& unknowns, Engine& engine, const Budget& budget);

}  // namespace pfncheck
