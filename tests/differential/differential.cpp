// SPDX-License-Identifier: GPL-2.0-or-later
// The lifter against compiled code, on real kernels. Kernels are named by PFNCHECK_KERNEL_6_12 and
// PFNCHECK_KERNEL_6_1, the cache for build folders by PFNCHECK_CACHE; without them the test says so and does
// nothing.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "lift/exec/module.hpp"
#include "lift/tree/compile.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/prepare.hpp"
#include "model/arch/rows.hpp"
#include "solver/ask/query.hpp"
#include "tests/differential/comparison.hpp"
#include "tests/differential/records.hpp"

namespace pfncheck::differential {
namespace {

constexpr std::uint64_t wanted_per_side = 1000;   ///< of each branch
constexpr std::size_t batch = 20'480, most = 12;  ///< records per batch, batches

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

void say(const std::string& text) {
  fmt::print("{}\n", text);
}

struct Case {
  record_adapter adapter;
  const char* function;
};
constexpr Case cases[] = {
    {RECORD_MADE_PTE, "pfncheck_normal_page_pte"},
    {RECORD_RAW_PTE, "pfncheck_raw_page_pte"},
    {RECORD_MADE_PMD, "pfncheck_normal_page_pmd"},
    {RECORD_RAW_PMD, "pfncheck_raw_page_pmd"},
};

/// One compiled unit of one row.
struct Row {
  std::string name;
  Machine machine;
  std::string bitcode, program, tree_root;
};

bool covered(const BlockCount& block) {
  return block.taken >= wanted_per_side && block.not_taken >= wanted_per_side;
}

/// Why a block that was not met often enough on both sides need not be: one side of it does not exist. Empty:
/// it does.
std::string exempt(const TraceStep& step, const BlockCount& block, Engine& engine) {
  if (step.guard.is_const()) return step.guard.is_true() ? "always entered" : "never entered";
  const bool few_taken = block.taken < wanted_per_side, few_not = block.not_taken < wanted_per_side;
  const auto impossible = [&](Term formula) {
    return engine.ask({"branch_exists", formula}, Budget{}).status == Status::unsat;
  };
  if (few_taken && !impossible(step.guard)) return "";
  if (few_not && !impossible(!step.guard)) return "";
  return few_taken ? "proved unreachable" : "proved always entered";
}

void print_coverage(const LiftedFunction& f, const Comparison& comparison) {
  const std::unique_ptr<Engine> engine = make_z3();
  say("  block      taken  not taken  place");
  for (std::size_t b = 0; b < comparison.blocks().size(); ++b) {
    const BlockCount& block = comparison.blocks()[b];
    std::string why;
    if (!covered(block)) {
      why = exempt(f.trace[b], block, *engine);
      INFO(f.name << " block " << b << " at " << block.place << ": taken " << block.taken << ", not "
                  << block.not_taken);
      CHECK(!why.empty());
      why = why.empty() ? "  ** too few **" : "  (" + why + ")";
    }
    say(fmt::format("  {:5} {:10} {:10}  {}{}", b, block.taken, block.not_taken, block.place, why));
  }
}

bool all_covered(const LiftedFunction& f, const Comparison& comparison) {
  for (std::size_t b = 0; b < f.trace.size(); ++b)
    if (!f.trace[b].guard.is_const() && !covered(comparison.blocks()[b])) return false;
  return true;
}

void check_case(const Row& row, const Case& which, const LiftedFunction& f) {
  const Subject subject{&row.machine, row.program, which.adapter};
  Shape shape;
  RawForm form;
  if (!read_shape(subject, shape)) {
    say(fmt::format("{} {}: no such rule in this configuration", row.name, which.function));
    CHECK(f.result.is_const());
    return;
  }
  if (subject.is_raw()) REQUIRE(read_raw_form(subject, shape, form));
  Comparison comparison(f);
  Random random(0x706f6e6368656b + which.adapter);
  for (std::size_t i = 0; i < most && (i < 1 || !all_covered(f, comparison)); ++i) {
    const std::vector<Input> records = draw_records(subject, shape, form, random, batch);
    comparison.run(records, run_program(row.machine, row.program, records), i == 0);
  }
  std::string free;
  for (const std::string& name : comparison.free_variables()) free += (free.empty() ? "" : ", ") + name;
  say(fmt::format("{} {}: {} records, {} differences, {} blocks{}", row.name, which.function,
                  comparison.compared(), comparison.differences(), f.trace.size(),
                  free.empty() ? "" : "; shown not to matter: " + free));
  for (const std::string& text : comparison.first_differences()) say("  " + text);
  CHECK(comparison.compared() >= 20'000);
  CHECK(comparison.differences() == 0);
  print_coverage(f, comparison);
}

void check_row(Row row, const std::vector<std::string>& recorded) {
  std::string why_not;
  row.machine = machine_of(recorded, why_not);
  if (!why_not.empty()) {
    say(fmt::format("{}: NOT RUN, {}", row.name, why_not));
    WARN(row.name << " not run: " << why_not);
    return;
  }
  const auto start = std::chrono::steady_clock::now();
  const TemporaryFolder folder(std::filesystem::temp_directory_path().string());
  row.program = build_program(row.machine, row.bitcode, folder.path());
  const Module module = Module::read(row.bitcode);
  for (const Case& which : cases) {
    Pool pool;
    LiftOptions options;
    options.tree_root = row.tree_root;
    const LiftedFunction f = module.lift(which.function, pool, options);
    INFO(row.name << " " << which.function);
    for (const Unsupported& u : f.unsupported)
      say(fmt::format("  {}:{}: {}", u.where.file, u.where.line, u.what));
    REQUIRE(f.unsupported.empty());
    check_case(row, which, f);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  say(fmt::format("{}: {:.1f} s\n", row.name, took.count()));
}

void check_tree(const std::string& folder, const std::vector<std::string>& names) {
  const std::string cache = environment("PFNCHECK_CACHE");
  const KernelTree tree = KernelTree::open(folder);
  for (const std::string& name : names) {
    const ArchRow* arch = find_arch(name);
    REQUIRE(arch != nullptr);
    const Prepared prepared = prepare(tree, *arch, cache, [](const std::string&) {});
    const Compiled unit = compile_unit(tree, prepared, "mm/memory.c", nullptr, cache);
    INFO(name << ": " << unit.failure);
    REQUIRE(unit.failure.empty());
    check_row({tree.release().text() + " " + name, {}, unit.bitcode, "", tree.root()}, prepared.command);
  }
}

std::vector<std::string> rows_to_run(std::vector<std::string> usual) {
  if (environment("PFNCHECK_ALL_ROWS") != "1") return usual;
  usual.clear();
  for (const ArchRow& row : arch_rows())
    if (row.buildable) usual.emplace_back(row.name);
  return usual;
}

void check_kernel(const char* variable, const std::vector<std::string>& rows) {
  const std::string folder = environment(variable);
  if (folder.empty() || environment("PFNCHECK_CACHE").empty()) {
    say(fmt::format("SKIPPED: {} and PFNCHECK_CACHE are not both set", variable));
    WARN("skipped: " << variable << " and PFNCHECK_CACHE are not both set");
    return;
  }
  check_tree(folder, rows);
}

}  // namespace

TEST_CASE("the lifted rule answers what the compiled rule answers, 6.12", "[kernel]") {
  check_kernel("PFNCHECK_KERNEL_6_12", rows_to_run({"x86_64", "arm", "s390"}));
}

TEST_CASE("the lifted rule answers what the compiled rule answers, 6.1", "[kernel]") {
  check_kernel("PFNCHECK_KERNEL_6_1", {"x86_64", "arm", "s390"});
}

}  // namespace pfncheck::differential
