// SPDX-License-Identifier: GPL-2.0-or-later
// A page-table entry of a slice, and how steps write it.
#pragma once

#include "model/machine/system.hpp"

namespace pfncheck::machine {

struct PageEntry {
  Var present, pfn, special, write;
  Var counted;  ///< ghost: installing it took a reference
};

/// Makes a present entry where `when` is true.
void set_entry(Step& s, Term when, const PageEntry& e, Term pfn, Term special, Term write, Term counted);
/// Makes it absent; all its fields are zero then.
void clear_entry(Step& s, Term when, const PageEntry& e);

}  // namespace pfncheck::machine
