// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "cli/completion/completion.hpp"

namespace pfncheck {
namespace {

/// Text of a line: a backslash, a leading dot and a hyphen have a meaning in roff.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out.starts_with(".") || out.starts_with("'") ? "\\&" + out : out;
}

std::string arguments_text(const std::vector<ArgumentWords>& arguments) {
  std::string out;
  for (const ArgumentWords& a : arguments) {
    out += ".TP\n";
    std::string spellings;
    for (const std::string& spelling : a.spellings)
      spellings += fmt::format("{}\\fB{}\\fR", spellings.empty() ? "" : ", ", roff(spelling));
    out += spellings;
    if (!a.type.empty()) out += fmt::format("{}\\fI{}\\fR", spellings.empty() ? "" : " ", roff(a.type));
    out += "\n" + roff(a.help) + "\n";
  }
  return out;
}

}  // namespace

std::string manual_page(const ProgramWords& program, const std::string& version) {
  std::string out = fmt::format(
      ".\\\" SPDX-License-Identifier: GPL-2.0-or-later\n.\\\" Made by `pfncheck completion man`.\n"
      ".TH PFNCHECK 1 \"\" \"pfncheck {}\"\n"
      ".SH NAME\npfncheck \\- check the page reference rules of Linux mm patches\n"
      ".SH SYNOPSIS\n.B pfncheck\n[\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n"
      ".SH DESCRIPTION\n{}\n"
      "Options that every command has may stand before the command.\n",
      roff(version), roff(program.help));
  out += ".SH OPTIONS\n" + arguments_text(program.arguments) + ".SH COMMANDS\n";
  for (const CommandWords& command : program.commands) {
    out += fmt::format(".SS {}\n{}\n", command.name, roff(command.help));
    std::vector<ArgumentWords> own;
    for (const ArgumentWords& a : command.arguments) {
      bool shared = false;
      for (const ArgumentWords& other : program.arguments) shared |= other.spellings == a.spellings;
      if (!shared) own.push_back(a);
    }
    out += arguments_text(own);
  }
  out += fmt::format(".SH EXIT STATUS\n{}\n", roff(program.footer));
  return out +
         ".SH FILES\n.TP\n\\fB${XDG_CACHE_HOME:\\-~/.cache}/pfncheck\\fR\n"
         "prepared trees, and kernels that scripts/kernel unpacked\n"
         ".TP\n\\fIPREFIX\\fB/share/pfncheck\\fR\nthe catalogue of cases, scripts/kernel and the manual "
         "(docs)\n";
}

}  // namespace pfncheck
