// SPDX-License-Identifier: GPL-2.0-or-later
// Asked with two copies of the call: what is not a declared input gets another variable in the second copy.
#include <algorithm>
#include <array>
#include <string>

#include "props/obligations.hpp"

namespace pfncheck {
namespace {

using normal_page::Answer;
using normal_page::Inputs;
using normal_page::Rule;
using normal_page::Test;
using Replacements = std::vector<std::pair<Term, Term>>;

/// What the verdict may rest on.
std::vector<Term> declared(const Inputs& in) {
  const std::array terms = {in.pfnmap,        in.mixedmap,   in.shared,   in.maywrite,   in.other_flags,
                            in.vm_start,      in.address,    in.vm_pgoff, in.has_hook,   in.hook_answers,
                            in.pfn,           in.special,    in.devmap,   in.prot,       in.young,
                            in.dirty,         in.memmap,     in.zero_pfn, in.zero_extra, in.zero_memmap,
                            in.huge_zero_pfn, in.highest_pfn};
  return variables(terms);
}

/// VMA flags that are set before the first entry is made and stay: MAYREAD, MAYEXEC, MAYSHARE, GROWSDOWN, IO,
/// DONTEXPAND, NORESERVE, HUGETLB, SYNC. Numbers from include/linux/mm.h, the same in 6.1, 6.12 and 7.3. mmap
/// and remap_pfn_range set them; mprotect, mlock, madvise and userfaultfd change others only.
constexpr std::uint64_t lasting_flags =
    0x10 | 0x40 | 0x80 | 0x100 | 0x4000 | 0x40000 | 0x200000 | 0x400000 | 0x800000;

/// What changes while an entry lives, without anybody counting: access bits, protection, mlock and the like.
std::vector<Term> passing(const Inputs& in) {
  const std::array terms = {in.other_flags, in.prot, in.young, in.dirty};
  return variables(terms);
}

bool among(const std::vector<Term>& terms, Term t) {
  return std::ranges::any_of(terms, [t](Term o) { return o.same(t); });
}

Replacements primed(const std::vector<Term>& terms) {
  Replacements all;
  for (Term t : terms) all.emplace_back(t, t.pool().var(t.name() + "'", t.width()));
  return all;
}

/// What is on somebody's account: with the folio's count goes its head as well as the page itself.
std::array<Term, 6> counted_as(const Answer& out) {
  return {out.null, counts_its_folio(out), out.hook_page, out.other & !out.head, out.reported, out.changes};
}

Obligation two_copies(const Rule& rule, std::string which, const std::vector<Term>& differ) {
  const Replacements other = primed(differ);
  const auto copy = [&](Term t) { return substitute(t, other); };
  Term same = rule.domain.pool().boolean(true);
  for (Term t : counted_as(rule.out)) same = same & eq(t, copy(t));
  // What the rule says of entries that no installer makes is on nobody's account.
  const Term entry =
      base_invariants(rule.in, rule.facts) & rule.domain & is_legal(rule.in, rule.facts, rule.level);
  const Term flags = rule.in.other_flags;
  const Term lasting = flags.pool().constant(flags.width(), lasting_flags);
  const Term assume =
      entry & copy(entry) & eq((flags ^ copy(flags)) & lasting, flags.pool().constant(flags.width(), 0));
  return for_any_entry(rule, std::move(which), assume, same);
}

std::vector<Obligation> obligations(const Rule& rule) {
  std::vector<Term> terms = {rule.domain};
  for (Term part : normal_page::parts_of(rule.out)) terms.push_back(part);
  const std::vector<Term> inputs = declared(rule.in), all = variables(terms);
  std::vector<Term> undeclared;
  for (Term t : all)
    if (!among(inputs, t) && !among(rule.constants, t)) undeclared.push_back(t);
  // A raw pattern reads all of its parts from one variable: there is nothing that could change alone.
  const std::vector<Term> entry = variables(std::array{rule.in.pfn, rule.in.special, rule.in.devmap});
  std::vector<Term> changing;
  for (Term t : passing(rule.in))
    if (!among(entry, t)) changing.push_back(t);
  return {two_copies(rule, "any legal entry, anything else differs", undeclared),
          two_copies(rule, "any legal entry, aged, dirtied or protected anew", changing)};
}

}  // namespace

Property verdict_depends_on_entry_and_vma_only() {
  Property p;
  p.name = "verdict_depends_on_entry_and_vma_only";
  p.sentence =
      "The verdict rests on VMA flags, vm_pgoff, address, entry and memmap, and on nothing that changes "
      "while the entry lives.";
  p.because =
      "What was counted at insert must be judged the same at fork and zap, or references leak or underflow.";
  p.source = "mm/memory.c: vm_normal_page, copy_present_ptes, zap_present_ptes";
  p.scope =
      "Every entry inside the contract table. Access, dirty and protection bits and flags like VM_LOCKED may "
      "change between insert and zap, so they must not matter either; VM_IO, CPU features, static keys and "
      "the "
      "memory map do not change.";
  p.obligations = obligations;
  p.faults = {
      asks_instead(
          "a young entry is not special",
          {Test::special, [](Term right, const Inputs& in, const Facts&) { return right & !in.young; }}),
      asks_instead(
          "the flags are believed of clean entries only",
          {Test::flags, [](Term right, const Inputs& in, const Facts&) { return right & !in.dirty; }}),
      asks_instead(
          "the linear pfn is asked for depending on something undeclared",
          {Test::linear, [](Term right, const Inputs& in,
                            const Facts&) { return right & in.pfn.pool().var("jiffies_are_odd", 0); }}),
  };
  return p;
}

}  // namespace pfncheck
