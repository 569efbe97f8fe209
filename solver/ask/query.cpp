// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/ask/query.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/thread_time.hpp"

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

Budget phase_of(const Budget& budget) {
  Budget phase = budget;
  const double end = thread_seconds() + budget.seconds;
  phase.until = budget.until == 0 ? end : std::min(budget.until, end);
  return phase;
}

bool is_late(const Budget& budget) {
  return budget.late != nullptr && *budget.late;
}

bool is_stopped(const Budget& budget) {
  return budget.stop != nullptr && *budget.stop;
}

std::string text_of(const Budget& budget) {
  if (is_late(budget)) return fmt::format("deadline of {:g} s", budget.deadline);
  return fmt::format("budget of {:g} s", budget.seconds);
}

}  // namespace pfncheck
