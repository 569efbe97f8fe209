// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/ask/remembering.hpp"

#include <catch2/catch.hpp>

#include <atomic>

namespace pfncheck {
namespace {

Term question(Pool& pool, std::uint64_t limit) {
  const Term a = pool.var("a", 12), b = pool.var("b", 12);
  return ult(a * b, pool.constant(12, limit)) & ult(b, a) & ne(b, pool.constant(12, 0));
}

}  // namespace

TEST_CASE("a question of another pool gets the answer that it had", "[remembering]") {
  Budget budget;
  budget.seconds = 600;
  const std::unique_ptr<Engine> engine = make_remembering(), z3 = make_z3();
  for (const std::uint64_t limit : {2, 3, 1000, 1000, 2}) {
    Pool pool, unused;
    unused.var("z", 8);
    const Term formula = question(pool, limit);
    const Reply fresh = z3->ask({"some", formula}, budget);
    for (int again = 0; again < 2; ++again) {
      const Reply reply = engine->ask({"some", formula}, budget);
      if (again == 1) CHECK(reply.seconds == 0);  // it was not asked
      CHECK(reply.status == fresh.status);
      CHECK(reply.model == fresh.model);
    }
    const Term forwards[] = {pool.var("a", 12), pool.var("b", 12)}, backwards[] = {forwards[1], forwards[0]};
    for (const auto& least : {forwards, backwards}) {
      const Reply least_reply = z3->ask_least({"least", formula}, {least, 2}, budget);
      const Reply reply = engine->ask_least({"least", formula}, {least, 2}, budget);
      CHECK(reply.status == least_reply.status);
      CHECK(reply.model == least_reply.model);
    }
  }
}

TEST_CASE("what is not decided is not remembered, and a late call answers nothing", "[remembering]") {
  Pool pool;
  const std::unique_ptr<Engine> engine = make_remembering();
  const Term formula = question(pool, 471);
  std::atomic<bool> set = true;
  Budget late;
  late.late = &set;
  CHECK(engine->ask({"late", formula}, late).status == Status::timeout);
  CHECK(engine->ask({"again", formula}, Budget{}).status == Status::sat);
  CHECK(engine->ask({"late", formula}, late).status == Status::timeout);
  Budget stopped;
  stopped.stop = &set;
  CHECK_THROWS_AS(engine->ask({"stopped", formula}, stopped), Interrupted);
}

}  // namespace pfncheck
