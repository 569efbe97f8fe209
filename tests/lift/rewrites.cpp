// SPDX-License-Identifier: GPL-2.0-or-later
// Functions are put in other words as a person would do it, and what needs the preprocessor is left alone.
#include <catch2/catch.hpp>

#include "tests/rewrites/rewrite.hpp"

using namespace pfncheck::rewriting;
using Catch::Matchers::Contains;

namespace {

std::string body(const std::string& statements) {
  return rewrite("static int f(struct a *s, int n)\n{\n" + statements + "}\n").text;
}

}  // namespace

TEST_CASE("a function is written in other words") {
  CHECK_THAT(body("\tif (n)\n\t\tput(1);\n\telse\n\t\tput(2);\n"),
             Contains("if (!(n)) {\nput(2);\n} else {\nput(1);\n}"));
  CHECK_THAT(body("\twhile (n)\n\t\tput(n);\n"), Contains("for (; n;)\nput(n);"));
  CHECK_THAT(body("\tfor (n = 0; n < 2; n++)\n\t\tput(n);\n"),
             Contains("n = 0;\nwhile (n < 2) {\nput(n);\nn++;\n}"));
  CHECK_THAT(body("\tdo {\n\t\tput(n);\n\t} while (n);\n"),
             Contains("for (;;) {") && Contains("if (!(n))\nbreak;"));
  CHECK_THAT(
      body("\tif (n)\n\t\treturn -1;\n\treturn 0;\n"),
      Contains("goto pfnrewrite_exit_0;") && Contains("pfnrewrite_exit_0: __maybe_unused;\n\treturn -1;\n}"));
  CHECK_THAT(body("\tint r = n;\n\treturn r;\n"), Contains("\tint r;\n\tr = n;"));
  CHECK_THAT(body("\treturn s->b->c;\n"), Contains("return (*s).b->c;"));
  CHECK_THAT(
      body("\tif (n > 1 && s->b)\n\t\tput(n);\n"),
      Contains(
          "static bool __maybe_unused pfnrewrite_f(int n, struct a * s)\n{\n\treturn n > 1 && (*s).b;\n}") &&
          Contains("if (pfnrewrite_f(n, s))"));
}

TEST_CASE("what cannot be said in other words stays") {
  // A `continue` would skip the step; what ends with its scope cannot be jumped over.
  CHECK_THAT(body("\tfor (n = 0; n < 2; n++)\n\t\tcontinue;\n"), Contains("for (n = 0; n < 2; n++)"));
  CHECK_THAT(body("\tguard(mutex)(s);\n\tif (n)\n\t\treturn -1;\n\treturn 0;\n"), !Contains("goto"));
  // A local that is not set where it is asked, a place that is written, and text that only some build
  // compiles.
  CHECK_THAT(body("\tint r;\n\tif (r || n)\n\t\tput(n);\n"), !Contains("pfnrewrite"));
  CHECK_THAT(body("\tif ((n = get()) > 1)\n\t\tput(n);\n"), !Contains("pfnrewrite"));
  CHECK_THAT(body("#ifdef A\n\tif (n > 1)\n\t\treturn 1;\n#endif\n\treturn 0;\n"), !Contains("pfnrewrite"));
  const std::string broken = "#ifdef A\n\tif (n) {\n#else\n\tif (s->b) {\n#endif\n\t\tput(n);\n\t}\n";
  CHECK_THAT(body(broken), Contains(broken));
  CHECK_THAT(body("\tmutex_init(&s->lock);\n"), Contains("mutex_init(&s->lock)"));
}

TEST_CASE("functions that were rewritten are told, with how") {
  const RewrittenFile file =
      rewrite("int f(int n)\n{\n\twhile (n)\n\t\tput(n);\n\treturn 0;\n}\nint g(void)\n{\n\treturn 1;\n}\n");
  REQUIRE(file.functions.size() == 2);
  CHECK(file.functions[0].kinds == std::set<Kind>{Kind::loop});
  CHECK(file.functions[1].kinds.empty());
  CHECK(rewrite("int f(int n)\n{\n\twhile (n)\n\t\tput(n);\n}\n", "g").text.find("while") !=
        std::string::npos);
}
