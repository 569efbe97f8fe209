// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/same_function.hpp"

#include <algorithm>

#include "model/input_error.hpp"
#include "model/thread_time.hpp"
#include "review/function/compare.hpp"

namespace pfncheck {

namespace {

/// Functions that pull in more than this are not worth the time: an edited one counts as changed.
constexpr std::size_t most_callees = 80;

bool is_comparable(const LiftedFunction& f) {
  return f.unsupported.empty() && f.beyond_bound.is_false() &&
         std::ranges::none_of(f.effects, [](const Effect& e) { return e.name.starts_with("copy to "); });
}

bool is_late(const LiftedFunction& f) {
  return std::ranges::any_of(f.unsupported, &Unsupported::is_late);
}

LiftOptions what_is_left(const Budget& phase) {
  LiftOptions options;
  // 0 would mean no end.
  options.seconds = std::max(phase.until - thread_seconds(), 1e-6);
  options.stop = phase.stop;
  return options;
}

bool have_one_shape(const LiftedFunction& a, const LiftedFunction& b) {
  const auto same_parameter = [](const Parameter& x, const Parameter& y) {
    return x.value.width() == y.value.width();
  };
  return std::ranges::equal(a.parameters, b.parameters, same_parameter) &&
         have_one_order(a.effects, b.effects) && a.result.empty() == b.result.empty() &&
         (a.result.empty() || a.result.width() == b.result.width());
}

/// Some call on which the two part.
Term difference(const LiftedFunction& a, const LiftedFunction& b) {
  const Term differ = (a.returns ^ b.returns) | effects_that_differ(a.effects, b.effects, a.returns.pool());
  return a.result.empty() ? differ : differ | (a.returns & ne(a.result, b.result));
}

}  // namespace

Sameness sameness_of(const Module& before, const Module& after, const std::string& name, Engine& engine,
                     const Budget& each) {
  if (!before.defines(name) || !after.defines(name)) return Sameness::not_proved;
  if (before.reachable(name).size() > most_callees || after.reachable(name).size() > most_callees)
    return Sameness::not_proved;
  const Budget budget = phase_of(each);
  Pool pool;
  LiftedFunction a, b;
  try {
    a = before.lift(name, pool, what_is_left(budget));
    if (!is_late(a)) {
      LiftOptions options = what_is_left(budget);
      for (const Parameter& p : a.parameters) options.parameter_names.push_back(p.name);
      b = after.lift(name, pool, options);
    }
  } catch (const InputError&) {
    return Sameness::not_proved;  // a body that the lifter does not take: nothing is known of it
  }
  if (is_late(a) || is_late(b)) return Sameness::late;
  if (!is_comparable(a) || !is_comparable(b) || !have_one_shape(a, b)) return Sameness::not_proved;
  const Status status = engine.ask({"same_function " + name, difference(a, b)}, budget).status;
  if (status == Status::unsat) return Sameness::proved;
  return status == Status::timeout ? Sameness::late : Sameness::not_proved;
}

}  // namespace pfncheck
