// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/table/cover.hpp"

#include <algorithm>
#include <bit>
#include <set>

namespace pfncheck {
namespace {

using Keys = std::vector<Key>;

struct Sides {
  Keys on, off;
};

Sides sides_of(const Truth& truth, std::int16_t answer) {
  Sides s;
  for (Key key = 0; key < truth.size(); ++key) {
    if (truth[key] == Truth::none) continue;
    (truth[key] == answer ? s.on : s.off).push_back(key);
  }
  return s;
}

std::size_t count(const Product& cube, const Keys& keys) {
  return static_cast<std::size_t>(std::ranges::count_if(keys, [&](Key key) { return cube.has(key); }));
}

/// Leaves out one atom after the other, beginning with `first`, as long as no other answer falls in.
Product expanded(Key key, std::size_t atoms, std::size_t first, const Keys& off) {
  Product cube{static_cast<Key>((1ull << atoms) - 1), key};
  for (std::size_t i = 0; i < atoms; ++i) {
    Product wider = cube;
    wider.care &= ~(Key{1} << ((first + i) % atoms));
    wider.value &= wider.care;
    if (std::ranges::none_of(off, [&](Key other) { return wider.has(other); })) cube = wider;
  }
  return cube;
}

Product widest(Key key, std::size_t atoms, const Keys& left, const Keys& off) {
  Product best = expanded(key, atoms, 0, off);
  for (std::size_t first = 1; first < atoms; ++first) {
    const Product other = expanded(key, atoms, first, off);
    const std::size_t covers = count(other, left), most = count(best, left);
    if (covers > most || (covers == most && std::popcount(other.care) < std::popcount(best.care)))
      best = other;
  }
  return best;
}

void drop_superfluous(std::vector<Product>& cubes, const Keys& on) {
  for (std::size_t i = cubes.size(); i-- > 0;) {
    const bool needed = std::ranges::any_of(on, [&](Key key) {
      if (!cubes[i].has(key)) return false;
      for (std::size_t j = 0; j < cubes.size(); ++j)
        if (j != i && cubes[j].has(key)) return false;
      return true;
    });
    if (!needed) cubes.erase(cubes.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

std::vector<Product> cover_of(const Truth& truth, std::int16_t answer) {
  const Sides sides = sides_of(truth, answer);
  std::vector<Product> cubes;
  Keys left = sides.on;
  while (!left.empty()) {
    Product cube = widest(left.front(), truth.atoms(), left, sides.off);
    cube.answer = answer;
    std::erase_if(left, [&](Key key) { return cube.has(key); });
    cubes.push_back(cube);
  }
  drop_superfluous(cubes, sides.on);
  return cubes;
}

}  // namespace

std::vector<Product> cover(const Truth& truth, const std::vector<std::int16_t>& skip) {
  std::set<std::int16_t> answers;
  for (Key key = 0; key < truth.size(); ++key)
    if (truth[key] != Truth::none) answers.insert(truth[key]);
  std::vector<Product> all;
  for (std::int16_t answer : answers) {
    if (std::ranges::binary_search(skip, answer)) continue;
    const std::vector<Product> cubes = cover_of(truth, answer);
    all.insert(all.end(), cubes.begin(), cubes.end());
  }
  return all;
}

}  // namespace pfncheck
