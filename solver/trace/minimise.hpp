// SPDX-License-Identifier: GPL-2.0-or-later
// The smallest witness of a formula over a rule's inputs, and its words.
#pragma once

#include <string>
#include <vector>

#include "model/functions/vm_normal_page/rule.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

/// A model of the formula with the fewest flags set, then the smallest numbers. Words are kept small before
/// they are made smallest, which costs one more query but saves dozens. Status as of the last query that
/// mattered.
Reply minimise(const Query& query, const normal_page::Rule& rule, Engine& engine, const Budget& budget);

/// Of a question over two copies of a call: what differs between them ("young: 0, later 1").
std::vector<std::string> changes_in_words(const Assignment& values);

/// Pages that compound_head() was asked of and that are no heads.
std::vector<std::string> tails_in_words(const Assignment& values, const normal_page::Rule& rule);

/// All inputs of a call; on a tree some are terms over variables.
std::vector<Term> inputs_of(const normal_page::Rule& rule);
/// Every variable of the rule's inputs that the model does not name, as 0.
void complete(Assignment& values, const normal_page::Rule& rule);

/// The witness in words: flags, then what the pfn is, then where the address lies. `matters` are the atoms
/// (by index into atoms_of) to speak of.
std::vector<std::string> in_words(const Assignment& values, const normal_page::Rule& rule,
                                  const std::vector<std::size_t>& matters);

}  // namespace pfncheck
