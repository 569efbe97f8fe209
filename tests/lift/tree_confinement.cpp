// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "lift/tree/confine.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

/// The result is a refusal that says nothing but the path.
void refused(const Compiled& compiled, const std::string& path) {
  CAPTURE(compiled.failure);
  CHECK(compiled.failure == "reads a file outside the tree: " + path);
  CHECK(compiled.messages.empty());
  CHECK(compiled.bitcode.empty());
}

}  // namespace

TEST_CASE("a patch cannot include or embed what lies outside the tree", "[confinement]") {
  const SmallTree small;
  if (const std::string why = why_not_confined(); !why.empty()) {
    WARN("skipped: " << why);
    return;
  }
  small.write("secret", "int secret_word(;\n");
  const std::string secret = small.path("secret");
  refused(small.compile_changed("#include \"/etc/hostname\"\n"), "/etc/hostname");
  refused(small.compile_changed("#include \"../../../../../../../../etc/hostname\"\n"),
          "../../../../../../../../etc/hostname");
  refused(small.compile_changed("#include \"" + secret + "\"\n"), secret);
  refused(small.compile_changed("char text[] = {\n#embed \"/etc/hostname\"\n};\n"), "/etc/hostname");
  refused(small.compile_changed("asm(\".incbin \\\"/etc/hostname\\\"\");\n"), "/etc/hostname");
  refused(small.compile_changed("#define FILE \"/etc/hostname\"\n#include FILE\n"), "/etc/hostname");
}

TEST_CASE("a readable file outside the tree is refused before any message", "[confinement]") {
  const SmallTree small;
  if (!why_not_confined().empty()) {
    WARN("skipped: no confinement here");
    return;
  }
  // Libraries are visible for clang's sake; text of theirs must still not show.
  const std::string library = "/usr/lib/os-release";
  if (!read_file(library)) return;
  refused(small.compile_changed("#include \"" + library + "\"\n"), library);
  refused(small.compile_changed("const char text[] = {\n#embed \"" + library + "\"\n};\nint x = text;\n"),
          library);
}

TEST_CASE("confined programs see no home, no network and no other folder", "[confinement]") {
  if (!why_not_confined().empty()) {
    WARN("skipped: no confinement here");
    return;
  }
  const SmallTree small;
  small.write("other/file", "");
  const auto seen = [&](const std::string& path) {
    Command command;
    command.argv = confined({find_tool("clang-19"), "-fsyntax-only", "-x", "c", path},
                            {{small.path("tree")}, {}, small.path("tree")});
    return run(command).ok();
  };
  CHECK(seen(small.path("tree/mm/small.c")) == false);  // its header is not found without -I
  CHECK(seen(small.path("tree/mm/memory.c")));
  CHECK_FALSE(seen(small.path("other/file")));
  CHECK_FALSE(seen("/etc/passwd"));
}

TEST_CASE("a patch that makes clang crash or loop is a failure, not a fault", "[confinement]") {
  if (!why_not_confined().empty()) {
    WARN("skipped: no confinement here");
    return;
  }
  const SmallTree small;
  const auto crashed = small.compile_changed("#pragma clang __debug crash\n");
  CHECK(crashed.failure == "the compiler crashed");
  CHECK(crashed.bitcode.empty());
  const auto nested = small.compile_changed("#include \"small.c\"\n");
  CHECK(nested.failure == "does not compile");
}
