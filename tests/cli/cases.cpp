// SPDX-License-Identifier: GPL-2.0-or-later
// The catalogue of cases: all as expected, short, in twins that differ in one line; what changes it, and what
// does not.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "catalogue.hpp"

using namespace pfncheck::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> few = {"mm/bad_copy_of_file_page", "mm/good_copy_of_file_page",
                                      "vfio/bad_failed_probe", "vfio/good_failed_probe"};

/// The lines that twins share, one apart.
std::vector<std::string> question_lines(const std::string& name) {
  std::vector<std::string> lines;
  static const std::regex free(R"(^\s*(#.*|(title|verdict|steps|source|today)\s*=.*)?$)");
  for (const std::string& line : lines_of(read_file(repository_cases() + "/" + name + ".toml")))
    if (!std::regex_match(line, free)) lines.push_back(line);
  return lines;
}

std::string twin_of(std::string name, const std::string& from, const std::string& to) {
  const std::size_t at = name.find("/" + from);
  return at == std::string::npos ? "" : name.replace(at + 1, from.size(), to);
}

}  // namespace

TEST_CASE("all cases of the catalogue say what is expected") {
  const Ran ran = pfncheck::test::pfncheck({"cases", "-q"});
  INFO(ran.out);
  CHECK(ran.exit_code == 0);
  CHECK(ran.err.empty());
  // The sum comes last; before it stands only what the verdicts leave out.
  const std::vector<std::string> lines = lines_of(ran.out);
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.back().starts_with(std::to_string(all_case_names().size()) + " as expected, 0 not."));
  CHECK(std::all_of(lines.begin(), lines.end() - 1, [](const std::string& line) {
    return line.starts_with("not today: ") || line.starts_with("    ");
  }));
}

TEST_CASE("there are many cases and they are short") {
  std::vector<std::size_t> lengths;
  for (const std::string& name : all_case_names())
    lengths.push_back(lines_of(read_file(repository_cases() + "/" + name + ".toml")).size());
  REQUIRE(lengths.size() >= 60);
  std::ranges::sort(lengths);
  CHECK(lengths[lengths.size() / 2] < 25);
}

TEST_CASE("every case has a twin that differs in one line") {
  for (const std::string& name : all_case_names()) {
    INFO(name);
    const bool good = name.find("/good_") != std::string::npos;
    const std::string twin = good ? twin_of(name, "good_", "bad_") : twin_of(name, "bad_", "good_");
    REQUIRE(fs::exists(repository_cases() + "/" + twin + ".toml"));
    const auto [here, there] = differing(question_lines(name), question_lines(twin));
    // A release, and what drivers can do in it, are one thing.
    const auto of_release = [](const std::string& line) {
      return line.starts_with("release") || line.starts_with("faults");
    };
    const bool one_thing = std::max(here.size(), there.size()) == 1 ||
                           (std::ranges::all_of(here, of_release) && std::ranges::all_of(there, of_release));
    CHECK(one_thing);
    const std::string verdict = good ? "verdict = \"holds\"" : "verdict = \"violated\"";
    CHECK(read_file(repository_cases() + "/" + name + ".toml").find(verdict) != std::string::npos);
  }
}

TEST_CASE("cases tell of many bugs that happened") {
  std::set<std::string> commits;
  static const std::regex source(R"(^source\s*=.*)"), commit(R"(\bcommit ([0-9a-f]{12,40})\b)");
  for (const std::string& name : all_case_names())
    for (const std::string& line : lines_of(read_file(repository_cases() + "/" + name + ".toml")))
      if (std::regex_match(line, source))
        for (std::sregex_iterator it(line.begin(), line.end(), commit), end; it != end; ++it)
          commits.insert((*it)[1]);
  CHECK(commits.size() >= 30);
}

TEST_CASE("a case whose expectation is wrong says what was found") {
  const Catalogue catalogue(few);
  catalogue.edit(few[0], "\"write_fault\"]", "\"gup_slow\"]");
  catalogue.edit(few[3], "verdict = \"holds\"", "verdict = \"violated\"\nsteps = [\"probe\"]");
  const Ran ran = catalogue.run({"--width", "1000", "cases", "-q"});
  CHECK(ran.exit_code == 1);
  CHECK_THAT(ran.out, Contains("the shortest way is mmap, driver_fault, write_fault, expected mmap, "
                               "driver_fault, gup_slow"));
  CHECK_THAT(ran.out, Contains(few[0]) && Contains(few[3]) && Contains("it holds"));
  CHECK_THAT(ran.out, !Contains(few[1]) && !Contains(few[2]));
  CHECK_THAT(ran.out, Contains("2 as expected, 2 not.  exit 1"));
  const Ran one = catalogue.run({"--width", "1000", "case", catalogue.file(few[0])});
  CHECK(one.exit_code == 1);
  CHECK_THAT(one.out, Contains("not as expected") && Contains("p0: mmap()"));
}

TEST_CASE("a case that is violated where it should hold shows how") {
  const Catalogue catalogue({few[0]});
  catalogue.edit(few[0], "verdict = \"violated\"\nsteps = [\"mmap\", \"driver_fault\", \"write_fault\"]",
                 "verdict = \"holds\"");
  const Ran ran = catalogue.run({"--width", "1000", "cases"});
  CHECK(ran.exit_code == 1);
  CHECK_THAT(ran.out, Contains("it is violated: mmap, driver_fault, write_fault"));
}

TEST_CASE("a case in which nothing can happen is vacuous and not as expected") {
  const Catalogue catalogue({few[1]});
  catalogue.edit(few[1], "no_reference_leaks", "entry_verdict_is_stable");
  catalogue.edit(few[1], "slice = \"own\"", "slice = \"own\"\nwithout = [\"gup_slow\", \"mmap\"]");
  const Ran ran = catalogue.run({"--width", "1000", "cases"});
  CHECK(ran.exit_code == 1);
  CHECK_THAT(ran.out, Contains("vacuous: no step here can trigger this property"));
}

TEST_CASE("promotion: --promote writes the index and nothing else") {
  const Catalogue catalogue(few);
  const auto before = catalogue.content();
  CHECK(catalogue.run({"--width", "1000", "cases", "-q"}).exit_code == 0);
  CHECK(catalogue.content() == before);
  CHECK(catalogue.run({"--width", "1000", "cases", "--promote", "-q"}).exit_code == 0);
  const std::string index = read_file(catalogue.folder() + "/kinds");
  for (const std::string& name : few) CHECK_THAT(index, Contains("\n" + name + ": "));
  auto after = catalogue.content();
  CHECK(std::erase_if(after, [](const auto& file) { return file.first == "kinds"; }) == 1);
  CHECK(after == before);
  CHECK(catalogue.run({"--width", "1000", "cases", "-q"}).exit_code == 0);
  CHECK(read_file(catalogue.folder() + "/kinds") == index);
}

TEST_CASE("what the index does not say is not as expected") {
  const Catalogue catalogue(few);
  REQUIRE(catalogue.run({"--width", "1000", "cases", "--promote", "-q"}).exit_code == 0);
  catalogue.edit(few[0], "slice = \"own\"", "slice = \"own\"\narch = [\"xtensa\"]");
  const Ran changed = catalogue.run({"--width", "1000", "cases", "-q"});
  CHECK(changed.exit_code == 1);
  CHECK_THAT(changed.out, Contains("]; now ") && Contains("[xtensa]"));
  fs::copy_file(catalogue.file(few[1]), catalogue.file("mm/good_new"));
  CHECK_THAT(catalogue.run({"--width", "1000", "cases", "-q"}).out,
             Contains("not in the index; `--promote` writes it"));
  CHECK(catalogue.run({"--width", "1000", "cases", "--promote", "-q"}).exit_code == 0);
  CHECK(catalogue.run({"--width", "1000", "cases", "-q"}).exit_code == 0);
}

TEST_CASE("promotion: --promote --verdict writes verdict and steps of what is not as expected") {
  const Catalogue catalogue(few);
  const std::string original = read_file(catalogue.file(few[0]));
  const auto others = catalogue.content();
  catalogue.edit(few[0], "\"driver_fault\", \"write_fault\"]", "\"write_fault\"]");
  CHECK(catalogue.run({"--width", "1000", "cases", "-q"}).exit_code == 1);
  CHECK(catalogue.run({"--width", "1000", "cases", "--promote", "--verdict", "-q"}).exit_code == 0);
  CHECK(read_file(catalogue.file(few[0])) == original);
  catalogue.edit(few[1], "verdict = \"holds\"", "verdict = \"violated\"\nsteps = [\"mmap\"]");
  CHECK(catalogue.run({"--width", "1000", "cases", "--promote", "--verdict", "-q"}).exit_code == 0);
  auto after = catalogue.content();
  std::erase_if(after, [](const auto& file) { return file.first == "kinds"; });
  CHECK(after == others);
  CHECK(catalogue.run({"--width", "1000", "cases", "--verdict"}).exit_code == 2);
}

TEST_CASE("promotion: --promote --verdict takes several lines of steps for what they are") {
  const Catalogue catalogue({few[0]});
  const std::string original = read_file(catalogue.file(few[0]));
  catalogue.edit(few[0], "steps = [\"mmap\", \"driver_fault\", \"write_fault\"]",
                 "steps = [\n  \"mmap\",\n  \"write_fault\",  # not yet\n]");
  CHECK(catalogue.run({"--width", "1000", "cases", "--promote", "--verdict", "-q"}).exit_code == 0);
  CHECK(read_file(catalogue.file(few[0])) == original);
}

TEST_CASE("promotion: --promote --verdict writes no verdict that was not found") {
  const Catalogue catalogue({few[0]});
  catalogue.edit(few[0], "no_reference_leaks", "entry_verdict_is_stable");
  catalogue.edit(few[0], "slice = \"own\"", "slice = \"own\"\nwithout = [\"gup_slow\", \"mmap\"]");
  catalogue.edit(few[0], "steps = [\"mmap\", ", "steps = [");
  const std::string before = read_file(catalogue.file(few[0]));
  CHECK(catalogue.run({"--width", "1000", "cases", "--promote", "--verdict", "-q"}).exit_code == 1);
  CHECK(read_file(catalogue.file(few[0])) == before);
}

TEST_CASE("files and folders that are named are run without the index") {
  const Catalogue catalogue(few);
  CHECK_THAT(catalogue.run({"--width", "1000", "cases", catalogue.folder() + "/mm"}).out,
             Contains("2 as expected, 0 not."));
  CHECK_THAT(
      catalogue.run({"--width", "1000", "cases", catalogue.file(few[2]), catalogue.folder() + "/mm"}).out,
      Contains("3 as expected, 0 not."));
}

TEST_CASE("cases as JSON name what they found") {
  const Catalogue catalogue(few);
  const Ran ran = catalogue.run({"--width", "1000", "cases", "--format", "json"});
  CHECK(ran.exit_code == 0);
  const auto json = nlohmann::json::parse(ran.out);
  REQUIRE(json["cases"].size() == few.size());
  for (std::size_t i = 0; i < few.size(); ++i) {
    const auto& one = json["cases"][i];
    CHECK(one["name"] == few[i]);
    CHECK(one["as_expected"] == true);
    CHECK(one["steps"].empty() == (few[i].find("/good_") != std::string::npos));
    CHECK_FALSE(one["rows"].empty());
  }
  CHECK(json["exit_code"] == 0);
}

TEST_CASE("a rule of a case takes the place of the reference rule") {
  const Catalogue catalogue({few[1]});
  const std::string holds = "verdict = \"holds\"\n", file = catalogue.file(few[1]);
  catalogue.edit(few[1], "property = \"no_reference_leaks\"", "property = \"entry_verdict_is_stable\"");
  catalogue.edit(few[1], "VM_MAYWRITE = 1", "VM_MAYWRITE = 0");
  CHECK(catalogue.run({"--width", "1000", "case", file}).exit_code == 0);
  catalogue.edit(few[1], "[start]", "[rule.normal_page]\nrows = [[\"any\", \"\", \"normal\"]]\n\n[start]");
  CHECK(catalogue.run({"--width", "1000", "case", file}).exit_code == 0);
  catalogue.edit(few[1], "\"\", \"normal\"", "\"\", \"raw\"");
  catalogue.edit(few[1], holds, "verdict = \"violated\"\nsteps = [\"mmap\", \"driver_fault\"]\n");
  const Ran ran = catalogue.run({"--width", "1000", "case", file});
  INFO(ran.out << ran.err);
  CHECK(ran.exit_code == 0);
}
