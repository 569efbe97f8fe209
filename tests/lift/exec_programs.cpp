// SPDX-License-Identifier: GPL-2.0-or-later
// Lifted programs of ours against the same programs compiled and run, at three levels of optimisation.
#include <dlfcn.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "lift/exec/module.hpp"
#include "model/term/evaluate.hpp"
#include "solver/ask/query.hpp"

using namespace pfncheck;

namespace {

using Word = std::uint64_t;
using Program = Word (*)(Word, Word, Word, Word);
constexpr std::array<const char*, 4> names{"a", "b", "c", "d"};

struct Built {
  std::filesystem::path folder;
  Built() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pfncheck-programs-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
  }
  ~Built() { std::filesystem::remove_all(folder); }
  Built(const Built&) = delete;
  Built& operator=(const Built&) = delete;

  std::string compile(const std::string& program, const std::string& options,
                      const std::string& ending) const {
    const std::string out = (folder / (program + ending)).string();
    const std::string command = "clang-19 -fwrapv -w -g -fno-discard-value-names " + options + " -o " + out +
                                " " + PFNCHECK_SOURCE_DIR "/tests/lift/programs/" + program + ".c";
    REQUIRE(std::system(command.c_str()) == 0);
    return out;
  }
};

std::vector<std::string> programs_of(const Module& module) {
  std::vector<std::string> out;
  for (const FunctionText& f : module.functions(""))
    if (f.name.starts_with("program_")) out.push_back(f.name);
  return out;
}

Word draw(std::mt19937_64& random) {
  switch (random() % 4) {
    case 0:
      return random() % 16;
    case 1:
      return ~Word{0} - random() % 16;
    case 2:
      return Word{1} << (random() % 64);
    default:
      return random();
  }
}

void compare(const LiftedFunction& lifted, Program native, unsigned rounds) {
  INFO(lifted.name);
  for (const Unsupported& u : lifted.unsupported) FAIL_CHECK(u.what << " at line " << u.where.line);
  if (!lifted.unsupported.empty()) return;
  std::mt19937_64 random(20240613);
  unsigned compared = 0;
  const std::vector<Term> roots{lifted.result, lifted.returns, lifted.beyond_bound};
  for (unsigned round = 0; round < rounds; ++round) {
    Assignment values;
    std::array<Word, 4> in;
    for (std::size_t i = 0; i < in.size(); ++i) values[names[i]] = in[i] = draw(random);
    const std::vector<Word> out = evaluate(roots, values);
    if (out[2] != 0) continue;
    ++compared;
    INFO(in[0] << " " << in[1] << " " << in[2] << " " << in[3]);
    REQUIRE(out[1] == 1);
    REQUIRE(out[0] == native(in[0], in[1], in[2], in[3]));
  }
  CHECK(compared > rounds * 9 / 10);
}

LiftOptions options(bool simplify) {
  LiftOptions out;
  out.simplify = simplify;
  out.loop_bound = 10;
  return out;
}

void compare_unit(const std::string& unit, const std::string& level) {
  INFO(unit << " " << level);
  const Built built;
  const std::string library = built.compile(unit, level + " -shared -fPIC", ".so");
  const Module module =
      Module::read(built.compile(unit, level + " -c -emit-llvm -fno-vectorize -fno-slp-vectorize", ".bc"));
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  REQUIRE(handle != nullptr);
  for (const std::string& name : programs_of(module)) {
    const auto native = reinterpret_cast<Program>(dlsym(handle, name.c_str()));
    REQUIRE(native != nullptr);
    for (const bool simplify : {false, true}) {
      Pool pool;
      compare(module.lift(name, pool, options(simplify)), native, 400);
    }
  }
  dlclose(handle);
}

}  // namespace

TEST_CASE("a lifted program computes what the compiled one does", "[exec]") {
  const std::string unit = GENERATE("control", "numbers", "memory");
  const std::string level = GENERATE("-O0", "-O1", "-O2");
  compare_unit(unit, level);
}

TEST_CASE("simplified and unsimplified IR mean the same", "[exec]") {
  const std::string unit = GENERATE("control", "memory");
  const Built built;
  const Module module =
      Module::read(built.compile(unit, "-O1 -c -emit-llvm -Xclang -disable-llvm-passes", ".bc"));
  const std::unique_ptr<Engine> z3 = make_z3();
  for (const std::string& name : programs_of(module)) {
    if (name == "program_loops" || name == "program_calls")
      continue;  // multiplications: compared by running them
    Pool pool;
    const LiftedFunction plain = module.lift(name, pool, options(false)),
                         simple = module.lift(name, pool, options(true));
    REQUIRE(plain.unsupported.empty());
    REQUIRE(simple.unsupported.empty());
    const Term differ = (ne(plain.result, simple.result) | (plain.returns ^ simple.returns)) &
                        !plain.beyond_bound & !simple.beyond_bound;
    INFO(name);
    CHECK(z3->ask({name, differ}, {20}).status == Status::unsat);
  }
}
