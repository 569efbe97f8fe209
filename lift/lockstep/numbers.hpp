// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers of trials: the same from the same seed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace llvm {
class IntrinsicInst;
}  // namespace llvm

namespace pfncheck::lifting {

/// One number that rests on both.
inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a ^ (b + 0x9e3779b97f4a7c15 + (a << 6) + (a >> 2));
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

inline std::uint64_t mixed(std::uint64_t seed, const std::string& text) {
  for (const char c : text) seed = mixed(seed, static_cast<unsigned char>(c));
  return seed;
}

/// The low bits.
inline std::uint64_t cut(std::uint64_t value, unsigned bits) {
  return bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
}

inline std::int64_t as_signed(std::uint64_t value, unsigned bits) {
  const unsigned up = 64 - bits;
  return static_cast<std::int64_t>(value << up) >> up;
}

/// Values that code asks about are likelier than others.
inline std::uint64_t likely(std::uint64_t random, unsigned bits) {
  const std::uint64_t kind = random & 7, more = mixed(random, 1);
  if (kind < 2) return 0;
  if (kind == 2) return cut(1 + more % 4, bits);
  if (kind == 3) return cut(static_cast<std::uint64_t>(-static_cast<std::int64_t>(1 + more % 40)), bits);
  if (kind < 6 && bits == 64) return 0xffff800000000000 + (more & 0x0000000ffffff000);
  return cut(more, bits);
}

/// One of LLVM's binary operators on integers of so many bits; nothing where C says nothing.
std::optional<std::uint64_t> binary(unsigned opcode, std::uint64_t a, std::uint64_t b, unsigned bits);

/// Whether it computes numbers of numbers: then it gives one value, whatever the world.
bool is_arithmetic(const llvm::IntrinsicInst& call);
/// That value, or both parts of one with overflow; nothing if it is not known here.
std::optional<std::vector<std::uint64_t>> intrinsic_result(const llvm::IntrinsicInst& call,
                                                           const std::vector<std::uint64_t>& arguments);

}  // namespace pfncheck::lifting
