// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/life/rule_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>

#include "model/functions/kvm_fault/rule.hpp"
#include "model/input_error.hpp"
#include "review/life/run_slices.hpp"
#include "review/names.hpp"
#include "review/parallel.hpp"
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

/// The fault of the slice that puts a variant in the place of the release's rule; nothing for that one.
std::set<std::string> faults_for(const machine::SliceInfo& slice, const std::string& variant) {
  const std::string fault = fmt::format("rule_{}", variant);
  if (std::ranges::find(slice.faults, fault, &machine::FaultInfo::name) == slice.faults.end()) return {};
  return {fault};
}

/// What a variant breaks: the slice is explored with it.
void add_broken_properties(const RuleTableRequest& request, const ReviewOptions& options, Report& report) {
  LifeRequest life;
  life.slices = {machine::find_slice(slice_of_variants)};
  life.properties = all_life_properties();
  life.rows = {find_arch("arm64")};
  life.variant.faults = faults_for(*life.slices.front(), request.variant);
  life.prove = life.whole = false;
  run_slices(life, options, report);
}

/// Memory that a VMM may give to a guest, as the questions of kvm_fault say it of an ordinary VMA over it.
struct Memory {
  const char *name, *questions;
};
constexpr std::array memories{
    Memory{"RAM", "prot_cacheable mte_allowed memmap map_memory"},
    Memory{"coherent, opted in", "PFNMAP IO prot_cacheable force_cached"},
    Memory{"coherent", "PFNMAP IO prot_cacheable"},
    Memory{"memmap, not linear map", "PFNMAP IO prot_cacheable memmap"},
    Memory{"MMIO", "PFNMAP IO"},
};

std::string answer_for(const DecisionRule& rule, const Memory& memory, bool fwb) {
  std::uint32_t asked = 0;
  if (fwb) asked = std::uint32_t{1} << rule.question("fwb") | std::uint32_t{1} << rule.question("dic");
  std::istringstream words(memory.questions);
  for (std::string word; words >> word;) asked |= std::uint32_t{1} << rule.question(word);
  return rule.answers[rule.answer_for(asked)];
}

void find_failures(OptionRecord& option, bool fwb, const ReviewOptions& options) {
  SliceQuestion question;
  question.slice = machine::find_slice(slice_of_variants);
  question.rows = {find_arch("arm64")};
  question.properties = all_life_properties();
  question.variant.faults = faults_for(*question.slice, option.variant);
  question.variant.faults.insert("cacheable_device_memory");
  question.start = {{"fwb", fwb ? "1" : "0"}};
  if (fwb) question.start.push_back({"dic", "1"});  // what has one has the other, and `merged` asks for both
  question.options.interrupted = options.budget.stop;
  const SliceAnswer answer = judge_slice(question);
  option.complete = answer.complete;
  for (const LifeFinding& finding : answer.findings)
    if (!finding.stories.empty()) option.fails.push_back(finding.property);
}

}  // namespace

Report options_of_rule(const std::string& rule, const ReviewOptions& options) {
  if (rule != rule_with_variants)
    throw InputError(fmt::format("rule {} has no variants; {} has some", rule, rule_with_variants));
  Report report;
  for (const auto& [variant, table] : machine::kvm_fault_variants())
    for (const bool fwb : {false, true}) {
      OptionRecord& option = report.options.emplace_back();
      option.variant = variant;
      option.what = table.source;
      option.machine = fwb ? "FWB and DIC" : "no FWB";
      for (const Memory& memory : memories)
        option.maps.emplace_back(memory.name, answer_for(table, memory, fwb));
    }
  in_parallel(report.options.size(), options,
              [&](std::size_t i) { find_failures(report.options[i], i % 2 != 0, options); });
  return report;
}

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
