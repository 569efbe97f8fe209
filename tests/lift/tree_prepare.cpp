// SPDX-License-Identifier: GPL-2.0-or-later
// prepare() on a tree whose Makefile is ours: it notes what it is asked for and fails or hangs on demand.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>

#include "lift/tree/kbuild_way.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

/// $(O) is the build folder. Files beside the tree steer it: "fail" holds a message, "hang" makes it wait.
void write_makefile(const SmallTree& small) {
  small.write("tree/scripts/config", "#!/bin/sh\necho \"config $@\" >>" + small.path("log") + "\n");
  std::filesystem::permissions(small.path("tree/scripts/config"), std::filesystem::perms::owner_all);
  small.write(
      "tree/Makefile",
      "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\nLLVM_SUFFIX := $(LLVM)\n"
      "defconfig:\n\t@echo $@ $(ARCH) $(LLVM) >>" +
          small.path("log") +
          "; echo CONFIG >$(O)/.config\n"
          "olddefconfig:\n\t@true\n"
          "prepare:\n\t@if test -e " +
          small.path("fail") + "; then cat " + small.path("fail") + " >&2; exit 1; fi\n\t@if test -e " +
          small.path("hang") +
          "; then sleep 600; fi\n"
          "mm/memory.ll:\n\t@mkdir -p $(O)/mm; echo 'savedcmd_mm/memory.ll := clang-19 -nostdinc -S -o x "
          "/t/mm/memory.c' >$(O)/mm/.memory.ll.cmd\n");
}

std::string replaced(std::string text, const std::string& old_words, const std::string& new_words) {
  const std::size_t at = text.find(old_words);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old_words.size(), new_words);
}

ArchRow row_with(std::string_view enable) {
  ArchRow row = *find_arch("x86_64");
  row.enable = enable;
  return row;
}

bool can_prepare() {
  const bool can = missing_tools().empty();
  if (!can) WARN("skipped: tools are missing");
  return can;
}

std::string refusal(const SmallTree& small, const ArchRow& row) {
  try {
    prepare(small.tree(), row, small.cache(), {});
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

std::size_t times_in_log(const SmallTree& small, const std::string& line) {
  const std::string log = read_file(small.path("log")).value_or("");
  std::size_t count = 0;
  for (std::size_t at = log.find(line); at != std::string::npos; at = log.find(line, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a row is prepared once, with its symbols", "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  const ArchRow row = row_with("ALPHA -BETA");
  std::vector<std::string> said;
  const auto note = [&](const std::string& line) { said.push_back(line); };
  const Prepared first = prepare(small.tree(), row, small.cache(), note);
  CHECK(first.row == &row);
  CHECK(first.command == std::vector<std::string>{"clang-19", "-nostdinc"});
  CHECK(times_in_log(small, "defconfig x86_64 -19\n") == 1);
  CHECK(times_in_log(small, "-e ALPHA -d BETA\n") == 1);
  CHECK_FALSE(said.empty());
  said.clear();
  const Prepared second = prepare(small.tree(), row, small.cache(), note);
  CHECK(second.build_folder == first.build_folder);
  CHECK(second.config_digest == first.config_digest);
  CHECK(said.empty());
  CHECK(times_in_log(small, "defconfig") == 1);
  const ArchRow other = row_with("ALPHA");
  CHECK(prepare(small.tree(), other, small.cache(), note).build_folder != first.build_folder);
}

TEST_CASE("why make failed is told with a remedy, and nothing of it is used later", "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  const ArchRow row = row_with("");
  small.write(
      "fail",
      "In file included from x:\nelf.c:2:10: fatal error: gelf.h: No such file\nmake: *** [x] Error 1\n");
  const std::string why = refusal(small, row);
  CHECK(why.find("elf.c:2:10: fatal error: gelf.h") != std::string::npos);
  CHECK(why.find("apt install libelf-dev") != std::string::npos);
  CHECK(why.find('\n') == std::string::npos);
  small.write("fail", "cp: error writing x: No space left on device\n");
  CHECK(refusal(small, row).find("free some space") != std::string::npos);
  std::filesystem::remove(small.path("fail"));
  CHECK(refusal(small, row).empty());
}

TEST_CASE("a base that does not compile is named as the user named it, with its file and what to do",
          "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  const auto run = [&](const std::string& arguments) {
    const std::string command = "git -C " + small.path("tree") +
                                " -c user.name=A -c user.email=a@example.org " + arguments +
                                " >/dev/null 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
  };
  run("init -q");
  run("add -A");
  run("commit -q -m first");
  const KernelTree tree = KernelTree::at_revision(small.path("tree"), "HEAD", small.cache());
  CHECK(tree.name().starts_with(small.path("tree") + " at HEAD ("));
  // Kbuild compiles by absolute names, and the tree is a folder of the cache.
  small.write("fail", "In file included from " + tree.root() + "/mm/memory.c:3:\n" + tree.root() +
                          "/include/linux/mm.h:7:1: error: expected ';'\nmake: *** [x] Error 1\n");
  std::string why;
  try {
    prepare(tree, row_with(""), small.cache(), {});
  } catch (const NotPrepared& error) {
    why = error.what();
  }
  INFO(why);
  CHECK(why.starts_with(tree.name() + ": does not compile for x86_64 as it is, without any patch: "
                                      "include/linux/mm.h:7:1: error: expected ';'; "));
  CHECK(why.find("name a base that compiles") != std::string::npos);
  CHECK(why.find(small.cache()) == std::string::npos);
}

TEST_CASE("a row that this kernel cannot be built for is told apart", "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  const ArchRow row = row_with("");
  small.write("fail",
              "scripts/Makefile.clang:18: *** Specify CROSS_COMPILE or add '--target=' option.  Stop.\n");
  CHECK_THROWS_AS(prepare(small.tree(), row, small.cache(), {}), NotBuildable);
  CHECK(refusal(small, row).find("Linux 6.12.3, x86_64: this kernel does not build") != std::string::npos);
}

TEST_CASE("headers that warn do not stop a kernel that would make errors of warnings", "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  // The configuration has WERROR until scripts/config switches it off, and `make prepare` fails with it.
  small.write("tree/scripts/config", "#!/bin/sh\nif [ \"$3 $4\" = '-d WERROR' ]; then echo CONFIG >$2; rm " +
                                         small.path("fail") + "; fi\n");
  small.write("tree/Makefile", replaced(read_file(small.path("tree/Makefile")).value(), "echo CONFIG >",
                                        "printf 'CONFIG\\nCONFIG_WERROR=y\\n' >"));
  small.write("fail", "x.h:5:1: error: some warning [-Werror,-Wenum-enum-conversion]\n");
  const ArchRow row = row_with("");
  CHECK(prepare(small.tree(), row, small.cache(), {}).config == std::string(row.config) + " without WERROR");
  CHECK(prepare(small.tree(), row, small.cache(), {}).config == std::string(row.config) + " without WERROR");
}

TEST_CASE("a tree that knows no suffix of clang or no clang target gets them another way", "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  small.write("tree/scripts/Makefile.clang", "");
  ArchRow arm = row_with("");
  arm.kbuild_arch = "arm";
  const auto has = [](const KbuildWay& way, const std::string& argument) {
    return std::ranges::find(way.arguments, argument) != way.arguments.end();
  };
  const KbuildWay newer = kbuild_way(small.tree(), arm);
  CHECK(has(newer, "LLVM=-19"));
  CHECK(newer.first_in_path.empty());
  CHECK_FALSE(has(newer, "CROSS_COMPILE=arm-linux-gnueabi-"));
  std::filesystem::remove(small.path("tree/scripts/Makefile.clang"));
  small.write("tree/Makefile",
              replaced(read_file(small.path("tree/Makefile")).value(), "LLVM_SUFFIX := $(LLVM)\n", ""));
  const KbuildWay older = kbuild_way(small.tree(), arm);
  CHECK(has(older, "LLVM=1"));
  CHECK(has(older, "LLVM_IAS=1"));
  CHECK(has(older, "CROSS_COMPILE=arm-linux-gnueabi-"));
  CHECK(older.first_in_path == "/usr/lib/llvm-19/bin");
  // What 5.10 gives the assembler on powerpc, clang's own refuses.
  CHECK_FALSE(has(older, "cpu-as-y="));
  arm.kbuild_arch = "powerpc";
  CHECK(has(kbuild_way(small.tree(), arm), "cpu-as-y="));
}

TEST_CASE("an interrupted preparation is made anew", "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  small.write("hang", "");
  const ArchRow row = row_with("");
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    refusal(small, row);
    _exit(0);
  }
  for (int i = 0; i < 1000 && times_in_log(small, "defconfig") == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  std::filesystem::remove(small.path("hang"));
  CHECK(refusal(small, row).empty());
  CHECK(times_in_log(small, "defconfig") == 2);
}

TEST_CASE("two preparations at once do the work once", "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  const ArchRow row = row_with("");
  std::string first, second;
  {
    const std::jthread one([&] { first = refusal(small, row); });
    const std::jthread two([&] { second = refusal(small, row); });
  }
  CHECK(first.empty());
  CHECK(second.empty());
  CHECK(times_in_log(small, "defconfig") == 1);
}

TEST_CASE("a cache that is no folder is refused with the remedy", "[prepare]") {
  if (!can_prepare()) return;
  const SmallTree small;
  write_makefile(small);
  small.write("cache", "a file");
  const std::string why = refusal(small, row_with(""));
  CHECK(why.find("cannot be written") != std::string::npos);
  CHECK(why.find("--cache DIR") != std::string::npos);
}
