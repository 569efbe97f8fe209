// SPDX-License-Identifier: GPL-2.0-or-later
// Which lines of a function are expected to have code.
#include <catch2/catch.hpp>

#include "lift/tree/statements.hpp"

using namespace pfncheck;

namespace {

/// "2 4-5": of a function whose body begins in line 2 of the source.
std::string found(const std::string& body) {
  const auto tokens = c_tokens("int f(int a)\n{" + body + "}\n");
  std::string all;
  for (const Statement& s : statements_with_code(tokens, c_functions(tokens))) {
    all += (all.empty() ? "" : " ") + std::to_string(s.first);
    if (s.last != s.first) all += "-" + std::to_string(s.last);
  }
  return all;
}

}  // namespace

TEST_CASE("a statement goes from one end to the next", "[lines]") {
  CHECK(found("a;\nb +\nc;\n") == "2 3-4");
  CHECK(found("if (a)\nb;\n") == "2-3");
  CHECK(found("if (a) {\nb;\n} else if (c) {\nd;\n}\n") == "2 3 4 5");
  CHECK(found("for (a;\nb;\nc) {\nd;\n}\n") == "2-4 5");
  CHECK(found("do {\na;\n} while (b);\n") == "3 4");
}

TEST_CASE("values in braces are not cut", "[lines]") {
  CHECK(found("struct s x = {\n.a = 1,\n.b = f(\n2),\n};\nc;\n") == "2-6 7");
  CHECK(found("return (struct s) {\n1\n};\n") == "2-4");
  CHECK(found("f(({\na;\nb;\n}));\nc;\n") == "2-5 6");
  CHECK(found("if ((a = b)) {\nc;\n}\n") == "2 3");
}

TEST_CASE("what has no code is no such statement", "[lines]") {
  CHECK(found("\n{\n}\n;\n").empty());
  CHECK(found("\nelse {\n}\ndo {\n} while (0);\n").empty());
  CHECK(found("out:\ncase A:\ndefault: {\n}\n").empty());
  CHECK(found("out:\na;\n") == "3");
  CHECK(found("case A ... B: break;\n") == "2");
  CHECK(found("struct s {\nint a;\nstruct { int b; } c;\n};\n").empty());
  CHECK(found("enum { A,\nB };\n").empty());
  CHECK(found("struct s x;\n") == "2");
  CHECK(found("extern int x;\ntypedef int t;\nfallthrough;\nBUILD_BUG_ON(a);\n(void)a;\n").empty());
  CHECK(found("VM_WARN_ON_ONCE(!a);\n").empty());
  CHECK(found("VM_WARN_ON_ONCE(a = 1);\nVM_BUG_ON(a);\n") == "2 3");
  CHECK(found("\n#ifdef A\n#endif\n").empty());
}

TEST_CASE("what a literal kills is dead in every configuration", "[lines]") {
  CHECK(found("if (0)\na;\nb;\n") == "4");
  CHECK(found("if (0) {\na;\nif (b) {\nc;\n}\n}\nd;\n") == "8");
  CHECK(found("if (1 && (2 == 3)) {\na;\n} else if (false) {\nb;\n} else {\nc;\n}\n") == "7");
  CHECK(found("if (A) {\na;\n}\n") == "2 3");
  CHECK(found("if (IS_ENABLED(A) && 0) {\na;\n}\n") == "2 3");
}

TEST_CASE("a statement knows the end of its block", "[lines]") {
  const auto tokens = c_tokens("int f(int a)\n{\nif (a) {\nb;\n}\nc;\n}\n");
  const auto statements = statements_with_code(tokens, c_functions(tokens));
  REQUIRE(statements.size() == 3);
  CHECK(statements[0].last == 3);
  CHECK(statements[0].end == 4);
  CHECK(statements[2].end == 6);
}
