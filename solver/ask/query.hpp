// SPDX-License-Identifier: GPL-2.0-or-later
// Questions and typed answers. Every question has a name that shows up in logs and dumps.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "model/term/evaluate.hpp"
#include "model/term/term.hpp"

namespace pfncheck {

struct Budget {
  double seconds = 10;                      ///< wall time of one query
  const std::atomic<bool>* stop = nullptr;  ///< once true, a query that runs or begins throws Interrupted
  /// End of a phase of many queries, in thread_seconds() of the thread that asks; 0: there is none. Queries
  /// that begin later time out at once.
  double until = 0;
  /// Once true, what runs or begins times out: the end of the whole call, `deadline` seconds.
  const std::atomic<bool>* late = nullptr;
  double deadline = 0;
};

/// Whether the end of the whole call has come.
bool is_late(const Budget& budget);
/// Whether a signal has.
bool is_stopped(const Budget& budget);

/// For work that asks many questions in this thread: all of them together may take what one may. The end of a
/// phase around it stays if it is earlier.
Budget phase_of(const Budget& budget);
/// "budget of 10 s", "deadline of 120 s": what is undecided because of it says so.
std::string text_of(const Budget& budget);

/// Thrown by long work after SIGINT, once nothing is half-written. Ends in exit code 130.
struct Interrupted {};

enum class Status : std::uint8_t { sat, unsat, timeout, unknown, error };
const char* to_string(Status s);

struct Reply {
  Status status = Status::error;
  Assignment model;    ///< if sat: every variable of the formula
  std::string reason;  ///< if timeout, unknown or error
  double seconds = 0;
};

struct Query {
  std::string name;
  Term formula;  ///< bool: is it satisfiable?
  /// Where something else may show sooner that nothing satisfies it (solver/sat): asked first. False says
  /// nothing, and the engine's own model is taken: it depends on the formula only.
  std::function<bool(const Budget&)> is_refuted = {};
};

/// One engine. Implementations: solver/z3 (and enumeration where the domain is small).
class Engine {
 public:
  virtual ~Engine() = default;
  virtual Reply ask(const Query& query, const Budget& budget) = 0;
  /// A model of the formula in which the terms (bool or bit-vector) are lexicographically least, in this
  /// order. If time runs out after the first model, the status is not `sat`, and `model` is the best one so
  /// far, unproved.
  virtual Reply ask_least(const Query& query, std::span<const Term> least, const Budget& budget) = 0;
};

std::unique_ptr<Engine> make_z3();

}  // namespace pfncheck
