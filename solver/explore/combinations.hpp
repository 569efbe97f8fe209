// SPDX-License-Identifier: GPL-2.0-or-later
// The combinations of values that some variables have. For the inside of solver/explore only.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "solver/explore/explore.hpp"
#include "solver/explore/lanes.hpp"
#include "solver/explore/states.hpp"

namespace pfncheck::exploring {

template <std::size_t Words>
std::uint64_t value_at(const Key<Words>& key, const Place& place) {
  std::uint64_t value = 0;
  for (unsigned bit = 0; bit < place.count; ++bit) {
    const unsigned at = place.first + bit;
    value |= (key[at / 64] >> (at % 64) & 1) << bit;
  }
  return value;
}

/// They are numbered as they are met.
template <std::size_t Words>
class Combinations {
 public:
  void add(Place place) {
    places_.push_back(place);
    for (unsigned at = place.first; at < place.first + place.count; ++at)
      mask_[at / 64] |= std::uint64_t{1} << (at % 64);
  }
  const std::vector<Place>& places() const { return places_; }
  const std::vector<StateValues>& combinations() const { return values_; }

  std::uint32_t index_of(const Key<Words>& key) {
    Key<Words> masked;
    for (std::size_t w = 0; w < Words; ++w) masked[w] = key[w] & mask_[w];
    if (!values_.empty() && masked == last_) return last_index_;
    const auto [it, fresh] = index_.try_emplace(masked, static_cast<std::uint32_t>(values_.size()));
    if (fresh) {
      StateValues values;
      for (const Place& place : places_) values.push_back(value_at<Words>(key, place));
      values_.push_back(std::move(values));
    }
    last_ = masked;
    return last_index_ = it->second;
  }

 private:
  std::vector<Place> places_;
  std::vector<StateValues> values_;
  struct Hash {
    std::size_t operator()(const Key<Words>& key) const { return hash_of<Words>(key) >> 16; }
  };
  std::unordered_map<Key<Words>, std::uint32_t, Hash> index_;
  Key<Words> mask_{}, last_{};
  std::uint32_t last_index_ = 0;
};

}  // namespace pfncheck::exploring
