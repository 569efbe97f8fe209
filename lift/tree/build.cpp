// SPDX-License-Identifier: GPL-2.0-or-later
// The unit as Kbuild makes it, for the sake of what the compiler says.
#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>
#include <set>
#include <tuple>
#include <utility>

#include "lift/exec/same_code.hpp"
#include "lift/tree/clang_run.hpp"
#include "lift/tree/compile.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/unit_cache.hpp"

namespace pfncheck {
namespace {

constexpr const char* reading_purpose = "build, as far as it reads";

/// With inline assembly, if clang's own assembler is the one that Kbuild uses.
std::vector<std::string> mode_of(const Prepared& prepared, const std::string& scratch) {
  const auto& words = prepared.build;
  const bool other = std::find(words.begin(), words.end(), "-fno-integrated-as") != words.end() ||
                     std::find(words.begin(), words.end(), "-no-integrated-as") != words.end();
  return {other ? "-S" : "-c", "-o", scratch + "/unit.o"};
}

Compiled said_by(const ClangRun& run) {
  Compiled compiled;
  compiled.failure = run.failure;
  compiled.messages = run.messages;
  compiled.warnings = run.warnings;
  return compiled;
}

Compiled built(const SourceSide& side, const Prepared& prepared, const std::string& unit,
               const std::string& cache) {
  const UnitCache units(side, prepared, unit, build_purpose, cache);
  if (auto entry = units.find()) return std::move(entry->compiled);
  const TemporaryFolder work(units.working_parent());
  const ClangRun run =
      run_clang(side, prepared, unit, mode_of(prepared, work.path()), work.path(), ClangInput::kernel);
  const Compiled compiled = said_by(run);
  if (run.lasting) {
    std::error_code ignored;
    std::filesystem::remove(work.path() + "/unit.o", ignored);
    units.keep(work.path(), compiled, run.opened);
  }
  return compiled;
}

/// What the flags define that bitcode for lifting is made without (lift/tree/compile_command.cpp), and the
/// header that the wrapper stands before: where a patch changes a file that speaks of them, Kbuild's code may
/// differ where ours does not.
bool may_differ_elsewhere(const SourceSide& side) {
  static constexpr std::array<std::string_view, 5> words = {"__SSP", "__SANITIZE", "__has_feature",
                                                            "__has_extension", "__PROFILE"};
  return std::ranges::any_of(side.patched()->changed, [&](const std::string& file) {
    const std::string before = read_file(side.tree().root() + "/" + file).value_or("");
    const std::string after = side.text(file).value_or("");
    return file.ends_with("memory_model.h") || std::ranges::any_of(words, [&](std::string_view word) {
             return before.find(word) != std::string::npos || after.find(word) != std::string::npos;
           });
  });
}

using Said = std::multiset<std::pair<std::string, std::string>>;

/// What a message says wherever it stands; compiletime_assert() numbers its functions by __COUNTER__.
std::pair<std::string, std::string> what(const CompilerMessage& message) {
  static const std::regex counted("(__compiletime_assert_|__UNIQUE_ID_[A-Za-z_]*)[0-9]+");
  return {message.file, std::regex_replace(message.text, counted, "$1")};
}

Said all_of(const std::vector<CompilerMessage>& messages) {
  Said said;
  for (const CompilerMessage& message : messages) said.insert(what(message));
  return said;
}

/// Drops what was said before too, as often as it was.
void drop_known(std::vector<CompilerMessage>& messages, Said known) {
  std::erase_if(messages, [&](const CompilerMessage& message) {
    const auto found = known.find(what(message));
    if (found == known.end()) return false;
    known.erase(found);
    return true;
  });
}

/// After an error that no flag makes one, clang warns of what it could not see through any more.
void keep_what_counts(std::vector<CompilerMessage>& messages) {
  const auto is_warning = [](const CompilerMessage& message) {
    return message.text.find("[-Werror,") != std::string::npos;
  };
  if (!std::all_of(messages.begin(), messages.end(), is_warning)) std::erase_if(messages, is_warning);
}

/// A call that is inlined in many places is refused in each.
void tell_once(std::vector<CompilerMessage>& messages) {
  std::set<std::tuple<std::string, unsigned, std::string>> told;
  std::erase_if(messages, [&](const CompilerMessage& message) {
    return !told.emplace(message.file, message.line, message.text).second;
  });
}

/// Whether the C is taken, without a word: read as Kbuild's command reads it.
bool is_read_silently(const SourceSide& side, const Prepared& prepared, const std::string& unit,
                      const std::string& cache) {
  const UnitCache units(side, prepared, unit, reading_purpose, cache);
  const auto is_silent = [](const Compiled& said) {
    return said.failure.empty() && said.messages.empty() && said.warnings.empty();
  };
  if (const auto entry = units.find()) return is_silent(entry->compiled);
  const TemporaryFolder work(units.working_parent());
  const ClangRun run = run_clang(side, prepared, unit, {"-fsyntax-only"}, work.path(), ClangInput::kernel);
  const Compiled said = said_by(run);
  if (run.lasting) units.keep(work.path(), said, run.opened);
  return is_silent(said);
}

/// Where both sides are one to the optimiser and the assembler, these say the same of both.
bool is_same_to_the_optimiser(const SourceSide& side, const SharedModule& before, const SharedModule& after) {
  return !before.empty() && !after.empty() && !may_differ_elsewhere(side) &&
         is_same_code(*before.get(), *after.get());
}

}  // namespace

Compiled build_unit(const KernelTree& tree, const Prepared& prepared, const std::string& unit,
                    const PatchedFiles& patched, const std::string& cache, const SharedModule& before_bitcode,
                    const SharedModule& after_bitcode) {
  const SourceSide side(tree, &patched);
  Compiled after;
  if (!side.text(unit)) return after;  // said where it is compiled
  if (UnitCache(side, prepared, unit, lifting_purpose, cache).find_unpatched()) return after;
  if (is_same_to_the_optimiser(side, before_bitcode, after_bitcode) &&
      is_read_silently(side, prepared, unit, cache))
    return after;
  after = built(side, prepared, unit, cache);
  if (after.messages.empty() && after.warnings.empty()) return after;
  const Compiled before = built(SourceSide(tree, nullptr), prepared, unit, cache);
  const bool is_refused = !after.messages.empty();
  drop_known(after.messages, all_of(before.messages));
  keep_what_counts(after.messages);
  tell_once(after.messages);
  if (is_refused && after.messages.empty()) after.failure.clear();
  drop_known(after.warnings, all_of(before.warnings));
  tell_once(after.warnings);
  if (!after.messages.empty()) after.warnings.clear();
  return after;
}

}  // namespace pfncheck
