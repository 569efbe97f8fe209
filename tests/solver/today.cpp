// SPDX-License-Identifier: GPL-2.0-or-later
// A verdict that rests on exclusions which today's kernels do not keep: what lifting them breaks.
#include <catch2/catch.hpp>

#include "machine_slices.hpp"
#include "solver/life/assumed.hpp"

using namespace pfncheck;

TEST_CASE("a search for what breaks today that did not end is said, not taken for none") {
  unsigned ended = 0, cut = 0;
  for (const LifeProperty* property : all_life_properties()) {
    SliceQuestion question = test::question_of(*machine::find_slice("type"));
    question.properties = {property};
    const SliceAnswer answer = judge_slice(question);
    if (answer.findings.empty() || !answer.findings.front().stories.empty()) continue;
    INFO(property->name);
    CHECK(broken_today(question).undecided.empty());
    ++ended;
    // As many states as the question itself needs: a lifted exclusion adds some.
    question.options.most_states = answer.states;
    REQUIRE(judge_slice(question).complete);
    const BrokenToday few = broken_today(question);
    if (!few.undecided.empty()) ++cut;
    INFO(few.undecided);
    CHECK((few.undecided.empty() || few.undecided.find("lifted: ") != std::string::npos));
  }
  CHECK(ended > 0);
  CHECK(cut > 0);
}
