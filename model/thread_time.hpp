// SPDX-License-Identifier: GPL-2.0-or-later
// The clock of budgets where no solver is asked: it stands still while the machine does something else, so
// that a busy machine changes no answer.
#pragma once

namespace pfncheck {

/// Processor time that the calling thread has used, in seconds.
double thread_seconds();

}  // namespace pfncheck
