// SPDX-License-Identifier: GPL-2.0-or-later
// Exit codes of every command, in one place. docs/exit-codes.md is the user's page for them.
#pragma once

#include "report/record.hpp"

namespace pfncheck {

/// What a process of pfncheck ends with.
enum class ExitCode {
  decided = 0,       ///< everything was decided and nothing (for `patch`: nothing new) is violated
  violated = 1,      ///< a property is refuted inside the contracts; for `patch`: newly refuted
  bad_input = 2,     ///< the user's input is wrong: arguments, tree, patch, missing tools
  undecided = 3,     ///< something was left unknown, unsupported, vacuous or was not looked at
  fault = 70,        ///< a fault of pfncheck itself
  interrupted = 130  ///< SIGINT or SIGTERM; nothing was decided and nothing is half-written
};

/// The one that wins when both apply: 70, 2, 1, 3, 0.
ExitCode worse(ExitCode a, ExitCode b);

/// What one result adds to the exit code of its command. Rows without a build and the before side of a patch
/// add nothing.
ExitCode exit_code_of(const ResultRecord& result, std::string_view command);

/// Of one of Report::outside: a patch breaks it newly. Nobody says that such an entry exists, nor that it
/// does not.
bool is_new_outside(const ResultRecord& result);

/// Of a whole report. Of Report::outside only what a patch newly breaks counts, as undecided.
ExitCode exit_code_of(const Report& report);

}  // namespace pfncheck
