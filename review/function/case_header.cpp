// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/case_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "model/input_error.hpp"

namespace pfncheck {
namespace {

// Worst first: what a reader of several answers must see.
constexpr auto answers = std::to_array<std::string_view>(
    {"refuted", "different", "undecided", "vacuous", "holds", "same", "not applicable"});

constexpr std::string_view expect_word = "expect:", because_word = "because:", target_word = "target:",
                           unit_word = "unit:", link_word = "link:";

std::string trimmed(std::string text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.back())) text.pop_back();
  text.erase(text.begin(), std::ranges::find_if_not(text, blank));
  return text;
}

/// What stands behind the word, if the line begins with it.
bool says(const std::string& line, std::string_view word, std::string& text) {
  if (!line.starts_with(word)) return false;
  text = trimmed(line.substr(word.size()));
  return true;
}

/// "refuted NAME": that clause fails, and no other does.
bool is_as_expected(const FunctionCaseRecord& record) {
  const std::size_t blank = record.expected.find(' ');
  const std::string word = record.expected.substr(0, blank);
  const std::string clause = blank == std::string::npos ? "" : record.expected.substr(blank + 1);
  const auto fails = [](const FunctionAnswer& a) { return a.answer == "refuted"; };
  if (record.expected.empty()) return record.answer == "same" || record.answer == "holds";
  if (clause.empty()) return record.answer == word;
  return record.answer == word && std::ranges::all_of(record.answers, [&](const FunctionAnswer& a) {
           return !fails(a) || a.clause == clause;
         });
}

}  // namespace

CaseHeader case_header(const std::string& text, const std::string& file) {
  CaseHeader header;
  std::istringstream lines(text);
  unsigned number = 0;
  for (std::string line, names; std::getline(lines, line);) {
    ++number;
    line = trimmed(line);
    if (line.empty()) continue;
    if (!line.starts_with("//")) break;
    line = trimmed(line.substr(2));
    if (says(line, expect_word, header.expected)) {
      const std::string word = header.expected.substr(0, header.expected.find(' '));
      if (std::ranges::find(answers, word) == answers.end())
        throw InputError(fmt::format("{}:{}: `{}` is no answer; there are: {}", file, number, word,
                                     fmt::join(answers, ", ")));
    } else if (says(line, target_word, names)) {
      std::istringstream words(names);
      for (std::string name; words >> name;) header.targets.emplace_back(name, number);
    } else if (says(line, link_word, names)) {
      std::istringstream words(names);
      for (std::string name; words >> name;) header.linked.push_back(name);
    } else if (!says(line, because_word, header.because)) {
      says(line, unit_word, header.unit);
    }
  }
  return header;
}

void conclude(FunctionCaseRecord& record) {
  for (const std::string_view answer : answers)
    if (std::ranges::find(record.answers, answer, &FunctionAnswer::answer) != record.answers.end()) {
      record.answer = answer;
      break;
    }
  record.as_expected = is_as_expected(record);
}

}  // namespace pfncheck
