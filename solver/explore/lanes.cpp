// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/explore/lanes.hpp"

#include <algorithm>
#include <map>

namespace pfncheck::exploring {

namespace {

/// Rows become columns: bit j of word i goes to bit i of word j. Halves of blocks change places, block by
/// block.
void transpose(std::uint64_t (&matrix)[64]) {
  std::uint64_t mask = 0x00000000ffffffff;
  for (unsigned step = 32; step != 0; step >>= 1, mask ^= mask << step) {
    for (unsigned i = 0; i < 64; i = ((i | step) + 1) & ~step) {
      const std::uint64_t swap = ((matrix[i] >> step) ^ matrix[i | step]) & mask;
      matrix[i] ^= swap << step;
      matrix[i | step] ^= swap;
    }
  }
}

}  // namespace

std::vector<Place> places_of(const machine::System& system) {
  std::vector<Place> places;
  unsigned next = 0;
  for (const machine::Variable& v : system.variables()) {
    places.push_back({next, std::max(1U, v.now.width())});
    next += places.back().count;
  }
  return places;
}

WideCircuit::WideCircuit(const machine::System& system, std::span<const Term> roots) {
  const Aig graph(roots);
  circuit_ = graph.circuit();
  std::size_t nodes = circuit_.nodes;
  std::map<std::string, std::size_t> input;
  for (std::size_t i = 0; i < graph.inputs().size(); ++i) input.emplace(graph.inputs()[i].name(), i);
  const std::vector<Place> places = places_of(system);
  for (std::size_t v = 0; v < places.size(); ++v) {
    const auto found = input.find(system.variables()[v].now.name());
    for (unsigned bit = 0; bit < places[v].count; ++bit)
      node_of_bit_.push_back(found != input.end() ? circuit_.inputs[found->second][bit]
                                                  : static_cast<std::uint32_t>(nodes++));
  }
  values_.resize(nodes);
}

void WideCircuit::load(const std::uint64_t* states, std::size_t words, std::size_t count) {
  std::uint64_t matrix[64];
  for (std::size_t block = 0; block < lane_words; ++block) {
    for (std::size_t w = 0; w < words; ++w) {
      for (std::size_t lane = 0; lane < 64; ++lane) {
        const std::size_t state = 64 * block + lane;
        matrix[lane] = state < count ? states[state * words + w] : 0;
      }
      transpose(matrix);
      const std::size_t end = std::min<std::size_t>(node_of_bit_.size(), 64 * (w + 1));
      for (std::size_t bit = 64 * w; bit < end; ++bit)
        values_[node_of_bit_[bit]][block] = matrix[bit - 64 * w];
    }
  }
}

void WideCircuit::run() {
  for (const Circuit::Gate& gate : circuit_.gates) values_[gate.node] = lanes_of(gate.a) & lanes_of(gate.b);
}

}  // namespace pfncheck::exploring
