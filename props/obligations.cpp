// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

#include <array>

namespace pfncheck {

using normal_page::Fault;
using normal_page::Rule;

namespace {

Term said_by(const Origin& origin, const normal_page::Answer& out) {
  if (origin.note_says == NoteSays::report) return out.reported;
  if (origin.note_says == NoteSays::page || origin.counted == Counted::no) return out.page;
  return out.null;
}

}  // namespace

std::vector<Obligation> for_origins(
    const Rule& rule, const std::function<bool(const Origin&)>& wanted,
    const std::function<Term(const Entry&, const normal_page::Answer&)>& goal) {
  std::vector<Obligation> all;
  const Entry entry(rule.in, rule.facts, rule.level);
  const Term premise = base_invariants(rule.in, rule.facts) & rule.domain;
  for (const Origin& origin : origins()) {
    if (!applies(origin, rule.facts, rule.level) || !wanted(origin)) continue;
    Obligation o;
    o.origin = origin.name;
    o.assume = premise & origin.contract(rule.in, rule.facts, rule.level);
    o.goal = goal(entry, rule.out);
    o.outside = origin.outside;
    if (!origin.noted || origin.noted(rule.facts)) o.note = origin.note;
    o.note_if = said_by(origin, rule.out);
    all.push_back(std::move(o));
  }
  return all;
}

Term counts_its_folio(const normal_page::Answer& out) {
  return out.page | out.head;
}

Obligation for_any_entry(const Rule& rule, std::string which, Term assume, Term goal) {
  Obligation o;
  o.origin = std::move(which);
  o.assume = base_invariants(rule.in, rule.facts) & rule.domain & assume;
  o.goal = goal;
  return o;
}

SeededFault drops(std::string_view description, normal_page::Test test) {
  return asks_instead(description, normal_page::never(test));
}

SeededFault always_says(std::string_view description, normal_page::Test test) {
  return asks_instead(description, normal_page::always(test));
}

SeededFault asks_instead(std::string_view description, Fault fault) {
  return {description, [fault = std::move(fault)](Pool& pool, const Facts& facts, Level level) {
            return normal_page::reference_with(pool, facts, level, std::array{fault});
          }};
}

}  // namespace pfncheck
