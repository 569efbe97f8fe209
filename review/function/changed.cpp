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

namespace pfncheck {
namespace {

using accounting::ComparedFunction;
using Inlined = LockstepOptions::Inlined;

/// Of one solver question about one operand: most are decided at once or not at all.
constexpr double most_seconds_of_a_step = 1;

std::string place_text(const SourceLine& place) {
  return place.line == 0 ? "" : fmt::format(" ({}:{})", place.file, place.line);
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
    uses_before_ = uses_of(sides.before, changed_);
    uses_after_ = uses_of(sides.after, changed_);
  }

  std::vector<ComparedFunction> run() {
    for (const std::string& name : names_) compare(name);
    for (const std::string& name : names_) settle(name);
    for (const std::string& name : names_) search(name);
    std::vector<ComparedFunction> all;
    for (auto& [name, found] : found_)
      if (!left_out_.contains(name)) all.push_back(std::move(found));
    return all;
  }

 private:
  const FunctionText* text_of(const std::string& name) const {
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
    const FunctionText* text = text_of(name);
    found.name = name;
    if (text != nullptr) {
      found.file = text->file;
      found.line = text->first;
    }
    return found;
  }

  std::set<std::string> callers_of(const std::string& name) const {
    std::set<std::string> callers;
    for (const Uses* uses : {&uses_before_, &uses_after_})
      if (const auto known = uses->callers.find(name); known != uses->callers.end())
        callers.insert(known->second.begin(), known->second.end());
    return callers;
  }

  std::optional<Lockstep> step_by_step(const std::string& name, Inlined inlined, bool search = false,
                                       bool printing_aside = false) {
    const Budget budget = phase_of(budget_);
    LockstepOptions options;
    options.tree_root = sides_.tree_root;
    options.changed = changed_;
    options.inlined = inlined;
    options.printing_aside = printing_aside;
    options.proves = [&](Term formula) {
      Budget step = budget;
      step.seconds = std::min(step.seconds, most_seconds_of_a_step);
      return engine_.ask({"step of " + name, !formula}, step).status == Status::unsat;
    };
    if (search)
      options.solve = [&](Term formula) -> std::optional<Assignment> {
        Budget step = budget;
        step.seconds = std::min(step.seconds, most_seconds_of_a_step);
        Reply reply = engine_.ask({"a call of " + name + " that parts", formula}, step);
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
    if (!on_both_sides(name)) return;
    for (const Inlined inlined : {Inlined::changed, Inlined::all}) {
      const std::optional<Lockstep> steps = step_by_step(name, inlined);
      if (steps && steps->same) {
        found.meaning = Meaning::same;
        found.reason.clear();
        changed_.erase(name);
        return;
      }
      if (found.reason.empty() && steps) found.reason = steps->parting + place_text(steps->after);
    }
    const std::optional<Lockstep> silent = step_by_step(name, Inlined::all, false, true);
    if (!silent || !silent->same) return;
    found.meaning = Meaning::same;
    found.reason = "but for what it prints";
    changed_.erase(name);
  }

  /// A static function may change if every caller does what it did.
  void settle(const std::string& name) {
    ComparedFunction& found = record(name);
    if (found.meaning == Meaning::same) return;
    const bool is_seen = uses_before_.beyond.contains(name) || uses_after_.beyond.contains(name);
    if (is_seen) return;
    for (const std::string& caller : callers_of(name)) {
      if (caller == name) continue;
      if (const auto known = found_.find(caller);
          known != found_.end() && known->second.meaning == Meaning::same)
        continue;
      if (changed_.contains(caller)) {
        settle(caller);
        if (record(caller).meaning != Meaning::same) return;
      } else if (!does_the_same(caller)) {
        return;
      }
    }
    found.meaning = Meaning::same;
    found.reason = on_both_sides(name)      ? "in each of its callers"
                   : before_.contains(name) ? "it is part of its callers, which do the same"
                                            : "part of its callers, which do the same";
  }

  /// Of a function whose own text did not change, with the changed ones in it.
  bool does_the_same(const std::string& caller) {
    if (const auto known = callers_.find(caller); known != callers_.end()) return known->second;
    if (caller.starts_with("pfncheck_")) return true;
    const std::optional<Lockstep> steps = step_by_step(caller, Inlined::changed);
    return callers_[caller] = steps && steps->same;
  }

  /// What is not proved the same may be proved different.
  void search(const std::string& name) {
    ComparedFunction& found = record(name);
    if (found.meaning == Meaning::same || left_out_.contains(name)) return;
    if (!on_both_sides(name)) {
      const bool is_new = after_.contains(name);
      const Uses& uses = is_new ? uses_after_ : uses_before_;
      if (!uses.beyond.contains(name)) {  // whatever it does is done, and told, by those that call it
        found.meaning = Meaning::same;
        found.reason = "part of its callers";
        return;
      }
      found.reason = is_new ? "a new function" : "the function is gone";
      found.closure = closure_of(is_new ? sides_.after : sides_.before,
                                 (is_new ? sides_.after_text : sides_.before_text).functions, name)
                          .value_or("");
      return;
    }
    std::optional<PartingCall> call;
    for (const Inlined inlined : {Inlined::balancing, Inlined::changed}) {
      const std::optional<Lockstep> steps = step_by_step(name, inlined, true);
      if (!steps || !steps->call) continue;
      // An order is only told where nothing worse is found.
      if (!call || call->is_order) call = steps->call;
      if (!call->is_order) break;
    }
    if (call) tell(found, *call);
  }

  static void tell(ComparedFunction& found, const PartingCall& call) {
    found.meaning = Meaning::different;
    found.reason = call.is_order ? "the same is done in another order" + place_text(call.where_after) : "";
    found.when = call.when;
    found.before = call.before;
    found.after = call.after;
    found.way = call.way;
    for (const UnbalancedExit& exit : call.unbalanced)
      found.unbalanced.push_back({exit.what, exit.before, exit.after, exit.where.file, exit.where.line});
  }

  const UnitSides& sides_;
  const std::set<std::string>& left_out_;
  Engine& engine_;
  const Budget& budget_;
  std::map<std::string, const FunctionText*> before_, after_;
  std::set<std::string> changed_;   ///< less what was found to do the same
  std::vector<std::string> names_;  ///< all of them
  Uses uses_before_, uses_after_;
  std::set<std::string> seen_;
  std::map<std::string, bool> callers_;
  std::map<std::string, ComparedFunction> found_;
};

}  // namespace

std::vector<ComparedFunction> compare_changed(const UnitSides& sides, const std::set<std::string>& left_out,
                                              Engine& engine, const Budget& budget) {
  return Changed(sides, left_out, engine, budget).run();
}

}  // namespace pfncheck
