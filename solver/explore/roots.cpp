// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/explore/roots.hpp"

#include <algorithm>
#include <iterator>

#include "model/term/node.hpp"

namespace pfncheck::exploring {

using machine::Check;
using machine::Invariant;
using machine::Step;
using machine::System;

namespace {

bool is_changed(const System& system, const Step& step, std::size_t variable) {
  return !step.after()[variable].same(system.variables()[variable].now);
}
bool is_possible(Term row) {
  return !row.is_false();
}

}  // namespace

std::vector<Term> terms_of(const System& system) {
  std::vector<Term> terms;
  for (const Step& step : system.steps()) {
    terms.insert(terms.end(), {step.guard(), step.cut()});
    for (std::size_t v = 0; v < step.after().size(); ++v)
      if (is_changed(system, step, v)) terms.push_back(step.after()[v]);
    for (const Check& check : step.checks()) terms.insert(terms.end(), {check.holds, check.premise});
    for (const machine::Consultation& c : step.consultations())
      std::ranges::copy_if(c.rows, std::back_inserter(terms), is_possible);
  }
  for (const Invariant& invariant : system.invariants())
    terms.insert(terms.end(), {invariant.holds, invariant.premise});
  return terms;
}

Roots::Roots(const System& system, const WideCircuit& circuit, Exploration& out) {
  std::size_t root = 0;
  const auto next = [&] { return circuit.literal(root++, 0); };
  const std::vector<Place> places = places_of(system);
  out.steps.resize(system.steps().size());
  for (const Step& step : system.steps()) {
    StepRoots& r = steps.emplace_back();
    r.guard = next();
    r.cut = next();
    for (std::size_t v = 0; v < places.size(); ++v) {
      if (!is_changed(system, step, v)) continue;
      for (unsigned bit = 0; bit < places[v].count; ++bit) {
        const unsigned place = places[v].first + bit;
        r.changed.push_back({circuit.literal(root, bit), place});
      }
      ++root;
    }
    for (const Check& check : step.checks()) {
      const std::uint32_t holds = next(), premise = next();
      r.checks.push_back({holds, premise, &out.premises[check.property]});
    }
    for (const machine::Consultation& c : step.consultations()) {
      auto& counts = out.consulted[c.rule->name];
      counts.resize(c.rows.size());
      for (std::size_t row = 0; row < c.rows.size(); ++row)
        if (is_possible(c.rows[row])) r.rows.push_back({next(), &counts[row]});
    }
  }
  for (const Invariant& invariant : system.invariants()) {
    const std::uint32_t holds = next(), premise = next();
    invariants.push_back({holds, premise, &out.premises[invariant.property]});
  }
}

void add_counts(const Exploration& from, Exploration& to) {
  for (std::size_t s = 0; s < from.steps.size(); ++s) {
    to.steps[s].taken += from.steps[s].taken;
    to.steps[s].cut += from.steps[s].cut;
  }
  for (const auto& [property, count] : from.premises) {
    PremiseCount& sum = to.premises[property];
    sum.times += count.times;
    for (std::size_t c = 0; c < count.on.size(); ++c)
      if (count.on[c]) sum.on[c] = true;
  }
  for (const auto& [rule, counts] : from.consulted)
    for (std::size_t row = 0; row < counts.size(); ++row) to.consulted[rule][row] += counts[row];
}

}  // namespace pfncheck::exploring
