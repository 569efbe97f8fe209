// SPDX-License-Identifier: GPL-2.0-or-later
// How long Z3 takes for one obligation: every property on the reference rule of every row and era, at both
// usual levels. Prints a line: how many, median, 95th percentile, longest.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/arch/rows.hpp"
#include "solver/check/verdict.hpp"

int main() {
  using namespace pfncheck;
  std::vector<double> seconds;
  const auto engine = make_z3();
  for (const ArchRow& row : arch_rows())
    for (const Release release : {Release{6, 1}, Release{6, 12}, Release{6, 18}})
      for (const Level level : {Level::pte, Level::pmd}) {
        if (level == Level::pmd && !row.pmd_level.value) continue;
        Pool pool;
        const auto rule = normal_page::reference(pool, facts_of(row, release), level);
        for (const Property& property : properties())
          for (const Verdict& v : decide_all(property, rule, {}, *engine, {})) seconds.push_back(v.seconds);
      }
  std::ranges::sort(seconds);
  const auto at = [&](double share) {
    return 1000 * seconds[static_cast<std::size_t>(share * static_cast<double>(seconds.size() - 1))];
  };
  fmt::print("{} obligations: median {:.1f} ms, 95 % within {:.1f} ms, longest {:.0f} ms\n", seconds.size(),
             at(0.5), at(0.95), at(1));
}
