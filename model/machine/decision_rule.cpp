// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/machine/decision_rule.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>

#include "model/input_error.hpp"
#include "model/term/node.hpp"

namespace pfncheck::machine {

namespace {

std::size_t position(const std::vector<std::string>& words, std::string_view word, const char* what,
                     const std::string& rule) {
  const auto it = std::ranges::find(words, word);
  if (it == words.end())
    throw InputError(
        fmt::format("rule {}: no {} `{}`; there are: {}", rule, what, word, fmt::join(words, ", ")));
  return static_cast<std::size_t>(it - words.begin());
}

}  // namespace

std::size_t DecisionRule::question(std::string_view word) const {
  return position(questions, word, "question", name);
}

unsigned DecisionRule::answer(std::string_view word) const {
  return static_cast<unsigned>(position(answers, word, "answer", name));
}

void DecisionRule::add(std::string row_name, std::string_view when, std::string_view answer_word) {
  RuleRow row{std::move(row_name), 0, 0, answer(answer_word), false};
  while (!when.empty()) {
    const std::size_t end = std::min(when.find(' '), when.size());
    std::string_view word = when.substr(0, end);
    when.remove_prefix(std::min(end + 1, when.size()));
    if (word.empty()) continue;
    const bool no = word.front() == '!';
    if (no) word.remove_prefix(1);
    const std::uint32_t bit = std::uint32_t{1} << question(word);
    if ((row.care & bit) != 0 && ((row.value & bit) != 0) == no)
      throw InputError(fmt::format("rule {}: `{}` cannot be and not be at once", name, word));
    row.care |= bit;
    if (!no) row.value |= bit;
  }
  rows.push_back(std::move(row));
}

void DecisionRule::add_first(std::string name, std::string_view when, std::string_view answer) {
  add(std::move(name), when, answer);
  std::rotate(rows.rbegin(), rows.rbegin() + 1, rows.rend());
}

void DecisionRule::add_defensive(std::string row_name, std::string_view when, std::string_view answer_word) {
  add(std::move(row_name), when, answer_word);
  rows.back().defensive = true;
}

unsigned DecisionRule::bits() const {
  return answers.size() <= 2 ? 0 : static_cast<unsigned>(std::bit_width(answers.size() - 1));
}

std::size_t DecisionRule::row_for(std::uint32_t asked) const {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].fits(asked)) return i;
  broken_term("DecisionRule: no row fits");
}

}  // namespace pfncheck::machine
