// SPDX-License-Identifier: GPL-2.0-or-later
// Mistakes in case files: exit 2, the file and line, what is wrong, and the words that are allowed.
#include <catch2/catch.hpp>
#include <filesystem>

#include "catalogue.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

/// A case that is as expected; one piece a line.
const std::string sound =
    "title = \"A rule that calls everything raw\"\n"
    "source = \"none\"\n"
    "slice = \"own\"\n"
    "property = \"special_bit_iff_raw\"\n"
    "verdict = \"holds\"\n"
    "arch = [\"arm64\"]\n"
    "without = [\"gup_slow\"]\n"
    "[start]\n"
    "driver = \"insert pfn\"\n"
    "VM_SHARED = true\n"
    "[rule.normal_page]\n"
    "rows = [\n"
    "  [\"any\", \"\", \"raw\"],\n"
    "]\n";

struct Mistake {
  std::string from, to;
  unsigned line;  ///< where it is
  std::vector<std::string> says;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// Exit 2, one line, "file:line: " and these words.
void refused(const std::string& text, unsigned line, const std::vector<std::string>& says) {
  const ScratchFolder folder;
  const std::string path = folder.write("case.toml", text);
  for (const char* command : {"case", "cases"}) {
    const Ran ran = pfncheck::test::pfncheck({command, path});
    INFO(text << ran.out << ran.err);
    CHECK(ran.exit_code == 2);
    CHECK(ran.out.empty());
    CHECK_THAT(ran.err, Catch::StartsWith("pfncheck: error: " + path + ":" + std::to_string(line) + ": "));
    CHECK(ran.err.find('\n') == ran.err.size() - 1);
    for (const std::string& words : says) CHECK_THAT(ran.err, Contains(words));
  }
}

}  // namespace

TEST_CASE("the case that the mistakes below are made in is sound") {
  const ScratchFolder folder;
  const Ran ran = pfncheck::test::pfncheck({"case", folder.write("case.toml", sound)});
  INFO(ran.out << ran.err);
  CHECK(ran.exit_code == 0);
}

TEST_CASE("wrong names in a case are refused with those that are allowed") {
  const std::vector<Mistake> mistakes = {
      {"arch =", "arches =", 6, {"no key `arches`", "arch", "faults", "property"}},
      {"\"own\"", "\"onw\"", 3, {"no slice `onw`", "did you mean `own`"}},
      {"\"own\"", "\"qqqqqq\"", 3, {"no slice `qqqqqq`", "pfncheck list slices"}},
      {"special_bit_iff_raw", "special_bit_if_raw", 4, {"did you mean `special_bit_iff_raw`"}},
      {"special_bit_iff_raw", "unpin_comes_after_the_flush", 4, {"does not apply to slice own"}},
      {"special_bit_iff_raw", "raw_entry_is_never_normal", 4, {"no property `raw_entry_is_never_normal`"}},
      {"\"holds\"", "\"hold\"", 5, {"`holds` or `violated`, not `hold`"}},
      {"\"arm64\"", "\"amr64\"", 6, {"did you mean `arm64`"}},
      {"\"gup_slow\"", "\"gup\"", 7, {"no operation `gup`", "gup_slow, gup_fast"}},
      {"driver =", "drivers =", 9, {"no variable `drivers`", "special_bit", "frames.kind"}},
      {"driver =", "VM_PFNMAP =", 9, {"no variable `VM_PFNMAP` is open at the start"}},
      {"insert pfn", "inserts pfn", 9, {"driver cannot be `inserts pfn`", "insert pfn, insert page"}},
      {"= true", "= 2", 10, {"VM_SHARED cannot be `2`"}},
      {"= true", "= 1.5", 10, {"`VM_SHARED` must be a word, a number, true or false"}},
      {"rule.normal_page", "rule.normal_pages", 11, {"no rule `normal_pages`", "it asks: normal_page"}},
      {"\"\", \"raw\"", "\"specials\", \"raw\"", 13, {"no question `specials`", "special_bit, special,"}},
      {"\"\", \"raw\"", "\"\", \"rare\"", 13, {"no answer `rare`", "raw, normal"}},
      {"\"\", \"raw\"", "\"special\", \"raw\"", 12, {"the last row of a rule must fit everything"}},
      {"\"\", \"raw\"", "\"raw\"", 13, {"[name, when, answer]"}},
      {"\"\", \"raw\"", "\"\", \"raw\", 1", 13, {"[name, when, answer]"}},
      {"rows = [\n", "rows = [ # none\n]\nmore = [\n", 14, {"no key `more` in a rule; there is: rows"}},
  };
  for (const Mistake& mistake : mistakes)
    refused(replaced(sound, mistake.from, mistake.to), mistake.line, mistake.says);
}

TEST_CASE("faults and releases of a case are looked up") {
  refused(replaced(sound, "arch =", "faults = [\"fork_counts\"]\narch ="), 6,
          {"no fault `fork_counts`", "fork_counts_raw_entries"});
  refused(replaced(sound, "arch =", "faults = [3]\narch ="), 6, {"`faults` must be a list of strings"});
  refused(replaced(sound, "arch =", "faults = \"all\"\narch ="), 6, {"`faults` must be a list of strings"});
  refused(replaced(sound, "arch =", "release = \"six\"\narch ="), 6, {"six"});
  refused(replaced(sound, "\"own\"", "4"), 3, {"`slice` must be a string"});
}

TEST_CASE("what a case needs is asked for") {
  for (const char* key : {"title", "source", "slice", "property", "verdict"}) {
    const std::size_t begin = sound.find(std::string(key) + " =");
    std::string text = sound;
    text.erase(begin, text.find('\n', begin) + 1 - begin);
    refused(text, 1, {"`" + std::string(key) + "` is missing"});
  }
  refused("", 1, {"`title` is missing"});
}

TEST_CASE("verdict and steps go together") {
  refused(replaced(sound, "\"holds\"", "\"violated\""), 5, {"`violated` needs `steps`"});
  refused(replaced(sound, "\"holds\"", "\"holds\"\nsteps = [\"mmap\"]"), 6, {"`violated` only"});
  refused(replaced(sound, "\"holds\"", "\"violated\"\nsteps = [\"mmaps\"]"), 6,
          {"no operation `mmaps`", "mmap, revoke"});
}

TEST_CASE("text that is no TOML is refused where it breaks") {
  refused("title = \"no end\n", 1, {});
  refused(replaced(sound, "[start]", "[start"), 8, {});
  refused(sound + "[start]\n", 15, {});
}

TEST_CASE("files that are not there and folders without cases are refused") {
  const ScratchFolder folder;
  for (const std::string& path : {folder.path(), folder.file("absent"), folder.file("absent.toml")}) {
    const Ran ran = pfncheck::test::pfncheck({"cases", path});
    INFO(ran.err);
    CHECK(ran.exit_code == 2);
    CHECK(ran.out.empty());
    CHECK_THAT(ran.err, Contains(path) && Contains("no case"));
  }
  // A folder in the place of a file, and what nobody can open.
  CHECK(pfncheck::test::pfncheck({"case", folder.path()}).exit_code == 2);
  std::filesystem::create_symlink("round", folder.file("round"));
  CHECK(pfncheck::test::pfncheck({"case", folder.file("round")}).exit_code == 2);
  CHECK(pfncheck::test::pfncheck({"cases", folder.file("round")}).exit_code == 2);
}

TEST_CASE("one broken case is told in its line and does not stop the others") {
  const Catalogue catalogue({"mm/bad_gup_fast_without_bit", "mm/good_gup_fast_without_bit"});
  catalogue.edit("mm/good_gup_fast_without_bit", "slice = \"own\"", "slice = \"vfoi\"");
  const Ran ran = catalogue.run({"cases"});
  CHECK(ran.exit_code == 2);
  INFO(ran.out << ran.err);
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, Contains("mistake: ") && !Contains("compile"));
  CHECK_THAT(ran.out, Contains("mm/good_gup_fast_without_bit.toml:4: ") && Contains("did you mean `vfio`"));
  CHECK_THAT(ran.out, Contains("ok  mm/bad_gup_fast_without_bit: "));
  CHECK_THAT(ran.out, Catch::EndsWith("1 as expected, 0 not, 1 with a mistake in the file.  exit 2\n"));
  // With a mistake somewhere nothing is written over.
  const auto before = catalogue.content();
  CHECK(catalogue.run({"cases", "--promote"}).exit_code == 2);
  CHECK(catalogue.content() == before);
}
