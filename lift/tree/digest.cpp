// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/digest.hpp"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/SHA256.h>

namespace pfncheck {

struct Sha256::State {
  llvm::SHA256 hash;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(std::string_view field) {
  state_->hash.update(std::to_string(field.size()) + ":");
  state_->hash.update(llvm::StringRef(field.data(), field.size()));
  return *this;
}

std::string Sha256::hex() const {
  llvm::SHA256 copy = state_->hash;
  const auto bytes = copy.final();
  return llvm::toHex(llvm::ArrayRef<std::uint8_t>(bytes), /*LowerCase=*/true);
}

}  // namespace pfncheck
