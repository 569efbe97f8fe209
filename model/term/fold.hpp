// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "model/term/node.hpp"

namespace pfncheck {

/// What the node (not yet in its pool; operands are) folds to, or an empty Term.
Term fold(const Node& node);

}  // namespace pfncheck
