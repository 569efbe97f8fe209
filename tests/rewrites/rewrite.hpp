// SPDX-License-Identifier: GPL-2.0-or-later
// Functions in other words: the same function as another author might have written it. Text for text, so that
// it works on any function of a kernel; what a compiler or the comparison makes of it is not looked at here.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace pfncheck::rewriting {

/// What can be done to a function.
enum class Kind {
  helper,   ///< a condition becomes a static function above it
  turned,   ///< `if (a) b else c` becomes `if (!(a)) c else b`
  loop,     ///< for becomes while, while becomes for, do becomes for with a break
  to_goto,  ///< `if (a) return b;` becomes a jump to a label at the end
  split,    ///< a local's initial value is assigned in a statement of its own
  pointer,  ///< `a->b` becomes `(*a).b`
};
const char* to_string(Kind kind);  ///< "helper", "turned", "loop", "goto", "split", "pointer"

struct Rewritten {
  std::string function;
  std::set<Kind> kinds;  ///< what was done to it; empty: it stands there as it was
};

struct RewrittenFile {
  std::string text;
  std::vector<Rewritten> functions;  ///< every definition of the file, in order
};

/// Rewrites every function of a C file, or those of one name only. A function is left as it was where its
/// text cannot be followed without preprocessing it.
RewrittenFile rewrite(const std::string& source, const std::string& only = "");

}  // namespace pfncheck::rewriting
