// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "cli/completion/completion.hpp"

namespace pfncheck {
namespace {

constexpr const char* heading =
    "# SPDX-License-Identifier: GPL-2.0-or-later\n# Made by `pfncheck completion {}`.\n";

/// A text between single quotes, as sh and fish read it.
std::string in_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

bool takes_value(const ArgumentWords& argument) {
  return !argument.spellings.empty() && !argument.type.empty();
}

std::vector<std::string> spellings_of(const std::vector<ArgumentWords>& arguments) {
  std::vector<std::string> all;
  for (const ArgumentWords& a : arguments) all.insert(all.end(), a.spellings.begin(), a.spellings.end());
  return all;
}

std::vector<std::string> names_of(const std::vector<CommandWords>& commands) {
  std::vector<std::string> names;
  for (const CommandWords& command : commands) names.push_back(command.name);
  return names;
}

/// What follows an option, as lines of bash's `case $command:$previous in`.
std::string bash_values(const std::string& command, const std::vector<ArgumentWords>& arguments) {
  std::string out;
  for (const ArgumentWords& a : arguments) {
    if (!takes_value(a)) continue;
    std::string pattern;
    for (const std::string& spelling : a.spellings)
      pattern += fmt::format("{}{}:{}", pattern.empty() ? "" : "|", command, spelling);
    out += fmt::format("    {}) words={}; files={}; after_option=1 ;;\n", pattern, in_quotes(joined(a.words)),
                       a.is_file ? 1 : 0);
  }
  return out;
}

/// What stands by itself: options, and words or files.
std::string bash_arguments(const CommandWords& command) {
  std::vector<std::string> words;
  bool files = false;
  for (const ArgumentWords& a : command.arguments) {
    if (!a.spellings.empty()) continue;
    words.insert(words.end(), a.words.begin(), a.words.end());
    files |= a.is_file;
  }
  return fmt::format("    {}) words={}; files={}; options={} ;;\n", command.name, in_quotes(joined(words)),
                     files ? 1 : 0, in_quotes(joined(spellings_of(command.arguments))));
}

}  // namespace

std::string bash_completion(const ProgramWords& program) {
  std::string out = fmt::format(fmt::runtime(heading), "bash");
  out +=
      "_pfncheck() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local command='' words='' options='' files=0 after_option=0 i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${COMP_WORDS[i]} in\n";
  out += fmt::format("      {}) command=${{COMP_WORDS[i]}}; break ;;\n",
                     fmt::join(names_of(program.commands), "|"));
  out += "    esac\n  done\n  case $command:$previous in\n" + bash_values("", program.arguments);
  for (const CommandWords& command : program.commands) out += bash_values(command.name, command.arguments);
  out += "  esac\n  [ $after_option = 1 ] || case $command in\n";
  for (const CommandWords& command : program.commands) out += bash_arguments(command);
  out += fmt::format("    '') words={}; options={} ;;\n", in_quotes(joined(names_of(program.commands))),
                     in_quotes(joined(spellings_of(program.arguments))));
  out +=
      "  esac\n"
      "  case $current in\n"
      "    -*) words=$options; files=0 ;;\n"
      "  esac\n"
      "  local before=''\n"
      "  case $current in\n"
      "    *,*) before=${current%,*},; current=${current##*,} ;;\n"
      "  esac\n"
      "  COMPREPLY=($(compgen -P \"$before\" -W \"$words\" -- \"$current\"))\n"
      "  if [ $files = 1 ]; then COMPREPLY+=($(compgen -f -- \"$current\")); compopt -o filenames "
      "2>/dev/null; fi\n"
      "}\n"
      "complete -F _pfncheck pfncheck\n";
  return out;
}

namespace {

/// Inside of an _arguments specification `[`, `]` and `:` have a meaning.
std::string zsh_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const ArgumentWords& a) {
  if (a.is_list && !a.words.empty()) return fmt::format("_sequence compadd - {}", joined(a.words));
  if (!a.words.empty() && !a.is_file) return fmt::format("({})", joined(a.words));
  if (!a.words.empty())
    return fmt::format("_alternative \"w\\:word\\:({})\" \"f\\:file\\:_files\"", joined(a.words));
  return a.is_file ? "_files" : " ";
}

std::string zsh_arguments(const std::vector<ArgumentWords>& arguments) {
  std::string out;
  for (const ArgumentWords& a : arguments) {
    if (a.spellings.empty()) {
      out += " \\\n      " + in_quotes(fmt::format("*:{}:{}", zsh_text(a.help), zsh_action(a)));
      continue;
    }
    for (const std::string& spelling : a.spellings) {
      std::string spec = fmt::format("*{}[{}]", spelling, zsh_text(a.help));
      if (takes_value(a)) spec += fmt::format(":{}:{}", zsh_text(a.type), zsh_action(a));
      out += " \\\n      " + in_quotes(spec);
    }
  }
  return out;
}

}  // namespace

std::string zsh_completion(const ProgramWords& program) {
  std::string out = "#compdef pfncheck\n" + fmt::format(fmt::runtime(heading), "zsh");
  out += "_pfncheck() {\n  local line state\n  local -a commands=(\n";
  for (const CommandWords& command : program.commands)
    out += "    " + in_quotes(fmt::format("{}:{}", command.name, command.help)) + "\n";
  out += "  )\n  _arguments -C" + zsh_arguments(program.arguments) +
         " \\\n      '1: :{_describe command commands}' '*:: :->rest'\n"
         "  [ \"$state\" = rest ] || return\n  case $words[1] in\n";
  for (const CommandWords& command : program.commands)
    out += fmt::format("    {}) _arguments{} ;;\n", command.name, zsh_arguments(command.arguments));
  return out + "  esac\n}\n_pfncheck \"$@\"\n";
}

namespace {

std::string fish_lines(const std::string& condition, const std::vector<ArgumentWords>& arguments) {
  std::string out;
  for (const ArgumentWords& a : arguments) {
    out += fmt::format("complete -c pfncheck -n {}", in_quotes(condition));
    for (const std::string& spelling : a.spellings)
      out += spelling.starts_with("--") ? " -l " + spelling.substr(2) : " -s " + spelling.substr(1);
    out += " -d " + in_quotes(a.help);
    if (takes_value(a)) out += a.is_file ? " -r -F" : " -x";
    if (a.spellings.empty() && a.is_file) out += " -F";
    // A word after a comma: what was typed before it stays.
    if (a.is_list && !a.words.empty())
      out += " -a " + in_quotes(fmt::format("(__fish_append , {})", joined(a.words)));
    else if (!a.words.empty())
      out += " -a " + in_quotes(joined(a.words));
    out += "\n";
  }
  return out;
}

}  // namespace

std::string fish_completion(const ProgramWords& program) {
  std::string out = fmt::format(fmt::runtime(heading), "fish") + "complete -c pfncheck -f\n";
  out += fish_lines("__fish_use_subcommand", program.arguments);
  for (const CommandWords& command : program.commands) {
    out += fmt::format("complete -c pfncheck -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       in_quotes(command.help));
    out += fish_lines("__fish_seen_subcommand_from " + command.name, command.arguments);
  }
  return out;
}

}  // namespace pfncheck
