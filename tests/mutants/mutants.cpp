// SPDX-License-Identifier: GPL-2.0-or-later
// Where pfncheck says of a function and a mutant of it that they do the same, they do the same when run:
// compiled with and without optimisation, here and on two other architectures. Where it says that they
// differ, they are not one by construction, and arguments that are given for it make them differ.
// PFNCHECK_MUTANTS: how many for each subject; scripts/mutants has many. Option -c NAME.c: only that file's.
#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "lift/tree/files.hpp"
#include "solver/sat/clauses.hpp"
#include "tests/mutants/judge.hpp"

#include <filesystem>

namespace pfncheck::mutants {
namespace {

constexpr Target here = {"x86_64", "x86_64-linux-gnu", nullptr, nullptr};
constexpr Target arm = {"arm", "arm-linux-gnueabi", "cortex-a15", "qemu-arm"};
constexpr Target s390 = {"s390", "s390x-linux-gnu", nullptr, "qemu-s390x"};

constexpr std::size_t few = 8;

std::size_t mutants_of_each() {
  const char* wanted = std::getenv("PFNCHECK_MUTANTS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return wanted == nullptr ? few : std::strtoul(wanted, nullptr, 10);
}

/// What the SAT solver answers with little work, and Z3 the rest: quicker where there are many.
class SatFirst final : public Engine {
 public:
  Reply ask(const Query& query, const Budget& budget) override {
    const Term formulas[] = {query.formula};
    Reply reply = Clauses(formulas, 300).ask(0, budget);
    return reply.status == Status::unknown ? z3_->ask(query, budget) : reply;
  }
  Reply ask_least(const Query& query, std::span<const Term> least, const Budget& budget) override {
    return z3_->ask_least(query, least, budget);
  }

 private:
  std::unique_ptr<Engine> z3_ = make_z3();
};

/// Few are judged as `pfncheck patch` judges them.
std::unique_ptr<Engine> engine_for(std::size_t mutants) {
  if (mutants <= few) return make_z3();
  return std::make_unique<SatFirst>();
}

std::string told(const Pair& pair) {
  return fmt::format("{}: {}\n{}{}", pair.subject->name, pair.mutant.what, pair.mutant.after_name,
                     pair.mutant.body);
}

/// What was counted, by words.
using Counts = std::map<std::string, std::size_t>;

struct Judged {
  std::vector<Pair> pairs;
  std::vector<Judgement> judgements;

  /// Pairs of which something is true, to be run.
  template <class Wanted>
  std::vector<Pair> those(Wanted wanted) const {
    std::vector<Pair> out;
    for (std::size_t i = 0; i < pairs.size(); ++i)
      if (wanted(judgements[i])) out.push_back(pairs[i]);
    return out;
  }
};

bool is_same(const Judgement& j) {
  return j.steps == Meaning::same || j.whole == Meaning::same;
}
bool is_different(const Judgement& j) {
  return j.steps == Meaning::different || j.whole == Meaning::different;
}

Judged judged(std::vector<Pair> pairs, const Target& target, const std::string& folder) {
  Judged all{std::move(pairs), {}};
  const Module before = Module::read(bitcode_of(all.pairs, Side::before, target, folder));
  const Module after = Module::read(bitcode_of(all.pairs, Side::after, target, folder));
  const auto engine = engine_for(mutants_of_each());
  for (Pair& pair : all.pairs) {
    all.judgements.push_back(judge(pair, before, after, *engine));
    const Judgement& j = all.judgements.back();
    INFO(target.name << " step by step: " << to_string(j.steps) << ", as a whole: " << to_string(j.whole)
                     << "\n"
                     << told(pair));
    // Of the whole functions, what others could see in between is not compared.
    const bool is_watched = pair.subject->body.find("volatile") != std::string::npos ||
                            pair.subject->body.find("__atomic") != std::string::npos;
    if (!is_watched || j.steps == Meaning::same) CHECK_FALSE((is_same(j) && is_different(j)));
    CHECK_FALSE((pair.mutant.is_equivalent && is_different(j)));
  }
  return all;
}

void run_those_that_are_the_same(const Judged& all, const Target& target, const std::string& folder) {
  if (target.emulator != nullptr && access(("/usr/bin/" + std::string(target.emulator)).c_str(), X_OK) != 0) {
    WARN("not run: " << target.emulator << " is not installed (apt install qemu-user)");
    return;
  }
  const std::vector<Pair> same = all.those(is_same);
  for (const char* optimise : {"-O0", "-O2"}) {
    const std::vector<int> differ = run_pairs(same, target, optimise, folder);
    for (std::size_t i = 0; i < same.size(); ++i) {
      INFO(target.name << " " << optimise << " input " << differ[i] << " " << told(same[i]));
      CHECK(differ[i] == -1);
    }
  }
}

/// All pairs, run here: what differs is not the same, and arguments that are given make a pair differ.
Counts run_all(const Judged& all, const std::string& folder) {
  const std::vector<int> differ = run_guarded(all.pairs, folder);
  Counts counts;
  for (std::size_t i = 0; i < all.pairs.size(); ++i) {
    const Judgement& j = all.judgements[i];
    const std::string said = is_same(j) ? "same" : is_different(j) ? "different" : "not decided";
    const std::string seen = differ[i] == -1 ? "no input parts them" : "they part when run";
    ++counts[fmt::format("{}: {}{}", seen, said,
                         all.pairs[i].mutant.is_equivalent ? ", equivalent as made" : "")];
    INFO(told(all.pairs[i]));
    CHECK_FALSE((is_same(j) && differ[i] != -1));
    if (j.shown_by_arguments) {
      ++counts["arguments given for a difference"];
      CHECK(differ[i] == 0);
    }
  }
  return counts;
}

void check_file(const std::string& file, const Target& target) {
  const TemporaryFolder folder(std::filesystem::temp_directory_path().string());
  const std::vector<Subject> subjects = read_subjects(PFNCHECK_SOURCE_DIR "/tests/mutants/subjects/" + file);
  const Judged all = judged(make_pairs(subjects, mutants_of_each(), 1, folder.path()), target, folder.path());
  run_those_that_are_the_same(all, target, folder.path());
  fmt::print("{}, {}: {} mutants, {} called the same\n", target.name, file, all.pairs.size(),
             all.those(is_same).size());
  if (target.emulator == nullptr)
    for (const auto& [what, count] : run_all(all, folder.path())) fmt::print("  {:6} {}\n", count, what);
  std::fflush(stdout);  // each takes minutes
}

void check(const Target& target) {
  for (const std::string file : {"numbers.c", "memory.c", "calls.c", "shapes.c", "faults.c"})
    DYNAMIC_SECTION(file) {
      check_file(file, target);
    }
}

}  // namespace

TEST_CASE("mutants that are called the same do the same, x86_64") {
  check(here);
}
TEST_CASE("mutants that are called the same do the same, arm") {
  check(arm);
}
TEST_CASE("mutants that are called the same do the same, s390") {
  check(s390);
}

}  // namespace pfncheck::mutants
