// SPDX-License-Identifier: GPL-2.0-or-later
// What each engine costs as the system grows: bench/pfnmini with more frames, slots and processes, explored
// to the end, proved by induction, and unrolled to a depth. Prints rows of Markdown. With --plot the same as
// bars, each twice as long as the one of a tenth of the time.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>
#include <thread>

#include "bench/pfnmini/pfnmini.hpp"
#include "solver/explore/explore.hpp"
#include "solver/life/induction.hpp"
#include "solver/unroll/unroll.hpp"

namespace {

using namespace pfncheck;
using Clock = std::chrono::steady_clock;

bool plot = false;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

void say(const std::string& what, double seconds, const std::string& found) {
  constexpr double shortest = 0.001;
  const auto length = static_cast<std::size_t>(std::max(0.0, 10 * std::log10(seconds / shortest)));
  if (plot)
    fmt::print("{:<44} {:>9.3f} s  {}\n", what, seconds, std::string(length, '#'));
  else
    fmt::print("| {} | {:.3f} s | {} |\n", what, seconds, found);
}

std::string text_of(const pfnmini::Size& size) {
  return fmt::format("{} processes, {} slots, {} frames", size.processes, size.slots, size.pfns);
}

void explore_size(const pfnmini::Size& size) {
  Pool pool;
  const machine::System system = pfnmini::make_system(pool, pfnmini::Mutant::none, size);
  ExploreOptions options;
  options.most_states = 60'000'000;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  const auto begun = Clock::now();
  const Exploration e = explore(system, options);
  say("explore, " + text_of(size), seconds_since(begun),
      fmt::format("{}{} states, {} transitions, {} MB", e.states, e.complete ? "" : "+", e.transitions,
                  e.bytes / 1'000'000));
}

void induct_size(const pfnmini::Size& size) {
  Pool pool;
  const machine::System system = pfnmini::make_system(pool, pfnmini::Mutant::none, size);
  const auto engine = make_z3();
  const auto begun = Clock::now();
  const InductionResult r = induct(system, *engine, Budget{});
  say("induction, " + text_of(size), seconds_since(begun), fmt::format("{} queries", r.queries));
}

void unroll_to(unsigned depth) {
  Pool pool;
  const machine::System system = pfnmini::make_system(pool, pfnmini::Mutant::none);
  const auto engine = make_z3();
  Budget budget;
  budget.seconds = 120;
  const auto begun = Clock::now();
  const Unrolled u = unroll(system, "I1", depth, *engine, budget);
  say(fmt::format("unroll, {} steps", depth), seconds_since(begun),
      u.reason.empty() ? "no failure" : "gave up: " + u.reason);
}

}  // namespace

int main(int count, char** arguments) {
  plot = count > 1 && std::string_view(arguments[1]) == "--plot";
  if (!plot) fmt::print("| engine and size | wall time | found |\n|---|---|---|\n");
  for (const pfnmini::Size size :
       {pfnmini::Size{1, 1, 2}, {1, 2, 2}, {1, 2, 3}, {1, 3, 3}, {2, 1, 3}, {2, 2, 2}, {2, 2, 3}, {3, 1, 3}})
    explore_size(size);
  for (const pfnmini::Size size :
       {pfnmini::Size{1, 1, 2}, {1, 2, 3}, {1, 3, 3}, {2, 2, 3}, {2, 3, 4}, {3, 2, 3}})
    induct_size(size);
  for (const unsigned depth : {1U, 2U, 3U, 4U, 5U}) unroll_to(depth);
}
