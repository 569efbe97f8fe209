// SPDX-License-Identifier: GPL-2.0-or-later
// C as text: which edits change nothing but comments and blanks, and where functions are.
#include <catch2/catch.hpp>

#include "lift/tree/c_tokens.hpp"
#include "lift/tree/shown_lines.hpp"

using namespace pfncheck;

namespace {

std::vector<std::string> texts(std::string_view source) {
  std::vector<std::string> all;
  for (const CToken& token : c_tokens(source)) all.push_back(token.text);
  return all;
}

bool same(std::string_view a, std::string_view b) {
  return texts(a) == texts(b);
}

}  // namespace

TEST_CASE("comments and blanks are not tokens", "[lines]") {
  CHECK(same("int a; /* one */\n", "int\n  a // two\n;"));
  CHECK(same("a /* // */ + b", "a + b"));
  CHECK(same("// first \\\n second\nx", "x"));
  CHECK(same("#define A \\\n\t1\n", "#define A 1\n"));
  CHECK(same("#include <a.h> /* why */\n", "#include <a.h>\n"));
}

TEST_CASE("what looks like a comment or a blank but is not", "[lines]") {
  CHECK_FALSE(same("\"/* a */\"", "\"\""));
  CHECK_FALSE(same("\"a  b\"", "\"a b\""));
  CHECK_FALSE(same("\"//\" a", "\"//\" b"));
  CHECK_FALSE(same("'\\'' /* ' */ a", "'\\'' /* ' */ b"));
  CHECK_FALSE(same("'/*' a '*/'", "'/*' b '*/'"));
  CHECK_FALSE(same("a - -b", "a--b"));
  CHECK_FALSE(same("a + ++b", "a++ + b"));
  CHECK_FALSE(same("a & &b", "a && b"));
  CHECK_FALSE(same("int ab;", "int a b;"));
  CHECK_FALSE(same("0x1 e", "0x1e"));
  CHECK_FALSE(same("1.5e + 3", "1.5e+3"));
  CHECK_FALSE(same("#define A\nB\n", "#define A B\n"));
  CHECK_FALSE(same("#define f(x) x\n", "#define f (x) x\n"));
  CHECK_FALSE(same("#include <a b>\n", "#include <ab>\n"));
  CHECK_FALSE(same("// one\nb = 1;", "// one \\\nb = 1;"));
  CHECK_FALSE(same("x; /* a\nb\n*/ y;", "x; /* a */\nb\n y;"));
  CHECK_FALSE(same("L\"a\"", "L \"a\""));
}

TEST_CASE("an apostrophe in a skipped text ends with its line", "[lines]") {
  CHECK(texts("#error don't\nint a;") ==
        std::vector<std::string>{"#", "error", "don", "'t", "\n", "int", "a", ";"});
}

TEST_CASE("tokens of a line", "[lines]") {
  const auto lines = c_token_lines("a\n/* b\n*/ c\n\n\"d\\\ne\"\n");
  REQUIRE(lines.size() == 7);
  CHECK_FALSE(lines[0].empty());
  CHECK(lines[1].empty());
  CHECK_FALSE(lines[2].empty());
  CHECK(lines[3].empty());
  CHECK_FALSE(lines[4].empty());
  CHECK(lines[5].empty());
}

TEST_CASE("functions are found by their braces", "[lines]") {
  const std::string source =
      "struct s {\n\tint a;\n};\n"                                                     // 1
      "static int table[] = { f(1), 2 };\n"                                            // 4
      "extern int declared(int a);\n"                                                  // 5
      "static inline int __printf(1, 2)\nfirst(int a)\n{\n\treturn '}'; /* } */\n}\n"  // 6
      "#define macro(x) do { (x); } while (0)\n"                                       // 11
      "#ifdef A\nint second(int a)\n{\n\tif (a) {\n"                                   // 12
      "#else\nint second(long a)\n{\n\twhile (a) {\n"                                  // 16
      "#endif\n\t\ta--;\n\t}\n\treturn 0;\n}\n"                                        // 20
      "__attribute__((noinline)) void third(void) { }\n"                               // 25
      "SYSCALL_DEFINE1(fourth, int, a)\n{\n}\n";                                       // 26
  const auto functions = c_functions(source);
  std::vector<std::string> found;
  for (const CFunction& f : functions)
    found.push_back(f.name + ":" + std::to_string(f.first) + "-" + std::to_string(f.last));
  CHECK(found == std::vector<std::string>{"first:6-10", "second:13-24", "third:25-25",
                                          "SYSCALL_DEFINE1(fourth:26-28"});
  CHECK(source.substr(functions[2].begin, functions[2].end - functions[2].begin) ==
        "__attribute__((noinline)) void third(void) { }");
}

TEST_CASE("a directive is one in any spelling", "[lines]") {
  CHECK(texts("#\\\nifdef A\n") == std::vector<std::string>{"#", "ifdef", "A", "\n"});
  CHECK(texts("/* a */ %:ifdef A\n") == std::vector<std::string>{"#", "ifdef", "A", "\n"});
  CHECK(texts("x %:ifdef") == std::vector<std::string>{"x", "%:", "ifdef"});
  const auto functions = c_functions("int f(void)\n<% %>\nint g(void)\n{\n}\n");
  REQUIRE(functions.size() == 2);
  CHECK(functions[1].first == 3);
}

TEST_CASE("a group of any spelling is found", "[lines]") {
  CHECK(lines_of_active_groups("a\n#\\\nifdef A\nb\n#endif\n", {1}) == std::vector<unsigned>{1, 2, 3, 5});
  CHECK(lines_of_active_groups("a\n%:ifdef A\nb\n%:else\nc\n%:endif\n", {1, 5}) ==
        std::vector<unsigned>{1, 2, 4, 5, 6});
  CHECK(lines_of_active_groups("a\n# /* x\n */ ifdef A\nb\n#endif\n", {1}) ==
        std::vector<unsigned>{1, 2, 3, 5});
}
