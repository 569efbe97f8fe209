// SPDX-License-Identifier: GPL-2.0-or-later
// SHA-256 for cache keys.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace pfncheck {

/// Collects fields; each field is delimited, so {"ab", "c"} and {"a", "bc"} differ.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& add(std::string_view field);
  /// 64 lower-case hexadecimal digits of all fields so far.
  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pfncheck
