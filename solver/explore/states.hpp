// SPDX-License-Identifier: GPL-2.0-or-later
// The states that were reached: in order of discovery, each once. For the inside of solver/explore only.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace pfncheck::exploring {

/// A packed state. The topmost bit of the last word is set in every state: no state is all zeros.
template <std::size_t Words>
using Key = std::array<std::uint64_t, Words>;

inline constexpr std::uint64_t in_use = std::uint64_t{1} << 63;

template <std::size_t Words>
std::uint64_t hash_of(const Key<Words>& key) {
  std::uint64_t h = 0;
  for (const std::uint64_t word : key) {
    h = (h ^ word) * 0x9e3779b97f4a7c15;
    h ^= h >> 32;
  }
  return h * 0xd6e8feb86659fd93;
}

/// Keys in chunks, so that growing copies nothing.
template <std::size_t Words>
class KeyList {
 public:
  static constexpr std::size_t chunk = std::size_t{1} << 16;

  std::uint64_t size() const { return size_; }
  const Key<Words>& operator[](std::uint64_t i) const { return chunks_[i / chunk][i % chunk]; }
  void push(const Key<Words>& key) {
    if (size_ % chunk == 0) chunks_.push_back(std::make_unique<Key<Words>[]>(chunk));
    chunks_[size_ / chunk][size_ % chunk] = key;
    ++size_;
  }
  /// Keys from `i` on that stand side by side.
  std::uint64_t run_at(std::uint64_t i) const { return chunk - i % chunk; }
  std::uint64_t bytes() const { return chunks_.size() * chunk * sizeof(Key<Words>); }

 private:
  std::vector<std::unique_ptr<Key<Words>[]>> chunks_;
  std::uint64_t size_ = 0;
};

/// Open addressing. A state of one word stands in the table itself; of longer ones the table holds 32 bits of
/// the hash and the place in the list.
template <std::size_t Words>
class StateSet {
 public:
  StateSet() : table_(first_size) {}

  const KeyList<Words>& list() const { return list_; }
  std::uint64_t bytes() const { return list_.bytes() + table_.size() * sizeof(std::uint64_t); }

  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&table_[hash >> shift_]); }

  /// Whether the key is new; then it is the list's last.
  bool insert(const Key<Words>& key, std::uint64_t hash) {
    for (std::size_t i = hash >> shift_;; i = (i + 1) & (table_.size() - 1)) {
      if (table_[i] == 0) {
        table_[i] = entry(key, hash, list_.size());
        list_.push(key);
        if (list_.size() * 10 > table_.size() * 7) grow();
        return true;
      }
      if (is(table_[i], key, hash)) return false;
    }
  }

 private:
  static constexpr unsigned first_bits = 16;
  static constexpr std::size_t first_size = std::size_t{1} << first_bits;

  static std::uint64_t entry(const Key<Words>& key, std::uint64_t hash, std::uint64_t place) {
    if constexpr (Words == 1)
      return key[0];
    else
      return hash << 32 | (place + 1);
  }
  bool is(std::uint64_t found, const Key<Words>& key, std::uint64_t hash) const {
    if constexpr (Words == 1)
      return found == key[0];
    else
      return found >> 32 == (hash & 0xffffffff) && list_[(found & 0xffffffff) - 1] == key;
  }

  void grow() {
    const std::size_t size = 2 * table_.size();
    table_ = std::vector<std::uint64_t>();  // the old one first: both at once would be the peak
    table_.resize(size);
    --shift_;
    for (std::uint64_t place = 0; place < list_.size(); ++place) {
      const std::uint64_t hash = hash_of<Words>(list_[place]);
      std::size_t i = hash >> shift_;
      while (table_[i] != 0) i = (i + 1) & (size - 1);
      table_[i] = entry(list_[place], hash, place);
    }
  }

  KeyList<Words> list_;
  std::vector<std::uint64_t> table_;
  unsigned shift_ = 64 - first_bits;
};

}  // namespace pfncheck::exploring
