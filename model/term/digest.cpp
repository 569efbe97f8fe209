// SPDX-License-Identifier: GPL-2.0-or-later
// The mixing steps are those of MurmurHash3_x64_128 (public domain, Austin Appleby): quick, and the same
// everywhere.
#include <bit>

#include "model/term/node.hpp"

namespace pfncheck {
namespace {

class Mixer {
 public:
  void add(std::uint64_t first, std::uint64_t second) {
    first = std::rotl(first * c1, 31) * c2;
    high_ = (std::rotl(high_ ^ first, 27) + low_) * 5 + 0x52dce729;
    second = std::rotl(second * c2, 33) * c1;
    low_ = (std::rotl(low_ ^ second, 31) + high_) * 5 + 0x38495ab5;
  }

  Digest finish() const {
    std::uint64_t high = high_ + low_;
    std::uint64_t low = low_ + high;
    high = spread(high);
    low = spread(low);
    high += low;
    low += high;
    return {high, low};
  }

 private:
  static constexpr std::uint64_t c1 = 0x87c37b91114253d5, c2 = 0x4cf5ad432745937f;

  static std::uint64_t spread(std::uint64_t x) {
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccd;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53;
    return x ^ (x >> 33);
  }

  std::uint64_t high_ = 0x70666e636865636b, low_ = 0x7465726d2d646167;
};

// Eight bytes from `at`, first byte lowest on every machine; what lies behind the end reads as 0.
std::uint64_t eight_bytes(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  for (std::size_t i = at; i < text.size() && i < at + 8; ++i) {
    bytes |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * (i - at));
  }
  return bytes;
}

}  // namespace

Digest digest_of(const Node& node) {
  Mixer mixer;
  const auto head = static_cast<std::uint64_t>(node.op) | std::uint64_t{node.width} << 8 |
                    std::uint64_t{node.low_bit} << 16 | std::uint64_t{node.arity} << 24;
  mixer.add(head, node.value);
  for (unsigned i = 0; i < node.arity; ++i) {
    const Digest& arg = node.args[i].node()->digest;
    mixer.add(arg.high, arg.low);
  }
  if (node.name != nullptr) {
    mixer.add(node.name->size(), 0);
    for (std::size_t at = 0; at < node.name->size(); at += 16) {
      mixer.add(eight_bytes(*node.name, at), eight_bytes(*node.name, at + 8));
    }
  }
  return mixer.finish();
}

std::string Digest::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text(32, '0');
  for (unsigned i = 0; i < 16; ++i) {
    text[i] = digits[(high >> (60 - 4 * i)) & 15];
    text[16 + i] = digits[(low >> (60 - 4 * i)) & 15];
  }
  return text;
}

}  // namespace pfncheck
