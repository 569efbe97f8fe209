// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/table/asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "model/term/aig.hpp"
#include "solver/enumerate/abstraction.hpp"
#include "solver/trace/minimise.hpp"

namespace pfncheck {
namespace {

using normal_page::Rule;

/// More than these are no questions but arithmetic.
constexpr std::size_t most_asked = 5;

/// include/linux/mm.h, the same in 6.1, 6.12 and 7.3 (bit 11 has a name there only); by number of the bit.
constexpr std::array flag_names = {
    "VM_READ",       "VM_WRITE",       "VM_EXEC",      "VM_SHARED",       "VM_MAYREAD",   "VM_MAYWRITE",
    "VM_MAYEXEC",    "VM_MAYSHARE",    "VM_GROWSDOWN", "VM_UFFD_MISSING", "VM_PFNMAP",    "",
    "VM_UFFD_WP",    "VM_LOCKED",      "VM_IO",        "VM_SEQ_READ",     "VM_RAND_READ", "VM_DONTCOPY",
    "VM_DONTEXPAND", "VM_LOCKONFAULT", "VM_ACCOUNT",   "VM_NORESERVE",    "VM_HUGETLB",   "VM_SYNC",
    "VM_ARCH_1",     "VM_WIPEONFORK",  "VM_DONTDUMP",  "VM_SOFTDIRTY",    "VM_MIXEDMAP",  "VM_HUGEPAGE",
    "VM_NOHUGEPAGE", "VM_MERGEABLE"};

std::string name_of_flag(unsigned bit) {
  const bool known = bit < flag_names.size() && *flag_names[bit] != '\0';
  return known ? flag_names[bit] : fmt::format("vm_flags bit {}", bit);
}

/// Bits of a variable that a value is computed from.
std::vector<unsigned> bits_read(Term value, Term variable) {
  const Aig graph(std::array{value});
  const Circuit circuit = graph.circuit();
  std::vector<bool> is_read(circuit.nodes);
  for (const auto& root : circuit.roots)
    for (const std::uint32_t literal : root) is_read[literal >> 1] = true;
  for (auto gate = circuit.gates.rbegin(); gate != circuit.gates.rend(); ++gate)
    if (is_read[gate->node]) is_read[gate->a >> 1] = is_read[gate->b >> 1] = true;
  std::vector<unsigned> bits;
  for (std::size_t i = 0; i < graph.inputs().size(); ++i) {
    if (!graph.inputs()[i].same(variable)) continue;
    const std::vector<std::uint32_t>& nodes = circuit.inputs[i];
    for (unsigned bit = 0; bit < nodes.size(); ++bit)
      if (is_read[nodes[bit]]) bits.push_back(bit);
  }
  return bits;
}

void add_flags(std::vector<Atom>& atoms, const Rule& rule, Term answer) {
  const Term flags = rule.in.other_flags;
  if (!flags.is_var()) return;
  for (const unsigned bit : bits_read(answer, flags))
    atoms.push_back({name_of_flag(bit), to_bool(extract(flags, bit, 1))});
}

/// "folio_test_anon()", or the name of the variable where it stands for no call; nothing for pfn_valid(), of
/// which the family has atoms.
std::string name_of_value(const Rule& rule, Term variable) {
  if (variable.same(rule.in.anon)) return "PageAnon(page)";
  for (const normal_page::Application& call : rule.applications)
    if (call.variable.same(variable)) return call.function == "pfn_valid" ? "" : call.function + "()";
  return variable.name();
}

void add_values(std::vector<Atom>& atoms, const Rule& rule, Term answer) {
  std::set<std::string> known;
  for (Term t : variables(inputs_of(rule))) known.insert(t.name());
  for (Term t : variables(std::array{answer}))
    if (t.is_bool() && !known.contains(t.name()))
      if (const std::string name = name_of_value(rule, t); !name.empty()) atoms.push_back({name, t});
}

/// Whether another value gives another answer. A call of which the arguments are those of another call has no
/// value of its own.
bool decides(Term flag, Term answer, const Assignment& values) {
  Assignment other = values;
  other[flag.name()] = evaluate(flag, values) ^ 1;
  return evaluate(answer, values) != evaluate(answer, other);
}

void add_tails(std::vector<Atom>& atoms, const Rule& rule, Term answer) {
  const std::vector<Term> read = variables(std::array{answer});
  for (const normal_page::Application& call : rule.applications) {
    if (call.function != "_compound_head") continue;
    const bool is_read = std::ranges::any_of(read, [&](Term t) { return t.same(call.variable); });
    const Term page = call.arguments.front(), pfn = resize(rule.in.pfn, page.width());
    if (is_read && page.same(pfn)) atoms.push_back({"page is a tail of its folio", ne(call.value, page)});
  }
}

}  // namespace

std::vector<Atom> asked_atoms(const Rule& rule, Term answer) {
  std::vector<Atom> atoms;
  add_flags(atoms, rule, answer);
  add_values(atoms, rule, answer);
  add_tails(atoms, rule, answer);
  if (atoms.size() > most_asked) atoms.clear();
  return atoms;
}

std::vector<std::string> asked_in_words(const Rule& rule, const Assignment& values) {
  std::vector<Atom> atoms;
  const Term answer = packed_answer(rule);
  add_flags(atoms, rule, answer);
  add_values(atoms, rule, answer);
  std::vector<std::string> words;
  if (atoms.size() > most_asked) return words;
  for (const Atom& atom : atoms)
    if (!atom.holds.is_var() || decides(atom.holds, answer, values))
      words.push_back(fmt::format("{}={}", atom.name, evaluate(atom.holds, values)));
  return words;
}

}  // namespace pfncheck
