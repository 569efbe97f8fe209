// SPDX-License-Identifier: GPL-2.0-or-later
// Trees that were built in are read through links to their sources.
#include <catch2/catch.hpp>

#include "lift/tree/clean_view.hpp"
#include "lift/tree/process.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

KernelTree opened(const SmallTree& small) {
  return KernelTree::open(small.path("tree"), small.cache());
}

/// What `make` in the tree leaves there.
void build_in(const SmallTree& small) {
  small.write("tree/.config", "CONFIG_X86_64=y\n");
  small.write("tree/include/config/auto.conf", "");
  small.write("tree/include/generated/autoconf.h", "#error generated\n");
  small.write("tree/arch/x86/include/generated/asm/x.h", "#error generated\n");
  small.write("tree/mm/memory.o", "object");
  small.write("tree/mm/.memory.o.cmd", "savedcmd");
  small.write("tree/scripts/kconfig/lexer.lex.c", "#error generated\n");
}

void git(const SmallTree& small, std::vector<std::string> words) {
  words.insert(words.begin(), {"git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", small.path("tree")});
  REQUIRE(run({words, {}, {}, {}, {}}).ok());
}

bool has(const KernelTree& tree, const std::string& file) {
  return read_file(tree.root() + "/" + file).has_value();
}

void check_sources_only(const KernelTree& tree) {
  CHECK(tree.is_view());
  CHECK(read_file(tree.root() + "/mm/memory.c") == "int memory;\n");
  CHECK(has(tree, "include/linux/mm.h"));
  for (const char* made : {".config", "include/config/auto.conf", "include/generated/autoconf.h",
                           "arch/x86/include/generated/asm/x.h", "mm/memory.o", "mm/.memory.o.cmd",
                           "scripts/kconfig/lexer.lex.c"})
    CHECK_FALSE(has(tree, made));
  CHECK_FALSE(was_built_in(tree.root()));
}

}  // namespace

TEST_CASE("a clean tree is read where it is", "[view]") {
  const SmallTree small;
  const KernelTree tree = opened(small);
  CHECK_FALSE(tree.is_view());
  CHECK(tree.root() == tree.source());
}

TEST_CASE("without git the tree's own .gitignore says what was made", "[view]") {
  const SmallTree small;
  // Debian's sources have a last line that ignores everything in the top folder.
  small.write("tree/.gitignore", ".*\n*.o\n*.lex.c\n/include/generated/\n/include/config/\n/*\n!/debian/\n");
  small.write("tree/arch/.gitignore", "*/include/generated/\n");
  build_in(small);
  const KernelTree tree = opened(small);
  check_sources_only(tree);
  CHECK(tree.source() == canonical(small.path("tree")));
  // The key is that of a build, whatever was built in the tree.
  const std::string key = tree.prepare_key();
  small.write("tree/mm/other.o", "object");
  CHECK(opened(small).prepare_key() == key);
}

TEST_CASE("a tree without a .gitignore: what Kbuild makes is known", "[view]") {
  const SmallTree small;
  build_in(small);
  std::filesystem::remove(small.path("tree/scripts/kconfig/lexer.lex.c"));
  check_sources_only(opened(small));
}

TEST_CASE("a view follows its tree", "[view]") {
  const SmallTree small;
  build_in(small);
  const std::string view = opened(small).root();
  small.write("tree/mm/fresh.c", "int fresh;\n");
  small.write("tree/mm/small.c", "int changed;\n");
  std::filesystem::remove(small.path("tree/include/small.h"));
  const KernelTree tree = opened(small);
  CHECK(tree.root() == view);
  CHECK(read_file(view + "/mm/fresh.c") == "int fresh;\n");
  CHECK(read_file(view + "/mm/small.c") == "int changed;\n");
  CHECK_FALSE(std::filesystem::exists(std::filesystem::symlink_status(view + "/include/small.h")));
}

TEST_CASE("of a repository what git tracks is read, and what it does not ignore", "[view]") {
  const SmallTree small;
  small.write("tree/.gitignore", "*.o\n.*\n*.lex.c\n/include/generated/\n/include/config/\n");
  small.write("tree/arch/.gitignore", "*/include/generated/\n");
  small.write("tree/tools/kept.o", "tracked although it is ignored");
  git(small, {"init", "-q"});
  git(small, {"add", "-A"});
  git(small, {"add", "-f", "tools/kept.o"});
  git(small, {"commit", "-q", "-m", "first"});
  small.write("tree/mm/fresh.c", "int fresh;\n");
  build_in(small);
  const KernelTree tree = opened(small);
  check_sources_only(tree);
  CHECK(has(tree, "tools/kept.o"));
  CHECK(has(tree, "mm/fresh.c"));
}

TEST_CASE("a unit of a view is compiled, and its files have the tree's names", "[view]") {
  const SmallTree small;
  build_in(small);
  const KernelTree tree = opened(small);
  Prepared prepared = small.prepared();
  prepared.command.back() = "-I" + tree.root() + "/include";
  const Compiled compiled = compile_unit(tree, prepared, "mm/small.c", nullptr, small.cache());
  CHECK(compiled.failure.empty());
  CHECK(compiled.files == std::vector<std::string>{"include/small.h", "mm/small.c"});
}
