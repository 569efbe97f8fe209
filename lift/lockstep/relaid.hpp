// SPDX-License-Identifier: GPL-2.0-or-later
// Structures that gained members: their fields are matched by name. No LLVM here.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "lift/exec/module.hpp"

namespace pfncheck {

/// One structure of two modules.
struct Relaid {
  /// Bytes from its beginning, before and after, of each field that can be reached by its number.
  std::map<std::uint64_t, std::uint64_t> places;
  std::uint64_t size_before = 0, size = 0;  ///< bytes; `size`: after
};
/// By LLVM's name: "struct.vm_fault".
using RelaidStructs = std::map<std::string, Relaid, std::less<>>;

/// Structures that both modules define, whose members before are all there after, by name and with their
/// sizes, and do not stand where they stood. The first member is the same and the first on both sides: what
/// takes a pointer to it for one to the whole means what it meant. Fields of bits keep their order and
/// distance.
RelaidStructs relaid_structs(const Module& before, const Module& after);

}  // namespace pfncheck
