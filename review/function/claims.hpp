// SPDX-License-Identifier: GPL-2.0-or-later
// Assertions of a lifted function as claims, and a counterexample in the words of its source.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lift/exec/lifted_function.hpp"
#include "report/record.hpp"
#include "solver/check/claim.hpp"

namespace pfncheck {

/// A write: part of what is in memory in the end.
bool is_of_memory(const Effect& effect);
/// One claim for each name, in the order of the source; turns of a loop count as one.
std::vector<Claim> claims_of(const LiftedFunction& function);
/// The first place of an assertion of that name.
SourceLine place_of_claim(const LiftedFunction& function, const std::string& name);

/// What a counterexample is made small in, and told by: what is asked for by ANY, the parameters, what
/// globals hold, and answers of stand-ins.
std::vector<Term> inputs_of(const LiftedFunction& function);
/// A small number in decimal, with its sign if it is a negative one of at least 32 bits; others in
/// hexadecimal.
std::string number_text(std::uint64_t value, unsigned width);

/// The execution with these values: its inputs but for those that are `free`, the lines of `file` that decide
/// (all files if empty), and what happens in order.
WitnessRecord witness_of(const LiftedFunction& function, const Assignment& values,
                         const std::set<std::string>& free, const std::string& file);

}  // namespace pfncheck
