// SPDX-License-Identifier: GPL-2.0-or-later
// Who uses a function of a unit.
#pragma once

#include <map>
#include <set>
#include <string>

#include "lift/exec/module.hpp"

namespace pfncheck {

struct Uses {
  std::map<std::string, std::set<std::string>> callers;  ///< by called function: those that call it directly
  /// Functions that others than these callers can reach: of other units, or by a pointer.
  std::set<std::string> beyond;
};

/// Of those of `functions` that the unit defines.
Uses uses_of(const Module& module, const std::set<std::string>& functions);

}  // namespace pfncheck
