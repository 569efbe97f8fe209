// SPDX-License-Identifier: GPL-2.0-or-later
// What Module says about functions, and that unknowns are the same on both sides of a patch.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "lift/exec/module.hpp"
#include "lift/tree/files.hpp"
#include "model/input_error.hpp"

using namespace pfncheck;

namespace {

class Unit {
 public:
  explicit Unit(const std::string& text) : own_(std::filesystem::temp_directory_path().string()) {
    write_file(own_.path() + "/unit.c", text);
    const std::string command =
        "clang-19 -O2 -c -emit-llvm -g -w -fno-discard-value-names -Xclang -disable-llvm-passes -o " +
        path("unit.bc") + " " + path("unit.c");
    REQUIRE(std::system(command.c_str()) == 0);  // NOLINT
  }
  std::string path(const std::string& name) const { return own_.path() + "/" + name; }
  Module module() const { return Module::read(path("unit.bc")); }

 private:
  TemporaryFolder own_;
};

FunctionText text_of(const Unit& unit, const std::string& name) {
  for (const FunctionText& f : unit.module().functions(unit.path("")))
    if (f.name == name) return f;
  FAIL("no function " << name);
  return {};
}

Term result(const Unit& unit, Pool& pool, const std::string& function) {
  const LiftedFunction lifted = unit.module().lift(function, pool, LiftOptions{});
  REQUIRE(lifted.unsupported.empty());
  return lifted.result;
}

}  // namespace

TEST_CASE("a function's text has an extent, and a digest that moving it does not change", "[exec]") {
  const Unit before("int f(int x)\n{\n  if (x) return 1;\n  return 2;\n}\n");
  const Unit moved("// a line\n\nint f(int x)\n{\n  if (x)\n    return 1;\n  return 2;\n}\n");
  const Unit changed("int f(int x)\n{\n  if (x) return 1;\n  return 3;\n}\n");
  const FunctionText text = text_of(before, "f");
  CHECK(text.file == "unit.c");
  CHECK(text.first == 1);
  CHECK(text.last == 5);
  CHECK(text_of(moved, "f").first == 3);
  CHECK(text_of(moved, "f").digest == text.digest);
  CHECK(text_of(changed, "f").digest != text.digest);
}

TEST_CASE("what is reachable stops at stand-ins", "[exec]") {
  const Unit unit(
      "static int deep(void) { return 1; }\nint pfn_valid(unsigned long p) { return deep(); }\n"
      "static int near(void) { return 2; }\nint f(unsigned long p) { return pfn_valid(p) + near(); }\n");
  CHECK(unit.module().reachable("f") == std::set<std::string>{"f", "near"});
  CHECK(unit.module().defines("pfn_valid"));
  CHECK_FALSE(unit.module().defines("g"));
}

TEST_CASE("equal arguments of an opaque function give equal values in one pool", "[exec]") {
  const Unit unit(
      "int pfn_valid(unsigned long);\nint f(unsigned long p) { return pfn_valid(p) == pfn_valid((p ^ 5) ^ "
      "5); }\n"
      "int g(unsigned long p) { return pfn_valid(p); }\n");
  Pool pool;
  CHECK(result(unit, pool, "g").same(result(unit, pool, "g")));
  const Term f = result(unit, pool, "f");
  CHECK(f.is_const());
  CHECK(f.value() == 1);
}

TEST_CASE("the head of a head is that head", "[exec]") {
  const Unit unit(
      "struct page;\nunsigned long _compound_head(const struct page*);\n"
      "static struct page* head(const struct page* p) { return (struct page*)_compound_head(p); }\n"
      "int f(const struct page* p) { return head(head(p)) == head(p); }\n"
      "int g(const struct page* p) { return head(p) == p; }\n");
  Pool pool;
  const Term f = result(unit, pool, "f");
  REQUIRE(f.is_const());
  CHECK(f.value() == 1);
  CHECK_FALSE(result(unit, pool, "g").is_const());
}

TEST_CASE("the same assembly is the same unknown on both sides, another text or order is not", "[exec]") {
  const std::string head =
      "static inline long read(void) { long x; asm volatile(\"rdtsc %0\" : \"=r\"(x)); return x; }\n";
  const Unit before(head + "long f(long a) { return read() + a; }\n");
  const Unit after(head + "\nlong f(long a) { return a + read(); }\n");
  const Unit twice(head + "long f(long a) { read(); return read() + a; }\n");
  Pool pool;
  const Term left = result(before, pool, "f");
  CHECK(left.same(result(after, pool, "f")));
  CHECK_FALSE(left.same(result(twice, pool, "f")));
}

TEST_CASE("an unknown that the result does not depend on is not reported, one that it does is", "[exec]") {
  const Unit unit(
      "long h(void);\nstruct s { long a, b; };\nlong f(long x) { struct s s; s.a = x; return x ? s.a : s.b; "
      "}\n");
  Pool pool;
  LiftOptions options;
  options.simplify = false;
  const LiftedFunction lifted = unit.module().lift("f", pool, options);
  REQUIRE(lifted.approximations.size() == 1);
  CHECK(lifted.approximations[0].what == "s.b was never set");
  CHECK(lifted.approximations[0].kind == ApproximationKind::unknown);
}

TEST_CASE("traps, effects and outputs carry their guards", "[exec]") {
  const Unit unit(
      "void pfncheck_out_value(unsigned long);\nvoid print_bad_pte(long);\n"
      "void f(unsigned char x) { if (x == 3) __builtin_trap(); if (x > 9) print_bad_pte(x); "
      "pfncheck_out_value(x + 1); }\n");
  Pool pool;
  const LiftedFunction lifted = unit.module().lift("f", pool, LiftOptions{});
  const Term x = lifted.parameters.at(0).value;
  const Term three = eq(x, pool.constant(x.width(), 3));
  CHECK(lifted.returns.same(!three));
  REQUIRE(lifted.effects.size() == 2);
  for (const Effect& e : lifted.effects) {
    if (e.name == "trap") CHECK(e.guard.same(three));
    if (e.name == "print_bad_pte") CHECK(e.where.function == "f");
  }
  CHECK(lifted.outputs.contains("value"));
}

TEST_CASE("a simplified module lifts to the same terms", "[exec]") {
  const Unit unit("static int g(int x) { return x * 3; }\nint f(int x) { return x > 4 ? g(x) : g(-x); }\n");
  unit.module().save_simplified(unit.path("small.bc"), "f");
  Pool pool;
  const Term whole = result(unit, pool, "f");
  const LiftedFunction small = Module::read(unit.path("small.bc")).lift("f", pool, LiftOptions{});
  CHECK(small.result.same(whole));
  CHECK_FALSE(Module::read(unit.path("small.bc")).defines("g"));
}

TEST_CASE("what cannot be lifted says what and where", "[exec]") {
  const Unit unit("int f(int x) {\n  return (int)((double)x * 1.5);\n}\n");
  Pool pool;
  const LiftedFunction lifted = unit.module().lift("f", pool, LiftOptions{});
  REQUIRE(lifted.unsupported.size() == 1);
  CHECK(lifted.unsupported[0].where.line == 2);
  write_file(unit.path("text.bc"), "no bitcode");
  CHECK_THROWS_AS(Module::read(unit.path("text.bc")), InputError);
  CHECK_THROWS_AS(Module::read(unit.path("none.bc")), InputError);
  CHECK_THROWS_AS(unit.module().lift("g", pool, LiftOptions{}), InputError);
}

TEST_CASE("a local that is read before it is set is unknown, not what is convenient", "[exec]") {
  const Unit sometimes("int f(int c, int x)\n{\n  int own;\n  if (c) own = x;\n  return own;\n}\n");
  const Unit always("int f(int c, int x)\n{\n  int own = x;\n  return own;\n}\n");
  Pool pool;
  const LiftedFunction unset = sometimes.module().lift("f", pool, LiftOptions{});
  const LiftedFunction set = always.module().lift("f", pool, LiftOptions{});
  CHECK_FALSE(unset.result.same(set.result));
  REQUIRE(unset.approximations.size() == 1);
  CHECK(unset.approximations.front().kind == ApproximationKind::unknown);
  CHECK(unset.approximations.front().what.find("was never set") != std::string::npos);
  CHECK(set.approximations.empty());
}
