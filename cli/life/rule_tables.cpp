// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/life/rule_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/life/run_slices.hpp"
#include "cli/names.hpp"
#include "model/input_error.hpp"
#include "model/machine/rules/kvm_fault.hpp"
#include "solver/table/cover.hpp"

namespace pfncheck {

namespace {

using machine::DecisionRule;

constexpr const char* rule_with_variants = "kvm_fault";
constexpr const char* slice_of_variants = "kvm";

/// Every rule that some slice asks, with the slice's name.
std::map<std::string, std::pair<std::string, DecisionRule>> all_rules() {
  std::map<std::string, std::pair<std::string, DecisionRule>> all;
  for (const machine::SliceInfo& info : machine::slices()) {
    Pool pool;
    const auto slice = machine::make_slice(info, pool, {});
    for (const auto& [name, rule] : slice->rules()) all.try_emplace(name, std::string(info.name), rule);
  }
  return all;
}

DecisionRule variant_named(const std::string& rule, const std::string& name) {
  if (rule == rule_with_variants)
    for (auto& [variant, table] : machine::kvm_fault_variants())
      if (variant == name) return table;
  const std::vector<std::string> known = variants_of(rule);
  if (known.empty()) throw InputError(fmt::format("rule {} has no variants", rule));
  refuse_name("variant", name, known, "table --help");
}

TableRecord rows_of(const DecisionRule& rule, const std::string& variant) {
  TableRecord table;
  table.rule = rule.name;
  table.title = fmt::format("{}{}, the first row that fits ({})", rule.name,
                            variant.empty() ? "" : fmt::format(" {}", variant), rule.source);
  table.atoms = rule.questions;
  for (const machine::RuleRow& row : rule.rows) {
    TableRecord::Row record;
    for (std::size_t q = 0; q < rule.questions.size(); ++q)
      record.values.push_back((row.care >> q & 1) == 0 ? std::nullopt
                                                       : std::optional((row.value >> q & 1) != 0));
    record.before = fmt::format("{}   {}", rule.answers[row.answer], row.name);
    table.rows.push_back(std::move(record));
  }
  return table;
}

/// Memory of the kernel's map has a memmap: other combinations do not exist.
bool is_possible(const DecisionRule& rule, std::uint32_t asked) {
  const auto is = [&](const char* question) { return (asked >> rule.question(question) & 1) != 0; };
  return !is("map_memory") || is("memmap");
}

/// Where two variants answer differently, as few rows as possible.
TableRecord differences(const DecisionRule& before, const DecisionRule& after, const std::string& title) {
  TableRecord table;
  table.rule = before.name;
  table.title = title;
  Truth truth(before.questions.size());
  const auto answers = static_cast<std::int16_t>(before.answers.size());
  for (std::uint32_t asked = 0; asked < truth.size(); ++asked) {
    if (!is_possible(before, asked)) continue;
    const unsigned a = before.answer_for(asked), b = after.answer_for(asked);
    truth.set(asked, a == b ? static_cast<std::int16_t>(0) : static_cast<std::int16_t>(1 + a * answers + b));
  }
  const std::vector<Product> products = cover(truth, {0});
  std::uint32_t used = 0;
  for (const Product& p : products) used |= p.care;
  for (std::size_t q = 0; q < before.questions.size(); ++q)
    if ((used >> q & 1) != 0) table.atoms.push_back(before.questions[q]);
  for (const Product& p : products) {
    TableRecord::Row row;
    for (std::size_t q = 0; q < before.questions.size(); ++q)
      if ((used >> q & 1) != 0)
        row.values.push_back((p.care >> q & 1) == 0 ? std::nullopt : std::optional((p.value >> q & 1) != 0));
    row.before = before.answers[static_cast<std::size_t>((p.answer - 1) / answers)];
    row.after = before.answers[static_cast<std::size_t>((p.answer - 1) % answers)];
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// What a variant breaks: the slice is explored with it.
void add_broken_properties(const RuleTableRequest& request, const ReviewOptions& options, Report& report) {
  LifeRequest life;
  life.slices = {machine::find_slice(slice_of_variants)};
  life.properties = all_life_properties();
  life.rows = {find_arch("arm64")};
  life.variant.faults = {fmt::format("rule_{}", request.variant)};
  life.prove = life.whole = false;
  const auto& faults = life.slices.front()->faults;
  if (std::ranges::find(faults, *life.variant.faults.begin(), &machine::FaultInfo::name) == faults.end())
    life.variant.faults.clear();  // the variant that the slice has by itself
  run_slices(life, options, report);
}

}  // namespace

std::vector<std::string> machine_rule_names() {
  std::vector<std::string> names;
  for (const auto& [name, rule] : all_rules()) names.push_back(name);
  return names;
}

std::vector<std::string> variants_of(const std::string& rule) {
  std::vector<std::string> names;
  if (rule == rule_with_variants)
    for (const auto& [variant, table] : machine::kvm_fault_variants()) names.push_back(variant);
  return names;
}

Report table_of_rule(const RuleTableRequest& request, const ReviewOptions& options) {
  Report report;
  const auto rules = all_rules();
  const auto found = rules.find(request.rule);
  if (found == rules.end()) throw InputError(fmt::format("no rule `{}`", request.rule));
  if (request.variant.empty() && !request.against.empty())
    throw InputError("--against-variant compares variants: name the one in question with --variant");
  const DecisionRule rule =
      request.variant.empty() ? found->second.second : variant_named(request.rule, request.variant);
  if (request.against.empty()) report.tables.push_back(rows_of(rule, request.variant));
  for (const std::string& other : request.against)
    report.tables.push_back(
        differences(variant_named(request.rule, other), rule,
                    fmt::format("{}: {} (before) against {} (after)", request.rule, other, request.variant)));
  if (!request.variant.empty()) add_broken_properties(request, options, report);
  return report;
}

}  // namespace pfncheck
