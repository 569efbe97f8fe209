// SPDX-License-Identifier: GPL-2.0-or-later
// The differential test's own parts, without a kernel: it must notice what it is there to notice.
#include <catch2/catch.hpp>

#include "tests/differential/comparison.hpp"
#include "tests/differential/records.hpp"
#include "tests/differential/rewrite_ir.hpp"

namespace pfncheck::differential {
namespace {

/// Answers 1 for a special entry and 0 otherwise, and reports a bad one above the highest pfn.
LiftedFunction small_function(Pool& pool) {
  LiftedFunction f;
  const Term special = pool.var("special", 0);
  f.result = zext(special, 32);
  f.returns = pool.boolean(true);
  f.beyond_bound = pool.boolean(false);
  f.outputs.emplace("highest_pfn", pool.var("highest_memmap_pfn", 64));
  Effect report;
  report.name = "print_bad_pte";
  report.guard = ugt(pool.var("pfn", 64), pool.var("highest_memmap_pfn", 64));
  f.effects.push_back(report);
  f.trace.push_back({special, {{"mm/memory.c", 1, "vm_normal_page"}}});
  return f;
}

struct Pair {
  std::vector<Input> in;
  std::vector<Output> out;
};

Pair right_answers() {
  Pair pair;
  for (std::uint64_t i = 0; i < 100; ++i) {
    Input in{};
    Output out{};
    in[IN_special] = i % 2;
    in[IN_pfn] = i;
    in[IN_highest_memmap_pfn] = 50;
    out[OUT_result] = i % 2;
    out[OUT_highest_pfn] = 50;
    out[OUT_reports] = i > 50 ? 1 : 0;
    out[OUT_word_bits] = 64;
    pair.in.push_back(in);
    pair.out.push_back(out);
  }
  return pair;
}

std::uint64_t differences(const LiftedFunction& f, const Pair& pair) {
  Comparison comparison(f);
  comparison.run(pair.in, pair.out, true);
  CHECK(comparison.compared() == pair.in.size());
  return comparison.differences();
}

}  // namespace

TEST_CASE("right answers make no difference and are counted by block") {
  Pool pool;
  const LiftedFunction f = small_function(pool);
  const Pair pair = right_answers();
  Comparison comparison(f);
  comparison.run(pair.in, pair.out, false);
  CHECK(comparison.differences() == 0);
  CHECK(comparison.compared() == 100);
  CHECK(comparison.blocks().at(0).taken == 50);
  CHECK(comparison.blocks().at(0).not_taken == 50);
  CHECK(differences(f, pair) == 0);
}

TEST_CASE("a wrong result, output, report or trap is noticed") {
  Pool pool;
  const LiftedFunction f = small_function(pool);
  for (const unsigned word : {OUT_result, OUT_highest_pfn, OUT_reports, OUT_trapped}) {
    Pair pair = right_answers();
    pair.out[77][word] += 1;
    INFO(output_names[word]);
    CHECK(differences(f, pair) > 0);
  }
}

TEST_CASE("a result that depends on what no record names is noticed") {
  Pool pool;
  LiftedFunction f = small_function(pool);
  f.result = f.result ^ zext(pool.var("never set: local", 0), 32);
  CHECK(differences(f, right_answers()) > 0);
}

TEST_CASE("records are the same on every run and meet each relation") {
  const Machine machine;
  const Subject subject{&machine, "", RECORD_MADE_PTE};
  Random one(1), two(1);
  const std::vector<Input> a = draw_records(subject, {}, {}, one, 2000);
  CHECK(a == draw_records(subject, {}, {}, two, 2000));
  std::size_t linear = 0, zero = 0, highest = 0, above = 0, huge = 0;
  for (const Input& in : a) {
    const std::uint64_t distance = (in[IN_address] - in[IN_vm_start]) >> 12, pfn = in[IN_pfn];
    linear += in[IN_vm_pgoff] + distance == pfn;
    zero += in[IN_zero_pfn] == pfn;
    highest += in[IN_highest_memmap_pfn] == pfn;
    above += in[IN_highest_memmap_pfn] + 1 == pfn;
    huge += in[IN_huge_zero_pfn] == pfn;
  }
  for (const std::size_t met : {linear, zero, highest, above, huge}) CHECK(met > 100);
}

TEST_CASE("a stand-in loses its body, assembly becomes a call, instrumentation goes") {
  const std::string out = rewrite_ir(
      "define internal i32 @pfn_valid(i64 noundef %pfn) #1 {\n  ret i32 1\n}\n"
      "define i64 @f() #0 {\n"
      "  %0 = call i64 asm \"mrs $0, tcr_el1\", \"=r\"() #2\n"
      "  call void asm sideeffect \"1:\\09tdnei  $4, 0\\0A\", \"i,i,i,i,r\"(ptr @s, i32 5, i32 0, i64 12, "
      "i64 %0) #2\n"
      "  ret i64 %0\n}\n"
      "attributes #0 = { nounwind sspstrong \"patchable-function-entry\"=\"2\" "
      "\"target-features\"=\"+a,+retpoline-x,-b\" }\n");
  CHECK(out.find("declare i32 @pfn_valid(i64 noundef %pfn) #1\n") != std::string::npos);
  CHECK(out.find("ret i32 1") == std::string::npos);
  CHECK(out.find("%0 = call i64 @pfncheck_asm_tcr_el1()\n") != std::string::npos);
  CHECK(out.find("call void @pfncheck_bug_if_i64(i32 0, i64 %0)\n") != std::string::npos);
  CHECK(out.find("declare void @pfncheck_bug_if_i64(i32, i64)\n") != std::string::npos);
  CHECK(out.find("{ nounwind \"target-features\"=\"+a,-b\" }") != std::string::npos);
}

}  // namespace pfncheck::differential
