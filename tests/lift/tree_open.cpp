// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "lift/tree/compile_command.hpp"
#include "lift/tree/process.hpp"
#include "model/input_error.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

std::string refusal(const std::string& folder) {
  try {
    KernelTree::open(folder);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

void git(const SmallTree& small, std::vector<std::string> words) {
  words.insert(words.begin(), {"git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", small.path("tree")});
  REQUIRE(run({words, {}, {}, {}, {}}).ok());
}

}  // namespace

TEST_CASE("a tree is known by its Makefile", "[tree]") {
  const SmallTree small;
  const auto tree = small.tree();
  CHECK(tree.release() == Release{6, 12});
  CHECK(tree.full_release() == "6.12.3");
  CHECK(tree.root() == canonical(small.path("tree")));
}

TEST_CASE("what is not a usable tree is refused with the reason", "[tree]") {
  const SmallTree small;
  CHECK(refusal(small.path("none")) == small.path("none") + ": No such file or directory");
  CHECK(refusal(small.path("build/.config")).find("not a folder") != std::string::npos);
  CHECK(refusal(small.path("build")).find("not a kernel tree") != std::string::npos);
  small.write("tree/Makefile", "VERSION = 4\nPATCHLEVEL = 19\n");
  CHECK(refusal(small.path("tree")).find("Linux 4.19.0 is too old; 5.10 and newer") != std::string::npos);
  small.write("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 12\n");
  std::filesystem::remove(small.path("tree/mm/memory.c"));
  CHECK(refusal(small.path("tree")).find("mm/memory.c: missing") != std::string::npos);
}

TEST_CASE("the prepare key follows Kconfig and Makefiles, not C", "[tree]") {
  const SmallTree small;
  const std::string key = small.tree().prepare_key();
  small.write("tree/mm/small.c", "int other;\n");
  CHECK(small.tree().prepare_key() == key);
  small.write("tree/mm/Kconfig", "config A\n");
  const std::string changed = small.tree().prepare_key();
  CHECK(changed != key);
  small.write("tree/scripts/gcc/deep", "x");
  CHECK(small.tree().prepare_key() != changed);
}

TEST_CASE("a commit becomes a tree once, and files of a patch are added", "[tree]") {
  const SmallTree small;
  small.write("tree/drivers/gpu/drm/x.c", "int x;\n");
  git(small, {"init", "-q"});
  git(small, {"add", "-A"});
  git(small, {"commit", "-q", "-m", "first"});
  small.write("tree/mm/memory.c", "int second;\n");
  git(small, {"commit", "-q", "-a", "-m", "second"});
  const auto first = KernelTree::at_revision(small.path("tree"), "HEAD~1", small.cache());
  CHECK(read_file(first.root() + "/mm/memory.c") == "int memory;\n");
  CHECK_FALSE(read_file(first.root() + "/drivers/gpu/drm/x.c"));
  const auto more = KernelTree::at_revision(small.path("tree"), "HEAD~1", small.cache(),
                                            {"drivers/gpu/drm/x.c", "drivers/none.c"});
  CHECK(more.root() == first.root());
  CHECK(first.name().starts_with(small.path("tree") + " at HEAD~1 ("));
  CHECK(small.tree().name() == canonical(small.path("tree")));
  CHECK(more.prepare_key() == first.prepare_key());
  CHECK(read_file(first.root() + "/drivers/gpu/drm/x.c") == "int x;\n");
  CHECK_THROWS_AS(KernelTree::at_revision(small.path("tree"), "nowhere", small.cache()), InputError);
  CHECK_THROWS_AS(KernelTree::at_revision(small.path("build"), "HEAD", small.cache()), InputError);
}

TEST_CASE("a recorded command is cleaned of what would change the lifted code", "[tree]") {
  const std::string recorded =
      "savedcmd_mm/memory.ll := clang-19 -Wp,-MMD,mm/.memory.ll.d -nostdinc -I/t/include -Wall -Werror=x "
      "-ftrivial-auto-var-init=zero -fsanitize=kernel-address -mllvm -asan-stack=1 -pg -mfentry -O2 "
      "-DKBUILD_MODFILE='\"mm/memory\"' -D'A B'=$$ -emit-llvm -S -fno-discard-value-names -o mm/memory.ll "
      "/t/mm/memory.c\n\nsource_mm/memory.ll := /t/mm/memory.c\n";
  CHECK(recorded_command(recorded, "mm/memory.c") ==
        std::vector<std::string>{"clang-19", "-nostdinc", "-I/t/include", "-O2",
                                 "-DKBUILD_MODFILE=\"mm/memory\"", "-DA B=$"});
  CHECK(recorded_command(recorded.substr(5), "mm/memory.c") == recorded_command(recorded, "mm/memory.c"));
  CHECK(recorded_command("deps := a\n", "mm/memory.c").empty());
}
