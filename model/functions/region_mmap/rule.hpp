// SPDX-License-Identifier: GPL-2.0-or-later
// Whether a driver lets user space map a part of its region: the handler's tests as a rule.
#pragma once

#include "model/machine/decision_rule.hpp"

namespace pfncheck::machine {

enum RegionAnswer : unsigned { answer_refuse, answer_map, answer_map_for_reading };

/// A handler that does all that it should: whole bound without overflow, whole pages, no private mapping, a
/// header with read-only fields mapped for reading only.
DecisionRule region_mmap_rule();

}  // namespace pfncheck::machine
