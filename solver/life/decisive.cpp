// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/life/decisive.hpp"

#include <bit>

namespace pfncheck {

std::uint32_t asked_in(const machine::Consultation& c, const Assignment& values) {
  std::uint32_t asked = 0;
  for (std::size_t i = 0; i < c.inputs.size(); ++i)
    if (evaluate(c.inputs[i], values) != 0) asked |= std::uint32_t{1} << i;
  return asked;
}

std::vector<std::size_t> decisive_questions(const machine::DecisionRule& rule, std::uint32_t asked) {
  const std::size_t decides = rule.row_for(asked);
  std::uint32_t named = rule.rows[decides].care;
  for (std::size_t i = 0; i < decides; ++i) {
    const std::uint32_t fails = (asked ^ rule.rows[i].value) & rule.rows[i].care;
    if ((fails & named) == 0) named |= std::uint32_t{1} << std::countr_zero(fails);
  }
  std::vector<std::size_t> questions;
  for (std::size_t q = 0; q < rule.questions.size(); ++q)
    if ((named >> q & 1) != 0) questions.push_back(q);
  return questions;
}

std::vector<std::size_t> decisive_questions(const machine::Consultation& c, const Assignment& values) {
  return decisive_questions(*c.rule, asked_in(c, values));
}

}  // namespace pfncheck
