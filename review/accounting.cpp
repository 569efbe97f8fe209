// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/accounting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "lift/tree/unit.hpp"
#include "model/broken_invariant.hpp"
#include "review/modelled.hpp"
#include "review/same_function.hpp"

namespace pfncheck {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FunctionText, name, file, first, last, digest, linkage)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataText, name, digest, alone)

namespace accounting {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LiftedRule, name, before, after, meaning)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckedSide, files, compiled, functions, data, code)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckedRow, row, unit, before, after, rules, failed, late)
}  // namespace accounting

namespace {

using accounting::CheckedSide;

std::set<std::string> touched_files(const PatchedFiles& files) {
  std::set<std::string> touched(files.changed.begin(), files.changed.end());
  touched.insert(files.deleted.begin(), files.deleted.end());
  return touched;
}

/// Everything about the side; drop_what_is_same() brings it down to what is worth keeping.
CheckedSide checked_side(const RowJob& job, const SideUnit& side, const Module& module,
                         const std::set<std::string>& touched) {
  CheckedSide checked;
  checked.files.insert(side.compiled.files.begin(), side.compiled.files.end());
  checked.files.insert(normal_page_unit);
  for (const std::string& file : touched)
    if (checked.files.contains(file))
      checked.compiled[file] =
          compiled_lines(job.tree, job.prepared, normal_page_unit, side.files, file, job.options.cache);
  ModuleText text = module.text(job.tree.root());
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
void settle_same_functions(const Module& before, const Module& after, RowLines& lines, const Budget& budget) {
  const CheckedSide& old_side = lines.before;
  CheckedSide& new_side = lines.after;
  const auto engine = make_z3();
  for (FunctionText& f : new_side.functions) {
    if (is_rule(f.name)) continue;  // compared by its answers
    const auto old = std::ranges::find(old_side.functions, f.name, &FunctionText::name);
    if (old == old_side.functions.end() || old->digest == f.digest) continue;
    switch (sameness_of(before, after, f.name, *engine, budget)) {
      case Sameness::proved:
        f.digest = old->digest;
        break;
      case Sameness::late:
        lines.late[f.name] = text_of(budget);
        break;
      case Sameness::not_proved:
        break;
    }
  }
}

/// Functions whose code differs, and the files that they stand in.
std::map<std::string, std::string> changed_functions(const CheckedSide& before, const CheckedSide& after) {
  std::map<std::string, std::string> digests, changed;
  for (const FunctionText& f : before.functions) digests[f.name] = f.digest;
  for (const FunctionText& f : after.functions) {
    const auto old = digests.find(f.name);
    if (old == digests.end())
      changed[f.name] = normal_page_unit;  // a new one: nobody else can use it yet
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
  SpokenFor(const Module& module, const std::vector<ChangeRecord>& rules,
            const std::map<std::string, std::string>& changed)
      : module_(module) {
    std::set<std::string> all;
    for (const ChangeRecord& rule : rules)
      if (module.defines(rule.function)) all.merge(module.reachable(rule.function));
    const std::set<std::string> shared = module.used_elsewhere(all);
    for (const auto& [name, file] : changed)
      if (!is_rule(name) && (shared.contains(name) || file != normal_page_unit)) left_out_.insert(name);
  }

  std::set<std::string> of(const std::string& rule) const {
    if (!module_.defines(rule)) return {};
    std::set<std::string> names = module_.reachable(rule);
    std::erase_if(names, [&](const std::string& name) { return left_out_.contains(name); });
    return names;
  }

 private:
  const Module& module_;
  std::set<std::string> left_out_;
};

RowLines read_lines(const RowJob& job, const RowReport& report) {
  const std::set<std::string> touched = touched_files(*job.changes);
  const Module before = Module::read(job.before.compiled.bitcode);
  const Module after = Module::read(job.after->compiled.bitcode);
  RowLines lines;
  lines.row = job.row.name;
  lines.unit = normal_page_unit;
  lines.before = checked_side(job, job.before, before, touched);
  lines.after = checked_side(job, *job.after, after, touched);
  settle_same_functions(before, after, lines, job.options.budget);
  drop_what_is_same(lines.before, lines.after);
  const std::map<std::string, std::string> changed = changed_functions(lines.before, lines.after);
  const SpokenFor old_side(before, report.changes, changed), new_side(after, report.changes, changed);
  for (const ChangeRecord& change : report.changes)
    lines.rules.push_back(
        {change.function, old_side.of(change.function), new_side.of(change.function), change.meaning});
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

void add_not_checked(const accounting::LineRange& range, std::string why, Report& report) {
  std::vector<std::string> modelled_as;
  if (!range.function.empty()) modelled_as = operations_after(range.file, range.function);
  std::string what = what_of(range, !modelled_as.empty());
  const auto same = [&](const NotChecked& n) {
    return n.what == what && n.why == why && n.place.file == range.file;
  };
  if (std::any_of(report.not_checked.begin(), report.not_checked.end(), same)) return;
  report.not_checked.push_back(
      {std::move(what), std::move(why), {range.file, range.first}, {}, true, std::move(modelled_as)});
}

/// Rows on which the compiler refuses a file, of which nothing more is known there.
std::vector<std::string> refused_on(const std::vector<RowLines>& rows, const accounting::LineRange& range) {
  std::vector<std::string> names;
  if (range.line_class != LineClass::not_compiled) return names;
  for (const RowLines& row : rows)
    if (row.failed && row.before.files.contains(range.file)) names.push_back(row.row);
  return names;
}

/// A row for which there was no time speaks for itself only.
void add_late(const RowLines& row, Report& report) {
  for (const auto& [function, why] : row.late)
    report.not_checked.push_back({function + "()",
                                  fmt::format("whether it still does the same is undecided: {}", why),
                                  {},
                                  row.row,
                                  true});
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
  lines.unit = normal_page_unit;
  lines.failed = true;
  std::set<std::string>& files = lines.before.files;
  files.insert(normal_page_unit);
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
  std::string question = fmt::format("build {}\nlines of row {} {}\nbefore {}\nafter {}\npatched {}\non {}\n",
                                     build_id(), job.row.name, job.prepared.config_digest, job.before.digest,
                                     job.after->digest, SourceSide(job.tree, job.after->files).digest(),
                                     SourceSide(job.tree, job.before.files).digest());
  for (const ChangeRecord& change : report.changes)
    question += fmt::format("rule {} {}\n", change.function, to_string(change.meaning));
  if (const auto stored = memo.find(question)) {
    const auto json = nlohmann::json::parse(*stored, nullptr, /*allow_exceptions=*/false);
    if (!json.is_discarded()) return json.get<RowLines>();
  }
  RowLines lines = read_lines(job, report);
  if (!lines.late.empty()) return lines;  // another time there may be time
  memo.store(question, nlohmann::json(lines).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return lines;
}

void account(const PatchedFiles& files, const std::vector<RowLines>& rows,
             const std::vector<const ArchRow*>& archs, Report& report) {
  for (accounting::LineRange& range : accounting::account(files.lines, accounting::texts_of(files), rows)) {
    const std::vector<std::string> on = refused_on(rows, range);
    const char* why = range.in_failure ? nullptr : reason_of(range.line_class);  // the compiler has said it
    if (why != nullptr) {
      const std::string hint =
          range.line_class == LineClass::not_modelled ? architecture_hint(range.file, archs) : "";
      const std::string refused =
          on.empty() ? "" : fmt::format("refused on {}; elsewhere not compiled", fmt::join(on, ", "));
      add_not_checked(range, !refused.empty() ? refused : hint.empty() ? why : hint, report);
    }
    report.lines.push_back({std::move(range.file), range.added, range.first, range.last, range.line_class,
                            std::move(range.function), std::move(range.rows), std::move(range.macro),
                            std::move(range.affected), on});
  }
  for (const RowLines& row : rows) add_late(row, report);
  for (const std::string& file : files.mode_changed) add_mode_change(file, report);
}

}  // namespace pfncheck
