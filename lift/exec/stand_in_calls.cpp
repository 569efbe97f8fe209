// SPDX-License-Identifier: GPL-2.0-or-later
// What a call of a function with a stand-in gives.
#include <fmt/format.h>

#include "lift/exec/executor.hpp"

namespace pfncheck::lifting {

namespace {

/// The name that likely and unlikely variants share.
std::string feature_name(std::string name) {
  for (const std::string_view ending : {"_unlikely", "_likely"})
    if (const std::size_t at = name.find(ending); at != std::string::npos)
      return name.erase(at, ending.size());
  return name;
}

Value as_type(Pool& pool, Term condition, unsigned width) {
  return Value::integer(width == 0 ? condition
                                   : ite(condition, pool.constant(width, 1), pool.constant(width, 0)));
}

}  // namespace

Value Executor::call_feature(const std::string& name, llvm::Type* type, const std::vector<Value>& arguments) {
  std::vector<Term> terms;
  for (const Value& a : arguments)
    if (!a.empty()) terms.push_back(argument(a));
  Term variable;
  const Term value = environment_.apply(feature_name(name), terms, 0, &variable);
  approximate(ApproximationKind::stand_in, variable, brief_call(feature_name(name), terms),
              feature_name(name), terms);
  return as_type(pool_, value, width_of(type));
}

/// The pfn of the head of a page's folio; a head is its own.
Term Executor::head_of(const std::string& name, Term page) {
  for (const Environment::Application& call : environment_.applications())
    if (call.name == name && call.value.same(page)) return page;
  Term variable;
  const Term head = environment_.apply(name, {page}, objects_.pointer_bits(), &variable);
  approximate(ApproximationKind::stand_in, variable, brief_call(name, {page}), name, {page});
  return head;
}

/// Of what is only known to have happened: mutex_trylock() has the lock or not, each time anew.
Value Executor::any_answer(State& state, const std::string& name, llvm::Type* type) {
  if (type->isVoidTy()) return Value();
  const unsigned times = ordinal(state, "answer of " + name);
  const std::string label = times == 1 ? name : fmt::format("{}#{}", name, times);
  return fresh(type, label, {}, ApproximationKind::stand_in, label + "()");
}

/// Nothing if the function does not return.
std::optional<Value> Executor::call_stand_in(State& state, const StandIn& row, const std::string& name,
                                             llvm::Type* type, const std::vector<Value>& arguments) {
  switch (row.kind) {
    case StandInKind::nothing:
      effect(state, std::string(quiet_effect) + name, {});
      return any_answer(state, name, type);
    case StandInKind::effect:
      effect(state, name, plain_arguments(arguments));
      return any_answer(state, name, type);
    case StandInKind::identity:
      return arguments.at(0);
    case StandInKind::thead_memory_type:  // of assembly only
    case StandInKind::riscv_memory_type:
      break;
    case StandInKind::trap:
      effect(state, "trap", {});
      return std::nullopt;
    case StandInKind::predicate: {
      // Of each page that it may be, by the name that this one has where it is known to be it.
      if (arguments.size() != 1 || !arguments[0].is_pointer()) return call_feature(name, type, arguments);
      const Value page = followed(state, arguments[0]);
      std::optional<Value> out;
      for (const Choice& c : page.choices()) {
        Choice alone = c;
        alone.guard = pool_.boolean(true);
        const Value value = call_feature(name, type, {Value::pointer({alone})});
        out = out ? choose(objects_, c.guard, value, *out) : value;
      }
      return out;
    }
    case StandInKind::feature:
      return call_feature(name, type, arguments);
    case StandInKind::static_branch: {
      const Choice& key = pointer(arguments.at(0)).choices().front();
      if (!key.offset.is_const()) throw NotLifted("a static key that is not constant");
      const std::int64_t at = signed_offset(key.offset);
      const std::string what = "static key " + key.object->name + (at == 0 ? "" : fmt::format("{:+d}", at));
      const Term enabled = environment_.apply(what, {}, 0);
      approximate(ApproximationKind::stand_in, enabled, what, what, {});
      return as_type(pool_, enabled ^ bit(integer(arguments.at(1))), width_of(type));
    }
    case StandInKind::value: {
      std::vector<Term> terms;
      for (const Value& a : arguments) terms.push_back(argument(a));
      return fresh(type, name, terms, ApproximationKind::stand_in, brief_call(name, terms));
    }
    case StandInKind::head_of_page: {
      const Value page = followed(state, arguments.at(0));
      std::optional<Value> out;
      for (const Choice& c : page.choices()) {
        const Term from = c.object == objects_.pages() ? c.index : objects_.address(c);
        const Value head = objects_.to_page(head_of(name, from));
        out = out ? choose(objects_, c.guard, head, *out) : head;
      }
      return type->isPointerTy() ? *out : Value::integer(objects_.address(*out));
    }
  }
  return std::nullopt;
}

}  // namespace pfncheck::lifting
