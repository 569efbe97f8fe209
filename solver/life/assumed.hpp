// SPDX-License-Identifier: GPL-2.0-or-later
// What an answer takes for granted and what it leaves out, and what becomes of it without that.
#pragma once

#include <vector>

#include "solver/life/judge.hpp"

namespace pfncheck {

/// What every trace of a question rests on: the release, faults (with the exclusions that they lift), rules
/// in the place of the release's, operations that are left out.
std::vector<StoryAssumption> assumptions_of(const SliceQuestion& question);
/// What a teller of the question's traces must know: the above, and the rules of the release.
Telling telling_of(const SliceQuestion& question);
/// What the answer does not speak of: faults that the environment of the slice excludes and the question does
/// not lift, those marked `today` first; then the question's own restrictions of the start and operations.
std::vector<StoryAssumption> exclusions_of(const SliceQuestion& question);

struct BrokenToday {
  std::vector<StoryAssumption>
      by;                 ///< exclusions marked `today` each of which lets the property fail if lifted
  std::string undecided;  ///< why some other is not known to keep it: a search did not end; else empty
};
/// Of the (only) property of the question. Throws Interrupted.
BrokenToday broken_today(const SliceQuestion& question);
/// Of a question whose property nothing can trigger: exclusions and restrictions without which something can,
/// as few as possible; empty if nothing is gained by lifting all of them. Throws Interrupted.
std::vector<StoryAssumption> what_empties(const SliceQuestion& question);

}  // namespace pfncheck
