// SPDX-License-Identifier: GPL-2.0-or-later
// A unit of C with subjects and their mutants, compiled to be judged and compiled to be run.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/mutants/mutate.hpp"

namespace pfncheck::mutants {

constexpr unsigned most_words = 4;  ///< parameters of a subject; runtime/driver.h
using Words = std::array<std::uint64_t, most_words>;

/// A subject and one mutant of it, as functions of the unit.
struct Pair {
  const Subject* subject;
  Mutant mutant;
  std::string before, after;  ///< names where both are run; where they are judged, `after` is that of both
  std::vector<Words> chosen;  ///< arguments that are tried first
};

struct Target {
  const char *name, *triple, *processor;
  const char* emulator;  ///< nullptr: runs here
};

/// Of each subject up to `count` mutants that compile.
std::vector<Pair> make_pairs(const std::vector<Subject>& subjects, std::size_t count, std::uint64_t seed,
                             const std::string& folder);

enum class Side { before, after };

/// Path of the bitcode of one side of all pairs, as units of the kernel are compiled: nothing is simplified
/// yet.
std::string bitcode_of(const std::vector<Pair>& pairs, Side side, const Target& target,
                       const std::string& folder);

/// For each pair the first of a thousand inputs on which the two differ when run, or -1. `optimise`: "-O0",
/// "-O2".
std::vector<int> run_pairs(const std::vector<Pair>& pairs, const Target& target, const std::string& optimise,
                           const std::string& folder);

/// The same for pairs that may do anything, here: what faults, does not end or does what C leaves undefined
/// differs from what does not.
std::vector<int> run_guarded(const std::vector<Pair>& pairs, const std::string& folder);

}  // namespace pfncheck::mutants
