// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/case_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <sstream>

#include "lift/adapters/embedded.hpp"
#include "lift/exec/module.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/messages.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"
#include "review/function/assertions.hpp"
#include "review/function/case_header.hpp"
#include "review/function/claims.hpp"
#include "review/function/compare.hpp"
#include "review/judge.hpp"
#include "solver/ask/remembering.hpp"

namespace pfncheck {
namespace {

namespace fs = std::filesystem;

// What C leaves to the machine differs among them, and nothing else does.
constexpr auto targets = std::to_array<CaseTarget>({
    {"x86_64", "x86_64-linux-gnu", "64 bit, little endian, signed char"},
    {"arm", "arm-linux-gnueabi", "32 bit, little endian, unsigned char"},
    {"s390", "s390x-linux-gnu", "64 bit, big endian, unsigned char"},
});

std::vector<const CaseTarget*> targets_of(const CaseHeader& header, const std::string& file) {
  std::vector<const CaseTarget*> found;
  for (const auto& [name, line] : header.targets) {
    const auto target = std::ranges::find(targets, name, &CaseTarget::arch);
    if (target == targets.end()) {
      std::vector<std::string_view> known;
      for (const CaseTarget& t : targets) known.push_back(t.arch);
      throw InputError(
          fmt::format("{}:{}: no target `{}`; there are: {}", file, line, name, fmt::join(known, ", ")));
    }
    found.push_back(&*target);
  }
  if (found.empty())
    for (const CaseTarget& t : targets) found.push_back(&t);
  return found;
}

/// Compiles for one target; false, with the compiler's words, if it does not compile.
bool compile(const std::string& file, const CaseTarget& target, const std::string& scratch,
             std::vector<Message>& messages) {
  const std::string clang = find_tool("clang-19");
  if (clang.empty()) throw InputError("not found: clang-19; install with: apt install clang-19");
  Command command;
  command.argv = {clang,
                  "--target=" + std::string(target.triple),
                  "-std=gnu11",
                  "-O2",
                  "-ffreestanding",
                  "-nostdinc",
                  "-fno-discard-value-names",
                  "-fno-strict-aliasing",
                  "-fwrapv",
                  "-Xclang",
                  "-disable-llvm-passes",
                  "-g",
                  "-w",
                  "-ferror-limit=20",
                  "-fno-color-diagnostics",
                  "-fno-caret-diagnostics",
                  "-c",
                  "-emit-llvm",
                  "-I",
                  scratch,
                  "-o",
                  scratch + "/case.bc",
                  file};
  command.env = tool_environment();
  command.limits = {60, 60, 4ULL << 30, 256ULL << 20, 4U << 20};
  const ProcessResult result = run(command);
  if (!result.started) throw InputError(clang + ": " + result.error);
  if (result.ok()) return true;
  for (const CompilerMessage& m : parse_messages(result.err, [](const std::string& path) { return path; }))
    messages.push_back({{m.file, m.line}, m.text, std::string(target.arch)});
  if (messages.empty()) throw InputError(fmt::format("{}: the compiler ended without a word of why", file));
  return false;
}

FunctionAnswer answer_of(const CaseTarget& target, const std::string& function, std::string answer) {
  FunctionAnswer out;
  out.arch = target.arch;
  out.function = function;
  out.answer = std::move(answer);
  return out;
}

std::string word_of(Outcome outcome) {
  const bool is_open =
      outcome == Outcome::unknown || outcome == Outcome::unsupported || outcome == Outcome::error;
  return is_open ? "undecided" : to_string(outcome);
}

/// Places in a case are told by the name in its folder.
std::string folder_of(const std::string& file) {
  return fs::absolute(file).lexically_normal().parent_path().string();
}

/// One file on one target.
class OnTarget {
 public:
  OnTarget(const std::string& file, const CaseTarget& target, const Module& module,
           const ReviewOptions& options, FunctionCaseRecord& record)
      : target_(target),
        module_(module),
        options_(options),
        record_(record),
        engine_(make_remembering()),
        lift_(lift_options(folder_of(file), options.budget)) {}

  /// `functions`: those that the file defines.
  void ask(const std::set<std::string>& functions) {
    if (functions.contains("before") && functions.contains("after")) compare();
    for (const std::string& name : functions)
      if (name != "before" && name != "after") assertions(name);
  }

 private:
  void compare() {
    Pool pool;
    LiftOptions lift = lift_;
    lift.observe_memory = true;
    const LiftedFunction before = module_.lift("before", pool, lift);
    for (const Parameter& p : before.parameters) lift.parameter_names.push_back(p.name);
    const LiftedFunction after = module_.lift("after", pool, lift);
    record_.bound = std::max({record_.bound, before.loop_bound, after.loop_bound});
    const Comparison found = compare_functions(before, after, *engine_, options_.budget);
    FunctionAnswer answer = answer_of(target_, "after",
                                      found.meaning == Meaning::same        ? "same"
                                      : found.meaning == Meaning::different ? "different"
                                                                            : "undecided");
    answer.reason = found.reason;
    if (found.meaning == Meaning::different) {
      answer.witness = witness_of(after, found.values, found.free, "");
      const WitnessRecord other = witness_of(before, found.values, found.free, "");
      answer.witness->after = answer.witness->before;
      answer.witness->before = other.before;
      // A parameter that one of them takes narrower is told as the caller has it.
      if (other.when.size() >= answer.witness->when.size()) answer.witness->when = other.when;
      if (answer.witness->when.empty()) answer.witness->when.emplace_back("always");
    }
    record_.answers.push_back(std::move(answer));
  }

  void assertions(const std::string& name) {
    LiftOptions lift = lift_;
    lift.from_program_start = true;
    const AssertionAnswers answers =
        answer_assertions(module_, name, lift,
                          [&](const Claim& claim, const std::vector<Term>& inputs, const Unknowns& unknowns) {
                            return decide_claim(claim, inputs, unknowns, *engine_, options_.budget);
                          });
    record_.bound = std::max(record_.bound, answers.bound);
    for (const AssertionAnswer& a : answers.all) {
      FunctionAnswer answer = answer_of(target_, name, word_of(a.outcome));
      answer.clause = a.clause;
      answer.reason = a.reason;
      answer.place = a.place;
      answer.witness = a.witness;
      record_.answers.push_back(std::move(answer));
    }
  }

  const CaseTarget& target_;
  const Module& module_;
  const ReviewOptions& options_;
  FunctionCaseRecord& record_;
  std::unique_ptr<Engine> engine_;
  LiftOptions lift_;
};

}  // namespace

std::span<const CaseTarget> case_targets() {
  return targets;
}

std::vector<std::string> function_case_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      const std::size_t first = files.size();
      for (const auto& entry : fs::directory_iterator(path, error))
        if (entry.path().extension() == ".c") files.push_back(entry.path().string());
      if (files.size() == first) throw InputError(fmt::format("{}: there is no C file in this folder", path));
      std::sort(files.begin() + static_cast<std::ptrdiff_t>(first), files.end());
    } else if (fs::is_regular_file(path, error)) {
      files.push_back(path);
    } else {
      throw InputError(fmt::format("{}: no such file or folder", path));
    }
  }
  return files;
}

std::optional<FunctionCaseRecord> run_function_case(const std::string& file, const ReviewOptions& options,
                                                    std::vector<Message>& messages) {
  const auto text = read_file(file);
  if (!text) throw InputError(fmt::format("{}: cannot be read", file));
  const CaseHeader header = case_header(*text, file);
  FunctionCaseRecord record;
  record.name = file;
  record.because = header.because;
  record.expected = header.expected;
  const TemporaryFolder scratch(fs::temp_directory_path().string());
  write_file(scratch.path() + "/pfncheck.h", adapter_source("pfncheck.h"));
  for (const CaseTarget* target : targets_of(header, file)) {
    if (!compile(file, *target, scratch.path(), messages)) return std::nullopt;
    const Module module = Module::read(scratch.path() + "/case.bc");
    OnTarget(file, *target, module, options, record)
        .ask(asked_functions(module, folder_of(file), fs::path(file).filename().string()));
  }
  if (record.answers.empty())
    throw InputError(
        fmt::format("{}: it asks nothing: there are neither `before` and `after` nor an ASSERT or a "
                    "CLAUSE in a function that is not called",
                    file));
  conclude(record);
  return record;
}

}  // namespace pfncheck
