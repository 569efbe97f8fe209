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
  std::string config;
  FunctionCaseRecord record;
  std::vector<Message> messages;
  std::vector<NotChecked> not_checked;
};

class Prover {
 public:
  Prover(const ProveRequest& request, const ReviewOptions& options)
      : request_(request),
        options_(options),
        tree_(KernelTree::open(request.tree, options.cache)),
        memo_(options.cache),
        scratch_(options.cache) {
    for (const std::string& file : request.files)
      questions_.push_back(read_question(file, tree_, questions_.size() + 1));
    if (!request.patch.empty()) {
      const std::vector<Patch> patches = read_patches(request.patch);
      side_ = apply(tree_, patches, scratch_.path());
      for (const Patch& patch : patches) notes_.insert(notes_.end(), patch.notes.begin(), patch.notes.end());
      notes_.insert(notes_.end(), side_.notes.begin(), side_.notes.end());
    }
    if (side_.folder.empty()) side_.folder = scratch_.path() + "/questions";
    for (const OurHeader& h : our_headers)
      add(h.path, fmt::format("#pragma once\n{}{}", h.needs, adapter_source(h.adapter)));
    for (const Question& q : questions_) add(q.path, unit_text(q));
  }

  Report report() {
    std::vector<std::vector<RowAnswers>> rows(request_.archs.size());
    std::vector<std::string> reasons(rows.size());
    const ReviewOptions share = share_of(options_, rows.size());
    in_parallel(rows.size(), options_, [&](std::size_t i) {
      try {
        rows[i] = row_answers(*request_.archs[i], share);
      } catch (const NotPrepared& reason) {
        if (rows.size() == 1) throw;
        RowAnswers none;
        none.not_checked = unprepared_row(*request_.archs[i], reason).not_checked;
        rows[i].push_back(std::move(none));
        if (reason.counts()) reasons[i] = reason.what();
      }
    });
    need_a_prepared_row(reasons);
    Report report;
    report.command = "prove";
    report.release = tree_.release().text();
    report.full_release = tree_.full_release();
    say_about_tree(tree_, request_.configs, report);
    report.notes.insert(report.notes.end(), notes_.begin(), notes_.end());
    for (const std::vector<RowAnswers>& row : rows)
      for (const RowAnswers& answers : row) {
        report.messages.insert(report.messages.end(), answers.messages.begin(), answers.messages.end());
        report.not_checked.insert(report.not_checked.end(), answers.not_checked.begin(),
                                  answers.not_checked.end());
      }
    for (std::size_t i = 0; i < questions_.size(); ++i) add_results(i, rows, report);
    say_about_configs(request_.configs, report);
    return report;
  }

 private:
  void add(const std::string& path, const std::string& text) {
    const fs::path whole = fs::path(side_.folder) / path;
    fs::create_directories(whole.parent_path());
    write_file(whole.string(), text);
    side_.changed.push_back(path);
    side_.added.push_back(path);
  }

  std::vector<RowAnswers> row_answers(const ArchRow& row, const ReviewOptions& share) const {
    const Prepared prepared = prepare_row(tree_, row, options_);
    std::vector<RowAnswers> all(questions_.size());
    in_parallel(all.size(), share, [&](std::size_t i) { all[i] = answers(row, prepared, questions_[i]); });
    return all;
  }

  RowAnswers answers(const ArchRow& row, const Prepared& prepared, const Question& question) const {
    RowAnswers out;
    if (is_late(options_.budget)) {
      out.not_checked = late_row(row, question.shown, options_.budget).not_checked;
      return out;
    }
    const KbuildUnit kbuild = kbuild_unit(tree_, prepared, question.unit);
    if (!kbuild.prepared) {
      out.not_checked.push_back({question.shown,
                                 fmt::format("{}: {}", question.unit, kbuild.why),
                                 {},
                                 std::string(row.name),
                                 false});
      return out;
    }
    if (options_.progress) options_.progress(fmt::format("{}: proving {}", row.name, question.shown));
    const SideUnit unit = compile_side(tree_, *kbuild.prepared, question.path, &side_, options_.cache);
    if (unit.digest.empty()) {
      RowReport failed = failed_row(row, question.shown, unit.compiled);
      out.messages = std::move(failed.messages);
      out.not_checked = std::move(failed.not_checked);
      return out;
    }
    out.was_asked = true;
    out.config = prepared.config;
    const TemporaryFolder scratch(options_.cache);
    const Module module = Module::read(linked(prepared, question, unit, scratch.path()));
    LiftOptions lift = lift_options(tree_.root(), options_.budget);
    lift.simplify = false;
    const std::unique_ptr<Engine> engine = make_z3();
    const DecideClaim decide = [&](const Claim& claim, const std::vector<Term>& inputs,
                                   const Unknowns& unknowns) {
      const std::string text = question_of(claim, inputs, unknowns, options_.budget);
      if (auto known = known_verdict(memo_, text)) return std::move(*known);
      ClaimVerdict verdict = decide_claim(claim, inputs, unknowns, *engine, options_.budget);
      keep_verdict(memo_, text, verdict);
      return verdict;
    };
    for (const std::string& name : asked_functions(module, tree_.root(), question.shown))
      answer_assertions(module, name, lift, std::string(row.name), decide, out.record);
    return out;
  }

  /// The bitcode with that of what the question wants linked, as far as the row compiles it.
  std::string linked(const Prepared& prepared, const Question& question, const SideUnit& unit,
                     const std::string& scratch) const {
    std::vector<std::string> bitcode = {unit.compiled.bitcode};
    for (const std::string& other : question.header.linked) {
      const KbuildUnit kbuild = kbuild_unit(tree_, prepared, other);
      if (!kbuild.prepared) continue;
      const SideUnit side = compile_side(tree_, *kbuild.prepared, other, &side_, options_.cache);
      if (side.digest.empty())
        throw InputError(fmt::format("{}: {}: {}", question.file, other, side.compiled.failure));
      bitcode.push_back(side.compiled.bitcode);
    }
    if (bitcode.size() == 1) return bitcode.front();
    std::string out = scratch + "/linked.bc";
    link_units(bitcode, out);
    return out;
  }

  /// A clause that some rows ask and another does not, because its code is not compiled there.
  static void say_what_is_not_there(const std::string& arch, const std::vector<FunctionAnswer>& all,
                                    std::vector<FunctionAnswer>& answers) {
    std::set<std::pair<std::string, std::string>> known;
    std::set<std::string> open;
    for (const FunctionAnswer& a : answers) {
      known.emplace(a.function, a.clause);
      if (a.clause.empty()) open.insert(a.function);
    }
    for (const FunctionAnswer& a : all) {
      if (a.clause.empty() || open.contains(a.function) || !known.emplace(a.function, a.clause).second)
        continue;
      FunctionAnswer none = a;
      none.arch = arch;
      none.answer = to_string(Outcome::not_applicable);
      none.outcome = Outcome::not_applicable;
      none.reason = "not compiled on this row, or never reached";
      none.witness.reset();
      answers.push_back(std::move(none));
    }
  }

  ResultRecord result_of(const FunctionAnswer& answer) const {
    ResultRecord record;
    record.property = answer.clause.empty() ? answer.function + "()" : answer.clause;
    record.rule = record.function = answer.function;
    record.arch = answer.arch;
    record.release = tree_.release().text();
    record.side = request_.patch.empty() ? Side::before : Side::after;
    record.verdict = answer.outcome;
    record.reason = answer.reason;
    record.place = answer.place;
    record.witness = answer.witness;
    return record;
  }

  /// Adds what the rows say of one file.
  void add_results(std::size_t question, std::vector<std::vector<RowAnswers>>& rows, Report& report) const {
    std::vector<FunctionAnswer> all;
    bool was_asked = false;
    for (const auto& row : rows)
      if (question < row.size() && row[question].was_asked) {
        was_asked = true;
        const auto& answers = row[question].record.answers;
        all.insert(all.end(), answers.begin(), answers.end());
      }
    if (!was_asked) {
      // Nobody knows then: what no row compiles must not end as clean.
      for (NotChecked& item : report.not_checked)
        if (item.what == questions_[question].shown) item.counts = true;
      return;
    }
    if (all.empty())
      throw InputError(
          fmt::format("{}: it asks nothing: there is no ASSERT or CLAUSE in a function that is not called",
                      questions_[question].file));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (question >= rows[i].size() || !rows[i][question].was_asked) continue;
      FunctionCaseRecord& record = rows[i][question].record;
      say_what_is_not_there(std::string(request_.archs[i]->name), all, record.answers);
      for (const FunctionAnswer& answer : record.answers) {
        report.results.push_back(result_of(answer));
        report.results.back().bound = record.bound;
        report.results.back().config = rows[i][question].config;
      }
    }
  }

  const ProveRequest& request_;
  const ReviewOptions& options_;
  const KernelTree tree_;
  const Memo memo_;
  const TemporaryFolder scratch_;
  std::vector<Question> questions_;
  PatchedFiles side_;
  std::vector<std::string> notes_;
};

}  // namespace

Report prove_files(const ProveRequest& request, const ReviewOptions& options) {
  return Prover(request, options).report();
}

}  // namespace pfncheck
