// SPDX-License-Identifier: GPL-2.0-or-later
// Whatever word a report prints, explain knows it: words are taken from the reports of the whole catalogue
// and of a run, as JSON and as text.
#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "catalogue.hpp"
#include "cli/catalogue/catalogue.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/unit.hpp"
#include "model/functions/functions.hpp"
#include "model/slices/slices.hpp"
#include "program.hpp"

using namespace pfncheck;
using Json = nlohmann::json;
using Words = std::set<std::string>;

namespace {

void take(Words& words, const Json& value) {
  if (value.is_string()) words.insert(value.get<std::string>());
  if (value.is_array())
    for (const Json& item : value) take(words, item);
}

/// Not a value that is a number, nor a release.
bool is_word(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789-+x.") != std::string::npos;
}

/// The names in every object of a document. What is a sentence, a place or a file is not looked up.
void take_names(Words& words, const Json& value) {
  static const std::set<std::string> names = {
      "property",     "rule",   "level",  "arch", "verdict", "delta",    "origin",
      "operation",    "breaks", "set",    "row",  "answer",  "about",    "label",
      "slice",        "lemmas", "steps",  "rows", "starts",  "by_steps", "by_single_steps",
      "by_induction", "name",   "before", "after"};
  if (value.is_array())
    for (const Json& item : value) take_names(words, item);
  if (!value.is_object()) return;
  for (const auto& [key, item] : value.items()) {
    if (names.contains(key)) take(words, item);
    take_names(words, item);
  }
}

/// Labels at the left of a line, and heads of columns.
void take_labels(Words& words, const std::string& text) {
  static const std::regex label("^ {4,6}(rule row|by steps|[a-z>][a-z>-]*) +\\S.*"), heads("^  slice  .*");
  std::smatch match;
  for (const std::string& line : test::lines_of(text)) {
    if (std::regex_match(line, match, label)) words.insert(match[1]);
    if (!std::regex_match(line, heads)) continue;
    static const std::regex gap(" {2,}");
    for (std::sregex_token_iterator at(line.begin() + 2, line.end(), gap, -1), end; at != end; ++at)
      words.insert(at->str());
  }
}

}  // namespace

TEST_CASE("explain knows every word that the reports of the catalogue and of a run print") {
  const std::string cases = PFNCHECK_SOURCE_DIR "/cases";
  Words words;
  const test::ScratchFolder cache;  // the second run is taken from it
  const std::vector<std::string> run{"run", "-v", "--cache", cache.path()};
  for (std::vector<std::string> arguments : {std::vector<std::string>{"cases", cases}, run}) {
    arguments.insert(arguments.end(), {"--format", "json"});
    take_names(words, Json::parse(test::pfncheck(arguments).out));
  }
  // On lines that are not broken, so that each begins with its label.
  for (std::vector<std::string> arguments : {std::vector<std::string>{"cases", cases + "/kvm", "-v"}, run}) {
    arguments.insert(arguments.end(), {"--width", "1000"});
    take_labels(words, test::pfncheck(arguments).out);
  }
  std::vector<std::string> asked;
  std::ranges::copy_if(words, std::back_inserter(asked), is_word);
  REQUIRE(asked.size() > 500);
  CHECK(not_explained(asked) == std::vector<std::string>{});
}

TEST_CASE("what a report puts together is taken apart") {
  // In one call: what makes names known is made once a call.
  const std::vector<std::string> known = {"frames.kind=MMIO",
                                          "frames.kind",
                                          "references of D0",
                                          "vm_pat",
                                          "p0.pte1.special",
                                          "given",
                                          "asks",
                                          "MIXEDMAP, zero page",
                                          "normal_page: any other",
                                          "normal_page(p0.pte0)",
                                          "own/fork_takes_no_reference",
                                          "fork_takes_no_reference",
                                          "not PFNMAP",
                                          "VM_PFNMAP=0",
                                          "proved too",
                                          ">>>"};
  CHECK(not_explained(known) == std::vector<std::string>{});
  const std::vector<std::string> also = {"holds!",
                                         "translated",
                                         "entrys_own=0",
                                         "queue",
                                         "exclusion lifted",
                                         "modelled as",
                                         "none of your patch",
                                         "known holes",
                                         "fork ends: fails=1",
                                         "unit",
                                         "row",
                                         "slice",
                                         "no checked unit includes it",
                                         "no rule covers it",
                                         "not judged",
                                         "part of its callers",
                                         "one call on which they part",
                                         "!!!",
                                         "pfn = the linear one - 1048576",
                                         "mutex",
                                         "does not compile",
                                         "mistake"};
  CHECK(not_explained(also) == std::vector<std::string>{});
  CHECK(not_explained({"frames.knid", "MMIO=frames.knid"}).size() == 2);
}

TEST_CASE("whatever an adapter of a contract leaves open is a word that explain knows") {
  static const std::regex any("\\bANY\\([^,()]+, (\\w+)\\)");
  Words words{"references of page", "mappings",       "rss", "those of the entries", "_compound_head(pfn)",
              "tables_deposited",   "huge_zero_holds"};
  std::vector<std::string> files;
  for (const LedgerPart& part : ledger_parts)
    files.push_back(fmt::format("{}/model/vocabulary/{}", PFNCHECK_SOURCE_DIR, part.name));
  for (const Contract* contract : contracts())
    files.push_back(fmt::format("{0}/model/functions/{1}/{1}.c", PFNCHECK_SOURCE_DIR, contract->function));
  for (const std::string& file : files) {
    const std::string text = read_file(file).value();
    for (std::sregex_iterator at(text.begin(), text.end(), any), end; at != end; ++at) words.insert((*at)[1]);
  }
  REQUIRE(words.size() > 14);
  CHECK(not_explained({words.begin(), words.end()}) == std::vector<std::string>{});
}

TEST_CASE("whatever a variable belongs to, and every event of a slice, is a word that explain knows") {
  Words words;
  for (const machine::SliceInfo& info : machine::slices()) {
    Pool pool;
    const auto slice = machine::make_slice(info, pool, {});
    for (const machine::Variable& v : slice->system.variables())
      if (v.name.find('.') != std::string::npos) words.insert(v.name.substr(0, v.name.find('.')));
    for (const machine::Step& step : slice->system.steps())
      for (const machine::Event& event : step.events()) {
        std::string name = event.name;
        std::ranges::replace(name, '_', ' ');
        words.insert(name);
        for (const auto& [label, value] : event.values) words.insert(label);
      }
  }
  REQUIRE(words.size() > 80);
  CHECK(not_explained({words.begin(), words.end()}) == std::vector<std::string>{});
}

TEST_CASE("a part that means several things is explained for each variable") {
  const test::Ran ran = test::pfncheck({"explain", "registered", "--width", "400"});
  CHECK_THAT(ran.out, Catch::Contains("memslot is registered with KVM") &&
                          Catch::Contains("region.registered: Whether the region can be mapped"));
}

TEST_CASE("several names in one call are explained one after the other") {
  const test::Ran ran = test::pfncheck({"explain", "holds", "not", "looked", "at", "REFUTED", "-q"});
  CHECK(ran.exit_code == 0);
  CHECK_THAT(ran.out, Catch::StartsWith("holds (verdict)") && Catch::Contains("\nnot looked at (heading)") &&
                          Catch::Contains("\nrefuted (verdict)"));
  // As docs/json.md says: no document for a name that is not known.
  const test::Ran unknown = test::pfncheck({"explain", "holds", "nonsense", "--format", "json"});
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.out.empty());
  CHECK_THAT(unknown.err, Catch::Contains("`nonsense`"));
}

TEST_CASE("every variable of a slice has a meaning") {
  for (const Entry& entry : trace_words()) {
    INFO(entry.kind << " " << entry.name);
    CHECK_FALSE(entry.sentence.empty());
  }
}
