// SPDX-License-Identifier: GPL-2.0-or-later
// Calls: of functions with a body, through pointers, of the adapter's functions, of what stands in, of the
// unknown.
#include <fmt/format.h>

#include <set>
#include <tuple>

#include "lift/exec/constant_text.hpp"
#include "lift/exec/executor.hpp"
#include "lift/exec/undefined.hpp"

namespace pfncheck::lifting {

bool Executor::call(Frame& frame, State& state, const llvm::CallBase& call) {
  std::vector<Value> arguments;
  if (call.isInlineAsm()) {
    set(frame, state, call, inline_asm(frame, state, call));
    return !state.path.impossible();
  }
  arguments = arguments_of(frame, state, call);
  if (const auto* known = llvm::dyn_cast<llvm::IntrinsicInst>(&call)) {
    set(frame, state, call, intrinsic(frame, state, *known, arguments));
    return !state.path.impossible();
  }
  const auto* named = llvm::dyn_cast<llvm::Function>(call.getCalledOperand()->stripPointerCasts());
  if (named == nullptr)
    return call_pointer(frame, state, call, pointer(operand(frame, state, call.getCalledOperand())),
                        arguments);
  const std::optional<Value> value =
      call_target(frame, state, const_cast<llvm::Function&>(*named), call, arguments);
  if (!value || state.path.impossible()) return false;
  set(frame, state, call, *value);
  return true;
}

std::vector<Value> Executor::arguments_of(Frame& frame, State& state, const llvm::CallBase& call) {
  std::vector<Value> out;
  for (unsigned i = 0; i < call.arg_size(); ++i) {
    if (call.getArgOperand(i)->getType()->isMetadataTy()) {
      out.emplace_back();
      continue;
    }
    Value value = operand(frame, state, call.getArgOperand(i));
    if (call.isByValArgument(i)) {  // the callee has a copy of its own
      llvm::Type* type = call.getParamByValType(i);
      Object copy{.kind = Object::Kind::local, .name = "argument", .type = type};
      copy.name += fmt::format("#{}", ++local_names_["argument"]);
      copy.size = layout_.getTypeAllocSize(type).getFixedValue();
      const Object* object = objects_.make(std::move(copy));
      frame.objects.push_back(object);
      const Value place = objects_.to(object);
      memory_.copy(state.memory, place, pointer(value), layout_.getTypeAllocSize(type).getFixedValue());
      value = place;
    }
    out.push_back(std::move(value));
  }
  return out;
}

/// The value of the call, or nothing if no path comes back. `state` moves on.
std::optional<Value> Executor::call_target(Frame&, State& state, llvm::Function& function,
                                           const llvm::CallBase& call, const std::vector<Value>& arguments) {
  const std::string name = function.getName().str();
  if (name.starts_with(adapter_prefix))
    if (std::optional<Value> value = call_adapter(state, name, call.getType(), arguments)) return value;
  if (name.starts_with(beyond_local)) {
    effect(state, name, {});
    return Value();
  }
  const StandIn* row = find_stand_in(name);
  // A contract's ledger knows each function that counts; one that it does not know is none of nothing.
  const bool is_uncounted = row != nullptr && counts_pages(name) && is_contract(stack_.front()->getName());
  if (row != nullptr && !is_uncounted) return call_stand_in(state, *row, name, call.getType(), arguments);
  if (function.isDeclaration() || is_uncounted) {
    Value value = call_unknown(state, name, call, arguments);
    if (call.doesNotReturn()) return std::nullopt;
    return value;
  }
  if (function.isVarArg()) throw NotLifted("a call of " + name + " with variable arguments");
  std::optional<std::pair<State, Value>> end = call_function(function, arguments, std::move(state));
  if (!end) return std::nullopt;
  state = std::move(end->first);
  return std::move(end->second);
}

/// One path per function that the pointer may lead to.
bool Executor::call_pointer(Frame& frame, State& state, const llvm::CallBase& call, const Value& target,
                            const std::vector<Value>& arguments) {
  const auto number = frame.shape.number.find(&call);
  std::vector<State> ends;
  const Value possible = followed(state, target);
  for (const Choice& c : possible.choices()) {
    State taken = state;
    std::tie(taken.path, state.path) = state.path.fork(c.guard);
    if (taken.path.impossible()) continue;
    std::optional<Value> value;
    if (c.object->kind == Object::Kind::function) {
      auto& function = const_cast<llvm::Function&>(*llvm::cast<llvm::Function>(c.object->origin));
      value = call_target(frame, taken, function, call, arguments);
    } else if (c.object == objects_.absolute() && c.offset.is_const()) {
      effect(taken, "trap", {});  // a call through NULL
    } else {
      value = call_unknown(taken, "a function at " + brief(objects_.address(c)), call, arguments);
    }
    if (!value) continue;
    // As a register, so that it is merged like any other.
    taken.registers.push_back(*value);
    ends.push_back(std::move(taken));
  }
  if (ends.empty()) return false;
  state = merge(std::move(ends));
  Value result = state.registers.back();
  state.registers.pop_back();
  if (number != frame.shape.number.end() || !result.empty()) set(frame, state, call, std::move(result));
  return true;
}

Term Executor::argument(const Value& value) {
  if (!value.is_pointer() || value.choices().size() != 1) return integer(value);
  const Choice& c = value.choices()[0];
  const bool is_page = c.object == objects_.pages() && c.offset.is_const() && c.offset.value() == 0;
  return is_page ? c.index : objects_.address(c);
}

/// Integers, and pages as their pfn.
std::vector<Term> Executor::plain_arguments(const std::vector<Value>& arguments) {
  std::vector<Term> out;
  for (const Value& a : arguments) {
    const bool is_page =
        a.is_pointer() && a.choices().size() == 1 && a.choices()[0].object == objects_.pages();
    if (a.is_integer() || is_page) out.push_back(argument(a));
  }
  return out;
}

/// Functions that the adapters' README names.
std::optional<Value> Executor::call_adapter(State& state, const std::string& name, llvm::Type* type,
                                            const std::vector<Value>& arguments) {
  constexpr std::string_view out_prefix = "pfncheck_out_";
  if (name.starts_with(out_prefix)) {
    state.outputs[name.substr(out_prefix.size())] = integer(arguments.at(0));
    return Value();
  }
  if (std::optional<Value> value = call_word(state, name, type, arguments)) return value;
  if (name == "pfncheck_look_at") return Value();
  if (name == "pfncheck_page_of") return objects_.to_page(integer(arguments.at(0)));
  if (name == "pfncheck_hook_page") {
    const auto hook =
        std::find_if(hooks_.begin(), hooks_.end(), [&](const Object* o) { return o->name == "hook page"; });
    if (hook != hooks_.end()) return objects_.to(*hook);
    hooks_.push_back(objects_.make({.kind = Object::Kind::opaque, .name = "hook page"}));
    return objects_.to(hooks_.back());
  }
  if (name != "pfncheck_pfn_of") return std::nullopt;
  const Value page = pointer(arguments.at(0));
  Term out;
  for (const Choice& c : page.choices()) {
    Term pfn;
    if (c.object == objects_.pages()) {
      pfn = c.index;
    } else {
      pfn = integer(fresh(type, "pfn of", {objects_.address(c)}, ApproximationKind::unknown,
                          "the pfn of a pointer that is no page of a pfn"));
    }
    out = out.empty() ? pfn : ite(c.guard, pfn, out);
  }
  return Value::integer(resize(out, width_of(type)));
}

/// The words of lift/adapters/pfncheck.h.
std::optional<Value> Executor::call_word(State& state, const std::string& name, llvm::Type* type,
                                         const std::vector<Value>& arguments) {
  constexpr std::string_view any = "pfncheck_any_", event = "pfncheck_event_";
  if (name == "pfncheck_assume") {
    // Executions in which it does not hold end here.
    Path outside(pool_);
    std::tie(state.path, outside) = state.path.fork(bit(integer(arguments.at(0))));
    if (!outside.impossible()) out_.outside = out_.outside | outside.condition();
    return Value();
  }
  if (name == "pfncheck_assert") {
    note_assertion(state, arguments);
    return Value();
  }
  if (name == "pfncheck_not_applicable") {
    out_.not_applicable.push_back({literal_text(arguments.at(0)), literal_text(arguments.at(1)), where()});
    return Value();
  }
  if (name.starts_with(event)) {
    std::vector<Term> terms;
    for (const Value& a : arguments) terms.push_back(argument(a));
    effect(state, std::string(event_effect) + name.substr(event.size()), std::move(terms));
    return zero(type);
  }
  if (!name.starts_with(any)) return std::nullopt;
  const unsigned times = ordinal(state, name);
  const std::string label = name.substr(any.size()) + (times == 1 ? "" : fmt::format("#{}", times));
  const unsigned width = type->isPointerTy() ? objects_.pointer_bits() : width_of(type);
  const Term variable = environment_.variable(label, width);
  initial_.trust(variable);
  if (std::ranges::none_of(out_.inputs, [&](const Parameter& p) { return p.value.same(variable); }))
    out_.inputs.push_back({label, variable});
  return type->isPointerTy() ? objects_.from_address(variable) : Value::integer(variable);
}

void Executor::note_assertion(const State& state, const std::vector<Value>& arguments) {
  Assertion assertion{literal_text(arguments.at(1)), state.path.condition(), bit(integer(arguments.at(0))),
                      where(), yes(false)};
  for (const Effect& e : out_.effects) {
    if (!is_unknown(e)) continue;
    assertion.after_unknown = assertion.after_unknown | (assertion.reached & e.guard);
    if (assertion.unknown.empty()) assertion.unknown = unknown_in_words(e);
  }
  out_.assertions.push_back(std::move(assertion));
}

/// What a string literal says; empty if the pointer leads to none.
std::string Executor::literal_text(const Value& pointer_to_text) {
  const Value text = pointer(pointer_to_text);
  if (text.choices().size() != 1) return {};
  return lifting::literal_text(text.choices()[0].object->origin);
}

/// A call of something that has neither body nor contract: any value, any change to what it can reach.
Value Executor::call_unknown(State& state, const std::string& name, const llvm::CallBase& call,
                             const std::vector<Value>& arguments) {
  std::vector<Term> terms = plain_arguments(arguments);
  effect(state, std::string(unknown_call) + name, terms);
  std::string key = "call " + name;
  for (const Term& t : terms) key += "," + brief(t);
  const unsigned times = ordinal(state, key);
  const std::string label = times == 1 ? name : fmt::format("{}#{}", name, times);
  if (!call.onlyReadsMemory())
    for (const Value& a : arguments)
      if (a.is_pointer()) forget(state, a, label);
  return fresh(call.getType(), label, terms, ApproximationKind::unknown, "call of " + name);
}

/// Objects that can be reached from the pointer get unknown contents.
void Executor::forget(State& state, const Value& from, const std::string& because) {
  std::vector<const Object*> reached;
  std::set<const Object*> seen;
  const auto reach = [&](const Value& value) {
    if (!value.is_pointer()) return;
    for (const Choice& c : value.choices())
      if (seen.insert(c.object).second) reached.push_back(c.object);
  };
  reach(from);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const auto it = state.memory.find(reached[i]);
    if (it == state.memory.end()) continue;
    for (const auto& [offset, cell] : it->second->cells) reach(cell.value);
    const auto reach_history = [&](const auto& self, const History& history) -> void {
      for (const auto& write : history) {
        reach(write->cell.value);
        self(self, write->first);
        self(self, write->second);
      }
    };
    reach_history(reach_history, it->second->writes);
  }
  for (const Object* object : reached) {
    const bool ours = object->kind == Object::Kind::local || object->kind == Object::Kind::global;
    const auto* global = llvm::dyn_cast_or_null<llvm::GlobalVariable>(object->origin);
    if (!ours || (global != nullptr && global->isConstant())) continue;
    if (object->size == 0 || object->size > 4096)
      throw NotLifted("a call that may change the large " + object->name);
    for (const Extent& e : initial_.pieces(*object, 0, object->size)) {
      const std::string name =
          fmt::format("{} after {}", initial_.name_of(*object, e.offset, e.size), because);
      Term variable;
      const Term value = environment_.apply(name, {}, static_cast<unsigned>(8 * e.size), &variable);
      approximate(ApproximationKind::unknown, variable, name, name, {});
      memory_.store(state.memory, objects_.to(object, e.offset), Value::integer(value), e.size);
    }
  }
}

}  // namespace pfncheck::lifting
