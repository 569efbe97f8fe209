// SPDX-License-Identifier: GPL-2.0-or-later
// What kind of statement a property of whole lives is, and of which slices: asked of the slices themselves.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace pfncheck {

struct PropertyKind {
  bool invariant = false;           ///< of states, in some slice
  bool step = false;                ///< of steps, in some slice
  std::vector<std::string> slices;  ///< that it speaks of

  std::string words() const;  ///< "whole lives: invariant"
};

/// By name of the property.
std::map<std::string, PropertyKind> life_property_kinds();

}  // namespace pfncheck
