// SPDX-License-Identifier: GPL-2.0-or-later
// What a kernel's build refuses is no kernel, whatever can be made of it with warnings switched off.
#include <array>
#include <catch2/catch.hpp>

#include "lift/tree/compile_command.hpp"
#include "lift/tree/confine.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

bool can_confine() {
  const std::string why = why_not_confined();
  if (!why.empty()) WARN("skipped: " << why);
  return why.empty();
}

/// A text that the build refuses, with the line and the beginning of what the compiler says.
struct Refused {
  std::string text;
  unsigned line;
  std::string says;
};

const std::string assertion =
    "#define ASSERT__(x, n) do { __attribute__((error(\"BUILD_BUG_ON failed: \" #x))) "
    "extern void __compiletime_assert_##n(void); if (x) __compiletime_assert_##n(); } while (0)\n"
    "#define ASSERT_(x, n) ASSERT__(x, n)\n"
    "#define BUILD_BUG_ON(x) ASSERT_(x, __COUNTER__)\n";

std::vector<Refused> refused() {
  return {
      {"struct a; struct b;\nstruct a *f(struct b *x)\n{\n\treturn x;\n}\n", 4,
       "error: incompatible pointer types returning"},
      {"struct a; struct b;\nvoid f(struct b *x)\n{\n\tstruct a *y = x;\n\t(void)y;\n}\n", 4,
       "error: incompatible pointer types initializing"},
      {"int *f(long x)\n{\n\treturn x;\n}\n", 3, "error: incompatible integer to pointer conversion"},
      {"int f(int x)\n{\n\tif (x)\n\t\treturn 1;\n}\n", 5,
       "error: non-void function does not return a value in all control paths"},
      {"int f();\n", 1, "error: a function declaration without a prototype"},
      {"int f(int x)\n{\n\treturn nobody(x);\n}\n", 3, "error: call to undeclared function 'nobody'"},
      {"_Static_assert(sizeof(int) == 8, \"int\");\n", 1, "error: static assertion failed"},
      {"int f(void)\n{\n\treturn 1;\n}\nint f(void)\n{\n\treturn 2;\n}\n", 5, "error: redefinition of 'f'"},
      {"void f(void)\n{\n\tasm(\"no_such_instruction\");\n}\n", 3, "error: invalid instruction"},
      {assertion + "void f(void)\n{\n\tBUILD_BUG_ON(sizeof(int) == 4);\n}\n", 6,
       "error: call to '__compiletime_assert' declared with 'error' attribute: BUILD_BUG_ON failed"},
      {assertion + "static inline int g(int x)\n{\n\tBUILD_BUG_ON(x > 3);\n\treturn x;\n}\n"
                   "int f(void)\n{\n\treturn g(4);\n}\n",
       6, "error: call to '__compiletime_assert' declared with 'error' attribute: BUILD_BUG_ON failed"},
  };
}

}  // namespace

TEST_CASE("a patch that the kernel's build refuses is not judged", "[build]") {
  if (!can_confine()) return;
  for (const Refused& r : refused()) {
    INFO(r.text);
    const SmallTree small;
    const Compiled build = small.build_changed(r.text);
    CHECK(build.failure == "does not compile");
    REQUIRE_FALSE(build.messages.empty());
    CHECK(build.messages[0].file == "mm/small.c");
    CHECK(build.messages[0].line == r.line);
    INFO(build.messages[0].text);
    CHECK(build.messages[0].text.starts_with(r.says));
  }
}

TEST_CASE("what the build takes is taken", "[build]") {
  if (!can_confine()) return;
  const SmallTree small;
  const std::vector<std::string> taken = {
      "int f(void)\n{\n\tint unused;\n\treturn 1;\n}\n",
      // Only inlining tells that nobody gets there.
      assertion +
          "static inline int g(int x)\n{\n\tBUILD_BUG_ON(x > 3);\n\treturn x;\n}\n"
          "int f(void)\n{\n\treturn g(3);\n}\n",
  };
  for (const std::string& text : taken) {
    const Compiled build = small.build_changed(text);
    CHECK(build.failure.empty());
    CHECK(build.messages.empty());
  }
}

TEST_CASE("a patch is refused for what it does to functions that it does not touch", "[build]") {
  if (!can_confine()) return;
  const std::string check = assertion + "#define noinline __attribute__((noinline))\n";
  // How a text begins, what stands there before and after the patch, and how it goes on.
  const std::vector<std::array<std::string, 4>> cases = {
      {"", "static int limit(void) { return 3; }\n", "static int limit(void) { return 9; }\n",
       "int f(void) { BUILD_BUG_ON(limit() > 5); return 0; }\n"},
      {"", "static const int limit = 3;\n", "static const int limit = 9;\n",
       "int f(void) { BUILD_BUG_ON(*&limit > 5); return 0; }\n"},
      {"", "int g(int);\n", "__attribute__((error(\"not here\"))) int g(int);\n",
       "int f(int x) { return g(x); }\n"},
      // A check that goes away because all callers hand over one constant.
      {"static noinline int g(int x) { BUILD_BUG_ON(x > 3); return x + 1; }\nint f(void) { return g(3); }\n",
       "int h(int y) { return g(3); }\n", "int h(int y) { return g(y); }\n", ""},
      {"static noinline int g(int x) { BUILD_BUG_ON(x > 3); return x + 1; }\nint f(void) { return g(3); }\n",
       "", "int h(int y) { return g(y); }\n", ""},
  };
  for (const auto& [begin, before, after, end] : cases) {
    INFO(begin << after << end);
    const SmallTree small;
    small.write("tree/mm/small.c", check + begin + before + end);
    CHECK(small.build_changed(check + begin + before + end + "int more;\n").messages.empty());
    CHECK(small.build_changed(check + begin + after + end).failure == "does not compile");
  }
}

TEST_CASE("a frame that grows too large is told", "[build]") {
  if (!can_confine()) return;
  const SmallTree small;
  const std::string head = "void use(char *);\nstatic void fill(void)\n{\n\tchar all[",
                    tail = "];\n\tuse(all);\n}\n";
  const std::string caller = "int f(void) { fill(); return 0; }\nint other(int x) { return x; }\n";
  small.write("tree/mm/small.c", head + "8" + tail + caller);
  CHECK(small.build_changed(head + "16" + tail + caller, {"-Wframe-larger-than=100"}).warnings.empty());
  const Compiled build = small.build_changed(head + "400" + tail + caller, {"-Wframe-larger-than=100"});
  REQUIRE(build.warnings.size() == 1);
  CHECK(build.warnings[0].text.find("exceeds limit (100)") != std::string::npos);
}

TEST_CASE("a warning is an error where the configuration says so", "[build]") {
  if (!can_confine()) return;
  const SmallTree small;
  const std::string text = "int f(void)\n{\n\tint unused;\n\treturn 1;\n}\n";
  CHECK(small.build_changed(text).messages.empty());
  const Compiled build = small.build_changed(text, {"-Werror"});
  REQUIRE(build.messages.size() == 1);
  CHECK(build.messages[0].text == "error: unused variable 'unused' [-Werror,-Wunused-variable]");
  CHECK(small.build_changed(text, {"-Werror", "-Wno-error=unused-variable"}).messages.empty());
}

TEST_CASE("a warning that the patch brings is told, one that was there is not", "[build]") {
  if (!can_confine()) return;
  const SmallTree small;
  const std::string old = "int f(void)\n{\n\tint unused;\n\treturn 1;\n}\n";
  const std::string more = "int g(void)\n{\n\tint unused;\n\treturn 1;\n}\n";
  small.write("tree/mm/small.c", old);
  CHECK(small.build_changed("int moved;\n" + old).warnings.empty());
  // The second time from the cache.
  for (int i = 0; i < 2; ++i) {
    const Compiled build = small.build_changed("int moved;\n" + old + more);
    CHECK(build.failure.empty());
    CHECK(build.messages.empty());
    REQUIRE(build.warnings.size() == 1);
    CHECK(build.warnings[0].file == "mm/small.c");
    CHECK(build.warnings[0].line == 9);
    CHECK(build.warnings[0].text == "warning: unused variable 'unused' [-Wunused-variable]");
  }
  // Beside an error nobody wants to know.
  CHECK(small.build_changed("int moved;\n" + old + more + "void h(void) { x; }\n").warnings.empty());
}

TEST_CASE("what the unpatched tree is refused for is no fault of the patch", "[build]") {
  if (!can_confine()) return;
  const SmallTree small;
  const std::string old = "struct a; struct b;\nstruct a *f(struct b *x)\n{\n\treturn x;\n}\n" + assertion +
                          "void h(int x)\n{\n\tBUILD_BUG_ON(x > 3);\n}\n";
  small.write("tree/mm/small.c", old);
  CHECK(small.build_changed("int moved;\n" + old).failure.empty());
  const Compiled more =
      small.build_changed("int moved;\n" + old + "struct a *g(struct b *y)\n{\n\treturn y;\n}\n");
  CHECK(more.failure == "does not compile");
  REQUIRE(more.messages.size() == 1);
  CHECK(more.messages[0].line == 16);
}

TEST_CASE("a header is refused on those rows that include it", "[build]") {
  if (!can_confine()) return;
  const SmallTree small;
  small.write("tree/mm/small.c",
              "#include <small.h>\n#ifdef ONE\n#include <one.h>\n#endif\nint s = SMALL;\n");
  small.write("tree/include/one.h", "\n");
  const PatchedFiles side =
      small.changed("include/one.h", "\nstatic inline int *one(long x) { return x; }\n");
  CHECK(small.build(side).messages.empty());
  const Compiled build = small.build(side, {"-DONE"});
  REQUIRE(build.messages.size() == 1);
  CHECK(build.messages[0].file == "include/one.h");
  CHECK(build.messages[0].line == 2);
}

TEST_CASE("the command of a build keeps what it refuses", "[build]") {
  const std::string recorded =
      "savedcmd_mm/memory.ll := clang-19 -Wp,-MMD,mm/.memory.ll.d -Wall -Werror -Werror=x -Wno-error=y "
      "-Wa,-march=armv8.5-a -fsanitize=kernel-address -pg -O2 -g -gdwarf-5 -emit-llvm -S "
      "-fno-discard-value-names -o mm/memory.ll /t/mm/memory.c\n";
  CHECK(recorded_command(recorded, "mm/memory.c", CommandFor::building) ==
        std::vector<std::string>{"clang-19", "-Wall", "-Werror", "-Werror=x", "-Wno-error=y",
                                 "-Wa,-march=armv8.5-a", "-fsanitize=kernel-address", "-pg", "-O2"});
}
