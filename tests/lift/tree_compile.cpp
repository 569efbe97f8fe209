// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <iterator>

#include "lift/tree/confine.hpp"
#include "lift/tree/messages.hpp"
#include "lift/tree/shown_lines.hpp"
#include "lift/tree/unit.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

bool has(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool can_confine() {
  const std::string why = why_not_confined();
  if (!why.empty()) WARN("skipped: " << why);
  return why.empty();
}

}  // namespace

TEST_CASE("the unpatched side compiles and is remembered", "[compile]") {
  const SmallTree small;
  const auto first = small.compile(nullptr);
  CHECK(first.failure.empty());
  REQUIRE(read_file(first.bitcode));
  CHECK(read_file(first.bitcode)->starts_with("BC"));
  CHECK(has(first.files, "mm/small.c"));
  CHECK(has(first.files, "include/small.h"));
  const auto stamp = stamp_of(first.bitcode);
  const auto second = small.compile(nullptr);
  CHECK(second.bitcode == first.bitcode);
  CHECK(stamp_of(second.bitcode) == stamp);
  CHECK(second.files == first.files);
}

TEST_CASE("a changed header of the tree makes a result stale", "[compile]") {
  const SmallTree small;
  REQUIRE(small.compile(nullptr).failure.empty());
  small.write("tree/include/small.h", "#define SMALL no_such_name\n");
  const auto again = small.compile(nullptr);
  CHECK(again.failure == "does not compile");
  REQUIRE(again.messages.size() == 1);
  CHECK(again.messages[0].file == "mm/small.c");
  CHECK(again.messages[0].line == 2);
  CHECK(again.messages[0].text.starts_with("error: use of undeclared identifier 'no_such_name'"));
}

TEST_CASE("the patched side shows through the overlay only", "[compile]") {
  if (!can_confine()) return;
  const SmallTree small;
  const auto before = small.compile(nullptr);
  const auto after = small.compile_changed("#include <small.h>\nint small(int x) { return x - SMALL; }\n");
  CHECK(after.failure.empty());
  CHECK(after.bitcode != before.bitcode);
  const auto broken = small.compile_changed("int small(int x) { return y; }\n");
  CHECK(broken.failure == "does not compile");
  REQUIRE(broken.messages.size() == 1);
  CHECK(broken.messages[0].file == "mm/small.c");
  CHECK(broken.messages[0].line == 1);
  CHECK(small.compile(nullptr).bitcode == before.bitcode);
}

TEST_CASE("changed, added and deleted headers count", "[compile]") {
  if (!can_confine()) return;
  const SmallTree small;
  const PatchedFiles header = small.changed("include/small.h", "#define SMALL nothing\n");
  CHECK(small.compile(&header).failure == "does not compile");
  PatchedFiles added = small.changed("include/new.h", "#define NEW 1\n");
  small.write("after/mm/small.c", "#include <new.h>\nint small = NEW;\n");
  added.changed.emplace_back("mm/small.c");
  added.added = {"include/new.h"};
  CHECK(small.compile(&added).failure.empty());
  const PatchedFiles deleted = small.deleted("include/small.h");
  const auto compiled = small.compile(&deleted);
  CHECK(compiled.failure == "does not compile");
  REQUIRE_FALSE(compiled.messages.empty());
  CHECK(compiled.messages[0].text == "error: \"this file is deleted by the patch\"");
  const PatchedFiles unit = small.deleted("mm/small.c");
  CHECK(small.compile(&unit).failure == "mm/small.c is deleted by the patch");
}

TEST_CASE("a patch of files that the unit does not include compiles nothing", "[compile]") {
  if (!can_confine()) return;
  const SmallTree small;
  small.write("tree/include/other.h", "#define OTHER 1\n");
  const auto before = small.compile(nullptr);
  const auto units = [&] {
    return std::distance(std::filesystem::directory_iterator(small.cache() + "/units"), {});
  };
  const auto compiled_once = units();
  const PatchedFiles other = small.changed("include/other.h", "#define OTHER 2\n");
  CHECK(small.compile(&other).bitcode == before.bitcode);
  CHECK(small.build(other).failure.empty());
  CHECK(units() == compiled_once);

  // It may be found where another was.
  PatchedFiles shadow = other;
  shadow.changed.emplace_back("include/linux/small.h");
  shadow.added = {"include/linux/small.h"};
  small.write("after/include/linux/small.h", "");
  CHECK(small.compile(&shadow).bitcode != before.bitcode);
  const PatchedFiles gone = small.deleted("include/other.h");
  CHECK(small.compile(&gone).bitcode != before.bitcode);
  PatchedFiles both = other;
  both.changed.emplace_back("include/small.h");
  small.write("after/include/small.h", "#define SMALL 4\n");
  CHECK(small.compile(&both).bitcode != before.bitcode);
  // What was seen is of the tree as it was.
  small.write("tree/mm/small.c", "#include <other.h>\nint small = OTHER;\n");
  CHECK(small.compile(&other).bitcode != before.bitcode);
}

TEST_CASE("pages are opaque, also if the patch changes memory_model.h", "[compile]") {
  if (!can_confine()) return;
  const SmallTree small;
  const std::string model = "include/asm-generic/memory_model.h";
  const std::string use =
      "#include <asm-generic/memory_model.h>\nvoid *page(void) { return __pfn_to_page(7 + OFF); }\n";
  PatchedFiles side = small.changed(model, "#define OFF 1\n#define __pfn_to_page(pfn) no_such_array\n");
  small.write("after/mm/small.c", use);
  side.changed.emplace_back("mm/small.c");
  const auto compiled = small.compile(&side);
  CHECK(compiled.failure.empty());
  CHECK(has(compiled.files, model));
  REQUIRE(read_file(compiled.bitcode));
  CHECK(read_file(compiled.bitcode)->find("pfncheck_page_of") != std::string::npos);
}

TEST_CASE("a rule that is gone is named, without a message of the compiler", "[compile]") {
  const SmallTree small;
  const auto compiled = small.compile(nullptr, "mm/memory.c");
  CHECK(compiled.failure == "vm_normal_page is not defined in mm/memory.c (renamed or removed?)");
  CHECK(compiled.messages.empty());
}

TEST_CASE("a rule that is an inline function of the header is one", "[compile]") {
  const SmallTree small;
  small.write("tree/include/linux/mm.h",
              "static inline struct page *vm_normal_page(void)\n{\n\treturn _vm_normal_page();\n}\n");
  CHECK(small.compile(nullptr, "mm/memory.c").failure.find("renamed or removed") == std::string::npos);
}

TEST_CASE("how powerpc makes a PMD leaf is told by its header", "[compile]") {
  const SmallTree small;
  const std::string header = "tree/arch/powerpc/include/asm/book3s/64/pgtable.h";
  const auto leaves_it_to_pmd_mkhuge = [&] {
    const KernelTree tree = small.tree();
    const auto macros = side_macros(SourceSide(tree, nullptr), "mm/memory.c");
    return std::ranges::find(macros, "-DPFNCHECK_PMD_MKHUGE_OF_MMU") != macros.end();
  };
  CHECK_FALSE(leaves_it_to_pmd_mkhuge());
  small.write(header, "static inline pmd_t pmd_mkhuge(pmd_t pmd);\n");
  CHECK(leaves_it_to_pmd_mkhuge());
  small.write(header, "static inline pmd_t __pmd_mkhuge(pmd_t pmd);\n");
  CHECK_FALSE(leaves_it_to_pmd_mkhuge());
}

TEST_CASE("a definition is told from a declaration, a call and a comment", "[compile]") {
  CHECK(defines_function("struct page *f(int a,\n\t int (*b)(int))\n{\n}\n", "f"));
  CHECK(defines_function("static int f(struct g *h)\n\t__releases(h->a) __acquires(h->b(1))\n{\n}\n", "f"));
  CHECK_FALSE(defines_function("int f(struct g *h) __must_hold(h->a);\n", "f"));
  CHECK_FALSE(defines_function("struct page *f(int a);\n", "f"));
  CHECK_FALSE(defines_function("int g(void) { return f(1); }\n", "f"));
  CHECK_FALSE(defines_function("/* f(int a) { } */ int f;\n", "f"));
  CHECK_FALSE(defines_function("int of(void) { }\n", "f"));
}

TEST_CASE("the preprocessor's choice of lines is known", "[compile]") {
  const SmallTree small;
  small.write("tree/mm/small.c",
              "#include <small.h>\n#if SMALL == 3\n/* why */\n\nint a =\n  1;\n#else\nint b;\n#endif\n"
              "#ifdef NONE\n#if 1\nint c;\n#endif\n#endif\n");
  const auto lines = [&](const std::string& file) {
    return compiled_lines(small.tree(), small.prepared(), "mm/small.c", nullptr, file, small.cache());
  };
  CHECK(lines("mm/small.c") == std::vector<unsigned>{1, 2, 3, 4, 5, 6, 7, 9, 10, 14});
  CHECK(lines("include/small.h") == std::vector<unsigned>{1});
  CHECK(lines("include/linux/mm.h").empty());
}

TEST_CASE("a group is active if anything in it shows", "[compile]") {
  const std::string text =
      "#ifndef GUARD\n#define GUARD\n#ifdef A\n#define B \\\n  1\n\n#elif C\nint x;\n#endif\n#endif\n";
  CHECK(lines_of_active_groups(text, {2}) == std::vector<unsigned>{1, 2, 3, 7, 9, 10});
  CHECK(lines_of_active_groups(text, {4}) == std::vector<unsigned>{1, 2, 3, 4, 5, 6, 7, 9, 10});
  CHECK(lines_of_active_groups(text, {8}) == std::vector<unsigned>{1, 2, 3, 7, 8, 9, 10});
  CHECK(lines_of_active_groups(text, {}).empty());
}

TEST_CASE("clang's lists are read back", "[compile]") {
  CHECK(parse_dependencies("unit: a.c \\\n  /b\\ c.h $$d.h\n") ==
        std::vector<std::string>{"a.c", "/b c.h", "$d.h"});
  const auto same = [](const std::string& path) { return path; };
  const auto messages =
      parse_messages("In file included from a.c:1:\nb.h:3:7: fatal error: 'x.h' file not found\n", same);
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].file == "b.h");
  CHECK(messages[0].line == 3);
  CHECK(missing_include(messages[0].text) == "x.h");
}

TEST_CASE("a cache that cannot be written to costs a warning, not the result", "[compile]") {
  const SmallTree small;
  small.write("file", "");
  const auto compiled =
      compile_unit(small.tree(), small.prepared(), "mm/small.c", nullptr, small.path("file"));
  CHECK(compiled.failure.empty());
  CHECK(read_file(compiled.bitcode));
  CHECK(compiled.warning.find("cannot be written") != std::string::npos);
}
