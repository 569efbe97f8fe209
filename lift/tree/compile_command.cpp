// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/compile_command.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pfncheck {
namespace {

/// Flags that change code without changing what C says (they would add calls, values or traps), or that name
/// outputs. -ftrivial-auto-var-init turns "never set" into 0, which would hide a field that an adapter leaves
/// open on purpose.
constexpr std::array<std::string_view, 26> dropped_starts = {
    "-W",
    "-ftrivial-auto-var-init",
    "-enable-trivial-auto-var-init",
    "-fsanitize",
    "-fno-sanitize",
    "-fprofile",
    "-fcoverage",
    "-ftest-coverage",
    "-fpatchable-function-entry",
    "-fstack-protector",
    "-mstack-protector",
    "-fstack-clash",
    "-mretpoline",
    "-mindirect-branch",
    "-mfunction-return",
    "-mharden-sls",
    "-mspeculative-load-hardening",
    "-finstrument",
    "-fxray",
    "-flto",
    "-fplugin",
    "-fsplit-lto",
    "-gdwarf",
    "-gz",
    "-gsplit",
    "-fdebug",
};
constexpr std::array<std::string_view, 11> dropped_words = {"-S",
                                                            "-c",
                                                            "-emit-llvm",
                                                            "-fno-discard-value-names",
                                                            "-pg",
                                                            "-mfentry",
                                                            "-mrecord-mcount",
                                                            "-mnop-mcount",
                                                            "-g",
                                                            "-w",
                                                            "-p"};
constexpr std::array<std::string_view, 4> dropped_with_value = {"-o", "-mllvm", "-MF", "-MT"};
/// Of a build that is judged by its messages only what names outputs and plugins goes.
constexpr std::array<std::string_view, 4> dropped_starts_of_build = {"-Wp,-M", "-gdwarf", "-gz", "-fplugin"};
constexpr std::array<std::string_view, 6> dropped_words_of_build = {
    "-S", "-c", "-emit-llvm", "-fno-discard-value-names", "-g", "-p"};

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

template <class Words, class Starts>
bool is_dropped(std::string_view word, const Words& words, const Starts& starts) {
  return holds(words, word) || std::any_of(starts.begin(), starts.end(),
                                           [&](std::string_view start) { return word.starts_with(start); });
}

bool is_dropped(std::string_view word, CommandFor purpose) {
  if (word.starts_with("-Wa,-I")) return false;  // where file-scope assembly includes from (s390)
  return purpose == CommandFor::lifting ? is_dropped(word, dropped_words, dropped_starts)
                                        : is_dropped(word, dropped_words_of_build, dropped_starts_of_build);
}

}  // namespace

std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n' || c == ';')) {
      if (in_word) words.push_back(std::exchange(word, {}));
      in_word = false;
      if (c == ';') words.emplace_back(";");
      continue;
    }
    in_word = true;
    if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      word += line[++i];
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      word += c;
      if (c == '$' && i + 1 < line.size() && line[i + 1] == '$') ++i;  // make's own escape
    }
  }
  if (in_word) words.push_back(word);
  return words;
}

std::vector<std::string> command_in_words(const std::vector<std::string>& words, std::string_view source,
                                          CommandFor purpose) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == ";") break;
    if (holds(dropped_with_value, word)) {
      ++i;
    } else if (!is_dropped(word, purpose) && !(word.ends_with(source) && !word.starts_with("-"))) {
      out.push_back(word);
    }
  }
  return out;
}

std::vector<std::string> recorded_command(std::string_view cmd_text, std::string_view source,
                                          CommandFor purpose) {
  // "savedcmd_mm/memory.ll := clang ..." since 6.2, "cmd_mm/memory.ll := clang ..." before.
  for (std::size_t at = 0; at < cmd_text.size();) {
    const std::size_t end = std::min(cmd_text.find('\n', at), cmd_text.size());
    const std::string_view line = cmd_text.substr(at, end - at);
    const std::size_t assigned = line.find(" := ");
    if ((line.starts_with("cmd_") || line.starts_with("savedcmd_")) && assigned != std::string_view::npos) {
      return command_in_words(shell_words(line.substr(assigned + 4)), source, purpose);
    }
    at = end + 1;
  }
  return {};
}

}  // namespace pfncheck
