// SPDX-License-Identifier: GPL-2.0-or-later
// Functions of a real kernel that are no rule yet, as a probe of the memory model, loops and effects: they
// lift, and what they do to a slot of a page table is proved. PFNCHECK_KERNEL_6_12 names the tree
// (tests/lift/tree_kernel.cpp).
#include <catch2/catch.hpp>
#include <cstdlib>

#include "lift/exec/module.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/process.hpp"
#include "solver/ask/query.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT
  return value == nullptr ? "" : value;
}

/// The unit mm/memory.c with one probe after it, compiled for a row.
class ProbedUnit {
 public:
  ProbedUnit(const std::string& row, const std::string& probe)
      : own_(std::filesystem::temp_directory_path().string()) {
    const std::string tree = canonical(variable("PFNCHECK_KERNEL_6_12")), cache = variable("PFNCHECK_CACHE");
    const Prepared prepared = prepare(KernelTree::open(tree), *find_arch(row),
                                      cache.empty() ? own_.path() : cache, [](const std::string&) {});
    const std::string source = PFNCHECK_SOURCE_DIR, folder = own_.path();
    const std::string header = tree + "/include/asm-generic/";
    write_file(folder + "/unit.c", "#include \"" + tree + "/mm/memory.c\"\n#include \"" + source +
                                       "/tests/lift/probes/" + probe + ".c\"\n");
    write_file(folder + "/overlay.yaml",
               R"({"version":0,"redirecting-with":"fallthrough","roots":[{"type":"file","name":")" + header +
                   R"(memory_model.h","external-contents":")" + source +
                   R"(/lift/adapters/memory_model.h"},)" + R"({"type":"file","name":")" + header +
                   R"(pfncheck-original-memory_model.h","external-contents":")" + folder +
                   R"(/original.h"}]})");
    write_file(folder + "/original.h", read_file(header + "memory_model.h").value());
    std::string command = "cd '" + prepared.build_folder + "' &&";
    for (const std::string& word : prepared.command) command += " '" + quoted(word) + "'";
    command += " -ivfsoverlay " + folder +
               "/overlay.yaml -c -emit-llvm -g -w -fno-discard-value-names -Xclang " +
               "-disable-llvm-passes -o " + folder + "/unit.bc " + folder + "/unit.c";
    REQUIRE(std::system(command.c_str()) == 0);  // NOLINT
  }
  Module module() const { return Module::read(own_.path() + "/unit.bc"); }

 private:
  static std::string quoted(const std::string& word) {
    std::string out;
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out;
  }
  TemporaryFolder own_;
};

/// A lifted probe and questions about it.
class Probe {
 public:
  Probe(const Module& module, const std::string& name, bool simplify) {
    LiftOptions options;
    options.simplify = simplify;
    lifted_ = module.lift("pfncheck_probe_" + name, pool_, options);
    for (const Unsupported& u : lifted_.unsupported)
      FAIL(u.what << " at " << u.where.file << ":" << u.where.line);
  }
  Term out(const std::string& name) const { return to_bool(lifted_.outputs.at(name)); }
  Term number(const std::string& name) const { return lifted_.outputs.at(name); }
  Term in(const std::string& name) const {
    for (const Parameter& p : lifted_.parameters)
      if (p.name == name) return p.value;
    FAIL("no parameter " << name);
    return {};
  }
  const LiftedFunction& lifted() const { return lifted_; }
  /// Every execution in which the premise holds and the function comes back has the goal, and there is one.
  void always(const std::string& name, Term premise, Term goal) const {
    const Term some = premise & lifted_.returns & !lifted_.beyond_bound & out("round_trip");
    INFO(name);
    CHECK(z3_->ask({name + ": possible", some}, {20}).status == Status::sat);
    CHECK(z3_->ask({name, some & !goal}, {20}).status == Status::unsat);
  }
  void sometimes(const std::string& name, Term what) const {
    INFO(name);
    CHECK(z3_->ask({name, what}, {20}).status == Status::sat);
  }

 private:
  Pool pool_;
  LiftedFunction lifted_;
  std::unique_ptr<Engine> z3_ = make_z3();
};

bool no_kernel() {
  if (variable("PFNCHECK_KERNEL_6_12").empty()) {
    WARN("skipped: PFNCHECK_KERNEL_6_12 is not set");
    return true;
  }
  return false;
}

Term is(Term number, std::uint64_t value) {
  return eq(number, number.pool().constant(number.width(), value));
}

}  // namespace

TEST_CASE("insert_pfn fills an empty slot with a special entry and leaves an occupied one",
          "[exec][kernel]") {
  if (no_kernel()) return;
  const std::string row = GENERATE("x86_64", "i386", "s390", "powerpc");
  INFO(row);
  const Module module = ProbedUnit(row, "insert_pfn").module();
  for (const bool simplify : {true, false}) {
    const Probe probe(module, "insert_pfn", simplify);
    const Term occupied = probe.in("occupied"), mkwrite = probe.in("mkwrite");
    probe.always("empty slot", !occupied,
                 probe.out("special") & probe.out("present") & probe.out("same_pfn"));
    probe.always("written to", (!occupied) & mkwrite, probe.out("dirty"));
    probe.always("occupied slot", occupied & (!mkwrite), probe.out("unchanged"));
    probe.sometimes("another access", occupied & mkwrite & !probe.out("unchanged"));
  }
}

TEST_CASE("remap_pte_range writes consecutive special entries", "[exec][kernel]") {
  if (no_kernel()) return;
  const std::string row = GENERATE("x86_64", "i386", "s390", "powerpc");
  INFO(row);
  const Module module = ProbedUnit(row, "remap_pte_range").module();
  for (const bool simplify : {true, false}) {
    const Probe probe(module, "remap_pte_range", simplify);
    const Term pages = probe.in("pages"), result = probe.lifted().result;
    const Term allowed = !probe.out("failed");
    probe.always("one page", allowed & is(pages, 1), is(result, 0x11));
    probe.always("three pages", allowed & is(pages, 3), is(result, 0x77));
    probe.always("not all entries are always written", allowed & is(pages, 2), !is(result, 0x77));
    probe.sometimes("a bound that is passed", probe.lifted().beyond_bound & is(pages, 100));
  }
}

TEST_CASE("copy_present_ptes protects both sides of a copy on write and counts normal pages only",
          "[exec][kernel]") {
  if (no_kernel()) return;
  const std::string row = GENERATE("x86_64", "i386", "s390", "powerpc");
  INFO(row);
  const Module module = ProbedUnit(row, "copy_present_ptes").module();
  for (const bool simplify : {true, false}) {
    const Probe probe(module, "copy_present_ptes", simplify);
    const Term special = probe.in("special"), cow = probe.in("cow"), write = probe.in("write");
    const Term copied = is(probe.number("copied"), 1);
    probe.always("the copy", copied, probe.out("same_pfn") & ~(probe.out("special") ^ special));
    probe.always("copy on write", copied & cow & write,
                 (!probe.out("parent_write")) & (!probe.out("child_write")));
    probe.always("shared", copied & !cow & write, probe.out("parent_write") & probe.out("child_write"));
    probe.always("special entries are not counted", special, is(probe.number("rss"), 0) & copied);
    probe.sometimes("a normal page is counted", copied & is(probe.number("rss"), 1));
  }
}
