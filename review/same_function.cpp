// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/same_function.hpp"

#include <algorithm>

#include "model/input_error.hpp"
#include "model/thread_time.hpp"

namespace pfncheck {

namespace {

/// Functions that pull in more than this are not worth the time: an edited one counts as changed.
constexpr std::size_t most_callees = 80;

/// One lift's answers and effects over the other lift's parameters.
class Renamed {
 public:
  Renamed(const LiftedFunction& from, const LiftedFunction& to) {
    for (std::size_t i = 0; i < from.parameters.size(); ++i)
      names_.emplace_back(from.parameters[i].value, to.parameters[i].value);
  }
  Term operator()(Term t) const { return substitute(t, names_); }

 private:
  std::vector<std::pair<Term, Term>> names_;
};

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
  const auto same_effect = [](const Effect& x, const Effect& y) {
    return x.name == y.name &&
           std::ranges::equal(x.args, y.args, [](Term s, Term t) { return s.width() == t.width(); });
  };
  return std::ranges::equal(a.parameters, b.parameters, same_parameter) &&
         std::ranges::equal(a.effects, b.effects, same_effect) && a.result.empty() == b.result.empty() &&
         (a.result.empty() || a.result.width() == b.result.width());
}

/// Some call on which the two part.
Term difference(const LiftedFunction& a, const LiftedFunction& b) {
  const Renamed renamed(b, a);
  Term differ = a.returns ^ renamed(b.returns);
  if (!a.result.empty()) differ = differ | (a.returns & ne(a.result, renamed(b.result)));
  for (std::size_t i = 0; i < a.effects.size(); ++i) {
    differ = differ | (a.effects[i].guard ^ renamed(b.effects[i].guard));
    for (std::size_t k = 0; k < a.effects[i].args.size(); ++k)
      differ = differ | (a.effects[i].guard & ne(a.effects[i].args[k], renamed(b.effects[i].args[k])));
  }
  return differ;
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
    if (!is_late(a)) b = after.lift(name, pool, what_is_left(budget));
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
