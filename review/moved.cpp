// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/moved.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pfncheck {
namespace {

using accounting::ComparedFunction;

template <class List>
bool has(const List& list, const std::string& name) {
  return std::ranges::any_of(list, [&](const auto& one) { return one.name == name; });
}

bool is_gone(const RowLines& unit, const ComparedFunction& f) {
  return !f.closure.empty() && has(unit.before.functions, f.name) && !has(unit.after.functions, f.name);
}
bool is_new(const RowLines& unit, const ComparedFunction& f) {
  return !f.closure.empty() && has(unit.after.functions, f.name) && !has(unit.before.functions, f.name);
}

void call_same(RowLines& unit, ComparedFunction& f, const std::string& reason) {
  f.meaning = Meaning::same;
  f.reason = reason;
  for (accounting::LiftedRule& rule : unit.rules)
    if (rule.name == f.name) rule.meaning = Meaning::same;
}

void settle_functions(RowLines& from, RowLines& to) {
  for (ComparedFunction& old : from.compared) {
    if (!is_gone(from, old)) continue;
    for (ComparedFunction& now : to.compared) {
      if (now.name != old.name || now.closure != old.closure || !is_new(to, now)) continue;
      call_same(from, old, fmt::format("it moves to {}", to.unit));
      call_same(to, now, fmt::format("moved from {}", from.unit));
    }
  }
}

void settle_data(RowLines& from, RowLines& to) {
  const std::vector<DataText> olds = from.before.data;
  for (const DataText& old : olds) {
    const auto is_it = [&](const DataText& one) { return one.name == old.name && one.digest == old.digest; };
    if (has(from.after.data, old.name) || has(to.before.data, old.name) ||
        std::ranges::none_of(to.after.data, is_it))
      continue;
    std::erase_if(from.before.data, is_it);
    std::erase_if(to.after.data, is_it);
  }
}

}  // namespace

void settle_moved(std::vector<RowLines>& units) {
  for (RowLines& from : units)
    for (RowLines& to : units) {
      if (&from == &to || from.failed || to.failed) continue;
      settle_functions(from, to);
      settle_data(from, to);
    }
}

}  // namespace pfncheck
