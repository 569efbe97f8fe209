// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/ask/remembering.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace pfncheck {
namespace {

/// The digest of the formula, then those of the terms to make least, in order.
using Question = std::vector<Digest>;

class Answers {
 public:
  std::optional<Reply> find(const Question& question) {
    const std::lock_guard hold(lock_);
    const auto known = answers_.find(question);
    if (known == answers_.end()) return std::nullopt;
    return known->second;
  }

  void keep(const Question& question, const Reply& reply) {
    if (reply.status != Status::sat && reply.status != Status::unsat) return;
    const std::lock_guard hold(lock_);
    if (answers_.size() >= most) answers_.clear();
    Reply& kept = answers_.try_emplace(question, reply).first->second;
    kept.seconds = 0;
  }

 private:
  /// A call on all rows asks some thousands.
  static constexpr std::size_t most = 16384;

  std::mutex lock_;
  std::map<Question, Reply> answers_;
};

Answers& answers() {
  static Answers all;
  return all;
}

class Remembering final : public Engine {
 public:
  Reply ask(const Query& query, const Budget& budget) override {
    return remembered({query.formula.digest()}, budget, [&] { return z3_->ask(query, budget); });
  }

  Reply ask_least(const Query& query, std::span<const Term> least, const Budget& budget) override {
    Question question{query.formula.digest()};
    for (const Term term : least) question.push_back(term.digest());
    return remembered(question, budget, [&] { return z3_->ask_least(query, least, budget); });
  }

 private:
  /// After a signal or the end of the call nothing is answered, known or not.
  template <class Ask>
  static Reply remembered(const Question& question, const Budget& budget, Ask&& ask) {
    if (!is_stopped(budget) && !is_late(budget))
      if (std::optional<Reply> known = answers().find(question)) return std::move(*known);
    Reply reply = ask();
    answers().keep(question, reply);
    return reply;
  }

  std::unique_ptr<Engine> z3_ = make_z3();
};

}  // namespace

std::unique_ptr<Engine> make_remembering() {
  return std::make_unique<Remembering>();
}

}  // namespace pfncheck
