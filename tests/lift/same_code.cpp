// SPDX-License-Identifier: GPL-2.0-or-later
// Two versions of a unit that are one to an optimiser, and what tells others apart.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "lift/exec/same_code.hpp"
#include "lift/tree/files.hpp"

using namespace pfncheck;

namespace {

Module bitcode_of(const std::string& text) {
  const TemporaryFolder own(std::filesystem::temp_directory_path().string());
  write_file(own.path() + "/unit.c", text);
  const std::string command = "clang-19 -O2 -c -emit-llvm -g -w -Xclang -disable-llvm-passes -o " +
                              own.path() + "/unit.bc " + own.path() + "/unit.c";
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT
  return Module::read(own.path() + "/unit.bc");
}

bool same(const std::string& before, const std::string& after) {
  const bool is = is_same_code(bitcode_of(before), bitcode_of(after));
  CHECK(is_same_code(bitcode_of(after), bitcode_of(before)) == is);
  return is;
}

}  // namespace

TEST_CASE("lines that move and what only the preprocessor reads change no code", "[build]") {
  const std::string text =
      "extern void say(const char *, int);\nstatic int g(int x)\n{\n  return x + 1;\n}\n"
      "int f(int x)\n{\n  static int calls;\n  if (x)\n    say(\"f\", calls++);\n  return g(x);\n}\n";
  CHECK(same(text, text));
  CHECK(same(text, "// one line more\n\n" + text));
  CHECK(same(text, "#define MORE 1\n#if 0\nint other;\n#endif\nextern int nobody_uses_it;\n" + text));
}

TEST_CASE("whatever an optimiser or assembler looks at is code", "[build]") {
  const std::string text = "int f(int x)\n{\n  return x + 1;\n}\n";
  CHECK_FALSE(same(text, "int f(int x)\n{\n  return x + 2;\n}\n"));
  CHECK_FALSE(same(text, "__attribute__((noinline)) " + text));
  CHECK_FALSE(same(text, "int f(unsigned x)\n{\n  return x + 1;\n}\n"));  // no nsw
  CHECK_FALSE(same(text, text + "int g(void) { return 0; }\n"));
  CHECK_FALSE(same(text, text + "int data = 1;\n"));
  CHECK_FALSE(same(text, text + "asm(\".globl x\");\n"));
  const auto differ = [](const char* before, const char* after) { return !same(before, after); };
  CHECK(differ("int *g; int f(void) { return *g; }", "int *g; int f(void) { return *(volatile int *)g; }"));
  CHECK(differ("int g(int); int f(int x) { return g(x); }",
               "__attribute__((error(\"no\"))) int g(int); int f(int x) { return g(x); }"));
  CHECK(differ("static const int n = 3; const int *f(void) { return &n; }",
               "static const int n = 9; const int *f(void) { return &n; }"));
  CHECK(differ("int f(void) { static const int n = 3; return *&n; }",
               "int f(void) { static const int n = 9; return *&n; }"));
  CHECK(differ("void f(void) { asm(\"nop\"); }", "void f(void) { asm(\"hlt\"); }"));
  CHECK(differ("struct s { int a; }; int f(struct s *s) { return s->a; }",
               "struct s { int a; } __attribute__((packed)); int f(struct s *s) { return s->a; }"));
  CHECK(differ("void f(int *p) { for (int i = 0; i < 9; i++) p[i] = i; }",
               "void f(int *p) {\n#pragma unroll\n for (int i = 0; i < 9; i++) p[i] = i; }"));
  CHECK(differ("int f(int *p) { return __atomic_load_n(p, __ATOMIC_RELAXED); }",
               "int f(int *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }"));
}
