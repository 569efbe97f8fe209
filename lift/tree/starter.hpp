// SPDX-License-Identifier: GPL-2.0-or-later
// A small process that starts others in our stead. A fork of our own would share all our memory with the
// supervisor, which lives as long as the command: each page that we write meanwhile is then copied, a third
// of our own time with compilers of ten architectures.
#pragma once

#include "lift/tree/supervisor.hpp"

namespace pfncheck {

/// Forks it; it ends with this process. For main(), before memory grows and before threads: supervisors are
/// the children of the thread that calls, and die with it. Without one (not called, no process left, killed)
/// commands are started by forks of our own.
void keep_starter();

/// Has it start a supervisor, as a child of ours. False: there is no starter here.
bool start_elsewhere(const Plan& plan);

}  // namespace pfncheck
