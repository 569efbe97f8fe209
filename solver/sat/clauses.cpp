// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/sat/clauses.hpp"

#include <array>
#include <cadical.hpp>

#include "model/term/aig.hpp"

namespace pfncheck {
namespace {

constexpr std::size_t most_gates =
    500'000;  ///< of all formulas: beyond, as with divisions, bits are too many

/// CaDiCaL numbers variables from 1; node 0 is false.
int variable_of(std::uint32_t node) {
  return static_cast<int>(node) + 1;
}
int literal_of(std::uint32_t literal) {
  return (literal & 1) != 0 ? -variable_of(literal >> 1) : variable_of(literal >> 1);
}

class Stop final : public CaDiCaL::Terminator {
 public:
  explicit Stop(const Budget& budget) : budget_(budget) {}
  bool terminate() override { return is_stopped(budget_) || is_late(budget_); }

 private:
  const Budget& budget_;
};

}  // namespace

class Clauses::Solver {
 public:
  explicit Solver(std::span<const Term> formulas)
      : graph_(formulas),
        circuit_(graph_.circuit()),
        gates_(circuit_.nodes, nullptr),
        is_given_(circuit_.nodes, false) {
    solver_.set("quiet", 1);
    for (const Circuit::Gate& gate : circuit_.gates) gates_[gate.node] = &gate;
    add({-variable_of(0)});
  }

  Reply ask(std::size_t i, Term formula, int most_conflicts, const Budget& budget) {
    Reply reply;
    reply.status = Status::unknown;
    if (circuit_.gates.size() > most_gates) return reply;
    const std::uint32_t root = circuit_.roots[i].front();
    give(root >> 1);
    Stop stop(budget);
    solver_.connect_terminator(&stop);
    solver_.assume(literal_of(root));
    solver_.limit("conflicts", most_conflicts);
    const int answer = solver_.solve();
    if (answer == 20) reply.status = Status::unsat;
    if (answer == 10) {
      reply.status = Status::sat;
      reply.model = model_of(formula);
    }
    solver_.disconnect_terminator();
    return reply;
  }

 private:
  void add(std::initializer_list<int> literals) {
    for (const int literal : literals) solver_.add(literal);
    solver_.add(0);
  }

  /// Gates come to the solver with the first question that reads them.
  void give(std::uint32_t root) {
    std::vector<std::uint32_t> nodes{root};
    while (!nodes.empty()) {
      const std::uint32_t node = nodes.back();
      nodes.pop_back();
      if (is_given_[node]) continue;
      is_given_[node] = true;
      const Circuit::Gate* gate = gates_[node];
      if (gate == nullptr) continue;
      const int out = variable_of(node), a = literal_of(gate->a), b = literal_of(gate->b);
      add({-out, a});
      add({-out, b});
      add({out, -a, -b});
      nodes.push_back(gate->a >> 1);
      nodes.push_back(gate->b >> 1);
    }
  }

  /// What no gate reads is 0.
  Assignment model_of(Term formula) {
    Assignment model;
    for (const Term variable : variables(std::array{formula})) model[variable.name()] = 0;
    for (std::size_t i = 0; i < circuit_.inputs.size(); ++i) {
      const auto found = model.find(graph_.inputs()[i].name());
      if (found == model.end()) continue;
      const std::vector<std::uint32_t>& bits = circuit_.inputs[i];
      for (std::size_t bit = 0; bit < bits.size(); ++bit)
        if (is_given_[bits[bit]] && solver_.val(variable_of(bits[bit])) > 0)
          found->second |= std::uint64_t{1} << bit;
    }
    return model;
  }

  Aig graph_;
  Circuit circuit_;
  std::vector<const Circuit::Gate*> gates_;  ///< by node; nullptr: an input, or false
  std::vector<bool> is_given_;               ///< to the solver, by node
  CaDiCaL::Solver solver_;
};

Clauses::Clauses(std::span<const Term> formulas, int most_conflicts)
    : formulas_(formulas.begin(), formulas.end()), most_conflicts_(most_conflicts) {}
Clauses::~Clauses() = default;

Reply Clauses::ask(std::size_t i, const Budget& budget) {
  if (solver_ == nullptr) solver_ = std::make_unique<Solver>(formulas_);
  return solver_->ask(i, formulas_[i], most_conflicts_, budget);
}

}  // namespace pfncheck
