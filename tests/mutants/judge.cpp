// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/mutants/judge.hpp"

#include <algorithm>
#include <optional>

#include "lift/lockstep/lockstep.hpp"
#include "review/function/compare.hpp"

namespace pfncheck::mutants {

namespace {

constexpr std::size_t most_blocks = 6;  ///< whose conditions are asked for arguments

Meaning step_by_step(const std::string& name, const Module& before, const Module& after, Engine& engine) {
  LockstepOptions options;
  options.inlined = {LockstepOptions::Inlined::changed};
  options.proves = [&](Term formula) { return engine.ask({"step", !formula}, {1}).status == Status::unsat; };
  if (in_lockstep(before, name, after, name, options).same) return Meaning::same;
  options.solve = [&](Term formula) -> std::optional<Assignment> {
    Reply reply = engine.ask({"a call", formula}, {1});
    if (reply.status != Status::sat) return std::nullopt;
    return std::move(reply.model);
  };
  const Lockstep found = in_lockstep(before, name, after, name, options);
  if (found.same) return Meaning::same;
  return found.call && !found.call->is_order ? Meaning::different : Meaning::unknown;
}

/// The words of a model for the parameters; nothing if it speaks of anything else.
std::optional<Words> arguments_of(const Assignment& model, const LiftedFunction& function,
                                  bool only_parameters) {
  Words words{};
  for (const auto& [name, value] : model) {
    const auto p = std::ranges::find(function.parameters, name, &Parameter::name);
    if (p != function.parameters.end())
      words.at(static_cast<std::size_t>(p - function.parameters.begin())) = value;
    else if (only_parameters)
      return std::nullopt;
  }
  return words;
}

bool takes_pointers(const Subject& subject) {
  return subject.after_name.find('*') != std::string::npos;
}

void choose_arguments(Pair& pair, const LiftedFunction& function, Engine& engine) {
  for (std::size_t b = 0; b < std::min(function.trace.size(), most_blocks); ++b)
    for (const Term guard : {function.trace[b].guard, !function.trace[b].guard}) {
      const Reply reply = engine.ask({"arguments", guard}, {1});
      if (reply.status != Status::sat) continue;
      pair.chosen.push_back(*arguments_of(reply.model, function, false));
    }
}

}  // namespace

Judgement judge(Pair& pair, const Module& before_module, const Module& after_module, Engine& engine) {
  Judgement found;
  found.steps = step_by_step(pair.after, before_module, after_module, engine);
  Pool pool;
  LiftOptions options;
  options.seconds = 2;
  options.observe_memory = true;
  const LiftedFunction before = before_module.lift(pair.after, pool, options);
  for (const Parameter& p : before.parameters) options.parameter_names.push_back(p.name);
  const LiftedFunction after = after_module.lift(pair.after, pool, options);
  if (!before.unsupported.empty() || !after.unsupported.empty()) return found;
  const Comparison whole = compare_functions(before, after, engine, {2}, Shown::any_call);
  found.whole = whole.meaning;
  // Within a bound is less than what a run shows.
  if (whole.meaning == Meaning::same && before.loop_bound + after.loop_bound != 0)
    found.whole = Meaning::unknown;
  if (found.steps == Meaning::same || found.whole == Meaning::same) choose_arguments(pair, after, engine);
  if (whole.meaning != Meaning::different || takes_pointers(*pair.subject)) return found;
  if (const auto words = arguments_of(whole.values, before, true);
      words && before.effects.empty() && after.effects.empty()) {
    found.shown_by_arguments = true;
    found.arguments = *words;
    pair.chosen.insert(pair.chosen.begin(), *words);
  }
  return found;
}

}  // namespace pfncheck::mutants
