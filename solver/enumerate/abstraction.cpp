// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/enumerate/abstraction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "props/origins.hpp"

namespace pfncheck {
namespace {

using Names = std::set<std::string>;

Names names_of(Term t) {
  Names names;
  for (Term v : variables(std::array{t})) names.insert(v.name());
  return names;
}

bool disjoint(const Names& a, const Names& b) {
  return std::ranges::none_of(a, [&](const std::string& name) { return b.contains(name); });
}

/// The Term with each atom that occurs in it replaced by a variable of its own.
class Abstractor {
 public:
  explicit Abstractor(std::span<const Atom> atoms) {
    for (const Atom& atom : atoms) {
      if (atom.holds.is_const()) continue;
      const Term name = atom.holds.pool().var("atom " + atom.name, 0);
      done_.emplace(atom.holds, name);
      done_.emplace(!atom.holds, !name);
      fresh_.insert(name.name());
    }
  }

  bool leaves_only_atoms(Term root) {
    for (Term v : variables(std::array{rebuilt(root)}))
      if (!fresh_.contains(v.name())) return false;
    return true;
  }

 private:
  Term rebuilt(Term t) {
    const auto found = done_.find(t);
    if (found != done_.end()) return found->second;
    if (t.args().empty()) return t;
    std::vector<Term> args;
    for (Term arg : t.args()) args.push_back(rebuilt(arg));
    const Term made = t.pool().make(t.op(), args, t.width(), t.op() == Op::extract ? t.low_bit() : 0);
    done_.emplace(t, made);
    return made;
  }

  std::unordered_map<Term, Term, TermHash, TermSame> done_;
  Names fresh_;
};

std::vector<std::pair<Term, Term>> second_copy(const std::vector<Term>& terms) {
  std::vector<std::pair<Term, Term>> all;
  for (Term t : variables(terms)) all.emplace_back(t, t.pool().var(t.name() + " (2)", t.width()));
  return all;
}

std::vector<Assignment> halves(const Assignment& model) {
  std::vector<Assignment> pair(2);
  constexpr std::string_view mark = " (2)";
  for (const auto& [name, value] : model) {
    if (name.ends_with(mark))
      pair[1][name.substr(0, name.size() - mark.size())] = value;
    else
      pair[0][name] = value;
  }
  return pair;
}

}  // namespace

Term packed_answer(const normal_page::Rule& rule) {
  Term packed;
  for (Term part : normal_page::parts_of(rule.out))
    packed = packed.empty() ? bit_of(part) : concat(bit_of(part), packed);
  return packed;
}

Term valid_inputs(const normal_page::Rule& rule) {
  return base_invariants(rule.in, rule.facts) & rule.domain;
}

Proof depends_only_on(Term answer, Term valid, std::span<const Atom> atoms, Engine& engine,
                      const Budget& budget) {
  Proof proof;
  proof.proved = Abstractor(atoms).leaves_only_atoms(answer);
  if (proof.proved) return proof;
  std::vector<Term> roots = {answer, valid};
  for (const Atom& atom : atoms) roots.push_back(atom.holds);
  const auto copies = second_copy(roots);
  Term formula = valid & substitute(valid, copies) & ne(answer, substitute(answer, copies));
  for (const Atom& atom : atoms) formula = formula & eq(atom.holds, substitute(atom.holds, copies));
  const Reply reply = engine.ask({"equal atoms give equal answers", formula}, budget);
  proof.proved = reply.status == Status::unsat;
  proof.reason =
      reply.status == Status::sat ? "the answer rests on something beside the columns" : reply.reason;
  if (reply.status == Status::sat) proof.calls = halves(reply.model);
  return proof;
}

Proof covers(const std::set<std::uint32_t>& seen, Term valid, std::span<const Atom> atoms, Engine& engine,
             const Budget& budget) {
  const Names premise = names_of(valid);
  std::uint32_t bound = 0;  // atoms that valid inputs restrict
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (!disjoint(names_of(atoms[i].holds), premise)) bound |= 1u << i;
  std::set<std::uint32_t> parts;
  for (std::uint32_t key : seen) parts.insert(key & bound);
  Term formula = valid;
  for (std::uint32_t part : parts) {
    Term same = valid.pool().boolean(true);
    for (std::size_t i = 0; i < atoms.size(); ++i)
      if ((bound >> i & 1) != 0) same = same & ((part >> i & 1) != 0 ? atoms[i].holds : !atoms[i].holds);
    formula = formula & !same;
  }
  const Reply reply = engine.ask({"every combination of atoms was seen", formula}, budget);
  Proof proof;
  proof.proved = reply.status == Status::unsat;
  if (reply.status == Status::sat) {
    std::vector<std::string> names;
    for (const Atom& atom : atoms)
      if (evaluate(atom.holds, reply.model) == 1) names.push_back(atom.name);
    proof.calls = {reply.model};
    proof.reason = fmt::format("a combination of inputs was not enumerated: {}", fmt::join(names, ", "));
  } else if (!proof.proved) {
    proof.reason = reply.reason;
  }
  return proof;
}

}  // namespace pfncheck
