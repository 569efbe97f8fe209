// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/accounting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "lift/tree/unit.hpp"
#include "model/broken_invariant.hpp"
#include "model/functions/functions.hpp"
#include "model/vocabulary/balance.hpp"
#include "review/function/changed.hpp"
#include "review/modelled.hpp"
#include "solver/ask/remembering.hpp"

namespace pfncheck {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SourceLine, file, line, function)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(UnbalancedExit, what, before, after, where)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PartingCall, is_order, when, before, after, way, unbalanced, where)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FunctionText, name, file, first, last, digest, linkage)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataText, name, digest, alone)

namespace accounting {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LiftedRule, name, before, after, meaning)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckedSide, files, compiled, functions, data, code)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ComparedFunction, name, file, line, meaning, reason, call, closure, judged,
                                   is_late, by_name)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckedRow, row, unit, before, after, rules, failed, compared)
}  // namespace accounting

namespace {

using accounting::CheckedSide;

std::set<std::string> touched_files(const PatchedFiles& files) {
  std::set<std::string> touched(files.changed.begin(), files.changed.end());
  touched.insert(files.deleted.begin(), files.deleted.end());
  return touched;
}

/// Everything about the side; drop_what_is_same() brings it down to what is worth keeping.
CheckedSide checked_side(const RowJob& job, const SideUnit& side, ModuleText text,
                         const std::set<std::string>& touched) {
  CheckedSide checked;
  checked.files.insert(side.compiled.files.begin(), side.compiled.files.end());
  checked.files.insert(job.unit);
  for (const std::string& file : touched)
    if (checked.files.contains(file))
      checked.compiled[file] =
          compiled_lines(job.tree, job.prepared, job.unit, side.files, file, job.options.cache);
  checked.functions = std::move(text.functions);
  checked.data = std::move(text.data);
  checked.code = std::move(text.code);
  // Adapters are no part of the kernel.
  std::erase_if(checked.functions, [&](const FunctionText& f) { return !checked.files.contains(f.file); });
  std::erase_if(checked.code, [&](const auto& of_file) { return !touched.contains(of_file.first); });
  std::erase_if(checked.files, [&](const std::string& file) { return !touched.contains(file); });
  return checked;
}

std::string identity(const FunctionText& f) {
  return fmt::format("{}\n{}\n{}\n{}", f.file, f.name, f.linkage, f.digest);
}
std::string identity(const DataText& d) {
  return d.name + "\n" + d.digest;
}

template <class T>
std::set<std::string> identities(const std::vector<T>& list) {
  std::set<std::string> all;
  for (const T& one : list) all.insert(identity(one));
  return all;
}

/// Functions of touched files are asked for by line; of all else only what the sides differ in is of
/// interest, and a unit has thousands.
void drop_what_is_same(CheckedSide& before, CheckedSide& after) {
  const auto drop = [](auto& b, auto& a, const auto& stays) {
    const auto of_before = identities(b), of_after = identities(a);
    std::erase_if(b, [&](const auto& one) { return of_after.contains(identity(one)) && !stays(one); });
    std::erase_if(a, [&](const auto& one) { return of_before.contains(identity(one)) && !stays(one); });
  };
  drop(before.functions, after.functions,
       [&](const FunctionText& f) { return before.files.contains(f.file) || after.files.contains(f.file); });
  drop(before.data, after.data, [](const DataText&) { return false; });
}

bool is_rule(const std::string& function) {
  return std::ranges::any_of(std::array{Level::pte, Level::pmd, Level::pud},
                             [&](Level level) { return normal_page::rule_name(level) == function; });
}

/// Where an edited function is proved to do what it did, its code did not change for anybody.
void settle_same_functions(RowLines& lines) {
  std::map<std::string, std::string> digests;
  for (const FunctionText& f : lines.before.functions) digests[f.name] = f.digest;
  for (const accounting::ComparedFunction& same : lines.compared) {
    if (same.meaning != Meaning::same) continue;
    for (FunctionText& f : lines.after.functions)
      if (f.name == same.name && digests.contains(f.name)) f.digest = digests.at(f.name);
  }
}

/// Functions whose code differs, and the files that they stand in.
std::map<std::string, std::string> changed_functions(const std::string& unit, const CheckedSide& before,
                                                     const CheckedSide& after) {
  std::map<std::string, std::string> digests, changed;
  for (const FunctionText& f : before.functions) digests[f.name] = f.digest;
  for (const FunctionText& f : after.functions) {
    const auto old = digests.find(f.name);
    if (old == digests.end())
      changed[f.name] = unit;  // a new one: nobody else can use it yet
    else if (old->second != f.digest)
      changed[f.name] = f.file;
  }
  return changed;
}

/// What the comparison of rules speaks for on one side: each rule and what it calls, less functions that do
/// something else now and that others use too. A header's function may be used by any unit; constructors that
/// only an adapter calls are not the rule's.
class SpokenFor {
 public:
  SpokenFor(const Module& module, const std::string& unit, const std::vector<ChangeRecord>& rules,
            const std::map<std::string, std::string>& changed)
      : module_(module) {
    std::set<std::string> all;
    for (const ChangeRecord& rule : rules) all.merge(reached(rule.function));
    const std::set<std::string> shared = module.used_elsewhere(all);
    for (const auto& [name, file] : changed)
      if (!is_rule(name) && (shared.contains(name) || file != unit)) left_out_.insert(name);
  }

  std::set<std::string> of(const std::string& rule) const {
    std::set<std::string> names = reached(rule);
    std::erase_if(names, [&](const std::string& name) { return left_out_.contains(name); });
    return names;
  }

 private:
  /// Of a contract only what its question enters: what the ledger stands in for is taken for what it was.
  std::set<std::string> reached(const std::string& rule) const {
    if (!module_.defines(rule)) return {};
    std::set<std::string> names = module_.reachable(rule);
    const std::string question = std::string(contract_adapter_prefix) + rule;
    if (!module_.defines(question)) return names;
    const std::set<std::string> asked = module_.reachable(question);
    std::erase_if(names, [&](const std::string& name) { return !asked.contains(name); });
    return names;
  }

  const Module& module_;
  std::set<std::string> left_out_;
};

/// What neither a rule speaks for nor is the same by its text.
void keep_what_no_rule_speaks_for(RowLines& lines) {
  const auto is_spoken_for = [&](const accounting::ComparedFunction& f) {
    return f.meaning != Meaning::same && std::ranges::any_of(lines.rules, [&](const auto& rule) {
             return rule.before.contains(f.name) || rule.after.contains(f.name);
           });
  };
  std::erase_if(lines.compared, is_spoken_for);
  for (const accounting::ComparedFunction& f : lines.compared)
    lines.rules.push_back({f.name, {f.name}, {f.name}, f.meaning});
}

/// Functions whose contracts were asked. Where a contract leaves something out, that its clauses hold judges
/// no change.
std::vector<ChangeRecord> contracts_in(const RowReport& report) {
  std::vector<ChangeRecord> all;
  for (const ResultRecord& r : report.results) {
    const bool is_known =
        std::ranges::find(all, r.rule, &ChangeRecord::function) != all.end() || is_rule(r.rule);
    if (is_known || r.verdict == Outcome::not_applicable) continue;
    const Contract* contract = find_contract(r.rule);
    all.emplace_back();
    all.back().function = r.rule;
    all.back().judged = contract == nullptr || contract->leaves_out.empty();
  }
  return all;
}

/// What a contract asks of a function, with what it calls, goes beyond what can be said of any function:
/// references of pages are in its account. Locks and memory are not.
void leave_to_contracts(RowLines& lines, const std::vector<ChangeRecord>& contracts,
                        const SpokenFor& old_side, const SpokenFor& new_side) {
  for (const ChangeRecord& contract : contracts) {
    const std::set<std::string> old = old_side.of(contract.function), now = new_side.of(contract.function);
    for (accounting::ComparedFunction& f : lines.compared) {
      if (f.name != contract.function && !old.contains(f.name) && !now.contains(f.name)) continue;
      f.judged = f.judged || contract.judged;
      std::erase_if(f.call.unbalanced,
                    [](const UnbalancedExit& exit) { return exit.what == page_reference; });
    }
  }
}

/// An inline function of a header that the patch does not touch has code where somebody calls it.
void drop_what_only_begins_to_be_used(std::vector<accounting::ComparedFunction>& compared,
                                      const ModuleText& before, const ModuleText& after,
                                      const std::set<std::string>& touched) {
  const auto has = [](const ModuleText& side, const std::string& name) {
    return std::ranges::find(side.functions, name, &FunctionText::name) != side.functions.end();
  };
  std::erase_if(compared, [&](const accounting::ComparedFunction& f) {
    return !touched.contains(f.file) && has(before, f.name) != has(after, f.name);
  });
}

RowLines read_lines(const RowJob& job, const RowReport& report) {
  const std::set<std::string> touched = touched_files(*job.changes);
  const std::shared_ptr<const Module> before_module = job.before.module.get(),
                                      after_module = job.after->module.get();
  const Module &before = *before_module, &after = *after_module;
  const ModuleText before_text = before.text(job.tree.root()), after_text = after.text(job.tree.root());
  RowLines lines;
  lines.row = job.row.name;
  lines.unit = job.unit;
  const auto engine = make_remembering();
  std::set<std::string> rules;
  for (const Level level : {Level::pte, Level::pmd, Level::pud}) rules.insert(normal_page::rule_name(level));
  lines.compared = compare_changed({before, after, before_text, after_text, job.tree.root()}, rules, *engine,
                                   job.options.budget);
  drop_what_only_begins_to_be_used(lines.compared, before_text, after_text, touched);
  lines.before = checked_side(job, job.before, before_text, touched);
  lines.after = checked_side(job, *job.after, after_text, touched);
  settle_same_functions(lines);
  drop_what_is_same(lines.before, lines.after);
  const std::map<std::string, std::string> changed = changed_functions(job.unit, lines.before, lines.after);
  const SpokenFor old_side(before, job.unit, report.changes, changed),
      new_side(after, job.unit, report.changes, changed);
  for (const ChangeRecord& change : report.changes)
    lines.rules.push_back(
        {change.function, old_side.of(change.function), new_side.of(change.function), change.meaning});
  keep_what_no_rule_speaks_for(lines);
  const std::vector<ChangeRecord> contracts = contracts_in(report);
  leave_to_contracts(lines, contracts, SpokenFor(before, job.unit, contracts, changed),
                     SpokenFor(after, job.unit, contracts, changed));
  return lines;
}

/// Why lines of a class were not looked at; nullptr: they were.
const char* reason_of(LineClass line_class) {
  switch (line_class) {
    case LineClass::lifted:
    case LineClass::same_text:
    case LineClass::text_only:
      return nullptr;
    case LineClass::unlifted_function:
      return "no rule covers it";
    case LineClass::not_compiled:
      return "not compiled in any checked configuration";
    case LineClass::not_modelled:
      return "no checked unit includes it";
    case LineClass::build_system:
      return "build system: pfncheck never runs make on a patched tree";
  }
  broken_invariant("a LineClass without a reason");
}

/// What a reader looks for: the macro or function, and what it changes elsewhere. A file that no unit
/// includes is one thing, but for functions that the machine knows.
std::string what_of(const accounting::LineRange& range, bool is_modelled) {
  const std::string function = range.function.empty() ? "" : range.function + "()";
  if (range.line_class == LineClass::not_modelled) return is_modelled ? function : range.file;
  if (!range.macro.empty() && !range.affected.empty() && range.affected != range.macro)
    return fmt::format("macro {}, which changes {}", range.macro, range.affected);
  if (!range.affected.empty()) return range.affected;
  return function.empty() ? range.file : function;
}

void add_not_checked(const accounting::LineRange& range, std::string why, Report& report,
                     bool counts = true) {
  std::vector<std::string> modelled_as;
  if (!range.function.empty()) modelled_as = operations_after(range.file, range.function);
  std::string what = what_of(range, !modelled_as.empty());
  const auto same = [&](const NotChecked& n) {
    return n.what == what && n.why == why && n.place.file == range.file;
  };
  if (std::any_of(report.not_checked.begin(), report.not_checked.end(), same)) return;
  report.not_checked.push_back(
      {std::move(what), std::move(why), {range.file, range.first}, {}, counts, std::move(modelled_as)});
}

/// Rows on which the compiler refuses a file, of which nothing more is known there.
std::vector<std::string> refused_on(const std::vector<RowLines>& rows, const accounting::LineRange& range) {
  std::vector<std::string> names;
  if (range.line_class != LineClass::not_compiled) return names;
  for (const RowLines& row : rows)
    if (row.failed && row.before.files.contains(range.file)) names.push_back(row.row);
  return names;
}

/// Kbuild runs some files, and a patch can make them such that it cannot.
void add_mode_change(const std::string& file, Report& report) {
  const LineClass line_class = accounting::class_of_path(file);
  const bool is_read_only =
      line_class == LineClass::text_only || file.ends_with(".c") || file.ends_with(".h");
  report.not_checked.push_back(
      {file, "its mode changes: pfncheck runs no file of a tree", {file, 0}, {}, !is_read_only});
}

}  // namespace

RowLines lines_of_failed_row(const RowJob& job) {
  RowLines lines;
  lines.row = job.row.name;
  lines.unit = job.unit;
  lines.failed = true;
  std::set<std::string>& files = lines.before.files;
  files.insert(job.unit);
  files.insert(job.before.compiled.files.begin(), job.before.compiled.files.end());
  files.insert(job.after->compiled.files.begin(), job.after->compiled.files.end());
  // Whether the unit gets to include a new header is what nobody knows.
  for (const std::string& file : job.changes->added)
    if (file.ends_with(".h")) files.insert(file);
  const std::set<std::string> touched = touched_files(*job.changes);
  std::erase_if(files, [&](const std::string& file) { return !touched.contains(file); });
  lines.after.files = files;
  return lines;
}

RowLines lines_of_row(const RowJob& job, const RowReport& report, const Memo& memo) {
  std::string question = fmt::format(
      "build {}\nlines of {} on row {} {}\nbefore {}\nafter {}\npatched {}\non {}\n", build_id(), job.unit,
      job.row.name, job.prepared.config_digest, job.before.digest, job.after->digest,
      SourceSide(job.tree, job.after->files).digest(), SourceSide(job.tree, job.before.files).digest());
  for (const ChangeRecord& change : report.changes)
    question += fmt::format("rule {} {}\n", change.function, to_string(change.meaning));
  for (const ChangeRecord& contract : contracts_in(report))
    question += fmt::format("contract {} {}\n", contract.function, contract.judged);
  if (const auto stored = memo.find(question)) {
    const auto json = nlohmann::json::parse(*stored, nullptr, /*allow_exceptions=*/false);
    if (!json.is_discarded()) return json.get<RowLines>();
  }
  RowLines lines = read_lines(job, report);
  if (std::ranges::any_of(lines.compared, &accounting::ComparedFunction::is_late)) return lines;
  memo.store(question, nlohmann::json(lines).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return lines;
}

void account(const PatchedFiles& files, const std::vector<RowLines>& rows,
             const std::map<std::string, std::string>& not_compiled, const std::vector<const ArchRow*>& archs,
             Report& report) {
  for (accounting::LineRange& range : accounting::account(files.lines, accounting::texts_of(files), rows)) {
    const std::vector<std::string> on = refused_on(rows, range);
    const char* why = range.in_failure ? nullptr : reason_of(range.line_class);  // the compiler has said it
    if (why != nullptr) {
      std::string hint =
          range.line_class == LineClass::not_modelled ? architecture_hint(range.file, archs) : "";
      if (const auto known = not_compiled.find(range.file); hint.empty() && known != not_compiled.end())
        hint = known->second;
      const std::string refused =
          on.empty() ? "" : fmt::format("not compared on {}; elsewhere not compiled", fmt::join(on, ", "));
      add_not_checked(range, !refused.empty() ? refused : hint.empty() ? why : hint, report);
    }
    if (range.without_mmu)
      add_not_checked(range, "for kernels without an MMU, which have no page tables", report, false);
    report.lines.push_back({std::move(range.file), range.added, range.first, range.last, range.line_class,
                            std::move(range.function), std::move(range.rows), std::move(range.macro),
                            std::move(range.affected), on});
  }
  for (const std::string& file : files.mode_changed) add_mode_change(file, report);
}

}  // namespace pfncheck
