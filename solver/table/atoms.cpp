// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/functions/vm_normal_page/questions.hpp"
#include "solver/table/table.hpp"

namespace pfncheck {
namespace {

using normal_page::Inputs;
using normal_page::Rule;

Term word(const Rule& rule, std::uint64_t value) {
  return rule.in.pfn.pool().constant(rule.facts.word_bits, value);
}

bool asks_huge_zero(const Rule& rule) {
  return rule.level == Level::pmd || rule.facts.core.has_one_rule;
}

Term huge_zero_atom(const Rule& rule) {
  return rule.facts.core.has_one_rule ? normal_page::is_in_huge_zero(rule.in, rule.facts)
                                      : normal_page::is_huge_zero(rule.in, rule.facts);
}

}  // namespace

std::vector<Atom> atoms_of(const Rule& rule) {
  const Inputs& in = rule.in;
  const Facts& f = rule.facts;
  std::vector<Atom> atoms;
  if (has_special(f, rule.level))
    atoms.push_back({"special", normal_page::carries_special(in, f, rule.level)});
  if (f.devmap) atoms.push_back({"devmap", normal_page::carries_devmap(in, f, rule.level)});
  atoms.push_back({"VM_PFNMAP", in.pfnmap});
  atoms.push_back({"VM_MIXEDMAP", in.mixedmap});
  atoms.push_back({"VM_SHARED", in.shared});
  atoms.push_back({"VM_MAYWRITE", in.maywrite});
  atoms.push_back({"lookup hook", in.has_hook});
  atoms.push_back({"hook answers", in.has_hook & in.hook_answers});
  atoms.push_back({"pfn has a memmap", in.memmap});
  atoms.push_back({"pfn is the zero page", normal_page::is_zero(in, f)});
  if (asks_huge_zero(rule)) atoms.push_back({"pfn is the huge zero page", huge_zero_atom(rule)});
  atoms.push_back({"pfn = linear", eq(in.pfn, normal_page::linear_pfn(in, f))});
  atoms.push_back({"pfn > highest", ugt(in.pfn, in.highest_pfn)});
  return atoms;
}

std::vector<Atom> finer_atoms_of(const Rule& rule) {
  const Inputs& in = rule.in;
  const Facts& f = rule.facts;
  const Term linear = normal_page::linear_pfn(in, f), one = word(rule, 1), zero = word(rule, 0);
  std::vector<Atom> atoms = {
      {"pfn = highest", eq(in.pfn, in.highest_pfn)},
      {"pfn = highest + 1", eq(in.pfn, in.highest_pfn + one)},
      {"pfn = linear + 1", eq(in.pfn, linear + one)},
      {"pfn = linear - 1", eq(in.pfn, linear - one)},
      {"pfn < linear", ult(in.pfn, linear)},
      {"pfn is the linear one less high bits", eq(in.pfn, linear & word(rule, (1ull << 20) - 1))},
      {"pfn = vm_pgoff", eq(in.pfn, in.vm_pgoff)},
      {"pfn is the first zero page", eq(in.pfn, in.zero_pfn)},
      {"pfn is right above the zero page", eq(in.pfn, in.zero_pfn + in.zero_extra + one)},
      {"pfn is in the huge zero page", normal_page::is_in_huge_zero(in, f)},
      {"pfn = 0", eq(in.pfn, zero)},
      {"asked to be special", in.special},
      {"asked to be devmap", in.devmap},
      {"young", in.young},
      {"dirty", in.dirty},
      {"protection is read-only or none", eq(extract(in.prot, 1, 1), in.pfn.pool().constant(1, 0))},
      {"vm_ops is NULL", normal_page::has_no_vm_ops(in)},
      {"zero page has a memmap", in.zero_memmap},
      {"no other VMA flag", eq(in.other_flags, zero)},
  };
  return atoms;
}

}  // namespace pfncheck
