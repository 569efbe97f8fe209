// SPDX-License-Identifier: GPL-2.0-or-later
// `table --tree` and `replay` on a tree.
#include <fmt/format.h>

#include <algorithm>

#include "lift/tree/files.hpp"
#include "model/input_error.hpp"
#include "review/judge.hpp"
#include "review/known_changes.hpp"
#include "review/parallel.hpp"
#include "review/replay.hpp"
#include "review/row.hpp"
#include "solver/ask/remembering.hpp"

namespace pfncheck {

namespace {

/// One row's unit of one tree, lifted at one level. The Pool must outlive it.
class TreeRule {
 public:
  TreeRule(const KernelTree& tree, const ArchRow& row, Level level, Pool& pool,
           const ReviewOptions& options) {
    const Prepared prepared = prepare_row(tree, row, options);
    config = prepared.config;
    debugs_mm = read_file(prepared.build_folder + "/.config").value_or("").find("\nCONFIG_DEBUG_VM=y\n") !=
                std::string::npos;
    const SideUnit unit = compile_side(tree, prepared, normal_page_unit, nullptr, options.cache);
    failure = unit.compiled.failure;
    if (unit.digest.empty()) return;
    LiftOptions lift;
    lift.tree_root = tree.root();
    lifted = normal_page::lift_made(*unit.module.get(), level, pool, tree.core(), nullptr, lift);
    if (!lifted.function.unsupported.empty())
      failure = lifted.function.unsupported.front().what;
    else if (!lifted.exists)
      failure = lifted.absent;
  }

  normal_page::Lifted lifted;
  std::string config;      ///< Prepared::config
  bool debugs_mm = false;  ///< CONFIG_DEBUG_VM
  std::string failure;     ///< why there is no rule
};

Level level_of(const std::string& rule) {
  for (const Level level : {Level::pte, Level::pmd, Level::pud})
    if (normal_page::rule_name(level) == rule) return level;
  throw InputError(fmt::format("no rule is called '{}'; see pfncheck list rules", rule));
}

TableRecord titled(const Table& table, const TableRequest& request, const ArchRow& row, std::string config) {
  TableRecord record = record_of(table);
  record.title = request.against.empty() ? fmt::format("what {}() answers", request.rule)
                                         : fmt::format("where {}() answers differently", request.rule);
  record.rule = request.rule;
  record.arch = row.name;
  record.config = std::move(config);
  return record;
}

using normal_page::machine_globals;

/// Kernels name a global differently (zero_pfn, zero_page_pfn since 7.1): one variable for both.
void name_globals_as(const normal_page::Rule& first, normal_page::Rule& second) {
  std::vector<std::pair<Term, Term>> names;
  for (const auto global : machine_globals) {
    const Term theirs = second.in.*global, ours = first.in.*global;
    if (theirs.is_var() && ours.is_var() && !theirs.same(ours)) names.emplace_back(theirs, ours);
  }
  if (names.empty()) return;
  second.domain = substitute(second.domain, names);
  for (const auto global : machine_globals) second.in.*global = substitute(second.in.*global, names);
  for (const auto part : normal_page::answer_members) second.out.*part = substitute(second.out.*part, names);
}

/// Both sides' calls on one machine with one entry: where both trees' constructors make the entry that was
/// asked for, and their globals say the same of the machine. A kernel without devmap makes no such entry.
Term same_call(const normal_page::Rule& a, const normal_page::Rule& b) {
  Term same = a.domain & b.domain;
  if (!a.facts.devmap || !b.facts.devmap) same = same & !a.in.devmap;
  for (const auto global : machine_globals) same = same & eq(a.in.*global, b.in.*global);
  return same;
}

struct RowTable {
  std::optional<TableRecord> table;
  std::string failure;
  bool counts = false;        ///< with a failure: see NotPrepared
  std::string left_out = {};  ///< entries that are not compared
};

RowTable table_of_row(const KernelTree& tree, const KernelTree* against, const ArchRow& row,
                      const TableRequest& request, const ReviewOptions& options) {
  Pool pool;
  const Level level = level_of(request.rule);
  TreeRule first(tree, row, level, pool, options);
  if (!first.failure.empty()) return {std::nullopt, first.failure};
  const auto engine = make_remembering();
  if (against == nullptr)
    return {titled(decision_table(*first.lifted.rule, *engine, options.budget), request, row, first.config),
            {}};
  TreeRule second(*against, row, level, pool, options);
  if (!second.failure.empty())
    return {std::nullopt, fmt::format("{}: {}", against->full_release(), second.failure)};
  name_globals_as(*first.lifted.rule, *second.lifted.rule);
  first.lifted.rule->domain = same_call(*first.lifted.rule, *second.lifted.rule);
  const std::string config =
      first.config == second.config ? first.config : first.config + " against " + second.config;
  const Table table = difference_table(*first.lifted.rule, *second.lifted.rule, *engine, options.budget);
  RowTable made{titled(table, request, row, config), {}};
  const TwoKernels kernels{*first.lifted.rule, *second.lifted.rule, first.debugs_mm, second.debugs_mm};
  const auto reasons = reasons_of(table, kernels, *engine, options.budget);
  for (std::size_t i = 0; i < reasons.size(); ++i) made.table->rows[i].because = reasons[i];
  if (first.lifted.rule->facts.devmap != second.lifted.rule->facts.devmap)
    made.left_out = "devmap entries: only one of the two kernels makes them";
  return made;
}

}  // namespace

Report table_of_tree(const TableRequest& request, const ReviewOptions& options) {
  const KernelTree tree = KernelTree::open(request.tree, options.cache);
  std::optional<KernelTree> against;
  if (!request.against.empty()) against = KernelTree::open(request.against, options.cache);
  std::vector<RowTable> rows(request.archs.size());
  in_parallel(rows.size(), options, [&](std::size_t i) {
    try {
      rows[i] = table_of_row(tree, against ? &*against : nullptr, *request.archs[i], request, options);
    } catch (const NotPrepared& reason) {
      if (rows.size() == 1) throw;
      rows[i].failure = reason.what();
      rows[i].counts = reason.counts();
    }
  });
  Report report;
  report.command = "table";
  report.release = tree.release().text();
  report.full_release = tree.full_release();
  say_about_tree(tree, request.configs, report);
  if (against) report.against = against->full_release();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].left_out.empty())
      report.not_checked.push_back(
          {request.rule, rows[i].left_out, {}, std::string(request.archs[i]->name), false});
    if (rows[i].table)
      report.tables.push_back(std::move(*rows[i].table));
    else
      report.not_checked.push_back(
          {request.rule, rows[i].failure, {}, std::string(request.archs[i]->name), rows[i].counts});
  }
  return report;
}

Replayed replay_on_tree(const ResultRecord& record, const std::string& where, const std::string& folder,
                        const UserConfigs& configs, const ReviewOptions& options) {
  const NamedByRecord named = named_by(record, where, configs);
  const KernelTree tree = KernelTree::open(folder, options.cache);
  if (!named.row->buildable)
    throw InputError(
        fmt::format("{}: `arch` is {}, which has no build; leave --tree out", where, record.arch));
  Pool pool;
  const TreeRule side(tree, *named.row, named.level, pool, options);
  if (!side.failure.empty()) {
    Replayed replayed{record, false};
    replayed.record.verdict = Outcome::not_applicable;
    replayed.record.reason = side.failure;
    return replayed;
  }
  Replayed replayed = replay_on(*side.lifted.rule, *named.property, record, where, RuleOf::tree);
  WitnessRecord& witness = *replayed.record.witness;
  const Decision decision = decision_of(side.lifted.function, record.rule, witness.values);
  replayed.record.place = decision.place;
  witness.path = decision.path;
  return replayed;
}

}  // namespace pfncheck
