// SPDX-License-Identifier: GPL-2.0-or-later
// A witness is one state of a kernel: a function that is not looked into has one value for equal arguments,
// and what means nothing on an architecture is not told.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/functions/vm_normal_page/rule.hpp"
#include "model/term/evaluate.hpp"

namespace pfncheck {

/// Gives the variable of each call the value of the call. An engine leaves it free where an earlier call has
/// the same arguments, because no Term reads it then; so nothing that is evaluated changes.
void make_congruent(Assignment& values, const normal_page::Rule& rule);
/// Whether no function has two values for equal arguments, in either copy of a question over two (x and x').
bool is_congruent(const Assignment& values, const normal_page::Rule& rule);

/// Variables whose values say nothing about this call: a bit that the level does not have, colours of a zero
/// page that has none, what a hook answers that is not there, whatever neither the rule nor `asked` reads.
std::vector<std::string> meaningless(const Assignment& values, const normal_page::Rule& rule,
                                     std::span<const Term> asked = {});

/// The second copy of a question over two: every variable with the value of its x'. Empty if there is none.
Assignment second_copy(const Assignment& values);

}  // namespace pfncheck
