// SPDX-License-Identifier: GPL-2.0-or-later
// Where a trace goes another way than the kernel without what the trace assumes: there it is decided wrongly,
// whatever follows of it later.
#pragma once

#include "model/term/evaluate.hpp"
#include "solver/life/story.hpp"

namespace pfncheck {

/// "put of D0: count=0, counted=1".
std::string words_of(const machine::Event& event, const Assignment& values);

/// Whether a start is none without what is assumed: by what, in words; else empty.
std::string start_departs(const Assignment& start, const std::vector<Unassumed>& without);

/// Whether a step from `before` to `after` cannot be taken, ends elsewhere or does something else without
/// what is assumed: by what, and what happens without it; else empty.
std::string step_departs(const machine::System& system, const machine::Step& step, const Assignment& before,
                         const Assignment& after, const std::vector<Unassumed>& without);

/// Whether what an invariant asks of a state is answered otherwise without what is assumed.
bool answer_departs(const machine::Invariant& invariant, const std::string& answer, const Assignment& state,
                    const std::vector<Unassumed>& without);

}  // namespace pfncheck
