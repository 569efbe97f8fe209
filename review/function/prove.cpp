// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <sstream>

#include "lift/adapters/embedded.hpp"
#include "lift/exec/link.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/kbuild_unit.hpp"
#include "model/input_error.hpp"
#include "review/function/assertions.hpp"
#include "review/function/case_header.hpp"
#include "review/function/known_claims.hpp"
#include "review/parallel.hpp"
#include "review/row.hpp"
#include "solver/ask/remembering.hpp"

namespace pfncheck {
namespace {

namespace fs = std::filesystem;

/// Headers of ours, where the tree seems to have them.
struct OurHeader {
  const char *path, *needs, *adapter;
};
constexpr auto our_headers = std::to_array<OurHeader>({
    {"include/pfncheck.h", "", "pfncheck.h"},
    {"include/pfncheck/entries.h", "#include <pfncheck.h>\n", "entries.h"},
    {"include/pfncheck/ledger.h", "#include <pfncheck/entries.h>\n", "ledger.h"},
});

/// One file with questions.
struct Question {
  std::string file;         ///< as the user named it
  std::string text;         ///< of it
  CaseHeader header;        ///< its first comment
  std::string unit, shown;  ///< whose command compiles it; what it is called in messages
  std::string path;         ///< where the tree seems to have it
};

bool is_include(const std::string& line) {
  const std::size_t hash = line.find_first_not_of(" \t");
  if (hash == std::string::npos || line[hash] != '#') return false;
  const std::size_t word = line.find_first_not_of(" \t", hash + 1);
  return word != std::string::npos && line.compare(word, 7, "include") == 0;
}

/// The file's text behind that of the kernel's file. Its functions are kept, static ones too; those of the
/// headers that it includes only where they are used.
std::string unit_text(const Question& question) {
  std::string text;
  if (!question.header.unit.empty())
    text += fmt::format("#include \"{}\"\n", fs::path(question.unit).filename().string());
  std::istringstream lines(question.text);
  std::vector<std::string> all;
  std::size_t behind_includes = 0;
  for (std::string line; std::getline(lines, line); all.push_back(line))
    if (is_include(line)) behind_includes = all.size() + 1;
  text += fmt::format("#line 1 \"{}\"\n", question.shown);
  for (std::size_t i = 0; i <= all.size(); ++i) {
    if (i == behind_includes)
      text += fmt::format("#define static static __attribute__((used))\n#line {} \"{}\"\n", i + 1,
                          question.shown);
    if (i < all.size()) text += all[i] + "\n";
  }
  return text;
}

Question read_question(const std::string& file, const KernelTree& tree, std::size_t number) {
  const auto text = read_file(file);
  if (!text) throw InputError(fmt::format("{}: cannot be read", file));
  Question question{file, *text, case_header(*text, file), {}, {}, {}};
  question.unit = question.header.unit.empty() ? normal_page_unit : question.header.unit;
  question.shown = fs::path(file).filename().string();
  std::vector<std::string> named = question.header.linked;
  named.push_back(question.unit);
  for (const std::string& unit : named)
    if (unit.find("..") != std::string::npos || !unit.ends_with(".c") ||
        !fs::is_regular_file(tree.root() + "/" + unit))
      throw InputError(fmt::format("{}: `{}` is no C file of {}", file, unit, tree.source()));
  question.path =
      (fs::path(question.unit).parent_path() / fmt::format("pfncheck-question-{}.c", number)).string();
  return question;
}

/// What a row said of one file.
struct RowAnswers {
  bool was_asked = false;
  std::string arch, config;
  RowReport report;
};

/// What a function that cannot be asked is told as.
std::string whole(const std::string& function) {
  return function + "()";
}

class Prover {
 public:
  Prover(const ProveRequest& request, const ReviewOptions& options)
      : request_(request),
        options_(options),
        tree_(KernelTree::open(request.tree, options.cache)),
        memo_(options.cache, options.budget),
        scratch_(options.cache) {
    for (const std::string& file : request.files)
      questions_.push_back(read_question(file, tree_, questions_.size() + 1));
    if (!request.patch.empty()) patched_ = apply_patch();
    for (const Question& question : questions_) sides_.push_back(side_with(question));
  }

  Report report() {
    const std::vector<const ArchRow*>& archs = request_.archs;
    std::vector<std::vector<RowAnswers>> rows(archs.size());
    const ReviewOptions share = share_of(options_, rows.size());
    Report report;
    report.command = "prove";
    std::vector<RowReport> unprepared(archs.size());
    on_each_row(
        archs, options_, [&](std::size_t i) { rows[i] = row_answers(*archs[i], share); },
        [&](std::size_t i, const NotPrepared& why) { unprepared[i] = unprepared_row(*archs[i], why); });
    report.release = tree_.release().text();
    report.full_release = tree_.full_release();
    say_about_tree(tree_, request_.configs, report);
    report.notes.insert(report.notes.end(), notes_.begin(), notes_.end());
    for (RowReport& row : unprepared) append(report, std::move(row));
    for (std::size_t question = 0; question < questions_.size(); ++question) {
      std::vector<RowAnswers*> of_rows;
      for (std::vector<RowAnswers>& row : rows)
        if (!row.empty()) of_rows.push_back(&row[question]);
      settle(questions_[question], of_rows);
      for (RowAnswers* row : of_rows) append(report, std::move(row->report));
    }
    say_about_configs(request_.configs, report);
    return report;
  }

 private:
  PatchedFiles apply_patch() {
    const std::vector<Patch> patches = read_patches(request_.patch);
    PatchedFiles patched = apply(tree_, patches, scratch_.path());
    for (const Patch& patch : patches) notes_.insert(notes_.end(), patch.notes.begin(), patch.notes.end());
    notes_.insert(notes_.end(), patched.notes.begin(), patched.notes.end());
    return patched;
  }

  /// The tree, as the patch makes it, with our headers and one file with questions.
  PatchedFiles side_with(const Question& question) const {
    PatchedFiles side = patched_.value_or(PatchedFiles{});
    if (side.folder.empty()) side.folder = scratch_.path() + "/questions";
    const auto add = [&](const std::string& path, const std::string& text) {
      const fs::path file = fs::path(side.folder) / path;
      fs::create_directories(file.parent_path());
      write_file(file.string(), text);
      side.changed.push_back(path);
      side.added.push_back(path);
    };
    for (const OurHeader& h : our_headers)
      add(h.path, fmt::format("#pragma once\n{}{}", h.needs, adapter_source(h.adapter)));
    add(question.path, unit_text(question));
    return side;
  }

  std::vector<RowAnswers> row_answers(const ArchRow& row, const ReviewOptions& share) const {
    const Prepared prepared = prepare_row(tree_, row, options_);
    std::vector<RowAnswers> all(questions_.size());
    in_parallel(all.size(), share, [&](std::size_t i) { all[i] = answers(row, prepared, i); });
    return all;
  }

  RowAnswers answers(const ArchRow& row, const Prepared& prepared, std::size_t number) const {
    const Question& question = questions_[number];
    if (is_late(options_.budget)) return {false, {}, {}, late_row(row, question.shown, options_.budget)};
    const KbuildUnit kbuild = kbuild_unit(tree_, prepared, question.unit);
    if (!kbuild.prepared) {
      RowAnswers none;
      none.report.not_checked.push_back({question.shown,
                                         fmt::format("{}: {}", question.unit, kbuild.why),
                                         {},
                                         std::string(row.name),
                                         false});
      return none;
    }
    if (options_.progress) options_.progress(fmt::format("{}: proving {}", row.name, question.shown));
    const SideUnit unit =
        compile_side(tree_, *kbuild.prepared, question.path, &sides_[number], options_.cache);
    if (unit.digest.empty()) return {false, {}, {}, failed_row(row, question.shown, unit.compiled)};
    const TemporaryFolder scratch(options_.cache);
    const Module module = Module::read(linked(prepared, question, unit, scratch.path()));
    RowAnswers out{true, std::string(row.name), prepared.config, {}};
    const std::unique_ptr<Engine> engine = make_remembering();
    for (const std::string& name : asked_functions(module, tree_.root(), question.shown))
      add_results(row, prepared, name, module, *engine, out.report);
    return out;
  }

  void add_results(const ArchRow& row, const Prepared& prepared, const std::string& function,
                   const Module& module, Engine& engine, RowReport& report) const {
    LiftOptions lift = lift_options(tree_.root(), options_.budget);
    lift.simplify = false;
    const DecideClaim decide = [&](const Claim& claim, const std::vector<Term>& inputs,
                                   const Unknowns& unknowns) {
      const std::string text = question_of(claim, inputs, unknowns, options_.budget);
      if (auto known = known_verdict(memo_, text)) return std::move(*known);
      ClaimVerdict verdict = decide_claim(claim, inputs, unknowns, engine, options_.budget);
      keep_verdict(memo_, text, verdict);
      return verdict;
    };
    AssertionAnswers answers = answer_assertions(module, function, lift, decide);
    for (AssertionAnswer& answer : answers.all) {
      ResultRecord record;
      record.property = answer.clause.empty() ? whole(function) : answer.clause;
      record.rule = record.function = function;
      record.arch = row.name;
      record.config = prepared.config;
      record.release = tree_.release().text();
      record.side = patched_ ? Side::after : Side::before;
      record.verdict = answer.outcome;
      record.reason = std::move(answer.reason);
      record.place = std::move(answer.place);
      record.witness = std::move(answer.witness);
      record.bound = answers.bound;
      report.results.push_back(std::move(record));
    }
  }

  /// The bitcode with that of what the question wants linked, as far as the row compiles it.
  std::string linked(const Prepared& prepared, const Question& question, const SideUnit& unit,
                     const std::string& scratch) const {
    std::vector<std::string> bitcode = {unit.compiled.bitcode};
    const PatchedFiles* const patched = patched_ ? &*patched_ : nullptr;
    for (const std::string& other : question.header.linked) {
      const KbuildUnit kbuild = kbuild_unit(tree_, prepared, other);
      if (!kbuild.prepared) continue;
      const SideUnit side = compile_side(tree_, *kbuild.prepared, other, patched, options_.cache);
      if (side.digest.empty())
        throw InputError(fmt::format("{}: {}: {}", question.file, other, side.compiled.failure));
      bitcode.push_back(side.compiled.bitcode);
    }
    if (bitcode.size() == 1) return bitcode.front();
    std::string out = scratch + "/linked.bc";
    link_units(bitcode, out);
    return out;
  }

  /// What can only be said once all rows are there.
  static void settle(const Question& question, const std::vector<RowAnswers*>& rows) {
    std::vector<ResultRecord> all;
    for (const RowAnswers* row : rows)
      all.insert(all.end(), row->report.results.begin(), row->report.results.end());
    if (std::ranges::none_of(rows, &RowAnswers::was_asked)) {
      // Nobody knows then: what no row compiles must not end as clean.
      for (RowAnswers* row : rows)
        for (NotChecked& item : row->report.not_checked) item.counts = true;
      return;
    }
    if (all.empty())
      throw InputError(
          fmt::format("{}: it asks nothing: there is no ASSERT or CLAUSE in a function that is not called",
                      question.file));
    for (RowAnswers* row : rows)
      if (row->was_asked) say_what_is_not_there(all, *row);
  }

  /// A clause that other rows ask, and whose code this one does not compile.
  static void say_what_is_not_there(const std::vector<ResultRecord>& all, RowAnswers& row) {
    std::set<std::pair<std::string, std::string>> known;
    for (const ResultRecord& r : row.report.results) known.emplace(r.function, r.property);
    for (const ResultRecord& r : all) {
      const bool is_open = r.property == whole(r.function) || known.contains({r.function, whole(r.function)});
      if (is_open || !known.emplace(r.function, r.property).second) continue;
      ResultRecord none = r;
      none.arch = row.arch;
      none.config = row.config;
      none.verdict = Outcome::not_applicable;
      none.reason = "this row does not compile it";
      none.witness.reset();
      row.report.results.push_back(std::move(none));
    }
  }

  const ProveRequest& request_;
  const ReviewOptions& options_;
  const KernelTree tree_;
  const Memo memo_;
  const TemporaryFolder scratch_;
  std::vector<Question> questions_;
  std::optional<PatchedFiles> patched_;
  std::vector<PatchedFiles> sides_;  ///< one a question
  std::vector<std::string> notes_;
};

}  // namespace

Report prove_files(const ProveRequest& request, const ReviewOptions& options) {
  return Prover(request, options).report();
}

}  // namespace pfncheck
