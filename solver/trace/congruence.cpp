// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/trace/congruence.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace pfncheck {
namespace {

using normal_page::Application;
using normal_page::Rule;

std::vector<std::uint64_t> arguments_of(const Application& call, const Assignment& values) {
  return evaluate(call.arguments, values);
}

/// What each call gives, by the variable that stands for it.
Assignment values_of_calls(const Assignment& values, const Rule& rule) {
  Assignment found;
  for (const Application& call : rule.applications)
    found[call.variable.name()] = evaluate(call.value, values);
  return found;
}

bool one_value_each(const Assignment& values, const Rule& rule) {
  std::map<std::pair<std::string, std::vector<std::uint64_t>>, std::uint64_t> seen;
  for (const Application& call : rule.applications) {
    const auto value = values.find(call.variable.name());
    if (value == values.end()) continue;
    const auto [at, fresh] =
        seen.emplace(std::pair{call.function, arguments_of(call, values)}, value->second);
    if (!fresh && at->second != value->second) return false;
  }
  return true;
}

/// Whether the rule asks for vm_ops itself, not only for a hook in it.
bool reads_vm_ops(const Rule& rule) {
  const Term hook = rule.in.has_hook, other = rule.in.hook_answers;
  if (!hook.is_var() || !other.is_var()) return false;
  const std::pair<Term, Term> none[] = {{hook, hook.pool().boolean(false)}};
  std::vector<Term> parts;
  for (Term part : normal_page::parts_of(rule.out)) parts.push_back(substitute(part, none));
  const std::vector<Term> read = variables(parts);
  return std::ranges::any_of(read, [&](Term t) { return t.same(other); });
}

/// Addresses of objects, of which only the distance counts; what was never set, which no counterexample may
/// rest on; calls whose arguments are too long to print, which have the value of an equal call.
bool says_nothing(std::string_view name) {
  return name.starts_with("&") || name.starts_with("never set: ") || name.find("(#") != name.npos;
}

}  // namespace

void make_congruent(Assignment& values, const Rule& rule) {
  const Assignment later = second_copy(values);
  for (const auto& [name, value] : values_of_calls(values, rule))
    if (const auto found = values.find(name); found != values.end()) found->second = value;
  if (later.empty()) return;
  for (const auto& [name, value] : values_of_calls(later, rule))
    if (const auto found = values.find(name + "'"); found != values.end()) found->second = value;
}

bool is_congruent(const Assignment& values, const Rule& rule) {
  const Assignment later = second_copy(values);
  return one_value_each(values, rule) && (later.empty() || one_value_each(later, rule));
}

std::vector<std::string> meaningless(const Assignment& values, const Rule& rule,
                                     std::span<const Term> asked) {
  const Facts& f = rule.facts;
  std::vector<std::string> names;
  const auto silence = [&](Term input) {
    if (input.is_var()) names.push_back(input.name());
  };
  if (!has_special(f, rule.level)) silence(rule.in.special);
  if (!f.devmap) silence(rule.in.devmap);
  if (!f.colour_zero) silence(rule.in.zero_extra);
  if (!f.lookup_hook) silence(rule.in.has_hook);
  if (evaluate(rule.in.has_hook, values) == 0 && !reads_vm_ops(rule)) silence(rule.in.hook_answers);
  std::vector<Term> parts;
  for (Term part : normal_page::parts_of(rule.out)) parts.push_back(part);
  // What is taken for granted of the globals speaks of both zero pages; PTEs map the small one.
  const Term huge_zero = rule.in.huge_zero_pfn;
  const auto is_huge_zero = [&](Term t) { return t.same(huge_zero); };
  if (rule.level == Level::pte && std::ranges::none_of(variables(parts), is_huge_zero)) silence(huge_zero);
  parts.insert(parts.end(), asked.begin(), asked.end());
  std::set<std::string> read;
  for (Term variable : variables(parts)) read.insert(variable.name());
  for (const auto& [name, value] : values) {
    const std::string first = name.ends_with("'") ? name.substr(0, name.size() - 1) : name;
    if (says_nothing(name) || !(read.contains(name) || read.contains(first))) names.push_back(name);
  }
  return names;
}

Assignment second_copy(const Assignment& values) {
  Assignment later;
  for (const auto& [name, value] : values)
    if (name.ends_with("'")) later[name.substr(0, name.size() - 1)] = value;
  if (later.empty()) return later;
  for (const auto& [name, value] : values)
    if (!name.ends_with("'")) later.try_emplace(name, value);
  return later;
}

}  // namespace pfncheck
