// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <sys/types.h>

namespace pfncheck {

/// Sends the signal to every process below this one, leaves first: make would start the next one otherwise.
void end_descendants(pid_t process, int signal);

}  // namespace pfncheck
