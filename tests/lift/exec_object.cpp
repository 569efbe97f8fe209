// SPDX-License-Identifier: GPL-2.0-or-later
// What Module says of a unit's data and of the lines that it is made of.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "lift/exec/module.hpp"
#include "lift/tree/files.hpp"

using namespace pfncheck;

namespace {

ModuleText text_of(const std::string& source) {
  const TemporaryFolder folder(std::filesystem::temp_directory_path().string());
  const std::string path = folder.path() + "/unit";
  write_file(path + ".c", source);
  const std::string command =
      "clang-19 -O2 -c -emit-llvm -g -w -fno-discard-value-names -Xclang -disable-llvm-passes -o " + path +
      ".bc " + path + ".c";
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT
  return Module::read(path + ".bc").text(folder.path());
}

/// Names of data that differs or that one side does not have.
std::set<std::string> differ(const std::string& before, const std::string& after) {
  std::set<std::string> names;
  const ModuleText b = text_of(before), a = text_of(after);
  const auto add_missing = [&](const ModuleText& from, const ModuleText& in) {
    for (const DataText& data : from.data)
      if (std::none_of(in.data.begin(), in.data.end(), [&](const DataText& other) {
            return other.name == data.name && other.digest == data.digest;
          }))
        names.insert(data.name);
  };
  add_missing(b, a);
  add_missing(a, b);
  return names;
}

FunctionText function_of(const std::string& source) {
  return text_of(source).functions.at(0);
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("data differs by contents, section, linkage and type", "[exec]") {
  CHECK(differ("int x;", "\n\nint x;").empty());
  CHECK(differ("int x;", "int x = 4;") == Names{"x"});
  CHECK(differ("int x;", "long x;") == Names{"x"});
  CHECK(differ("int x = 1;", "__attribute__((weak)) int x = 1;") == Names{"x"});
  CHECK(differ("int x = 1;", "__attribute__((section(\"s\"))) int x = 1;") == Names{"x"});
  CHECK(differ("int x = 1;", "const int x = 1;") == Names{"x"});
  CHECK(differ("", "asm(\"a = 0\");") == Names{"file-scope assembly"});
  CHECK(differ("char *x[] = {\"a\"};", "char *x[] = {\"b\"};") == Names{"x"});
  CHECK(differ("char *x[] = {\"a\"};", "char *y = \"b\"; char *x[] = {\"a\"};") == Names{"y"});
  CHECK(differ("void f(void) {} void g(void) __attribute__((alias(\"f\")));",
               "void f(void) {} void h(void) {} void g(void) __attribute__((alias(\"h\")));") == Names{"g"});
}

TEST_CASE("counters and line numbers in names are not part of data", "[exec]") {
  const std::string used = "static int NAME __attribute__((used)) = 1;";
  const auto named = [&](const std::string& name) { return std::string(used).replace(11, 4, name); };
  CHECK(differ(named("__UNIQUE_ID_license12"), named("__UNIQUE_ID_license345")).empty());
  CHECK(differ(named("__UNIQUE_ID___addressable_a2b12"), named("__UNIQUE_ID___addressable_a2b3")).empty());
  CHECK(differ(named("__initcall__kmod_memory__353_163_a0"), named("__initcall__kmod_memory__35_164_a0"))
            .empty());
  CHECK_FALSE(differ(named("a12"), named("a13")).empty());
  CHECK(differ("asm(\"__initcall__kmod_memory__353_163_init4: .long 0\");",
               "asm(\"__initcall__kmod_memory__354_165_init4: .long 0\");")
            .empty());
}

TEST_CASE("exports and initcalls go by what they export and call", "[exec]") {
  // As the kernel makes them with relative relocations (assembly) and without (variables), 6.1 and 6.12.
  const std::string f = "int f(void) { return 0; }\n";
  const auto assembly = [&](const std::string& text) { return f + "asm(\"" + text + "\");"; };
  const auto exported = [&](const std::string& symbol, const std::string& licence) {
    return assembly(".section .export_symbol,\\\"a\\\" ; __export_symbol_" + symbol + ": .asciz \\\"" +
                    licence + "\\\" ; .quad " + symbol + " ; .previous");
  };
  CHECK(differ(exported("f", ""), exported("f", "GPL")) == Names{"EXPORT_SYMBOL(f)"});
  CHECK(differ(f, exported("f", "")) == Names{"EXPORT_SYMBOL(f)"});
  CHECK(differ(f, f + "const char __kstrtab_f[] = \"f\";") == Names{"EXPORT_SYMBOL(f)"});
  const auto called = [&](const std::string& level) {
    return assembly(".section .initcall" + level + ".init, \\\"a\\\"\\n__initcall__kmod_memory__412_137_f" +
                    level + ":\\n.long f - .\\n.previous\\n");
  };
  CHECK(differ(called("1"), called("2")) == Names{"initcall of f()"});
  const std::string variable = f +
                               "static int (*__initcall__kmod_memory__412_137_f1)(void) __attribute__((used, "
                               "section(\".initcall1.init\"))) "
                               "= f;";
  CHECK(differ(f, variable) == Names{"initcall of f()"});
  CHECK(differ(exported("f", ""), exported("f", "") + " asm(\"a = 0\");") == Names{"file-scope assembly"});
}

TEST_CASE("static variables of a function are part of the function", "[exec]") {
  const auto counts = [](const std::string& start) {
    return "int f(void) { static int x = " + start + "; return x++; }";
  };
  CHECK(differ(counts("1"), counts("2")).empty());
  CHECK(function_of(counts("1")).digest == function_of("\n" + counts("1")).digest);
  CHECK(function_of(counts("1")).digest != function_of(counts("2")).digest);
  CHECK_FALSE(text_of("static int x = 1; int f(void) { return x++; }").data.at(0).alone);
}

TEST_CASE("linkage is told apart from the digest of a function", "[exec]") {
  const FunctionText plain = function_of("int f(void) { return 1; }");
  const FunctionText weak = function_of("__attribute__((weak)) int f(void) { return 1; }");
  const FunctionText placed = function_of("__attribute__((section(\"s\"))) int f(void) { return 1; }");
  CHECK(plain.digest == weak.digest);
  CHECK(plain.linkage != weak.linkage);
  CHECK(plain.linkage != placed.linkage);
}

TEST_CASE("marks that a counter numbers are not part of a function", "[exec]") {
  const auto marks = [](const std::string& n, const std::string& rest) {
    return function_of("void f(void) { asm volatile(\"" + n + ": nop; .pushsection .discard.mark; .long " +
                       n + "b - .; .popsection" + rest + "\" :: \"i\"(" + n + ")); }")
        .digest;
  };
  CHECK(marks("844", "") == marks("878", ""));
  CHECK(marks("844", "") != marks("844", "; nop"));
}

TEST_CASE("a header's nameless structures do not change the text of others", "[exec]") {
  const std::string own = "struct { int a, b; } y; int f(void) { return y.b; }";
  const std::string more = "struct { long c; } x; long g(void) { return x.c; } ";
  const auto of_f = [](const ModuleText& text) { return text.functions.back().digest; };
  CHECK(of_f(text_of(own)) == of_f(text_of(more + own)));
}

TEST_CASE("code that is dead for the compiler has no lines", "[exec]") {
  const ModuleText text = text_of(
      "int f(int a)\n{\n\tint b;\n\tif (0)\n\t\treturn 1;\n\tstatic int c;\n\tb = a + c;\n\treturn b;\n}\n");
  REQUIRE(text.code.contains("unit.c"));
  CHECK(text.code.at("unit.c") == std::set<unsigned>{1, 3, 6, 7, 8, 9});
}
