// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/review/same_function.hpp"

#include <algorithm>

#include "model/input_error.hpp"

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

bool is_same_function(const Module& before, const Module& after, const std::string& name, Engine& engine,
                      const Budget& budget) {
  if (!before.defines(name) || !after.defines(name)) return false;
  if (before.reachable(name).size() > most_callees || after.reachable(name).size() > most_callees)
    return false;
  Pool pool;
  LiftedFunction a, b;
  try {
    a = before.lift(name, pool, {});
    b = after.lift(name, pool, {});
  } catch (const InputError&) {
    return false;  // a body that the lifter does not take: nothing is known of it
  }
  if (!is_comparable(a) || !is_comparable(b) || !have_one_shape(a, b)) return false;
  return engine.ask({"same_function " + name, difference(a, b)}, budget).status == Status::unsat;
}

}  // namespace pfncheck
