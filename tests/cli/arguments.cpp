// SPDX-License-Identifier: GPL-2.0-or-later
// Wrong arguments: one clear line with the remedy, exit 2.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "cli/selection.hpp"
#include "program.hpp"
#include "review/data_files.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

/// One line on standard error that says so, nothing on standard output.
void refused(const std::vector<std::string>& arguments, const std::string& says) {
  const Ran ran = pfncheck::test::pfncheck(arguments);
  INFO(ran.err);
  CHECK(ran.exit_code == 2);
  CHECK(ran.out.empty());
  CHECK_THAT(ran.err, Catch::StartsWith("pfncheck: error: ") && Contains(says));
  CHECK(ran.err.find('\n') == ran.err.size() - 1);
}

}  // namespace

TEST_CASE("names with a slip of the fingers get the right one offered") {
  refused({"chekc"}, "no command `chekc`; did you mean `check`?");
  refused({"explain", "x86_46"}, "did you mean `x86_64`?");
  refused({"list", "origin"}, "did you mean `origins`?");
  refused({"run", "raw_entry_is_never_norml"}, "did you mean `raw_entry_is_never_normal`?");
  refused({"run", "--arch", "arm46"}, "did you mean `arm64`?");
  refused({"table", "vm_normal_page_pdm"}, "did you mean `vm_normal_page_pmd`?");
  refused({"check", "--tree", ".", "--prop", "zero"}, "did you mean `uncounted_zero_page_is_never_normal`?");
  refused({"check", "--tree", ".", "--rule", "vm_norml_page"}, "did you mean `vm_normal_page`?");
}

TEST_CASE("what was typed is not suggested: where the name belongs is said") {
  refused({"run", "--slice", "own", "--fault", "notifier_forgets_flush"},
          "`notifier_forgets_flush` is a fault of slice vfio");
  refused({"run", "--slice", "own", "--fault", "notifier_forgets_flsh"},
          "did you mean `notifier_forgets_flush`?");
  refused({"check", "--tree", ".", "--prop", "no_reference_is_lost"},
          "`pfncheck run --prop no_reference_is_lost`");
  for (const char* slice : {"own", "kvm", "life"}) {
    const Ran ran = pfncheck::test::pfncheck({"run", "--slice", slice, "--fault", "notifier_forgets_flush"});
    CHECK_THAT(ran.err, !Contains("did you mean"));
  }
}

TEST_CASE("an option with a slip, and a tree without its option, get what to type") {
  refused({"check", "--tre", "6.12"}, "no option `--tre`; did you mean `--tree`?");
  refused({"check", "--tree=.", "--archs=arm"}, "no option `--archs`; did you mean `--arch`?");
  refused({"check", "6.12"}, "did you mean `--tree 6.12`?");
  const Ran ran = pfncheck::test::pfncheck({"check", "--tree", "9.99"});
  CHECK_THAT(ran.err, Contains("error: --tree: kernel 9.99 is not unpacked") && !Contains("--tree: --tree"));
}

TEST_CASE("the family of rules is a name of rules for a tree too") {
  const ScratchFolder empty;  // no kernel tree: the names were read before
  refused({"check", "--tree", empty.path(), "--rule", "normal_page"}, empty.path());
}

TEST_CASE("a rule of the machine is no rule of a tree: where its answers are is said") {
  for (const char* command : {"check", "patch"})
    for (const char* rule : {"kvm_fault", "iommu_type"}) {
      std::vector<std::string> arguments = {command, "--tree", ".", "--rule", rule};
      if (std::string(command) == "patch") arguments.emplace_back("-");
      refused(arguments,
              "`pfncheck table " + std::string(rule) + "` prints its answers; see `pfncheck list rules`");
    }
  refused({"check", "--tree", ".", "--rule", "normal_page_pmd"}, "did you mean `vm_normal_page_pmd`?");
}

TEST_CASE("a release has one name") {
  refused({"run", "--slice", "own", "--release", "06.12"}, "`06.12` is no release; did you mean `6.12`?");
  refused({"run", "--slice", "own", "--release", "6.012"}, "`6.012` is no release");
}

TEST_CASE("a case of the catalogue is found by its name") {
  for (const char* name : {"vfio/bad_iotlb_outlives_revoke", "bad_iotlb_outlives_revoke",
                           "cases/vfio/bad_iotlb_outlives_revoke.toml"}) {
    const Ran ran = pfncheck::test::pfncheck({"case", name, "-q"}, "/");
    INFO(name << ran.err);
    CHECK(ran.exit_code == 0);
  }
  refused({"case", "vfio/bad_iotlb_outlivs_revoke"}, "did you mean `vfio/bad_iotlb_outlives_revoke`?");
}

TEST_CASE("names that are near nothing get the list named") {
  refused({"run", "qqqqqqqq"}, "pfncheck list props");
  refused({"explain", "qqqqqqqq"}, "pfncheck list");
}

TEST_CASE("options that are missing, unknown or wrong") {
  refused({}, "--help");
  refused({"check"}, "--tree");
  refused({"patch", "--tree", "."}, "patch");
  refused({"run", "--nonsense"}, "--nonsense");
  refused({"run", "--format", "xml"}, "--format");
  refused({"run", "--jobs", "0"}, "--jobs");
  refused({"run", "--budget", "-1"}, "--budget");
  refused({"run", "--release", "six"}, "type one like 6.12");
  refused({"table", "vm_normal_page", "--against", "."}, "--tree DIR");
}

TEST_CASE("a list of names ends before the next argument") {
  const ScratchFolder empty;
  refused({"patch", "--tree", empty.path(), "--arch", "arm,x86_64", "some.patch"}, empty.path());
}

TEST_CASE("a name after a list is the next argument") {
  const Ran ran = pfncheck::test::pfncheck(
      {"run", "--prop", "mapped_memory_is_not_free", "--arch", "x86_64", "life", "--format", "json"});
  INFO(ran.err);
  CHECK(ran.exit_code == 0);
  CHECK_THAT(ran.out, Contains("\"slice\": \"life\"") && !Contains("\"slice\": \"own\""));
}

TEST_CASE("options that every command has may stand before the command") {
  const Ran before = pfncheck::test::pfncheck({"--format", "json", "-q", "list", "slices"});
  const Ran after = pfncheck::test::pfncheck({"list", "slices", "-q", "--format", "json"});
  INFO(before.err);
  CHECK(before.exit_code == 0);
  CHECK(before.out.starts_with("{"));
  CHECK(before.out == after.out);
  refused({"-q", "--format", "json", "chekc"}, "no command `chekc`; did you mean `check`?");
  refused({"-q", "run", "--nonsense"}, "see `pfncheck run --help`");
}

TEST_CASE("a version names an unpacked kernel, and a folder of that name wins") {
  refused({"check", "--tree", "6.12"}, "scripts/kernel 6.12` fetches Debian's");
  refused({"table", "vm_normal_page", "--tree", "7.99"}, "kernel 7.99 is not unpacked");
  const ScratchFolder cache;
  const std::string kernel = "kernels/linux-source-6.12";
  std::filesystem::create_directories(cache.file("pfncheck/" + kernel));
  setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
  CHECK(pfncheck::kernel_tree_named("6.12") == cache.file("pfncheck/" + kernel));
  CHECK_THROWS_WITH(pfncheck::kernel_tree_named("6.1"), Contains("(there: 6.12)"));
  const auto here = std::filesystem::current_path();
  std::filesystem::create_directories(cache.file("here/6.12"));
  std::filesystem::current_path(cache.file("here"));
  CHECK(pfncheck::kernel_tree_named("6.12") == "6.12");
  CHECK(pfncheck::kernel_tree_named("v6.12") == "v6.12");
  std::filesystem::current_path(here);
  unsetenv("XDG_CACHE_HOME");
}

TEST_CASE("a row without a build is refused for a tree") {
  refused({"check", "--tree", ".", "--arch", "alpha"}, "reference model only");
}

TEST_CASE("configurations that are none, and where none is asked for") {
  const ScratchFolder folder;
  const std::string arm64 = folder.write("arm64.config", "CONFIG_ARM64=y\n");
  refused({"check", "--tree", ".", "--config", folder.file("none")}, "/none: cannot be read");
  refused({"check", "--tree", ".", "-O", folder.path()}, "has no .config");
  refused({"patch", "--tree", ".", "--config", folder.write("empty", "\n"), "-"}, "is no configuration");
  refused({"check", "--tree", ".", "--config", arm64, "-O", arm64},
          "a configuration named arm64:arm64.config is there already");
  refused({"table", "vm_normal_page", "--config", arm64}, "are for a kernel tree");
  refused({"table", "kvm_fault", "--config", arm64}, "is a rule of the machine");
}

TEST_CASE("trees that are none") {
  const ScratchFolder empty;
  refused({"check", "--tree", empty.file("absent")}, empty.file("absent"));
  refused({"check", "--tree", empty.path()}, empty.path());
  refused({"prepare", "--tree", empty.path()}, empty.path());
  refused({"patch", "--tree", empty.path(), empty.file("absent.patch")}, empty.path());
}

TEST_CASE("a configuration in the place of the default rows is said, in the report and in the help") {
  const ScratchFolder scratch;
  const std::string config = scratch.write("my.config", "CONFIG_ARM64=y\nCONFIG_64BIT=y\n");
  const auto notes_of = [](const pfncheck::RowChoice& choice) {
    pfncheck::Report report;
    const pfncheck::RowChoice::Rows chosen = choice.rows();
    choice.say(chosen.rows, report);
    return report.notes;
  };
  const std::vector<std::string> alone = notes_of({.configs = {config}});
  REQUIRE(alone.size() == 1);
  CHECK_THAT(alone[0], Contains("asked on arm64:my.config only") && Contains("--arch x86_64,arm64,arm adds"));
  CHECK(notes_of({.archs = {"arm"}, .configs = {config}}).empty());
  CHECK(notes_of({}).empty());
  // Symbols that are switched on make rows of their own, of the default rows too.
  CHECK(notes_of({.enabled = {"CONFIG_KSM"}}).empty());
  const std::vector<std::string> both = notes_of({.configs = {config}, .enabled = {"KSM"}});
  REQUIRE(both.size() == 1);
  CHECK_THAT(both[0], Contains("asked on arm64:my.config+KSM only"));
  for (const char* command : {"check", "patch", "prove", "table", "prepare"})
    CHECK_THAT(pfncheck::test::pfncheck({command, "--help", "--width", "1000"}).out,
               Contains("in the place of the default rows"));
}

TEST_CASE("help and version end with 0") {
  CHECK(pfncheck::test::pfncheck({"--help"}).exit_code == 0);
  // Sources that know no commit (a tarball that git did not make) have the number alone.
  CHECK_THAT(pfncheck::test::pfncheck({"--version"}).out,
             Catch::Matches("pfncheck [0-9.]+( \\(commit [0-9a-f]{7,40}(, dirty)?\\))?\\s*"));
  for (const char* command : {"run", "check", "patch", "table", "replay", "list", "explain", "prepare",
                              "doctor", "case", "cases", "completion"}) {
    const Ran ran = pfncheck::test::pfncheck({command, "--help"});
    CHECK(ran.exit_code == 0);
    for (const char* option :
         {"--format", "-o", "--jobs", "--budget", "--cache", "--color", "--width", "--progress", "-q", "-v"})
      CHECK_THAT(ran.out, Contains(option));
  }
}

TEST_CASE("architectures by the names that others give them") {
  refused({"run", "--arch", "x86"}, "did you mean `x86_64`?");
  refused({"run", "--arch", "ppc"}, "did you mean `powerpc`?");
  refused({"run", "--arch", "aarch64"}, "did you mean `arm64`?");
  refused({"run", "--arch", "mips"}, "did you mean `mips64`?");
}

TEST_CASE("an empty name is no folder and no file") {
  refused({"check", "--tree", ""}, "--tree: the name is empty");
  refused({"check", "--tree", ".", "--cache", ""}, "--cache: the name is empty");
  refused({"table", "vm_normal_page", "--tree", ""}, "--tree: the name is empty");
  refused({"run", "-o", ""}, "--output: the name is empty");
}

namespace {

/// As much of a kernel tree as is read before a patch is applied.
void make_tree(const ScratchFolder& folder) {
  folder.write("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nEXTRAVERSION =\n");
  for (const char* name : {"mm", "include/linux", "scripts"})
    std::filesystem::create_directories(folder.file(name));
  for (const char* name : {"include/linux/mm.h", "Kconfig", "scripts/config"}) folder.write(name, "");
  folder.write("mm/memory.c", "int rule(void)\n{\n\treturn\t1;\n}\n");
}

}  // namespace

TEST_CASE("more patches than one, and a commit that is no range") {
  const ScratchFolder tree;
  make_tree(tree);
  const std::string a = tree.write("a.patch", ""), b = tree.write("b.patch", "");
  refused({"patch", "--tree", tree.path(), a, b}, "`cat " + a + " " + b + " > series.mbox`");
  tree.write(".git", "");
  refused({"patch", "--tree", tree.path(), "HEAD"},
          "HEAD: no such file; for commits of " + tree.path() + " write a range such as HEAD~1..HEAD");
}

TEST_CASE("a patch whose blanks were changed on the way") {
  const ScratchFolder tree;
  make_tree(tree);
  const std::string patch =
      tree.write("a.patch",
                 "--- a/mm/memory.c\n+++ b/mm/memory.c\n@@ -2,3 +2,3 @@\n {\n-        return 1;\n"
                 "+        return 2;\n }\n");
  refused({"patch", "--tree", tree.path(), patch},
          "the line \"return 1;\" differs from the tree's in blanks only");
}

TEST_CASE("a failing make is quoted where it says what failed") {
  const ScratchFolder tree;
  make_tree(tree);
  tree.write("Makefile", read_file(tree.file("Makefile")) +
                             "%:\n\t@echo 'Kconfig:5: cannot open file \"x/Kconfig\"' >&2; exit 1\n");
  const Ran ran = pfncheck::test::pfncheck({"check", "--tree", tree.path(), "--arch", "arm"});
  CHECK(ran.exit_code == 2);
  CHECK_THAT(ran.err, Contains("failed: Kconfig:5: cannot open file \"x/Kconfig\""));
}
