// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/gates.hpp"

#include <utility>

namespace pfncheck {

Literal Gates::input() {
  const auto node = static_cast<Literal>(nodes_.size()) * 2;
  nodes_.push_back({node, node});
  return node;
}

Literal Gates::both(Literal a, Literal b) {
  if (a > b) std::swap(a, b);
  if (a == literal_false || a == (b ^ 1)) return literal_false;
  if (a == literal_true || a == b) return b;
  const auto next = static_cast<Literal>(nodes_.size()) * 2;
  const auto [known, is_new] = known_.emplace(std::uint64_t{a} << 32 | b, next);
  if (is_new) nodes_.push_back({a, b});
  return known->second;
}

Literal Gates::differ(Literal a, Literal b) {
  return both(both(a, b) ^ 1, both(a ^ 1, b ^ 1) ^ 1);
}

Literal Gates::choose(Literal c, Literal t, Literal e) {
  if (t == e) return t;
  return either(both(c, t), both(c ^ 1, e));
}

namespace {

template <class Join>
Word bit_by_bit(const Word& a, const Word& b, Join&& join) {
  Word result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) result[i] = join(a[i], b[i]);
  return result;
}

}  // namespace

Word Circuits::bitwise_and(const Word& a, const Word& b) {
  return bit_by_bit(a, b, [&](Literal x, Literal y) { return gates_.both(x, y); });
}

Word Circuits::bitwise_or(const Word& a, const Word& b) {
  return bit_by_bit(a, b, [&](Literal x, Literal y) { return gates_.either(x, y); });
}

Word Circuits::bitwise_xor(const Word& a, const Word& b) {
  return bit_by_bit(a, b, [&](Literal x, Literal y) { return gates_.differ(x, y); });
}

Word Circuits::choose(Literal c, const Word& t, const Word& e) {
  return bit_by_bit(t, e, [&](Literal x, Literal y) { return gates_.choose(c, x, y); });
}

Word Circuits::inverted(Word a) const {
  for (Literal& bit : a) bit ^= 1;
  return a;
}

Literal Circuits::equal(const Word& a, const Word& b) {
  Literal all = literal_true;
  for (std::size_t i = 0; i < a.size(); ++i) all = gates_.both(all, gates_.differ(a[i], b[i]) ^ 1);
  return all;
}

Literal Circuits::below(const Word& a, const Word& b) {
  Literal less = literal_false;  // of the bits so far; a higher bit that differs decides anew
  for (std::size_t i = 0; i < a.size(); ++i) less = gates_.choose(gates_.differ(a[i], b[i]), b[i], less);
  return less;
}

Literal Circuits::signed_below(const Word& a, const Word& b) {
  Word x = a, y = b;
  x.back() ^= 1;
  y.back() ^= 1;
  return below(x, y);
}

Word Circuits::sum(const Word& a, const Word& b, Literal carry) {
  Word result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Literal half = gates_.differ(a[i], b[i]);
    result[i] = gates_.differ(half, carry);
    carry = gates_.either(gates_.both(a[i], b[i]), gates_.both(half, carry));
  }
  return result;
}

Word Circuits::product(const Word& a, const Word& b) {
  Word result = zeros(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    Word row = zeros(a.size());
    for (std::size_t k = i; k < a.size(); ++k) row[k] = gates_.both(a[k - i], b[i]);
    result = sum(result, row);
  }
  return result;
}

// Long division. For b = 0 every step "fits": all ones and a, as SMT-LIB has it.
Circuits::Division Circuits::divided(const Word& a, const Word& b) {
  Word wide = b;
  wide.push_back(literal_false);
  Division result{zeros(a.size()), zeros(wide.size())};
  for (std::size_t i = a.size(); i-- > 0;) {
    Word& rest = result.rest;
    rest.pop_back();  // never set: the rest is below b, or a prefix of a
    rest.insert(rest.begin(), a[i]);
    const Literal fits = below(rest, wide) ^ 1;
    rest = choose(fits, difference(rest, wide), rest);
    result.quotient[i] = fits;
  }
  result.rest.pop_back();
  return result;
}

Circuits::Division Circuits::signed_divided(const Word& a, const Word& b) {
  const Division plain = divided(absolute(a), absolute(b));
  const Literal negative = gates_.differ(a.back(), b.back());
  return {choose(negative, negated(plain.quotient), plain.quotient),
          choose(a.back(), negated(plain.rest), plain.rest)};
}

Word Circuits::shifted(Word a, const Word& by, bool down, Literal fill) {
  const std::size_t width = a.size();
  const auto moved = [&](const Word& word, std::size_t distance) {
    Word result(width, fill);
    for (std::size_t i = distance; i < width; ++i) {
      (down ? result[i - distance] : result[i]) = down ? word[i] : word[i - distance];
    }
    return result;
  };
  std::size_t stage = 0;
  for (; stage < width && (std::size_t{1} << stage) < width; ++stage) {
    a = choose(by[stage], moved(a, std::size_t{1} << stage), a);
  }
  Literal too_far = literal_false;
  for (; stage < width; ++stage) too_far = gates_.either(too_far, by[stage]);
  return choose(too_far, Word(width, fill), a);
}

}  // namespace pfncheck
