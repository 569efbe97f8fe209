// SPDX-License-Identifier: GPL-2.0-or-later
// Z3 as an Engine. Each question gets a context of its own: what Z3 answers then depends on the question
// only, not on what was asked before. That costs some time per question and buys the same bytes out for the
// same input.
//
// Two solvers are tried. First one that takes equalities of `ite` terms apart before it looks at bits
// (blast-term-ite), within a limit of work that does not depend on the machine: it is quick where a
// function's answer is a choice among pages that are compared again. What it does not refute is asked of Z3's
// incremental one for QF_BV, which also finds least values: its models are nearer to what a call can be
// (4.8.12; docs/performance.md has the numbers).
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <new>
#include <string_view>
#include <thread>
#include <type_traits>

#include "model/thread_time.hpp"
#include "solver/ask/query.hpp"
#include "solver/z3/encode.hpp"

namespace pfncheck {
namespace {

using Clock = std::chrono::steady_clock;

class Deadline {
 public:
  explicit Deadline(const Budget& budget) : start_(Clock::now()), seconds_(budget.seconds) {
    if (budget.until != 0) seconds_ = std::clamp(budget.until - thread_seconds(), 0.0, seconds_);
  }

  double spent() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
  bool over() const { return spent() >= seconds_; }
  /// For Z3's "timeout", where 0 would mean none.
  unsigned milliseconds_left() const {
    return static_cast<unsigned>(std::clamp((seconds_ - spent()) * 1000, 1.0, 4e9));
  }

 private:
  Clock::time_point start_;
  double seconds_;
};

// Without memory Z3 makes no context, and z3::context() goes on with none (z3++.h, 4.8.12).
class OwnContext {
 public:
  OwnContext() : context_(made()), scoped_(context_.get()) {}
  z3::context& operator()() { return scoped_(); }

 private:
  struct Delete {
    void operator()(Z3_context context) const { Z3_del_context(context); }
  };
  static Z3_context made() {
    z3::config config;
    if (Z3_context context = Z3_mk_context_rc(config); context != nullptr) return context;
    throw std::bad_alloc();
  }

  std::unique_ptr<std::remove_pointer_t<Z3_context>, Delete> context_;
  z3::scoped_context scoped_;  // does not own it
};

// While it lives, a context is interrupted once one of the budget's flags is set: Z3 takes no flag of ours,
// and may be asked to stop from another thread. Again and again, for an interrupt that finds Z3 between two
// steps is lost.
class Stopper {
 public:
  Stopper(z3::context& context, const Budget& budget) {
    if (budget.stop != nullptr || budget.late != nullptr)
      thread_ =
          std::jthread([&context, budget](const std::stop_token& done) { watch(context, budget, done); });
  }

 private:
  static void watch(z3::context& context, const Budget& budget, const std::stop_token& done) {
    std::mutex lock;
    std::condition_variable_any wake;
    std::unique_lock hold(lock);
    while (!done.stop_requested()) {
      wake.wait_for(hold, done, std::chrono::milliseconds(20), [] { return false; });
      if (is_stopped(budget) || is_late(budget)) context.interrupt();
    }
  }

  std::jthread thread_;
};

// One question in Z3's hands.
class Session {
 public:
  Session(const Query& query, std::span<const Term> least, const Budget& budget)
      : query_(query),
        least_(least),
        budget_(budget),
        deadline_(budget),
        solver_(context_, "QF_BV"),
        stopper_(context_, budget) {
    std::vector<Term> roots{query.formula};
    roots.insert(roots.end(), least.begin(), least.end());
    variables_ = variables(roots);
    expressions_ = encode(context_, roots);
    names_ = encode(context_, variables_);
    solver_.add(expressions_.front());
  }

  Reply ask() {
    Reply reply;
    if (is_refuted_quickly())
      reply.status = Status::unsat;
    else
      reply = check();
    reply.seconds = deadline_.spent();
    return reply;
  }

  Reply ask_least() {
    Reply best = check();
    for (std::size_t i = 0; i < least_.size() && best.status == Status::sat; ++i) minimise(i, best);
    best.seconds = deadline_.spent();
    return best;
  }

 private:
  /// False also if it cannot be shown with little work.
  bool is_refuted_quickly() {
    const auto step = [&](const char* name) { return z3::tactic(context_, name); };
    z3::params hoist(context_), limit(context_);
    hoist.set("max_inflation", 2U);   // without it terms of some page-table layouts grow a thousand times
    limit.set("rlimit", 4'000'000U);  // in Z3's own unit of work: some tenths of a second
    limit.set("timeout", deadline_.milliseconds_left());
    limit.set("ctrl_c", false);
    z3::solver solver = (step("simplify") & step("propagate-values") & step("solve-eqs") &
                         z3::with(step("blast-term-ite"), hoist) & step("simplify") & step("smt"))
                            .mk_solver();
    solver.set(limit);
    solver.add(expressions_.front());
    return !deadline_.over() && !is_stopped(budget_) && !is_late(budget_) && solver.check() == z3::unsat;
  }

  Reply check() {
    if (is_stopped(budget_)) throw Interrupted{};
    if (deadline_.over() || is_late(budget_)) return failed(Status::timeout, text_of(budget_));
    z3::params params(context_);
    params.set("timeout", deadline_.milliseconds_left());
    params.set("ctrl_c", false);  // SIGINT belongs to the program
    solver_.set(params);
    switch (solver_.check()) {
      case z3::sat:
        return with_model();
      case z3::unsat:
        return {.status = Status::unsat, .model = {}, .reason = "", .seconds = 0};
      case z3::unknown:
        break;
    }
    if (is_stopped(budget_)) throw Interrupted{};
    const std::string why = solver_.reason_unknown();
    const bool late = deadline_.over() || why == "timeout" || why == "canceled";
    return late ? failed(Status::timeout, text_of(budget_)) : failed(Status::unknown, why);
  }

  Reply failed(Status status, const std::string& why) const {
    Reply reply;
    reply.status = status;
    reply.reason = query_.name + ": " + why;
    return reply;
  }

  Reply with_model() {
    Reply reply;
    reply.status = Status::sat;
    const z3::model model = solver_.get_model();
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      const z3::expr value = model.eval(names_[i], true);
      reply.model[variables_[i].name()] =
          variables_[i].is_bool() ? value.is_true() : value.get_numeral_uint64();
    }
    if (evaluate(query_.formula, reply.model) != 1) {
      return failed(Status::error, "Z3's model does not satisfy the formula under the evaluator");
    }
    return reply;
  }

  // From the top bit down: bits that are 0 in the best model stay 0, others are asked about, as many at once
  // as can be: what is least is mostly 0 or small.
  void minimise(std::size_t i, Reply& best) {
    const unsigned bits = std::max(least_[i].width(), 1U);
    lower(i, bits, 0, false, best);
    if (best.status == Status::sat) fix(i, bits, 0, evaluate(least_[i], best.model));
  }

  // The bits [low, high), those above being fixed. `is_more`: they cannot all be 0.
  void lower(std::size_t i, unsigned high, unsigned low, bool is_more, Reply& best) {
    const auto value = [&](unsigned from) {
      return evaluate(least_[i], best.model) >> from & low_bits(high - from);
    };
    if (value(low) == 0 || (!is_more && improve(i, high, low, best))) return;
    if (best.status != Status::sat || high - low == 1) return;
    const unsigned middle = low + (high - low) / 2;
    lower(i, high, middle, false, best);
    if (best.status != Status::sat) return;
    fix(i, high, middle, evaluate(least_[i], best.model));
    lower(i, middle, low, value(middle) == 0, best);
  }

  void fix(std::size_t i, unsigned high, unsigned low, std::uint64_t value) {
    solver_.add(bits_are(i, high, low, value >> low & low_bits(high - low)));
  }

  // Asks for a model with these bits 0; true if `best` became that. Without an answer best keeps its model
  // but not its status: nobody has shown that it is the least.
  bool improve(std::size_t i, unsigned high, unsigned low, Reply& best) {
    solver_.push();
    solver_.add(bits_are(i, high, low, 0));
    Reply lower = check();
    solver_.pop();
    if (lower.status == Status::unsat) return false;
    if (lower.status != Status::sat) lower.model = std::move(best.model);
    best = std::move(lower);
    return best.status == Status::sat;
  }

  static std::uint64_t low_bits(unsigned count) {
    return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
  }

  z3::expr bits_are(std::size_t i, unsigned high, unsigned low, std::uint64_t value) {
    const z3::expr& term = expressions_[i + 1];
    if (term.is_bool()) return value != 0 ? term : !term;
    return term.extract(high - 1, low) == context_.bv_val(value, high - low);
  }

  const Query& query_;
  std::span<const Term> least_;
  const Budget& budget_;
  Deadline deadline_;
  OwnContext own_context_;
  z3::context& context_ = own_context_();
  z3::solver solver_;
  std::vector<Term> variables_;
  std::vector<z3::expr> expressions_;  // of the formula, then of least_
  std::vector<z3::expr> names_;        // parallel to variables_
  Stopper stopper_;                    // last, so that it ends before the context
};

class Z3Engine final : public Engine {
 public:
  Reply ask(const Query& query, const Budget& budget) override {
    const Deadline deadline(budget);
    const bool has_time = !deadline.over() && !is_stopped(budget) && !is_late(budget);
    if (query.is_refuted && has_time && query.is_refuted(budget))
      return {.status = Status::unsat, .model = {}, .reason = "", .seconds = deadline.spent()};
    return guarded(query, budget, [&] { return Session(query, {}, budget).ask(); });
  }

  Reply ask_least(const Query& query, std::span<const Term> least, const Budget& budget) override {
    return guarded(query, budget, [&] { return Session(query, least, budget).ask_least(); });
  }

 private:
  template <class Ask>
  static Reply guarded(const Query& query, const Budget& budget, Ask&& question) {
    try {
      return question();
    } catch (const z3::exception& e) {
      if (is_stopped(budget)) throw Interrupted{};
      if (std::string_view(e.msg()).find("out of memory") != std::string_view::npos) throw std::bad_alloc();
      Reply reply;
      reply.reason = query.name + ": Z3: " + e.msg();
      return reply;
    }
  }
};

}  // namespace

std::unique_ptr<Engine> make_z3() {
  return std::make_unique<Z3Engine>();
}

}  // namespace pfncheck
