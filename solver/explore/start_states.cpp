// SPDX-License-Identifier: GPL-2.0-or-later
// Start conditions tie most bits to a few: instead of trying all values, bits are chosen some at a time, and
// what the condition is false for whatever the others are is not looked at again.
#include "solver/explore/start_states.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

#include "model/term/aig.hpp"
#include "solver/explore/lanes.hpp"

namespace pfncheck::exploring {

namespace {

constexpr Lanes every_lane = ~Lanes{};
/// As many bits have a lane for each of their values.
constexpr std::size_t bits_at_once = 8;
static_assert(std::size_t{1} << bits_at_once == lanes && lane_words == 4);

bool is_in(const Lanes& mask, std::size_t lane) {
  return (mask[lane / 64] >> (lane % 64) & 1) != 0;
}

/// The lanes whose number has this bit.
Lanes lanes_with(std::size_t bit) {
  Lanes mask{};
  for (std::size_t lane = 0; lane < lanes; ++lane)
    mask[lane / 64] |= static_cast<std::uint64_t>(lane >> bit & 1) << (lane % 64);
  return mask;
}

/// What a bit can be, in each lane: both while nothing is known of it.
struct Possible {
  Lanes zero{}, one{};
};
constexpr Possible unknown = {every_lane, every_lane};

Possible known(bool value) {
  return value ? Possible{Lanes{}, every_lane} : Possible{every_lane, Lanes{}};
}

/// The start condition over bits some of which are not known: gates in three values.
class Condition {
 public:
  explicit Condition(const machine::System& system) {
    const std::array roots{system.starts()};
    const Aig graph(roots);
    circuit_ = graph.circuit();
    std::map<std::string, std::size_t> input;
    for (std::size_t i = 0; i < graph.inputs().size(); ++i) input.emplace(graph.inputs()[i].name(), i);
    for (const machine::Variable& v : system.variables()) {
      const auto found = input.find(v.now.name());
      for (unsigned bit = 0; bit < std::max(1U, v.now.width()); ++bit)
        node_of_bit_.push_back(found == input.end() ? std::nullopt
                                                    : std::optional(circuit_.inputs[found->second][bit]));
    }
    values_.resize(circuit_.nodes, unknown);
    values_[0] = known(false);
  }

  void set(unsigned bit, const Possible& value) {
    if (node_of_bit_[bit]) values_[*node_of_bit_[bit]] = value;
  }

  /// The lanes in which it can be true.
  Lanes can_be_true() {
    for (const Circuit::Gate& gate : circuit_.gates) {
      const Possible a = value_of(gate.a), b = value_of(gate.b);
      Possible& out = values_[gate.node];
      for (std::size_t w = 0; w < lane_words; ++w) {
        out.zero[w] = a.zero[w] | b.zero[w];
        out.one[w] = a.one[w] & b.one[w];
      }
    }
    return value_of(circuit_.roots.front().front()).one;
  }

 private:
  Possible value_of(std::uint32_t literal) const {
    const Possible& value = values_[literal >> 1];
    return (literal & 1) != 0 ? Possible{value.one, value.zero} : value;
  }

  Circuit circuit_;
  std::vector<Possible> values_;                           ///< per node
  std::vector<std::optional<std::uint32_t>> node_of_bit_;  ///< none: the condition does not read the bit
};

class Enumeration {
 public:
  Enumeration(const machine::System& system, const std::vector<unsigned>& open,
              const std::vector<bool>& fixed)
      : places_(open), condition_(system) {
    for (unsigned bit = 0; bit < fixed.size(); ++bit) condition_.set(bit, known(fixed[bit]));
    for (std::size_t i = 0; i < open.size(); ++i) {
      condition_.set(open[i], unknown);
      open_.push_back(i);
    }
  }

  std::vector<std::uint64_t> values() {
    std::uint64_t decided = 0;
    if (settle(decided)) choose(0, decided);
    std::ranges::sort(found_);
    return std::move(found_);
  }

 private:
  /// Bits that can have one value only get it, until there is none; false if one can have neither.
  bool settle(std::uint64_t& decided) {
    for (bool again = true; again;) {
      again = false;
      std::vector<std::size_t> still_open;
      for (const std::size_t i : open_) {
        const Lanes possible = with_values(i);
        if (!is_in(possible, 0) && !is_in(possible, 1)) return false;
        const bool both = is_in(possible, 0) && is_in(possible, 1);
        condition_.set(places_[i], both ? unknown : known(is_in(possible, 1)));
        if (both)
          still_open.push_back(i);
        else if (is_in(possible, 1))
          decided |= std::uint64_t{1} << i;
        again |= !both;
      }
      open_ = std::move(still_open);
    }
    return true;
  }

  /// Lane 0 says whether the bit can be 0, lane 1 whether it can be 1.
  Lanes with_values(std::size_t i) {
    const Lanes ones = lanes_with(0);
    Possible value{every_lane, ones};
    for (std::size_t w = 0; w < lane_words; ++w) value.zero[w] = ~ones[w];
    condition_.set(places_[i], value);
    return condition_.can_be_true();
  }

  /// Adds what is allowed with `decided` for the bits before open_[from].
  void choose(std::size_t from, std::uint64_t decided) {
    const std::size_t count = std::min(open_.size() - from, bits_at_once);
    for (std::size_t b = 0; b < count; ++b) {
      Possible value{{}, lanes_with(b)};
      for (std::size_t w = 0; w < lane_words; ++w) value.zero[w] = ~value.one[w];
      condition_.set(places_[open_[from + b]], value);
    }
    const Lanes possible = condition_.can_be_true();
    for (std::size_t lane = 0; lane >> count == 0; ++lane) {
      if (!is_in(possible, lane)) continue;
      std::uint64_t value = decided;
      for (std::size_t b = 0; b < count; ++b) value |= std::uint64_t{lane >> b & 1} << open_[from + b];
      if (from + count == open_.size()) {
        found_.push_back(value);
        continue;
      }
      for (std::size_t b = 0; b < count; ++b)
        condition_.set(places_[open_[from + b]], known((lane >> b & 1) != 0));
      choose(from + count, value);
    }
    for (std::size_t b = 0; b < count; ++b) condition_.set(places_[open_[from + b]], unknown);
  }

  const std::vector<unsigned>& places_;
  Condition condition_;
  std::vector<std::size_t> open_;  ///< positions in places_
  std::vector<std::uint64_t> found_;
};

}  // namespace

std::vector<std::uint64_t> allowed_starts(const machine::System& system, const std::vector<unsigned>& open,
                                          const std::vector<bool>& fixed) {
  return Enumeration(system, open, fixed).values();
}

}  // namespace pfncheck::exploring
