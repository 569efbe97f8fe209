// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/review/report_words.hpp"

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "cli/catalogue/catalogue.hpp"
#include "report/text.hpp"

namespace pfncheck::test {
namespace {

using Words = std::set<std::string>;

/// Labels, headings and sentences, by where they stand. The page is wide: no line is broken.
void take_of_line(Words& words, const std::string& line) {
  // What follows a label begins in one column.
  static const std::regex label("^(?=.{12}\\S) {4,6}([a-z.]+|!!!|>>>) +\\S.*"), heading("^([a-z][^:]*):$"),
      function("^\\S+: \\S+\\(\\): (.*?)(  .*)?$"),
      lines("^  \\S+: (?:\\d+ lines?|lines?)[^:]*(?:: [^:]*)?: ([^:]+)$");
  std::smatch match;
  if (std::regex_match(line, match, label)) words.insert(match[1]);
  if (std::regex_match(line, match, heading)) words.insert(match[1]);
  if (std::regex_match(line, match, function)) words.insert(match[1]);
  // A symbol, a row to be asked: said in full.
  if (std::regex_match(line, match, lines) && match[1].str().find_first_of("_-") == std::string::npos)
    words.insert(match[1]);
}

/// "1 new violation, 0 fixed, 2 of 9 changed lines not looked at.  exit 1"
void take_counted(Words& words, const std::string& last) {
  static const std::regex counted("\\d+ (?:of \\d+ )?([a-z][a-z -]*)");
  const std::string counts = last.substr(0, last.find(".  exit"));
  for (std::sregex_iterator at(counts.begin(), counts.end(), counted), end; at != end; ++at) {
    std::string word = (*at)[1];
    if (const std::size_t on = word.find(" on "); on != std::string::npos) word.resize(on);
    words.insert(word.substr(0, word.find_last_not_of(' ') + 1));
  }
}

/// "mutex: 1 more taken than given back"
void take_net(Words& words, const std::string& text) {
  static const std::regex net("([^:]+): (?:\\d+ )?(.*)");
  std::smatch match;
  if (!std::regex_match(text, match, net)) return;
  words.insert(match[1]);
  words.insert(match[2]);
}

void take_of_result(Words& words, const ResultRecord& r) {
  words.insert({r.property, r.level, r.arch, r.origin, to_string(r.verdict), to_string(r.delta)});
  if (!r.witness) return;
  if (r.witness->one_call) {
    take_net(words, r.witness->before);
    take_net(words, r.witness->after);
  } else {
    words.insert(r.witness->when.begin(), r.witness->when.end());
  }
}

}  // namespace

std::vector<std::string> unexplained_words(const Report& report) {
  Words words;
  for (const bool verbose : {false, true}) {
    std::istringstream lines(to_text(report, {.verbose = verbose, .width = 100'000}));
    std::string last;
    for (std::string line; std::getline(lines, line); last = line) take_of_line(words, line);
    take_counted(words, last);
  }
  for (const ResultRecord& r : report.results) take_of_result(words, r);
  for (const ResultRecord& r : report.outside) take_of_result(words, r);
  for (const LineRecord& l : report.lines) words.insert(to_string(l.line_class));
  for (const ChangeRecord& c : report.changes) {
    words.insert(to_string(c.meaning));
    words.insert(c.table.atoms.begin(), c.table.atoms.end());
  }
  words.erase("");
  // A function of the kernel's that the rule asks: "PageAnon(page)=1".
  std::erase_if(words, [](const std::string& word) { return word.find('(') != std::string::npos; });
  return not_explained({words.begin(), words.end()});
}

}  // namespace pfncheck::test
