// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/ask/query.hpp"

namespace pfncheck {

const char* to_string(Status s) {
  switch (s) {
    case Status::sat:
      return "sat";
    case Status::unsat:
      return "unsat";
    case Status::timeout:
      return "timeout";
    case Status::unknown:
      return "unknown";
    case Status::error:
      break;
  }
  return "error";
}

}  // namespace pfncheck
