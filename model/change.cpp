// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/change.hpp"

#include "model/broken_invariant.hpp"

namespace pfncheck {

const char* to_string(Meaning m) {
  switch (m) {
    case Meaning::same:
      return "same";
    case Meaning::different:
      return "different";
    case Meaning::unknown:
      return "unknown";
  }
  broken_invariant("a Meaning without a word");
}

bool was_looked_at(LineClass c) {
  return c == LineClass::lifted || c == LineClass::same_text || c == LineClass::text_only;
}

const char* to_string(LineClass c) {
  switch (c) {
    case LineClass::lifted:
      return "lifted";
    case LineClass::same_text:
      return "same-text";
    case LineClass::text_only:
      return "text-only";
    case LineClass::unlifted_function:
      return "unlifted-function";
    case LineClass::not_compiled:
      return "not-compiled";
    case LineClass::not_modelled:
      return "not-modelled";
    case LineClass::build_system:
      return "build-system";
  }
  broken_invariant("a LineClass without a word");
}

}  // namespace pfncheck
