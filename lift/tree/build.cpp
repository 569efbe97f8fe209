// SPDX-License-Identifier: GPL-2.0-or-later
// The unit as Kbuild makes it, for the sake of what the compiler says.
#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <tuple>
#include <utility>

#include "lift/tree/clang_run.hpp"
#include "lift/tree/compile.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/unit_cache.hpp"

namespace pfncheck {
namespace {

/// With inline assembly, if clang's own assembler is the one that Kbuild uses.
std::vector<std::string> mode_of(const Prepared& prepared, const std::string& scratch) {
  const auto& words = prepared.build;
  const bool other = std::find(words.begin(), words.end(), "-fno-integrated-as") != words.end() ||
                     std::find(words.begin(), words.end(), "-no-integrated-as") != words.end();
  return {other ? "-S" : "-c", "-o", scratch + "/unit.o"};
}

Compiled built(const SourceSide& side, const Prepared& prepared, const std::string& unit,
               const std::string& cache) {
  const UnitCache units(side, prepared, unit, build_purpose, cache);
  if (auto entry = units.find()) return std::move(entry->compiled);
  const TemporaryFolder work(units.working_parent());
  const ClangRun run =
      run_clang(side, prepared, unit, mode_of(prepared, work.path()), work.path(), ClangInput::kernel);
  Compiled compiled;
  compiled.failure = run.failure;
  compiled.messages = run.messages;
  compiled.warnings = run.warnings;
  if (run.lasting) {
    std::error_code ignored;
    std::filesystem::remove(work.path() + "/unit.o", ignored);
    units.keep(work.path(), compiled, run.opened);
  }
  return compiled;
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

}  // namespace

Compiled build_unit(const KernelTree& tree, const Prepared& prepared, const std::string& unit,
                    const PatchedFiles& patched, const std::string& cache) {
  const SourceSide side(tree, &patched);
  Compiled after;
  if (!side.text(unit)) return after;  // said where it is compiled
  if (UnitCache(side, prepared, unit, lifting_purpose, cache).find_unpatched()) return after;
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
