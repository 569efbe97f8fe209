// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/table/tabulate.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "solver/enumerate/abstraction.hpp"
#include "solver/enumerate/representatives.hpp"
#include "solver/table/asked.hpp"
#include "solver/trace/minimise.hpp"

namespace pfncheck {
namespace {

/// Combinations of atoms that are looked for one by one where no representative has them.
constexpr unsigned most_added = 256;
constexpr std::string_view beyond = "the answer rests on something beside the columns";

/// Whether the answer is proved to be the same whatever the variables of the atom are, as far as inputs stay
/// valid: a call whose value is compared with a pointer that is never returned.
bool is_no_matter(const Atom& atom, const normal_page::Rule& rule, Term answer, Term valid, Engine& engine,
                  const Budget& budget) {
  std::vector<std::pair<Term, Term>> others;
  const std::vector<Term> inputs = variables(inputs_of(rule));
  for (Term v : variables(std::array{atom.holds}))
    if (std::ranges::none_of(inputs, [&](Term in) { return in.same(v); }))
      others.emplace_back(v, v.pool().var(v.name() + " (other)", v.width()));
  if (others.empty()) return false;  // a flag of the VMA: the answer was seen to read it
  const Term differs = ne(answer, substitute(answer, others));
  return engine.ask({atom.name + " matters", valid & substitute(valid, others) & differs}, budget).status ==
         Status::unsat;
}

/// The family's atoms, with "COW mapping" beside the two flags that it is made of, and what else the answer
/// asks.
std::vector<Atom> columns_of(const normal_page::Rule& rule, Term answer, Engine& engine,
                             const Budget& budget) {
  std::vector<Atom> atoms = atoms_of(rule);
  const auto after = std::ranges::find(atoms, "VM_MAYWRITE", &Atom::name);
  atoms.insert(after + 1, {"COW mapping", normal_page::is_cow(rule.in)});
  const Term valid = valid_inputs(rule);
  for (Atom& atom : asked_atoms(rule, answer))
    if (!is_no_matter(atom, rule, answer, valid, engine, budget)) atoms.push_back(std::move(atom));
  return atoms;
}

std::int16_t index_of(std::vector<std::uint64_t>& values, std::uint64_t value) {
  const auto found = std::ranges::find(values, value);
  const auto index = static_cast<std::int16_t>(found - values.begin());
  if (found == values.end()) values.push_back(value);
  return index;
}

/// One pass over the representatives.
class Filling {
 public:
  Filling(const normal_page::Rule& rule, Term answer, std::span<const Atom> atoms,
          std::span<const Atom> finer)
      : answers_(answer.width()),
        atoms_(atoms.size()),
        finer_(finer.size()),
        truth_(atoms.size()),
        first_(truth_.size()) {
    for (unsigned i = 0; i < answers_; ++i) roots_.push_back(to_bool(extract(answer, i, 1)));
    for (const Atom& atom : atoms) roots_.push_back(atom.holds);
    for (const Atom& atom : finer) roots_.push_back(atom.holds);
    masks_.resize(roots_.size());
    fill(rule);
  }

  /// Whether two calls with equal atoms have different answers; then the first finer atom that tells them
  /// apart, or the number of finer atoms if none does.
  const std::optional<std::size_t>& conflict() const { return conflict_; }
  const Truth& truth() const { return truth_; }
  const std::vector<std::uint64_t>& values() const { return values_; }

 private:
  void fill(const normal_page::Rule& rule) {
    Representatives(rule).visit(roots_, [&](const Aig& graph, std::uint64_t valid) {
      for (std::size_t i = 0; i < masks_.size(); ++i) masks_[i] = graph.lanes(i);
      for (; valid != 0 && !conflict_; valid &= valid - 1)
        take(static_cast<unsigned>(std::countr_zero(valid)));
      return !conflict_;
    });
  }

  std::uint64_t bits(std::size_t first, std::size_t count, unsigned lane) const {
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < count; ++i) key |= (masks_[first + i] >> lane & 1) << i;
    return key;
  }

  void take(unsigned lane) {
    const Key key = static_cast<Key>(bits(answers_, atoms_, lane));
    const std::int16_t answer = index_of(values_, bits(0, answers_, lane));
    if (truth_[key] == answer) return;
    const Key finer = static_cast<Key>(bits(answers_ + atoms_, finer_, lane));
    if (truth_[key] == Truth::none) {
      truth_.set(key, answer);
      first_[key] = finer;
      return;
    }
    const Key apart = finer ^ first_[key];
    conflict_ = apart == 0 ? finer_ : static_cast<std::size_t>(std::countr_zero(apart));
  }

  std::size_t answers_, atoms_, finer_;
  std::vector<Term> roots_;
  std::vector<std::uint64_t> masks_;  ///< lanes of the roots after a run
  Truth truth_;
  std::vector<Key> first_;  ///< finer atoms of the first call of each key
  std::vector<std::uint64_t> values_;
  std::optional<std::size_t> conflict_;
};

/// Superfluous columns go: first the flags that "COW mapping" may stand for, then the others, finest first.
void drop_superfluous(Tabulated& t) {
  std::vector<std::string> order = {"VM_SHARED", "VM_MAYWRITE"};
  for (std::size_t i = t.atoms.size(); i-- > 0;)
    if (std::ranges::find(order, t.atoms[i].name) == order.end()) order.push_back(t.atoms[i].name);
  for (const std::string& name : order) {
    const auto at = std::ranges::find(t.atoms, name, &Atom::name);
    const auto i = static_cast<std::size_t>(at - t.atoms.begin());
    if (t.truth.needs(i)) continue;
    t.truth = t.truth.without(i);
    t.atoms.erase(at);
  }
}

/// The finer atom that tells the two calls of a refuted proof apart.
std::size_t telling(const std::vector<Assignment>& pair, const std::vector<Atom>& finer) {
  for (std::size_t i = 0; pair.size() == 2 && i < finer.size(); ++i)
    if (evaluate(finer[i].holds, pair[0]) != evaluate(finer[i].holds, pair[1])) return i;
  return finer.size();
}

std::set<Key> seen(const Truth& truth) {
  std::set<Key> keys;
  for (Key key = 0; key < truth.size(); ++key)
    if (truth[key] != Truth::none) keys.insert(keys.end(), key);
  return keys;
}

/// Adds the combinations that the representatives do not have, from a call of each that the engine finds:
/// equal atoms give equal answers by now, so one call speaks for its combination.
Proof complete(Tabulated& t, Term answer, Term valid, Engine& engine, const Budget& budget) {
  for (unsigned added = 0;; ++added) {
    Proof proof = covers(seen(t.truth), valid, t.atoms, engine, budget);
    if (proof.proved || proof.calls.empty() || added == most_added) return proof;
    Key key = 0;
    for (std::size_t i = 0; i < t.atoms.size(); ++i)
      key |= static_cast<Key>(evaluate(t.atoms[i].holds, proof.calls[0])) << i;
    t.truth.set(key, index_of(t.values, evaluate(answer, proof.calls[0])));
  }
}

/// Fills the table once. Gives the index of a finer atom that it lacks, if one would help.
std::optional<std::size_t> attempt(Tabulated& t, const normal_page::Rule& rule, Term answer,
                                   const std::vector<Atom>& finer, Engine& engine, const Budget& budget) {
  const Filling filling(rule, answer, t.atoms, {});
  t.truth = filling.truth();
  t.values = filling.values();
  t.complete = false;
  if (filling.conflict()) {
    t.reason = beyond;
    // Finer atoms bring variables that a right rule does not read: they are looked at only now.
    return Filling(rule, answer, t.atoms, finer).conflict();
  }
  const Term valid = valid_inputs(rule);
  Proof proof = depends_only_on(answer, valid, t.atoms, engine, budget);
  std::optional<std::size_t> lacks;
  if (proof.proved)
    proof = complete(t, answer, valid, engine, budget);
  else
    lacks = telling(proof.calls, finer);
  t.complete = proof.proved;
  t.reason = proof.reason;
  return lacks;
}

}  // namespace

Tabulated tabulate(const normal_page::Rule& rule, Term answer, Engine& engine, const Budget& each) {
  const Budget budget = phase_of(each);
  Tabulated t;
  t.atoms = columns_of(rule, answer, engine, budget);
  std::vector<Atom> finer = finer_atoms_of(rule);
  for (;;) {
    const std::optional<std::size_t> lacks = attempt(t, rule, answer, finer, engine, budget);
    if (!lacks || *lacks >= finer.size() || t.atoms.size() == most_atoms) break;
    t.atoms.push_back(finer[*lacks]);
    finer.erase(finer.begin() + static_cast<std::ptrdiff_t>(*lacks));
  }
  drop_superfluous(t);
  return t;
}

}  // namespace pfncheck
