// SPDX-License-Identifier: GPL-2.0-or-later
// Explores pfnmini and prints one line: states, transitions, seconds, bytes of the states and their index.
// With an argument (1 or 2) the mutant of that number, up to its first failure.
#include <fmt/format.h>

#include <string_view>

#include "bench/pfnmini/pfnmini.hpp"
#include "solver/explore/explore.hpp"

int main(int count, char** arguments) {
  using namespace pfncheck;
  const std::string_view which = count > 1 ? arguments[1] : "0";
  const auto mutant = which == "1"   ? pfnmini::Mutant::partial_cow_remap
                      : which == "2" ? pfnmini::Mutant::remap_into_mixedmap
                                     : pfnmini::Mutant::none;
  Pool pool;
  const machine::System system = pfnmini::make_system(pool, mutant);
  ExploreOptions options;
  options.stop_at_first = mutant != pfnmini::Mutant::none;
  const Exploration e = explore(system, options);
  fmt::print("{} states {} transitions {:.6f} seconds {} bytes\n", e.states, e.transitions, e.seconds,
             e.bytes);
  for (const Trace& trace : e.failures) {
    fmt::print("{}:", trace.property);
    for (const std::size_t step : trace.steps) fmt::print(" {}", system.steps()[step].name());
    fmt::print("\n");
  }
}
