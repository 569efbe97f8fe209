// SPDX-License-Identifier: GPL-2.0-or-later
// Parts of a list: by words, by discussion, by suite.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "cli/catalogue/catalogue.hpp"
#include "cli/catalogue/discussions.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace {

std::string small(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool has_word(const Entry& entry, const std::string& word) {
  const auto in = [&](const std::string& text) { return small(text).find(small(word)) != std::string::npos; };
  return in(entry.name) || in(entry.sentence) ||
         std::ranges::any_of(entry.facts, [&](const auto& fact) { return in(fact.second); });
}

bool of_discussion(const Entry& entry, const Discussion& discussion) {
  return entry.name == discussion.id || std::ranges::any_of(entry.facts, [&](const auto& fact) {
           if (fact.first != "source") return false;
           const auto named = discussions_in(fact.second);
           return std::ranges::find(named, &discussion) != named.end();
         });
}

void keep_suite(std::vector<Entry>& entries, const std::string& suite) {
  std::set<std::string> suites;
  for (const Entry& e : entries) {
    if (e.kind != "case") throw InputError("--suite goes with `list cases`");
    suites.insert(e.name.substr(0, e.name.find('/')));
  }
  if (!suites.contains(suite))
    throw InputError(fmt::format("no suite `{}`; there are: {}", suite, fmt::join(suites, ", ")));
  std::erase_if(entries, [&](const Entry& e) { return !e.name.starts_with(suite + "/"); });
}

}  // namespace

std::vector<Entry> wanted(std::vector<Entry> entries, const Wanted& which) {
  if (!which.suite.empty()) keep_suite(entries, which.suite);
  if (!which.thread.empty()) {
    const Discussion& discussion = discussion_of(which.thread);
    std::erase_if(entries, [&](const Entry& e) { return !of_discussion(e, discussion); });
  }
  for (const std::string& word : which.words)
    std::erase_if(entries, [&](const Entry& e) { return !has_word(e, word); });
  const bool all = which.suite.empty() && which.thread.empty() && which.words.empty();
  if (entries.empty() && !all)
    throw InputError("nothing in this list fits; `pfncheck list WHAT` has all of it");
  return entries;
}

}  // namespace pfncheck
