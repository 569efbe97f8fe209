// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/check/relevant.hpp"

#include <algorithm>

#include "solver/table/table.hpp"

namespace pfncheck {
namespace {

using Key = std::uint32_t;

/// What the second engine saw: atom values (one bit each) with what comes with them.
struct Seen {
  struct Combination {
    Key key;
    bool as_witness = false, otherwise = false;  ///< how the rule answers; both where it asks for more
    bool fails = false;                          ///< some call with these values
  };
  std::vector<Combination> combinations;             ///< valid ones
  Key always_set = ~Key{0}, always_clear = ~Key{0};  ///< over the combinations where the premise holds
};

Term answers_as(const normal_page::Rule& rule, const Assignment& witness) {
  Term same = rule.domain.pool().boolean(true);
  for (Term t : normal_page::parts_of(rule.out)) same = same & (evaluate(t, witness) == 1 ? t : !t);
  return same;
}

Key key_of(const std::vector<std::uint64_t>& masks, unsigned lane) {
  Key key = 0;
  for (std::size_t a = 0; a < masks.size(); ++a) key |= static_cast<Key>(masks[a] >> lane & 1) << a;
  return key;
}

Seen look(Term assume, Term failing, const normal_page::Rule& rule, const Representatives& representatives,
          const std::vector<Atom>& atoms, const Assignment& witness) {
  std::vector<Term> roots;
  for (const Atom& atom : atoms) roots.push_back(atom.holds);
  roots.push_back(assume);
  roots.push_back(answers_as(rule, witness));
  roots.push_back(failing);
  Seen seen;
  std::vector<Seen::Combination> answers(std::size_t{1} << atoms.size());
  std::vector<std::uint64_t> masks(atoms.size());
  representatives.visit(roots, [&](const Aig& graph, std::uint64_t valid) {
    const std::uint64_t premise = graph.lanes(atoms.size()) & valid, same = graph.lanes(atoms.size() + 1),
                        fails = graph.lanes(atoms.size() + 2) & valid;
    for (std::size_t a = 0; a < masks.size(); ++a) masks[a] = graph.lanes(a);
    for (std::uint64_t rest = valid; rest != 0; rest &= rest - 1) {
      const unsigned lane = static_cast<unsigned>(__builtin_ctzll(rest));
      const Key key = key_of(masks, lane);
      ((same >> lane & 1) == 0 ? answers[key].otherwise : answers[key].as_witness) = true;
      if ((fails >> lane & 1) != 0) answers[key].fails = true;
      if ((premise >> lane & 1) == 0) continue;
      seen.always_set &= key;
      seen.always_clear &= ~key;
    }
    return true;
  });
  for (Key key = 0; key < answers.size(); ++key) {
    answers[key].key = key;
    if (answers[key].as_witness || answers[key].otherwise) seen.combinations.push_back(answers[key]);
  }
  return seen;
}

/// Leaves out atoms, last first, as long as the rest still forces the answer; where all of them do not, since
/// the rule asks for something else too, as long as they still allow it.
Key forcing(const Seen& seen, Key witness, std::size_t atoms) {
  Key kept = static_cast<Key>((1ull << atoms) - 1);
  const auto own = std::ranges::find(seen.combinations, witness, &Seen::Combination::key);
  const bool asks_for_more = own != seen.combinations.end() && own->as_witness && own->otherwise;
  const auto forces = [&](Key mask) {
    return std::ranges::none_of(seen.combinations, [&](const Seen::Combination& c) {
      return ((c.key ^ witness) & mask) == 0 && (asks_for_more ? !c.as_witness : c.otherwise);
    });
  };
  for (std::size_t a = atoms; a-- > 0;)
    if (forces(kept & ~(Key{1} << a))) kept &= ~(Key{1} << a);
  return kept;
}

/// What the contract says anyway is worth a word if it says yes, or speaks of the flags that the family is
/// about.
bool worth_a_word(const Atom& atom, bool holds) {
  for (std::string_view name : {"special", "VM_PFNMAP", "VM_MIXEDMAP", "pfn = linear"})
    if (atom.name == name) return true;
  return holds;
}

bool is_unique(Term failing, const std::vector<Atom>& atoms, const Assignment& witness,
               const std::string& name, Engine& engine, const Budget& budget) {
  Term same = failing.pool().boolean(true);
  for (const Atom& atom : atoms)
    same = same & (evaluate(atom.holds, witness) == 1 ? atom.holds : !atom.holds);
  return engine.ask({name + ", another", failing & !same}, budget).status == Status::unsat;
}

}  // namespace

Relevance relevant_atoms(Term assume, Term failing, const normal_page::Rule& rule,
                         const Representatives& representatives, const Assignment& witness,
                         const std::string& name, Engine& engine, const Budget& budget) {
  const std::vector<Atom> atoms = atoms_of(rule);
  Key values = 0;
  for (std::size_t a = 0; a < atoms.size(); ++a)
    values |= static_cast<Key>(evaluate(atoms[a].holds, witness)) << a;
  const Seen seen = look(assume, failing, rule, representatives, atoms, witness);
  const Key forced = forcing(seen, values, atoms.size());
  Relevance relevance;
  for (std::size_t a = 0; a < atoms.size(); ++a) {
    const Key bit = Key{1} << a;
    const bool by_contract = ((seen.always_set | seen.always_clear) & bit) != 0;
    if ((forced & bit) != 0 || (by_contract && worth_a_word(atoms[a], (values & bit) != 0)))
      relevance.matters.push_back(a);
  }
  // Another failure that was seen needs no solver to be found.
  const bool another_was_seen = std::ranges::any_of(
      seen.combinations, [&](const Seen::Combination& c) { return c.fails && c.key != values; });
  relevance.unique = !another_was_seen && is_unique(failing, atoms, witness, name, engine, budget);
  return relevance;
}

}  // namespace pfncheck
