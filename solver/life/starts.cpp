// SPDX-License-Identifier: GPL-2.0-or-later
// Cubes over variables of several values. A cube grows from one failing start: a variable after the other is
// set free, or else takes the values of other failing starts, as long as no start that does not fail falls
// in.
#include "solver/life/starts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace pfncheck {

namespace {

using Values = std::set<std::uint64_t>;
using Cube = std::vector<Values>;  ///< parallel to Exploration::constants

bool has(const Cube& cube, const StateValues& start) {
  for (std::size_t v = 0; v < cube.size(); ++v)
    if (!cube[v].contains(start[v])) return false;
  return true;
}

class Grower {
 public:
  Grower(const Exploration& found, const Trace& failure) : starts_(found.starts) {
    std::vector<bool> fails(starts_.size());
    for (const std::uint32_t i : failure.from) fails[i] = true;
    for (std::uint32_t i = 0; i < starts_.size(); ++i) (fails[i] ? failing_ : sound_).push_back(&starts_[i]);
    for (std::size_t v = 0; v < found.constants.size(); ++v) {
      all_.emplace_back();
      for (const StateValues& start : starts_) all_.back().insert(start[v]);
    }
  }

  std::vector<Cube> cubes() const {
    std::vector<Cube> found;
    for (const StateValues* start : failing_)
      if (std::ranges::none_of(found, [&](const Cube& cube) { return has(cube, *start); }))
        found.push_back(grown(*start));
    drop_superfluous(found);
    return found;
  }
  bool is_open(const Cube& cube, std::size_t v) const { return cube[v] == all_[v]; }

 private:
  bool is_sound_free(const Cube& cube) const {
    return std::ranges::none_of(sound_, [&](const StateValues* start) { return has(cube, *start); });
  }

  Cube grown(const StateValues& start) const {
    Cube cube;
    for (const std::uint64_t value : start) cube.push_back({value});
    // The last variables first: those of the architecture come first in a slice and say most.
    for (std::size_t v = cube.size(); v-- > 0;) {
      Cube wider = cube;
      wider[v] = all_[v];
      if (is_sound_free(wider)) cube = wider;
    }
    for (std::size_t v = 0; v < cube.size(); ++v) {
      for (const std::uint64_t value : all_[v]) {
        Cube wider = cube;
        if (wider[v].insert(value).second && is_sound_free(wider)) cube = wider;
      }
    }
    return cube;
  }

  /// Those that others cover together go, the narrow ones first.
  void drop_superfluous(std::vector<Cube>& cubes) const {
    for (std::size_t i = cubes.size(); i-- > 0;) {
      const auto covered = [&](const StateValues* start) {
        if (!has(cubes[i], *start)) return true;
        for (std::size_t other = 0; other < cubes.size(); ++other)
          if (other != i && has(cubes[other], *start)) return true;
        return false;
      };
      if (cubes.size() > 1 && std::ranges::all_of(failing_, covered))
        cubes.erase(cubes.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  const std::vector<StateValues>& starts_;
  std::vector<const StateValues*> failing_, sound_;
  Cube all_;
};

}  // namespace

std::vector<std::string> failing_starts(const machine::System& system, const Exploration& found,
                                        const Trace& failure) {
  const Grower grower(found, failure);
  std::vector<std::string> lines;
  for (const Cube& cube : grower.cubes()) {
    std::vector<std::string> parts;
    for (std::size_t v = 0; v < cube.size(); ++v) {
      if (grower.is_open(cube, v)) continue;
      const machine::Variable& variable = system.variables()[found.constants[v].index];
      std::vector<std::string> words;
      for (const std::uint64_t value : cube[v]) words.push_back(variable.text_of(value));
      parts.push_back(fmt::format("{}={}", variable.name, fmt::join(words, "|")));
    }
    lines.push_back(parts.empty() ? "always" : fmt::format("{}", fmt::join(parts, ", ")));
  }
  return lines;
}

}  // namespace pfncheck
