// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/changed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "lift/lockstep/closure.hpp"
#include "lift/lockstep/lockstep.hpp"
#include "lift/lockstep/uses.hpp"
#include "model/input_error.hpp"
#include "model/thread_time.hpp"

namespace pfncheck {
namespace {

using accounting::ComparedFunction;
using Inlined = LockstepOptions::Inlined;

/// Of one solver question about one operand: most are decided at once or not at all.
constexpr double most_seconds_of_a_step = 1;
/// A patch to a header may change a thousand functions of a unit: all of them may take what so many may.
constexpr double most_functions_in_full = 12;

std::string place_text(const SourceLine& place) {
  return place.line == 0 ? "" : fmt::format(" ({}:{})", place.file, place.line);
}

/// As C names them.
std::vector<std::string> structures(const std::set<std::string>& names) {
  std::vector<std::string> all;
  for (const std::string& name : names) all.push_back("struct " + name.substr(name.find('.') + 1));
  return all;
}

class Changed {
 public:
  Changed(const UnitSides& sides, const std::set<std::string>& left_out, Engine& engine, const Budget& budget)
      : sides_(sides), left_out_(left_out), engine_(engine), budget_(budget) {
    for (const FunctionText& f : sides.before_text.functions) before_.emplace(f.name, &f);
    for (const FunctionText& f : sides.after_text.functions) after_.emplace(f.name, &f);
    for (const auto& [name, f] : before_)
      if (!after_.contains(name) || after_.at(name)->digest != f->digest) changed_.insert(name);
    for (const auto& [name, f] : after_)
      if (!before_.contains(name)) changed_.insert(name);
    std::erase_if(changed_, [](const std::string& name) { return name.starts_with("pfncheck_"); });
    names_.assign(changed_.begin(), changed_.end());
    if (changed_.empty()) return;
    uses_before_ = uses_of(sides.before, changed_);
    uses_after_ = uses_of(sides.after, changed_);
    relaid_ = relaid_structs(sides.before, sides.after);
    until_ = thread_seconds() + most_functions_in_full * budget.seconds;
  }

  std::vector<ComparedFunction> run() {
    for (const std::string& name : names_) compare(name);
    for (const std::string& name : names_) settle(name);
    for (const std::string& name : names_) search(name);
    std::vector<ComparedFunction> all;
    for (auto& [name, found] : found_) {
      if (left_out_.contains(name)) continue;
      found.is_late = is_late_ && found.meaning == Meaning::unknown;
      if (found.is_late)
        found.reason += fmt::format("{}{}", found.reason.empty() ? "" : "; ", text_of(budget_));
      all.push_back(std::move(found));
    }
    return all;
  }

 private:
  const FunctionText* function(const std::string& name) const {
    if (const auto f = after_.find(name); f != after_.end()) return f->second;
    const auto f = before_.find(name);
    return f == before_.end() ? nullptr : f->second;
  }
  bool on_both_sides(const std::string& name) const {
    return before_.contains(name) && after_.contains(name);
  }

  ComparedFunction& record(const std::string& name) {
    ComparedFunction& found = found_[name];
    if (!found.name.empty()) return found;
    const FunctionText* text = function(name);
    found.name = name;
    if (text != nullptr) {
      found.file = text->file;
      found.line = text->first;
    }
    return found;
  }

  bool is_reached_otherwise(const std::string& name) const {
    return uses_before_.beyond.contains(name) || uses_after_.beyond.contains(name);
  }

  std::set<std::string> callers_of(const std::string& name) const {
    std::set<std::string> callers;
    for (const Uses* uses : {&uses_before_, &uses_after_})
      if (const auto known = uses->callers.find(name); known != uses->callers.end())
        callers.insert(known->second.begin(), known->second.end());
    return callers;
  }

  /// A query of the function that the others left time for; what is late is another time's to say.
  Reply ask(const std::string& what, Term formula, const Budget& budget) {
    Budget step = budget;
    step.seconds = std::min(step.seconds, most_seconds_of_a_step);
    Reply reply = engine_.ask({what, formula}, step);
    is_late_ = is_late_ || reply.status == Status::timeout;
    return reply;
  }

  std::optional<Lockstep> step_by_step(const std::string& name, std::vector<Inlined> inlined,
                                       bool search = false, bool printing_aside = false) {
    if (thread_seconds() > until_ || pfncheck::is_late(budget_)) {
      is_late_ = true;
      return std::nullopt;
    }
    const Budget budget = phase_of(budget_);
    LockstepOptions options;
    options.tree_root = sides_.tree_root;
    options.changed = changed_;
    options.inlined = std::move(inlined);
    options.printing_aside = printing_aside;
    options.relaid = &relaid_;
    options.proves = [&](Term formula) {
      return ask("step of " + name, !formula, budget).status == Status::unsat;
    };
    if (search)
      options.solve = [&](Term formula) -> std::optional<Assignment> {
        Reply reply = ask("a call of " + name + " that parts", formula, budget);
        if (reply.status != Status::sat) return std::nullopt;
        return std::move(reply.model);
      };
    try {
      return in_lockstep(sides_.before, name, sides_.after, name, options);
    } catch (const InputError&) {
      return std::nullopt;
    }
  }

  /// Callees first: what does the same is no change for its callers.
  void compare(const std::string& name) {
    if (!seen_.insert(name).second) return;
    for (const std::string& other : names_)
      if (other != name && callers_of(other).contains(name)) compare(other);
    ComparedFunction& found = record(name);
    if (!on_both_sides(name)) {
      // Whatever a static function on one side does is done, and told, by those that call it.
      if (is_reached_otherwise(name)) return;
      found.meaning = Meaning::same;
      found.reason = "part of its callers";
      return;
    }
    const std::optional<Lockstep> steps = step_by_step(name, {Inlined::changed, Inlined::all});
    if (steps && steps->same) {
      tell_same(found, "", steps->matched_by_name);
      changed_.erase(name);
      return;
    }
    if (steps) found.reason = steps->parting + place_text(steps->after);
    if (steps && steps->takes_other_arguments) takes_others_.insert(name);
    const std::optional<Lockstep> silent = step_by_step(name, {Inlined::all}, false, true);
    if (!silent || !silent->same) return;
    tell_same(found, "but for what it prints", silent->matched_by_name);
    changed_.erase(name);
  }

  static void tell_same(ComparedFunction& found, std::string reason, const std::set<std::string>& by_name) {
    found.meaning = Meaning::same;
    found.by_name = structures(by_name);
    found.reason = std::move(reason);
    if (!found.by_name.empty())
      found.reason += fmt::format("{}with the fields of {} by name", found.reason.empty() ? "" : ", ",
                                  fmt::join(found.by_name, ", "));
  }

  /// A static function may change if every caller does what it did. One of a header has callers that this
  /// unit says nothing of, but if it takes more or fewer arguments: then none that does not change compiles.
  void settle(const std::string& name) {
    ComparedFunction& found = record(name);
    if (found.meaning == Meaning::same || !on_both_sides(name)) return;
    if (found.file.ends_with(".h") && !takes_others_.contains(name)) return;
    std::set<std::string> asked, by_name;
    if (!callers_do_the_same(name, asked)) return;
    for (const std::string& caller : asked)
      for (const std::string& other : callers_of(caller))
        if (const auto known = callers_.find(other); known != callers_.end())
          by_name.insert(known->second.matched_by_name.begin(), known->second.matched_by_name.end());
    tell_same(found, "in each of its callers", by_name);
  }

  /// `asked`: those that are being asked; who calls himself adds no caller.
  bool callers_do_the_same(const std::string& name, std::set<std::string>& asked) {
    if (!asked.insert(name).second) return true;
    if (is_reached_otherwise(name)) return false;
    return std::ranges::all_of(callers_of(name), [&](const std::string& caller) {
      if (!on_both_sides(caller)) return callers_do_the_same(caller, asked);
      if (!changed_.contains(caller)) return does_the_same(caller);
      return callers_do_the_same(caller, asked);
    });
  }

  /// Of a function whose own text did not change, with the changed ones in it.
  bool does_the_same(const std::string& caller) {
    if (const auto known = callers_.find(caller); known != callers_.end()) return known->second.same;
    if (caller.starts_with("pfncheck_")) return true;
    if (found_.contains(caller)) return true;  // it changed, and was proved to do the same
    return callers_.emplace(caller, step_by_step(caller, {Inlined::changed}).value_or(Lockstep{}))
        .first->second.same;
  }

  /// What is not proved the same may be proved different.
  void search(const std::string& name) {
    ComparedFunction& found = record(name);
    if (found.meaning == Meaning::same || left_out_.contains(name)) return;
    if (!on_both_sides(name)) {
      const bool is_new = after_.contains(name);
      found.reason = is_new ? "a new function" : "the function is gone";
      found.closure = closure_of(is_new ? sides_.after : sides_.before,
                                 (is_new ? sides_.after_text : sides_.before_text).functions, name)
                          .value_or("");
      return;
    }
    const std::optional<Lockstep> steps = step_by_step(name, {Inlined::balancing, Inlined::changed}, true);
    if (steps && steps->call) tell(found, *steps->call);
  }

  static void tell(ComparedFunction& found, const PartingCall& call) {
    found.meaning = Meaning::different;
    found.reason = call.is_order ? "the same is done in another order" + place_text(call.where) : "";
    found.call = call;
  }

  const UnitSides& sides_;
  const std::set<std::string>& left_out_;
  Engine& engine_;
  const Budget& budget_;
  std::map<std::string, const FunctionText*> before_, after_;
  std::set<std::string> changed_;   ///< less what was found to do the same
  std::vector<std::string> names_;  ///< all of them
  Uses uses_before_, uses_after_;
  RelaidStructs relaid_;
  std::set<std::string> takes_others_;
  std::set<std::string> seen_;
  std::map<std::string, Lockstep> callers_;  ///< whose own text did not change
  double until_ = 0;                         ///< in thread_seconds()
  bool is_late_ = false;
  std::map<std::string, ComparedFunction> found_;
};

}  // namespace

std::vector<ComparedFunction> compare_changed(const UnitSides& sides, const std::set<std::string>& left_out,
                                              Engine& engine, const Budget& budget) {
  return Changed(sides, left_out, engine, budget).run();
}

}  // namespace pfncheck
