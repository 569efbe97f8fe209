// SPDX-License-Identifier: GPL-2.0-or-later
// The lifter against compiled code, on real kernels. Kernels are named by PFNCHECK_KERNEL_6_12,
// PFNCHECK_KERNEL_6_1 and PFNCHECK_KERNEL_NEWEST, the cache for build folders by PFNCHECK_CACHE; without them
// the test says so and does nothing.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
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

constexpr std::uint64_t wanted_per_side = 1000;     ///< of each branch
constexpr std::size_t batch = 20'480, batches = 2;  ///< of records that are drawn

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

/// Which blocks of a function were entered, and not, often enough, and which cannot be.
class Coverage {
 public:
  Coverage(const LiftedFunction& f, const Comparison& comparison)
      : f_(f), comparison_(comparison), engine_(make_z3()), exempt_(f.trace.size()) {}

  bool complete() const {
    for (std::size_t b = 0; b < f_.trace.size(); ++b)
      if (few(b, true) || few(b, false)) return false;
    return true;
  }

  /// Values of variables with which a block is entered, or is not, for each side that is met too rarely.
  /// Sides that the solver proves impossible are exempt from now on.
  std::vector<Assignment> wanted() {
    std::vector<Assignment> out;
    for (std::size_t b = 0; b < f_.trace.size(); ++b)
      for (const bool taken : {true, false}) {
        if (!few(b, taken)) continue;
        const Term guard = taken ? f_.trace[b].guard : !f_.trace[b].guard;
        const Reply reply = engine_->ask({"branch_exists", guard & addresses_as_linked(guard)}, Budget{});
        if (reply.status == Status::sat) out.push_back(reply.model);
        if (reply.status == Status::unsat) exempt_[b] = taken ? "never" : "always";
      }
    return out;
  }

  /// Blocks one after the other with the same numbers are one line.
  void print() const {
    say("     taken  not taken  place");
    std::string last;
    for (std::size_t b = 0; b < f_.trace.size(); ++b) {
      const BlockCount& block = comparison_.blocks()[b];
      std::string note = few(b, true) || few(b, false) ? "** too few **" : "";
      if (!exempt_[b].empty()) note = "(proved: " + exempt_[b] + ")";
      const std::string counts = fmt::format("{:10} {:10}", block.taken, block.not_taken);
      if (counts != last) say(fmt::format("{}  {} {}", counts, block.place, note));
      last = counts;
    }
  }

 private:
  bool few(std::size_t b, bool taken) const {
    const BlockCount& block = comparison_.blocks()[b];
    return (taken ? block.taken : block.not_taken) < wanted_per_side &&
           exempt_[b] != (taken ? "never" : "always");
  }

  const LiftedFunction& f_;
  const Comparison& comparison_;
  std::unique_ptr<Engine> engine_;
  std::vector<std::string> exempt_;  ///< the side that is proved to be the only one: "never", "always"
};

/// One adapter of a row, lifted from the IR as clang made it (whose blocks are those of the source) and from
/// IR that LLVM has simplified.
struct Lifted {
  LiftedFunction plain, simplified;
};

void report(const Row& row, const Case& which, const Comparison& c, const char* from) {
  std::string free;
  for (const std::string& name : c.free_variables()) free += (free.empty() ? "" : ", ") + name;
  say(fmt::format("{} {} ({}): {} records, {} differences, {} blocks{}", row.name, which.function, from,
                  c.compared(), c.differences(), c.blocks().size(),
                  free.empty() ? "" : "; shown not to matter: " + free));
  for (const std::string& text : c.first_differences()) say("  " + text);
  CHECK(c.compared() >= 20'000);
  CHECK(c.differences() == 0);
}

void check_case(const Row& row, const Case& which, const Lifted& lifted) {
  const Subject subject{&row.machine, row.program, which.adapter};
  Shape shape;
  RawForm form;
  if (!read_shape(subject, shape)) {
    say(fmt::format("{} {}: no such rule in this configuration", row.name, which.function));
    CHECK(lifted.plain.result.is_const());
    return;
  }
  if (subject.is_raw()) REQUIRE(read_raw_form(subject, shape, form));
  Comparison plain(lifted.plain), simplified(lifted.simplified);
  Coverage coverage(lifted.plain, plain);
  Random random(0x706f6e6368656b + which.adapter);
  const auto run = [&](const std::vector<Input>& records, bool slowly) {
    const std::vector<Output> answers = run_program(row.machine, row.program, records);
    plain.run(records, answers, slowly);
    simplified.run(records, answers, false);
  };
  for (std::size_t i = 0; i < batches; ++i) run(draw_records(subject, shape, form, random, batch), i == 0);
  // What chance meets too rarely is asked of the solver; the variables that it leaves open are drawn as
  // before.
  for (const Assignment& model : coverage.wanted()) {
    if (coverage.complete()) break;
    std::vector<Input> records = draw_records(subject, shape, form, random, wanted_per_side);
    for (Input& record : records) follow(model, record);
    run(records, false);
  }
  report(row, which, plain, "as clang made it");
  report(row, which, simplified, "simplified");
  coverage.print();
  CHECK(coverage.complete());
}

LiftedFunction lift(const Row& row, const Module& module, const Case& which, Pool& pool, bool simplify) {
  LiftOptions options;
  options.tree_root = row.tree_root;
  options.simplify = simplify;
  LiftedFunction f = module.lift(which.function, pool, options);
  for (const Unsupported& u : f.unsupported)
    say(fmt::format("  {}:{}: {}", u.where.file, u.where.line, u.what));
  REQUIRE(f.unsupported.empty());
  return f;
}

void not_run(const std::string& row, const std::string& why) {
  say(fmt::format("{}: NOT RUN, {}", row, why));
  WARN(row << " not run: " << why);
}

void check_row(Row row, const std::vector<std::string>& recorded) {
  std::string why_not;
  row.machine = machine_of(recorded, why_not);
  if (!why_not.empty()) return not_run(row.name, why_not);
  const auto start = std::chrono::steady_clock::now();
  const TemporaryFolder folder(std::filesystem::temp_directory_path().string());
  row.program = build_program(row.machine, row.bitcode, folder.path());
  const Module module = Module::read(row.bitcode);
  for (const Case& which : cases) {
    Pool pool;
    INFO(row.name << " " << which.function);
    check_case(row, which, {lift(row, module, which, pool, false), lift(row, module, which, pool, true)});
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  say(fmt::format("{}: {:.1f} s\n", row.name, took.count()));
}

void check_arch(const KernelTree& tree, const std::string& name, const std::string& cache) {
  const std::string title = tree.release().text() + " " + name;
  const ArchRow* arch = find_arch(name);
  REQUIRE(arch != nullptr);
  try {
    const Prepared prepared = prepare(tree, *arch, cache, [](const std::string&) {});
    const Compiled unit = compile_unit(tree, prepared, "mm/memory.c", nullptr, cache);
    INFO(title << ": " << unit.failure);
    REQUIRE(unit.failure.empty());
    check_row({title, {}, unit.bitcode, "", tree.root()}, prepared.command);
  } catch (const NotBuildable& missing) {
    not_run(title, missing.what());
  } catch (const std::runtime_error& broken) {
    FAIL_CHECK(title << ": " << broken.what());
  }
}

void check_tree(const std::string& folder, const std::vector<std::string>& names) {
  const std::string cache = environment("PFNCHECK_CACHE");
  const KernelTree tree = KernelTree::open(folder);
  for (const std::string& name : names) check_arch(tree, name, cache);
}

bool all_rows() {
  return environment("PFNCHECK_SWEEP") == "all";
}

std::vector<std::string> buildable_rows() {
  std::vector<std::string> names;
  for (const ArchRow& row : arch_rows())
    if (row.buildable) names.emplace_back(row.name);
  return names;
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
  using Names = std::vector<std::string>;
  check_kernel("PFNCHECK_KERNEL_6_12", all_rows() ? buildable_rows() : Names{"x86_64", "arm", "s390"});
}

TEST_CASE("the lifted rule answers what the compiled rule answers, 6.1", "[kernel]") {
  using Names = std::vector<std::string>;
  check_kernel("PFNCHECK_KERNEL_6_1",
               all_rows() ? Names{"x86_64", "arm", "arm64", "s390"} : Names{"x86_64", "arm", "s390"});
}

TEST_CASE("the lifted rule answers what the compiled rule answers, newest kernel", "[kernel]") {
  using Names = std::vector<std::string>;
  check_kernel("PFNCHECK_KERNEL_NEWEST", all_rows() ? buildable_rows() : Names{"x86_64", "arm"});
}

}  // namespace pfncheck::differential
