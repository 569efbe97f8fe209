// SPDX-License-Identifier: GPL-2.0-or-later
// Where statements come from: every source can be opened by a reader, and found again by discussion, suite
// and words.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "catalogue.hpp"
#include "lift/tree/process.hpp"
#include "model/input_error.hpp"
#include "model/source.hpp"
#include "tests/sources/definitions.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

Ran listed(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "list");
  return pfncheck::test::pfncheck(arguments);
}

/// Facts of an entry of a list with this label.
std::vector<std::string> facts_of(const nlohmann::json& entry, const std::string& label) {
  std::vector<std::string> texts;
  for (const auto& fact : entry.at("facts"))
    if (fact.at("label") == label) texts.push_back(fact.at("text"));
  return texts;
}

/// Two files of a kernel that has `counts()`, `MAPPED` and CONFIG_SPECIAL, and talks of others.
class TinyTree {
 public:
  TinyTree() {
    write("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\n");
    write("mm/tiny.c",
          "/* gone() was here: int gone(void) { } */\n#define MAPPED 1\nint declared(void);\n"
          "static int counts(void)\n{\n\treturn called(MAPPED) + sizeof(\"int quoted(void) { }\");\n}\n");
    write("mm/Kconfig", "config SPECIAL\n\tbool\n\t# config COMMENTED\n");
  }
  std::string path() const { return scratch_.file("tree"); }

 private:
  void write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file(path() + "/" + name);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  ScratchFolder scratch_;
};

Proof proof_of(const std::string& source) {
  const TinyTree tree;
  Prover prover(std::map<std::string, std::string>{{release_of_tree(tree.path()), tree.path()}});
  prover.prove({"fault own/x", source});
  return prover.proof();
}

}  // namespace

TEST_CASE("every source has a form that people and scripts can read") {
  for (const char* list : {"props", "rules", "origins", "operations", "faults", "cases"}) {
    const Ran ran = listed({list, "--format", "json"});
    REQUIRE(ran.exit_code == 0);
    const auto document = nlohmann::json::parse(ran.out);
    for (const auto& entry : document.at("entries")) {
      const bool of_a_rules_fault = !facts_of(entry, "caught by").empty();  // an edit of the rule, in words
      const auto sources = facts_of(entry, "source");
      INFO(list << " " << entry.at("name"));
      CHECK(sources.size() == (of_a_rules_fault ? 0 : 1));
      for (const std::string& source : sources) {
        INFO(source);
        CHECK_NOTHROW(pfncheck::read_source(source));
      }
    }
  }
}

TEST_CASE("a name that the tree does not define is not proved") {
  CHECK(proof_of("mm/tiny.c: counts, MAPPED; mm/Kconfig: SPECIAL").wrong.empty());
  CHECK(proof_of("mm/tiny.c: counts, MAPPED; mm/Kconfig: SPECIAL").proved == 3);
  for (const char* name : {"gone", "declared", "called", "quoted", "nowhere"}) {
    INFO(name);
    const Proof proof = proof_of(std::string("mm/tiny.c: ") + name);
    CHECK(proof.proved == 0);
    REQUIRE(proof.wrong.size() == 1);
    CHECK(proof.wrong.front() == std::string("fault own/x: mm/tiny.c of 6.12 defines no ") + name);
  }
  CHECK(proof_of("mm/Kconfig: COMMENTED").wrong.size() == 1);
  CHECK(proof_of("mm/small.c: counts").wrong ==
        std::vector<std::string>{"fault own/x: 6.12 has no file mm/small.c"});
  CHECK(proof_of("fact sheet mm D-11").wrong.size() == 1);
}

TEST_CASE("a call chain that names what the kernel does not define is not proved") {
  const TinyTree tree;
  const auto wrong = [&](const std::string& chain) {
    Prover prover(std::map<std::string, std::string>{{"6.12", tree.path()}});
    prover.prove_chain({"operation own/x", chain});
    return prover.proof().wrong;
  };
  CHECK(wrong("counts -> f_op.mmap; then SetPageReserved, counts -> MAPPED (arm64)").empty());
  CHECK(
      wrong("counts -> declared; then counts") ==
      std::vector<std::string>{"operation own/x: its call chain names declared, which 6.12 does not define"});
}

TEST_CASE("prove_sources fails where one source line is wrong") {
  const TinyTree tree;
  const ScratchFolder scratch;
  const auto exit_code = [&](const std::string& source) {
    const nlohmann::json list = {{{"name", "own/x"},
                                  {"kind", "fault"},
                                  {"sentence", "x"},
                                  {"facts", {{{"label", "source"}, {"text", source}}}}}};
    pfncheck::Command command;
    const auto program = std::filesystem::path(PFNCHECK_BINARY).parent_path() / "pfncheck_prove_sources";
    command.argv = {program.string(), tree.path(), "--",
                    scratch.write("list.json", nlohmann::json{{"entries", list}}.dump())};
    command.limits.wall_seconds = 60;
    const pfncheck::ProcessResult result = run(command);
    INFO(result.out << result.err);
    REQUIRE(result.started);
    return result.status;
  };
  CHECK(exit_code("mm/tiny.c: counts") == 0);
  CHECK(exit_code("mm/tiny.c: counts, gone") == 1);
  CHECK(exit_code("thread 004") == 1);
  CHECK(exit_code("mm/tiny.c: counts (6.18)") == 1);  // nothing was proved at all
}

TEST_CASE("what stands with another release than the trees is listed as not checked") {
  const Proof proof = proof_of("mm/tiny.c: counts (6.12, 6.18); commit 79a61cc3fc04; CVE-2024-47674");
  CHECK(proof.wrong.empty());
  CHECK(proof.proved == 1);
  CHECK(proof.unchecked == std::vector<std::string>{"fault own/x: mm/tiny.c of 6.18"});
}

TEST_CASE("cases are found by discussion") {
  std::set<std::string> names;
  for (const char* id : {"000", "001", "002", "003", "004"}) {
    INFO(id);
    const Ran ran = listed({"cases", "--thread", id});
    CHECK(ran.exit_code == 0);
    CHECK(lines_of(ran.out).size() >= 6);
    const Ran told = pfncheck::test::pfncheck({"explain", std::string("thread-") + id});
    CHECK(told.exit_code == 0);
    CHECK_THAT(told.out, Contains("(discussion)") && Contains("subject") && Contains("20"));
    for (const std::string& line : lines_of(ran.out)) {
      const std::string name = line.substr(0, line.find(' '));
      names.insert(name);
      CHECK_THAT(told.out, Contains(name));
    }
  }
  CHECK(names.contains("mm/bad_split_loses_a_reference"));
  CHECK(listed({"cases", "--thread", "4"}).out == listed({"cases", "--thread", "thread-004"}).out);
  CHECK_THAT(listed({"faults", "--thread", "004"}).out, Contains("own/remap_accepts_part_of_cow"));
  const Ran none = listed({"cases", "--thread", "005"});
  CHECK(none.exit_code == 2);
  CHECK_THAT(none.err, Contains("thread-000") && Contains("thread-004"));
  CHECK_THAT(pfncheck::test::pfncheck({"explain", "vfio/bad_no_notifier"}).out, Contains("thread-002"));
}

TEST_CASE("cases are found by suite and by words") {
  for (const std::string& line : lines_of(listed({"cases", "--suite", "vfio"}).out))
    CHECK((line.starts_with("vfio/") || line.starts_with("  ")));
  CHECK(lines_of(listed({"cases", "--suite", "vfio"}).out).size() > 50);
  const Ran ran = listed({"cases", "Zero", "page", "notifier"});
  CHECK(ran.exit_code == 2);
  const Ran found = listed({"cases", "ZERO", "page", "vfio/"});
  CHECK(found.exit_code == 0);
  CHECK_THAT(found.out, Contains("vfio/bad_zero_page_is_pinned") && !Contains("mm/"));
  CHECK_THAT(listed({"cases", "CVE-2024-47674"}).out, Contains("mm/bad_failed_remap"));
  CHECK(listed({"cases", "--suite", "vfi"}).exit_code == 2);
  CHECK(listed({"props", "--suite", "vfio"}).exit_code == 2);
}

TEST_CASE("a list of properties says of each what kind it is and of which slices") {
  const auto document = nlohmann::json::parse(listed({"props", "--format", "json"}).out);
  const auto& entries = document.at("entries");
  std::set<std::string> kinds;
  for (const auto& entry : entries) {
    INFO(entry.at("name"));
    REQUIRE(facts_of(entry, "kind").size() == 1);
    kinds.insert(facts_of(entry, "kind").front());
    CHECK(facts_of(entry, "slices").empty() == !facts_of(entry, "kind").front().starts_with("whole lives: "));
  }
  CHECK(kinds.contains("rule"));
  CHECK(kinds.contains("clause of a contract"));
  CHECK(kinds.contains("whole lives: invariant"));
  CHECK(kinds.contains("whole lives: step"));
  const std::string text = listed({"props", "entry_verdict_is_stable"}).out;
  CHECK_THAT(text, Contains("whole lives: invariant") && Contains("own, linear, huge"));
}
