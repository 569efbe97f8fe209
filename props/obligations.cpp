// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

#include <algorithm>
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

namespace {

/// The page that a folio is asked for.
Term page_in(const Rule& rule, Term folio) {
  for (const normal_page::Application& call : rule.applications)
    if (call.function == "_compound_head" && (folio.same(call.value) || folio.same(call.variable)))
      return call.arguments.front();
  return folio;
}

/// A private copy is anonymous (do_wp_page, do_anonymous_page); what a driver maps raw is not. That a driver
/// may remap a page that somebody has in anonymous memory is not in the contract; tables of differences show
/// what becomes of it.
Term state_of_page(const Rule& rule, const Origin& origin) {
  Term state = rule.domain.pool().boolean(true);
  for (const auto& [is_of_entry, anonymous] : asked_for_anonymous(rule)) {
    if (origin.made == Made::cowed) state = state & implies(is_of_entry, anonymous);
    if (origin.made == Made::raw && origin.raw) state = state & implies(is_of_entry, !anonymous);
  }
  return state;
}

}  // namespace

std::vector<AskedForAnonymous> asked_for_anonymous(const Rule& rule) {
  std::vector<AskedForAnonymous> all;
  for (const normal_page::Application& call : rule.applications) {
    if (call.function != "folio_test_anon" || call.arguments.empty()) continue;
    const Term page = page_in(rule, call.arguments.front());
    all.push_back(
        {eq(page, resize(rule.in.pfn, page.width())),
         call.value.is_bool() ? call.value : ne(call.value, page.pool().constant(call.value.width(), 0))});
  }
  return all;
}

Term is_legal_with_its_page(const Rule& before, const Rule& after) {
  Term any = before.domain.pool().boolean(false);
  for (const Origin& origin : origins())
    if (!origin.outside && applies(origin, before.facts, before.level))
      any = any | (origin.contract(before.in, before.facts, before.level) & state_of_page(before, origin) &
                   state_of_page(after, origin));
  return any;
}

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
    o.assume = premise & origin.contract(rule.in, rule.facts, rule.level) & state_of_page(rule, origin);
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
