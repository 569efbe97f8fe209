// SPDX-License-Identifier: GPL-2.0-or-later
// Truth tables over atoms, filled by the enumeration.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "solver/table/table.hpp"

namespace pfncheck {

/// Bit i of a key is the value of atom i.
using Key = std::uint32_t;
/// More atoms than these are not tabulated.
inline constexpr std::size_t most_atoms = 20;

/// Answers by combination of atoms. An answer is an index into a list of texts; `none` where no inputs have
/// it.
class Truth {
 public:
  static constexpr std::int16_t none = -1;

  explicit Truth(std::size_t atoms) : atoms_(atoms), answers_(std::size_t{1} << atoms, none) {}
  std::size_t atoms() const { return atoms_; }
  std::size_t size() const { return answers_.size(); }
  std::int16_t operator[](Key key) const { return answers_[key]; }
  void set(Key key, std::int16_t answer) { answers_[key] = answer; }
  /// Whether two combinations that differ in this atom alone have different answers.
  bool needs(std::size_t atom) const;
  /// The table without an atom that it does not need.
  Truth without(std::size_t atom) const;

 private:
  std::size_t atoms_;
  std::vector<std::int16_t> answers_;
};

/// Combinations of the atoms that some representative has.
std::set<Key> seen_combinations(const normal_page::Rule& rule, std::span<const Atom> atoms);

}  // namespace pfncheck
