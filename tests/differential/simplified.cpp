// SPDX-License-Identifier: GPL-2.0-or-later
// LLVM's passes change nothing: the rule lifted from simplified IR and from IR as clang made it, proved equal
// for all inputs, on real kernels.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "lift/adapters/normal_page.hpp"
#include "lift/tree/compile.hpp"
#include "lift/tree/kernel_tree.hpp"
#include "lift/tree/prepare.hpp"
#include "model/arch/rows.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {
namespace {

using normal_page::Lifted;

const char* environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return value != nullptr && *value != '\0' ? value : nullptr;
}

Term difference(const normal_page::Rule& a, const normal_page::Rule& b) {
  Term differ = a.domain ^ b.domain;
  const auto of_a = parts_of(a.out), of_b = parts_of(b.out);
  for (unsigned i = 0; i < normal_page::answer_parts; ++i) differ = differ | (a.domain & (of_a[i] ^ of_b[i]));
  return differ;
}

void prove_same(const Module& module, Level level, Release release) {
  Pool pool;
  LiftOptions plain;
  plain.simplify = false;
  const Lifted simple = normal_page::lift_made(module, level, pool, release, nullptr, {});
  if (!simple.exists) return;
  REQUIRE(simple.rule);
  const Lifted as_made = normal_page::lift_made(module, level, pool, release, &simple.rule->facts, plain);
  REQUIRE(as_made.rule);
  CHECK(make_z3()->ask({"simplified", difference(*simple.rule, *as_made.rule)}, {120}).status ==
        Status::unsat);
  const Lifted raw = normal_page::lift_raw(module, level, pool, simple.rule->facts, nullptr, {});
  const Lifted raw_as_made = normal_page::lift_raw(module, level, pool, simple.rule->facts, nullptr, plain);
  REQUIRE((raw.rule && raw_as_made.rule));
  CHECK(make_z3()->ask({"simplified", difference(*raw.rule, *raw_as_made.rule)}, {120}).status ==
        Status::unsat);
}

}  // namespace

TEST_CASE("simplified and unsimplified rules of a real kernel are proved equal", "[kernel]") {
  const char *folder = environment("PFNCHECK_KERNEL_6_12"), *cache = environment("PFNCHECK_CACHE");
  if (folder == nullptr || cache == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const KernelTree tree = KernelTree::open(folder);
  for (const ArchRow& row : arch_rows()) {
    if (!row.buildable) continue;
    INFO(row.name);
    const Prepared prepared = prepare(tree, row, cache, {});
    const Compiled unit = compile_unit(tree, prepared, "mm/memory.c", nullptr, cache);
    REQUIRE_FALSE(unit.bitcode.empty());
    for (const Level level : {Level::pte, Level::pmd})
      prove_same(Module::read(unit.bitcode), level, tree.release());
  }
}

}  // namespace pfncheck
