// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "review/function/claims.hpp"
#include "solver/check/robust.hpp"

namespace pfncheck {
namespace {

std::vector<Effect> happenings(const LiftedFunction& function) {
  std::vector<Effect> kept;
  for (const Effect& e : function.effects)
    if (!is_of_memory(e) && !e.name.starts_with(quiet_effect)) kept.push_back(e);
  return kept;
}

/// One lift over the other's parameters: where types differ in width, the caller has the wider value and the
/// narrower function gets its low bits.
LiftedFunction over(const LiftedFunction& from, const LiftedFunction& to) {
  std::vector<std::pair<Term, Term>> values;
  for (std::size_t i = 0; i < from.parameters.size(); ++i) {
    const Term mine = from.parameters[i].value, other = to.parameters[i].value;
    if (mine.width() >= other.width()) continue;
    values.emplace_back(mine, mine.is_bool() ? to_bool(other) : extract(other, 0, mine.width()));
  }
  if (values.empty()) return from;
  LiftedFunction out = from;
  for (Term* t : {&out.returns, &out.beyond_bound, &out.outside, &out.impossible, &out.result})
    if (!t->empty()) *t = substitute(*t, values);
  for (auto& [name, value] : out.outputs) value = substitute(value, values);
  for (Effect& e : out.effects) {
    e.guard = substitute(e.guard, values);
    for (Term& t : e.args) t = substitute(t, values);
  }
  return out;
}

/// "name/32,64": what is said of effects is said of those of one shape.
std::string shape_of(const Effect& effect) {
  std::string text = effect.name;
  for (Term t : effect.args) text += fmt::format("/{}", t.width());
  return text;
}

/// How often an effect of that shape happens with arguments that can be any.
Term times(const std::vector<Effect>& effects, const std::string& shape, Pool& pool) {
  constexpr unsigned counter_bits = 16;
  Term count = pool.constant(counter_bits, 0);
  for (const Effect& e : effects) {
    if (shape_of(e) != shape) continue;
    Term here = e.guard;
    for (std::size_t k = 0; k < e.args.size(); ++k) {
      const Term any = pool.var(fmt::format("any argument {}:{}", k, e.args[k].width()), e.args[k].width());
      here = here & eq(e.args[k], any);
    }
    count = count + zext(here, counter_bits);
  }
  return count;
}

/// Some call on which another number of equal effects happens, whatever their order.
Term counted(const std::vector<Effect>& a, const std::vector<Effect>& b, Pool& pool) {
  Term differ = pool.boolean(false);
  std::set<std::string> shapes;
  for (const auto* list : {&a, &b})
    for (const Effect& e : *list) shapes.insert(shape_of(e));
  for (const std::string& shape : shapes) differ = differ | ne(times(a, shape, pool), times(b, shape, pool));
  return differ;
}

/// Some call on which more than one effect happens: then there is an order to speak of.
Term several(const std::vector<Effect>& effects, Pool& pool) {
  Term one = pool.boolean(false), two = pool.boolean(false);
  for (const Effect& e : effects) {
    two = two | (one & e.guard);
    one = one | e.guard;
  }
  return two;
}

struct Values {
  Term differ;
  std::string missing;  ///< what only one side has, in words; empty: nothing
};

Values values_that_differ(const LiftedFunction& a, const LiftedFunction& b) {
  Values out{a.returns ^ b.returns, ""};
  if (a.result.empty() != b.result.empty() || (!a.result.empty() && a.result.width() != b.result.width())) {
    out.missing = "they return another type";
    return out;
  }
  if (!a.result.empty()) out.differ = out.differ | (a.returns & ne(a.result, b.result));
  for (const auto* side : {&a, &b})
    for (const auto& [name, value] : side->outputs) {
      const auto of_a = a.outputs.find(name), of_b = b.outputs.find(name);
      if (of_a == a.outputs.end() || of_b == b.outputs.end()) {
        out.missing = fmt::format("only one of them writes to {}", name);
      } else if (side == &a) {
        out.differ = out.differ | (a.returns & ne(value, of_b->second));
      }
    }
  return out;
}

Comparison undecided(std::string reason) {
  return {Meaning::unknown, std::move(reason), {}};
}

std::string what_stops(const LiftedFunction& function) {
  const Unsupported& first = function.unsupported.front();
  return fmt::format("{} ({}:{})", first.what, first.where.file, first.where.line);
}

class Sides {
 public:
  Sides(LiftedFunction before, LiftedFunction after, Engine& engine, const Budget& budget, Shown shown)
      : before_(std::move(before)),
        after_(std::move(after)),
        engine_(engine),
        budget_(budget),
        shown_(shown),
        pool_(before_.returns.pool()) {}

  Comparison compare() {
    const std::vector<Effect> a = happenings(before_), b = happenings(after_);
    const Values values = values_that_differ(before_, after_);
    const bool one_order = have_one_order(a, b);
    if (one_order && values.missing.empty() &&
        ask("same", values.differ | effects_that_differ(a, b, pool_)).status == Status::unsat)
      return same();
    const Term differ = values.differ | counted(a, b, pool_);
    const Reply part = ask("different", differ);
    if (part.status == Status::sat) return different(differ, part.model);
    if (part.status != Status::unsat) return undecided(part.reason);
    if (!values.missing.empty()) return undecided(values.missing);
    const Reply order = ask("in one order", several(a, pool_) | several(b, pool_));
    if (order.status == Status::unsat) return same();
    return undecided("the same happens, perhaps in another order");
  }

 private:
  /// What a function without a body reads and changes is not seen: memory before the call, globals after it.
  /// And of no call at all nothing is said to be the same.
  Comparison same() {
    for (const LiftedFunction* side : {&before_, &after_})
      for (const Effect& e : side->effects)
        if (is_unknown(e))
          return undecided(fmt::format("the same but for what nobody knows: {}", unknown_in_words(e)));
    const Reply some = ask("some call", pool_.boolean(true));
    if (some.status == Status::unsat)
      return undecided("no call is compared: assumptions and bounds of loops leave none");
    if (some.status != Status::sat) return undecided(some.reason);
    return {Meaning::same, "", {}};
  }

  /// What cannot be is judged by the version before: one that makes it happen is another.
  Term within() const {
    return !(before_.beyond_bound | after_.beyond_bound | before_.outside | after_.outside |
             before_.impossible);
  }

  Reply ask(const std::string& what, Term formula) {
    return engine_.ask({what + " " + after_.name, within() & formula}, budget_);
  }

  /// A difference that rests on a value which both made up for themselves is none that anyone can show.
  Comparison different(Term differ, Assignment model) {
    Unknowns unknowns;
    for (const auto& [mine, other] : {std::pair{&before_, &after_}, std::pair{&after_, &before_}})
      for (const Approximation& u : mine->approximations)
        if (u.kind == ApproximationKind::unknown &&
            std::ranges::none_of(other->approximations,
                                 [&](const Approximation& o) { return o.variable.same(u.variable); }))
          unknowns.push_back(u.variable);
    Term formula = differ;
    if (!unknowns.empty()) {
      Robust robust = find_robust("different " + after_.name, within(), !differ,
                                  unknowns_in(differ, unknowns), engine_, budget_);
      if (robust.status != Status::sat)
        return undecided(fmt::format("depends on {}", fmt::join(robust.blamed, ", ")));
      model = std::move(robust.model);
      formula = robust.formula;
    }
    if (shown_ == Shown::any_call) return {Meaning::different, "", std::move(model)};
    std::vector<Term> inputs = inputs_of(before_);
    for (Term input : inputs_of(after_))
      if (std::ranges::none_of(inputs, [&](Term known) { return known.same(input); }))
        inputs.push_back(input);
    Reply least =
        engine_.ask_least({"least difference of " + after_.name, within() & formula}, inputs, budget_);
    if (least.status == Status::sat) model = std::move(least.model);
    std::set<std::string> free =
        free_inputs("difference of " + after_.name, within() & differ, inputs, model, engine_, budget_);
    return {Meaning::different, "", std::move(model), std::move(free)};
  }

  const LiftedFunction before_, after_;
  Engine& engine_;
  const Budget& budget_;
  const Shown shown_;
  Pool& pool_;
};

}  // namespace

bool have_one_order(const std::vector<Effect>& a, const std::vector<Effect>& b) {
  return std::ranges::equal(a, b,
                            [](const Effect& x, const Effect& y) { return shape_of(x) == shape_of(y); });
}

Term effects_that_differ(const std::vector<Effect>& a, const std::vector<Effect>& b, Pool& pool) {
  Term differ = pool.boolean(false);
  for (std::size_t i = 0; i < a.size(); ++i) {
    differ = differ | (a[i].guard ^ b[i].guard);
    for (std::size_t k = 0; k < a[i].args.size(); ++k)
      differ = differ | (a[i].guard & ne(a[i].args[k], b[i].args[k]));
  }
  return differ;
}

Comparison compare_functions(const LiftedFunction& before, const LiftedFunction& after, Engine& engine,
                             const Budget& budget, Shown shown) {
  for (const LiftedFunction* side : {&before, &after})
    if (!side->unsupported.empty()) return undecided(what_stops(*side));
  if (before.parameters.size() != after.parameters.size())
    return undecided("they have another number of parameters");
  return Sides(over(before, after), over(after, before), engine, budget, shown).compare();
}

}  // namespace pfncheck
