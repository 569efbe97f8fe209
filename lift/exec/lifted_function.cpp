// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/lifted_function.hpp"

#include <fmt/format.h>

namespace pfncheck {

bool is_unknown(const Effect& effect) {
  return effect.name.starts_with(unknown_call) ||
         (effect.name.starts_with(unknown_assembly) && !effect.keeps_memory);
}

std::string unknown_in_words(const Effect& effect) {
  const std::string what = effect.name.starts_with(unknown_call)
                               ? fmt::format("{}(), without a body", effect.name.substr(unknown_call.size()))
                               : std::string("inline assembly");
  return effect.where.line == 0 ? what
                                : fmt::format("{} ({}:{})", what, effect.where.file, effect.where.line);
}

}  // namespace pfncheck
