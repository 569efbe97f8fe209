// SPDX-License-Identifier: GPL-2.0-or-later
// Of all questions that a rule asks, those that an answer hangs on.
#pragma once

#include <cstdint>
#include <vector>

#include "model/machine/system.hpp"
#include "model/term/evaluate.hpp"

namespace pfncheck {

/// The answers to the questions of a consultation in a state: bit i is the answer to question i.
std::uint32_t asked_in(const machine::Consultation& c, const Assignment& values);
/// Positions of the questions of the row that decides, and of one that each row before it fails on.
std::vector<std::size_t> decisive_questions(const machine::DecisionRule& rule, std::uint32_t asked);
std::vector<std::size_t> decisive_questions(const machine::Consultation& c, const Assignment& values);

}  // namespace pfncheck
