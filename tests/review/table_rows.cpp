// SPDX-License-Identifier: GPL-2.0-or-later
// Every row of every table of differences that `patch` prints, proved: all inputs that the row matches are
// answered as it says, on both sides.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "lift/patch/patch.hpp"
#include "lift/tree/files.hpp"
#include "review/row.hpp"
#include "solver/enumerate/abstraction.hpp"
#include "solver/table/table.hpp"
#include "tests/patches/edit_script.hpp"
#include "tests/review/made_patch.hpp"

namespace pfncheck {
namespace {

using test::environment;

/// Both sides of one script on one row.
class Sides {
 public:
  Sides(const KernelTree& tree, const edit::Script& script, const ArchRow& row, const std::string& cache)
      : folder_(cache) {
    const Prepared prepared = prepare(tree, row, cache, {});
    const std::string patch = edit::make_patch(script, tree.root());
    const AppliedSeries applied =
        apply_each(tree.root(), read_patches(written(folder_.path(), patch)), folder_.path());
    before_ = compile_side(tree, prepared, normal_page_unit, nullptr, cache);
    after_ = compile_side(tree, prepared, normal_page_unit, &applied.whole, cache);
    options_.tree_root = tree.root();
    release_ = tree.release();
  }

  /// A row of the table for which some input is answered otherwise, in words; empty if there is none.
  std::string wrong_row(Level level) const {
    Pool pool;
    const auto before = normal_page::lift_made(Module::read(before_.compiled.bitcode), level, pool, release_,
                                               nullptr, options_);
    if (!before.rule) return {};
    const auto after = normal_page::lift_made(Module::read(after_.compiled.bitcode), level, pool, release_,
                                              &before.rule->facts, options_);
    if (!after.rule) return {};
    const auto engine = make_z3();
    const Table table = difference_table(*before.rule, *after.rule, *engine, {});
    const Term a = packed_answer(*before.rule), b = packed_answer(*after.rule);
    for (const Cube& cube : table.cubes) {
      Term wrong = valid_inputs(*before.rule);
      for (std::size_t i = 0; i < table.holds.size(); ++i)
        if (cube.values[i]) wrong = wrong & (*cube.values[i] ? table.holds[i] : !table.holds[i]);
      for (const std::uint64_t known : cube.answers) {
        const Term same = eq(a, a.pool().constant(a.width(), known & ((1u << a.width()) - 1))) &
                          eq(b, b.pool().constant(b.width(), known >> a.width()));
        wrong = wrong & !same;
      }
      if (engine->ask({"a wrong row", wrong}, {}).status != Status::unsat)
        return fmt::format("{} -> {}", cube.before, cube.after);
    }
    return {};
  }

 private:
  static std::string written(const std::string& folder, const std::string& patch) {
    const std::string path = folder + "/made.patch";
    write_file(path, patch);
    return path;
  }

  TemporaryFolder folder_;
  SideUnit before_, after_;
  LiftOptions options_;
  Release release_;
};

}  // namespace

TEST_CASE("every row of a table of differences is true of all inputs that it matches", "[kernel]") {
  const char* root = environment("PFNCHECK_KERNEL_6_12");
  const char* cache = environment("PFNCHECK_CACHE");
  if (root == nullptr || cache == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const KernelTree tree = KernelTree::open(root);
  const char* only = environment("PFNCHECK_SCRIPT");  // one script, by name
  unsigned index = 0;
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/patches")) {
    if (!edit::is_for(script, "6.12") || script.verdict == "same") continue;
    if (only != nullptr && script.name != only) continue;
    // One row a script, in turns. PFNCHECK_SWEEP=all: both.
    std::vector<const char*> rows = {"x86_64", "arm"};
    if (!test::is_sweep()) rows = {rows[index++ % 2]};
    for (const char* row : rows) {
      INFO(script.name << " on " << row);
      const Sides sides(tree, script, *find_arch(row), cache);
      CHECK(sides.wrong_row(Level::pte) == "");
      CHECK(sides.wrong_row(Level::pmd) == "");
    }
  }
}

}  // namespace pfncheck
