// SPDX-License-Identifier: GPL-2.0-or-later
// The small system that is stated for SPIN and Murphi too, in our model language: two processes, two
// page-table slots each, three pfns of five kinds, with and without a special bit.
#pragma once

#include "model/machine/system.hpp"

namespace pfncheck::pfnmini {

/// As stated, or with one of the two faults: a partial COW remap is accepted; a remap into a MIXEDMAP area
/// is.
enum class Mutant { none, partial_cow_remap, remap_into_mixedmap };

/// The numbers of the system as stated; others are for measurements of growth.
struct Size {
  unsigned processes = 2, slots = 2, pfns = 3;
};

machine::System make_system(Pool& pool, Mutant mutant, Size size = {});

}  // namespace pfncheck::pfnmini
