// SPDX-License-Identifier: GPL-2.0-or-later
// Every changed line has a class, and the class is the right one.
#include <catch2/catch.hpp>

#include <algorithm>

#include "lift/tree/lines.hpp"

using namespace pfncheck;
using namespace pfncheck::accounting;

namespace {

constexpr const char* unit = "mm/unit.c";
constexpr const char* header = "include/unit.h";

const std::string unit_text =
    "#include \"unit.h\"\n"          // 1
    "int rule(int a)\n"              // 2
    "{\n"                            // 3
    "\treturn test(a); /* why */\n"  // 4
    "}\n"                            // 5
    "\n"                             // 6
    "int other(int a)\n"             // 7
    "{\n"                            // 8
    "\treturn a + LIMIT;\n"          // 9
    "}\n"                            // 10
    "#ifdef NOT_SET\n"               // 11
    "int never(int a)\n"             // 12
    "{\n"                            // 13
    "\treturn a;\n"                  // 14
    "}\n"                            // 15
    "#endif\n";                      // 16
const std::string header_text =
    "#define LIMIT 5\n"                      // 1
    "#define UNUSED 6\n"                     // 2
    "static inline int test(int a)\n"        // 3
    "{\n"                                    // 4
    "\treturn a == 1;\n"                     // 5
    "}\n"                                    // 6
    "static inline int not_called(int a)\n"  // 7
    "{\n"                                    // 8
    "\treturn a;\n"                          // 9
    "}\n";                                   // 10

std::vector<unsigned> up_to(unsigned last, unsigned but_from = 0, unsigned but_to = 0) {
  std::vector<unsigned> lines;
  for (unsigned i = 1; i <= last; ++i)
    if (i < but_from || i > but_to) lines.push_back(i);
  return lines;
}

CheckedSide stock_side() {
  return {{unit, header},
          {{unit, up_to(16, 12, 15)}, {header, up_to(10)}},
          {{"rule", unit, 2, 5, "r"}, {"other", unit, 7, 10, "o"}, {"test", header, 3, 6, "t"}},
          {{"count", "c", true}},
          {{unit, {2, 4, 5, 7, 9, 10}}, {header, {3, 5, 6}}}};
}

/// One row on which rule() is lifted, and a text that a test edits.
struct Fixture {
  CheckedRow row{"x86_64",
                 unit,
                 stock_side(),
                 stock_side(),
                 {{"rule", {"rule", "test"}, {"rule", "test"}, Meaning::same}}};
  std::map<std::string, FileTexts> texts{{unit, {unit_text, unit_text}},
                                         {header, {header_text, header_text}}};
  std::vector<ChangedLine> changes;

  /// Replaces the text of one line on the after side.
  void change(const std::string& file, unsigned line, const std::string& to) {
    std::string& text = texts[file].after;
    std::size_t begin = 0;
    for (unsigned i = 1; i < line; ++i) begin = text.find('\n', begin) + 1;
    const std::size_t end = text.find('\n', begin);
    changes.push_back({file, false, line, text.substr(begin, end - begin)});
    changes.push_back({file, true, line, to});
    text.replace(begin, end - begin, to);
  }
  FunctionText& after(const std::string& name) {
    return *std::find_if(row.after.functions.begin(), row.after.functions.end(),
                         [&](const FunctionText& f) { return f.name == name; });
  }
  std::vector<LineRange> result() const { return account(changes, texts, {row}); }
  /// Class of the (last) added line.
  LineRange last() const { return result().back(); }
};

}  // namespace

TEST_CASE("a line of a lifted function is lifted, with the meaning of its rule", "[lines]") {
  Fixture f;
  f.change(unit, 4, "\treturn !test(a);");
  f.after("rule").digest = "changed";
  for (const Meaning meaning : {Meaning::same, Meaning::different, Meaning::unknown}) {
    f.row.rules[0].meaning = meaning;
    const LineRange range = f.last();
    CHECK(range.line_class == LineClass::lifted);
    CHECK(range.function == "rule");
    CHECK(range.rules == std::vector<std::string>{"rule"});
    CHECK(range.rows == std::vector<std::string>{"x86_64"});
    CHECK(range.meaning == meaning);
  }
}

TEST_CASE("a helper in a header that the rule reaches is lifted", "[lines]") {
  Fixture f;
  f.change(header, 5, "\treturn a != 1;");
  f.after("test").digest = "changed";
  CHECK(f.last().line_class == LineClass::lifted);
  CHECK(f.last().function == "test");
}

TEST_CASE("other code of a checked unit is not modelled once it changes", "[lines]") {
  Fixture f;
  f.change(unit, 9, "\treturn LIMIT + a;");
  CHECK(f.last().line_class == LineClass::same_text);
  f.after("other").digest = "changed";
  CHECK(f.last().line_class == LineClass::unlifted_function);
  CHECK(f.last().function == "other");
  CHECK_FALSE(was_looked_at(f.last().line_class));
}

TEST_CASE("a new function, and one that the unit does not call, are not modelled", "[lines]") {
  Fixture f;
  f.change(header, 9, "\treturn a + 1;");
  CHECK(f.last().line_class == LineClass::unlifted_function);
  CHECK(f.last().function == "not_called");

  Fixture g;
  g.texts[unit].after += "int added(int a)\n{\n\treturn a;\n}\n";
  for (unsigned line = 17; line <= 20; ++line) g.changes.push_back({unit, true, line, ""});
  g.row.after.compiled[unit] = up_to(20, 12, 15);
  g.row.after.functions.push_back({"added", unit, 17, 20, "a"});
  g.row.after.code[unit].insert(19);
  const auto ranges = g.result();
  REQUIRE(ranges.size() == 1);
  CHECK(ranges[0].line_class == LineClass::unlifted_function);
  CHECK(ranges[0].first == 17);
  CHECK(ranges[0].last == 20);
}

TEST_CASE("comments in a checked unit are looked at, in another they are text", "[lines]") {
  Fixture f;
  f.change(unit, 9, "\treturn a + LIMIT; /* said */");
  CHECK(f.last().line_class == LineClass::same_text);
  f.row.before.files = f.row.after.files = {};
  CHECK(f.last().line_class == LineClass::text_only);
}

TEST_CASE("a comment that swallows code is no comment", "[lines]") {
  Fixture f;
  f.change(unit, 6, "/*");  // up to the end of the comment in line ... there is none: the rest is gone
  f.after("other").digest = "changed";
  f.row.before.files = f.row.after.files = {};
  CHECK(f.last().line_class == LineClass::not_modelled);

  Fixture g;
  g.change(unit, 3, "{ // open \\");
  g.row.before.files = g.row.after.files = {};
  CHECK(g.last().line_class == LineClass::not_modelled);
}

TEST_CASE("a line that no configuration compiles is said to be so", "[lines]") {
  Fixture f;
  f.change(unit, 14, "\treturn a + 1;");
  CHECK(f.last().line_class == LineClass::not_compiled);
  CHECK(f.last().function == "never");
  CHECK(f.last().rows.empty());
}

TEST_CASE("a macro is judged by the code that it changes", "[lines]") {
  Fixture f;
  f.change(header, 2, "#define UNUSED 7");  // not used here; what it means elsewhere is not known
  CHECK(f.last().line_class == LineClass::unlifted_function);
  CHECK(f.last().affected == "UNUSED");

  Fixture added;
  added.change(header, 2, "#define NEW 7");
  CHECK(added.last().line_class == LineClass::same_text);

  Fixture g;
  g.change(header, 1, "#define LIMIT 6");
  g.after("other").digest = "changed";
  CHECK(g.last().line_class == LineClass::unlifted_function);
  CHECK(g.last().function.empty());
  CHECK(g.last().macro == "LIMIT");
  CHECK(g.last().affected == "other()");

  g.after("rule").digest = "changed";  // a constant behind both: what it means to other() was not compared
  CHECK(g.last().line_class == LineClass::unlifted_function);
  CHECK(g.last().affected == "other(), beside rule()");
}

TEST_CASE("one macro with arguments is lifted through a rule that uses it", "[lines]") {
  Fixture f;
  f.texts[header].before = f.texts[header].after = "#define LIMIT(x) 5\n#define UNUSED(x) 6\n";
  f.change(header, 1, "#define LIMIT(x) 6");
  f.after("other").digest = f.after("rule").digest = "changed";
  CHECK(f.last().line_class == LineClass::lifted);
  CHECK(f.last().function.empty());
  CHECK(f.last().affected == "rule()");

  f.change(header, 2, "#define UNUSED(x) 7");  // two macros: nobody knows which changed what no rule covers
  CHECK(f.last().line_class == LineClass::unlifted_function);
  CHECK(f.last().affected == "other(), beside rule()");
}

TEST_CASE("a macro is judged by code of files that the patch does not touch", "[lines]") {
  Fixture f;
  f.change(header, 1, "#define LIMIT 6");
  f.texts.erase(unit);
  for (CheckedSide* side : {&f.row.before, &f.row.after}) side->files = {header};
  f.after("other").digest = "changed";
  CHECK(f.last().line_class == LineClass::unlifted_function);
  CHECK(f.last().affected == "other()");
  f.row.before.functions.push_back({"third", "mm/third.c", 1, 2, "3"});
  f.row.after.functions.push_back({"third", "mm/third.c", 1, 2, "changed"});
  CHECK(f.last().affected == "third() and 1 more");
}

TEST_CASE("data and linkage are part of the object, and no rule covers them", "[lines]") {
  Fixture f;
  f.change(header, 2, "#define NEW 7");
  f.row.after.data[0].digest = "changed";
  CHECK(f.last().line_class == LineClass::unlifted_function);
  CHECK(f.last().affected == "count");

  f.row.after.data.clear();
  CHECK(f.last().affected == "count");
  f.row.before.data[0].alone = false;  // it went with the function that used it
  CHECK(f.last().line_class == LineClass::same_text);

  Fixture weak;
  weak.change(unit, 2, "weak int rule(int a)");
  CHECK(weak.last().line_class == LineClass::lifted);
  weak.after("rule").linkage = "weak";
  CHECK(weak.last().line_class == LineClass::unlifted_function);
  CHECK(weak.last().affected == "linkage of rule()");
}

TEST_CASE("a statement of which no code is made is not compiled", "[lines]") {
  Fixture f;
  f.change(unit, 4, "\treturn !test(a);");
  f.after("rule").digest = "changed";
  CHECK(f.last().line_class == LineClass::lifted);
  f.row.after.code[unit].erase(4);
  CHECK(f.last().line_class == LineClass::not_compiled);
  CHECK(f.last().function == "rule");
  CHECK_FALSE(was_looked_at(f.last().line_class));

  CheckedRow other = f.row;  // code on one row is enough
  other.row = "arm";
  other.after.code[unit].insert(4);
  CHECK(account(f.changes, f.texts, {f.row, other}).back().line_class == LineClass::lifted);
}

TEST_CASE("a new function that nothing calls changes no code", "[lines]") {
  Fixture f;
  f.texts[header].after += "static inline int added(int a)\n{\n\treturn a;\n}\n";
  for (unsigned line = 11; line <= 14; ++line) f.changes.push_back({header, true, line, ""});
  f.row.after.compiled[header] = up_to(14);
  CHECK(f.last().line_class == LineClass::same_text);
  CHECK(f.last().function == "added");
  f.row.after.functions.push_back({"added", header, 11, 14, "a"});  // a unit uses it
  f.row.after.code[header].insert(13);
  CHECK(f.last().line_class == LineClass::unlifted_function);
}

TEST_CASE("of a unit that does not compile nothing more is said", "[lines]") {
  Fixture f;
  f.change(unit, 4, "\treturn test(;");
  CheckedRow failed{"arm", unit, {{unit}, {}, {}}, {{unit}, {}, {}}, {}, true};
  const LineRange range = account(f.changes, f.texts, {failed}).back();
  CHECK(range.line_class == LineClass::not_compiled);
  CHECK(range.in_failure);
  CHECK(range.rows.empty());
  CHECK(account(f.changes, f.texts, {failed, f.row}).back().line_class == LineClass::lifted);
  CHECK_FALSE(account(f.changes, f.texts, {failed, f.row}).back().in_failure);
}

TEST_CASE("a directive that brings code in is judged by that code", "[lines]") {
  Fixture f;
  f.change(unit, 11, "#ifndef NOT_SET");
  f.row.after.compiled[unit] = up_to(16);
  f.row.after.functions.push_back({"never", unit, 12, 15, "n"});
  CHECK(f.last().line_class == LineClass::unlifted_function);
  CHECK(f.last().affected == "never()");
}

TEST_CASE("a macro is not in the function whose code surrounds it", "[lines]") {
  Fixture f;
  f.texts[header].before = f.texts[header].after = "int made_by_a_macro\n#define LIMIT 5\n;\n";
  for (CheckedSide* side : {&f.row.before, &f.row.after})
    side->functions.push_back({"made_by_a_macro", header, 1, 3, "m"});
  f.change(header, 2, "#define LIMIT 6");
  f.after("other").digest = "changed";
  CHECK(f.last().function.empty());
  CHECK(f.last().affected == "other()");
}

TEST_CASE("lines of a file that no checked unit includes have their function by its text", "[lines]") {
  Fixture f;
  f.row.before.files = f.row.after.files = {};
  f.change(unit, 9, "\treturn LIMIT + a;");
  CHECK(f.last().line_class == LineClass::not_modelled);
  CHECK(f.last().function == "other");
}

TEST_CASE("a line counts as its best class over all rows, and an open change is not hidden", "[lines]") {
  Fixture f;
  f.change(unit, 14, "\treturn a + 1;");
  CheckedRow arm = f.row;
  arm.row = "arm";
  arm.before.compiled[unit] = arm.after.compiled[unit] = up_to(16);
  arm.before.functions.push_back({"never", unit, 12, 15, "n"});
  arm.after.functions.push_back({"never", unit, 12, 15, "changed"});
  arm.before.code[unit].insert(14);
  arm.after.code[unit].insert(14);
  LineRange range = account(f.changes, f.texts, {f.row, arm}).back();
  CHECK(range.line_class == LineClass::unlifted_function);
  CHECK(range.rows == std::vector<std::string>{"arm"});
  CheckedRow folded = arm;  // compiled, but it makes no difference there
  folded.row = "um";
  folded.after.functions.back().digest = "n";
  range = account(f.changes, f.texts, {folded, f.row, arm}).back();
  CHECK(range.line_class == LineClass::unlifted_function);
  CHECK(range.rows == std::vector<std::string>{"um", "arm"});
}

TEST_CASE("files that no checked unit includes are told apart by their path", "[lines]") {
  const auto is = [](LineClass c, std::initializer_list<const char*> paths) {
    for (const char* path : paths) {
      INFO(path);
      CHECK(class_of_path(path) == c);
    }
  };
  is(LineClass::build_system,
     {"Makefile", "mm/Kconfig", "mm/Kconfig.debug", "mm/Makefile", "arch/x86/kernel/asm-offsets_64.c",
      "arch/arm64/kernel/asm-offsets.c", "kernel/bounds.c", "arch/x86/entry/entry_64.S",
      "arch/x86/entry/syscalls/syscall_64.tbl", "arch/arm/configs/multi_v7_defconfig",
      "arch/x86/kernel/vmlinux.lds.S", "scripts/Makefile.build", "scripts/basic/fixdep.c",
      "arch/arm64/tools/cpucaps", "include/asm-generic/vmlinux.lds.h", "Kbuild"});
  is(LineClass::text_only, {"Documentation/mm/process_addrs.rst", "MAINTAINERS", "LICENSES/preferred/MIT"});
  is(LineClass::not_modelled,
     {"mm/gup.c", "include/linux/rare.h", "tools/testing/selftests/mm/Makefile", "rust/kernel/mm.rs"});
}

TEST_CASE("a changed number that a generated header holds is the build system's", "[lines]") {
  Fixture f;
  const char* flags = "include/linux/page-flags.h";
  f.texts[flags] = {"enum pageflags {\n\tPG_a,\n};\n", "enum pageflags {\n\tPG_a, PG_b,\n};\n"};
  f.changes = {{flags, false, 2, ""}, {flags, true, 2, ""}};
  for (CheckedSide* side : {&f.row.before, &f.row.after}) {
    side->files.insert(flags);
    side->compiled[flags] = up_to(3);
  }
  CHECK(f.last().line_class == LineClass::build_system);
}

TEST_CASE("every changed line is in exactly one range", "[lines]") {
  Fixture f;
  f.change(unit, 4, "\treturn !test(a);");
  f.change(unit, 9, "\treturn a;");
  f.changes.push_back({"Documentation/x.rst", true, 7, "words"});
  f.changes.push_back({"Documentation/x.rst", true, 8, "words"});
  std::size_t lines = 0;
  for (const LineRange& range : f.result()) lines += range.last - range.first + 1;
  CHECK(lines == f.changes.size());
  CHECK(f.result().back().first == 7);
}
