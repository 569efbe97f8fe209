// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/z3/parse.hpp"

#include "solver/z3/encode.hpp"

namespace pfncheck {

Reply ask_text_differs(const std::string& script, Term formula, const Budget& budget) {
  Reply reply;
  try {
    z3::context context;
    const z3::expr parsed = z3::mk_and(context.parse_string(script.c_str()));
    z3::solver solver(context, "QF_BV");
    solver.set("timeout", static_cast<unsigned>(budget.seconds * 1000));
    solver.add(parsed != encode(context, std::span(&formula, 1)).front());
    const z3::check_result result = solver.check();
    reply.status = result == z3::sat ? Status::sat : result == z3::unsat ? Status::unsat : Status::unknown;
  } catch (const z3::exception& e) {
    reply.reason = e.msg();
  }
  return reply;
}

}  // namespace pfncheck
