// SPDX-License-Identifier: GPL-2.0-or-later
// The states that were reached: in order of discovery, each once. For the inside of solver/explore only.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

namespace pfncheck::exploring {

/// A packed state.
template <std::size_t Words>
using Key = std::array<std::uint64_t, Words>;

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
    if (size_ % chunk == 0) last_ = chunk_at(size_ / chunk);
    last_[size_ % chunk] = key;
    ++size_;
  }
  /// Forgets all keys, and keeps the room for as many.
  void clear() { size_ = 0; }
  /// Keys from `i` on that stand side by side.
  std::uint64_t run_at(std::uint64_t i) const { return chunk - i % chunk; }
  static std::uint64_t bytes_of(std::uint64_t keys) {
    return (keys + chunk - 1) / chunk * chunk * sizeof(Key<Words>);
  }

 private:
  Key<Words>* chunk_at(std::size_t i) {
    if (i == chunks_.size()) chunks_.push_back(std::make_unique_for_overwrite<Key<Words>[]>(chunk));
    return chunks_[i].get();
  }

  std::vector<std::unique_ptr<Key<Words>[]>> chunks_;
  Key<Words>* last_ = nullptr;  ///< chunk that is being filled
  std::uint64_t size_ = 0;
};

/// Open addressing by cache lines: a state stands in the line that its hash names or in the next that is not
/// full. Zero is a slot that is not in use; those of a line are used from the first on. A state of one word
/// stands in the table itself, unless it is zero; of longer ones the table holds 32 bits of the hash and the
/// place in the list.
template <std::size_t Words>
class StateSet {
 public:
  StateSet() : table_(first_size) {}

  const KeyList<Words>& list() const { return list_; }
  std::uint64_t bytes() const {
    return KeyList<Words>::bytes_of(list_.size()) + table_.size() * sizeof(Line);
  }

  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&table_[hash >> shift_]); }

  /// Whether the key is new; then it is the list's last.
  bool insert(const Key<Words>& key, std::uint64_t hash) {
    const Line& line = table_[hash >> shift_];
    if (has(line, key, hash) && !is_zero(key)) return false;
    return insert_elsewhere(key, hash);
  }

  /// Forgets all states. There is room in the table for so many.
  void clear(std::uint64_t expected) {
    list_.clear();
    has_zero_ = false;
    const std::size_t size = lines_for(expected);
    table_.assign(size, {});
    shift_ = 64 - static_cast<unsigned>(std::countr_zero(size));
  }

  /// What so many states take if there never were more.
  static std::uint64_t bytes_of(std::uint64_t states) {
    return KeyList<Words>::bytes_of(states) + lines_for(states) * sizeof(Line);
  }

 private:
  struct alignas(64) Line {
    std::array<std::uint64_t, 8> slots{};
  };
  static constexpr std::size_t most_in_line = 5;  ///< on average
  static constexpr unsigned first_bits = 9;
  static constexpr std::size_t first_size = std::size_t{1} << first_bits;

  static std::size_t lines_for(std::uint64_t states) {
    return std::bit_ceil(std::max<std::uint64_t>(first_size, (states + most_in_line - 1) / most_in_line));
  }

  static std::uint64_t entry(const Key<Words>& key, std::uint64_t hash, std::uint64_t place) {
    if constexpr (Words == 1)
      return key[0];
    else
      return hash << 32 | (place + 1);
  }

  /// All slots are compared before anything is decided: which one it is cannot be foretold.
  bool has(const Line& line, const Key<Words>& key, std::uint64_t hash) const {
    const auto& s = line.slots;
    if constexpr (Words == 1) {
      const std::uint64_t k = key[0];
      const auto is_key = [&](unsigned slot) { return unsigned{s[slot] == k}; };
      return (is_key(0) | is_key(1) | is_key(2) | is_key(3) | is_key(4) | is_key(5) | is_key(6) |
              is_key(7)) != 0;
    } else {
      const auto part = static_cast<std::uint32_t>(hash);
      const auto bit = [&](unsigned slot) { return unsigned{s[slot] >> 32 == part} << slot; };
      unsigned same = bit(0) | bit(1) | bit(2) | bit(3) | bit(4) | bit(5) | bit(6) | bit(7);
      for (; same != 0; same &= same - 1) {
        const auto place = static_cast<std::uint32_t>(s[static_cast<unsigned>(std::countr_zero(same))]);
        if (place != 0 && list_[place - 1] == key) return true;
      }
      return false;
    }
  }

  /// A state that the table cannot hold.
  static bool is_zero(const Key<Words>& key) { return Words == 1 && key[0] == 0; }

  /// What insert() does if the first line does not have the key.
  [[gnu::noinline]] bool insert_elsewhere(const Key<Words>& key, std::uint64_t hash) {
    if (is_zero(key)) {
      if (has_zero_) return false;
      has_zero_ = true;
      list_.push(key);
      return true;
    }
    std::size_t i = hash >> shift_;
    for (; table_[i].slots.back() != 0; i = (i + 1) & (table_.size() - 1))
      if (has(table_[i], key, hash)) return false;
    if (has(table_[i], key, hash)) return false;
    *std::ranges::find(table_[i].slots, 0) = entry(key, hash, list_.size());
    list_.push(key);
    if (list_.size() > table_.size() * most_in_line) grow();
    return true;
  }

  void grow() {
    const std::size_t size = 2 * table_.size();
    // The old one first: both at once would be the peak.
    if (size > table_.capacity()) table_ = std::vector<Line>();
    table_.assign(size, {});
    --shift_;
    for (std::uint64_t place = 0; place < list_.size(); ++place) {
      const Key<Words>& key = list_[place];
      if (is_zero(key)) continue;
      const std::uint64_t hash = hash_of<Words>(key);
      std::size_t i = hash >> shift_;
      while (table_[i].slots.back() != 0) i = (i + 1) & (size - 1);
      *std::ranges::find(table_[i].slots, 0) = entry(key, hash, place);
    }
  }

  KeyList<Words> list_;
  std::vector<Line> table_;
  unsigned shift_ = 64 - first_bits;
  bool has_zero_ = false;
};

}  // namespace pfncheck::exploring
