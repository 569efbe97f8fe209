// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/table/truth.hpp"

#include "solver/enumerate/representatives.hpp"

namespace pfncheck {
namespace {

Key dropped(Key key, std::size_t atom) {
  const Key low = key & ((Key{1} << atom) - 1);
  return low | (key >> (atom + 1) << atom);
}

}  // namespace

bool Truth::needs(std::size_t atom) const {
  const Key bit = Key{1} << atom;
  for (Key key = 0; key < answers_.size(); ++key) {
    if ((key & bit) != 0) continue;
    const std::int16_t a = answers_[key], b = answers_[key | bit];
    if (a != none && b != none && a != b) return true;
  }
  return false;
}

Truth Truth::without(std::size_t atom) const {
  Truth less(atoms_ - 1);
  for (Key key = 0; key < answers_.size(); ++key)
    if (answers_[key] != none) less.set(dropped(key, atom), answers_[key]);
  return less;
}

std::set<Key> seen_combinations(const normal_page::Rule& rule, std::span<const Atom> atoms) {
  std::vector<Term> roots;
  for (const Atom& atom : atoms) roots.push_back(atom.holds);
  std::set<Key> seen;
  std::vector<bool> known(std::size_t{1} << atoms.size());
  std::vector<std::uint64_t> masks(atoms.size());
  Representatives(rule).visit(roots, [&](const Aig& graph, std::uint64_t valid) {
    for (std::size_t a = 0; a < masks.size(); ++a) masks[a] = graph.lanes(a);
    for (; valid != 0; valid &= valid - 1) {
      const int lane = __builtin_ctzll(valid);
      Key key = 0;
      for (std::size_t a = 0; a < masks.size(); ++a) key |= static_cast<Key>(masks[a] >> lane & 1) << a;
      if (known[key]) continue;
      known[key] = true;
      seen.insert(key);
    }
    return true;
  });
  return seen;
}

}  // namespace pfncheck
