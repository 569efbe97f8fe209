// SPDX-License-Identifier: GPL-2.0-or-later
// Properties: what must always hold of a rule. One registered object each.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/functions/vm_normal_page/rule.hpp"
#include "model/term/term.hpp"

namespace pfncheck {

/// One question: under `assume`, `goal` must hold. `origin` names the row of the contract table that it
/// speaks of, or says "any entry" for questions over entries outside all contracts.
struct Obligation {
  std::string origin;
  Term assume;  ///< contract, base invariants and the rule's domain; must be satisfiable (else the verdict is
                ///< vacuous)
  Term goal;
  bool outside = false;  ///< outside all contracts: shown in a section of its own, never counted as refuted
  std::string
      note;  ///< for rows whose failure is a known true statement: what makes it real, in one sentence
  Term note_if = {};           ///< what is so in a counterexample of which the note is true; empty: any
  bool note_explains = false;  ///< the note says what a failure means; no kernel is known to fail so
  /// Only counterexamples of which this is true are looked for; it is no part of the contract, so a witness
  /// does not name it for itself. Empty: any.
  Term narrowed = {};
};

/// A change of a reference rule that the property must catch.
struct SeededFault {
  std::string_view description;
  std::function<normal_page::Rule(Pool&, const Facts&, Level)> make;  ///< the faulty rule
};

struct Property {
  std::string_view name;      ///< snake_case: the same word everywhere
  std::string_view sentence;  ///< what must hold, one sentence
  std::string_view because;   ///< what goes wrong otherwise
  std::string_view source;    ///< where the kernel says so
  std::string_view scope;     ///< where it applies, in words
  std::function<std::vector<Obligation>(const normal_page::Rule&)> obligations;  ///< empty: not applicable
  std::vector<SeededFault> faults;
};

/// All properties of the family, in a fixed order.
std::span<const Property> properties();
const Property* find_property(std::string_view name);

}  // namespace pfncheck
