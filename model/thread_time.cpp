// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/thread_time.hpp"

#include <time.h>

namespace pfncheck {

double thread_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace pfncheck
