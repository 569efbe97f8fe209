// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {
namespace {

using normal_page::Answer;
using normal_page::Rule;
using normal_page::Test;

constexpr std::string_view flaw =
    "up to 7.0 the rule of all levels asks for the special bit of the PTE level (repaired by commit "
    "c0c6ccd9828c)";

constexpr std::string_view not_made = "nobody makes raw huge entries where the level has no special bit";

Term same_answer(const Answer& a, const Answer& b) {
  const auto of_a = normal_page::parts_of(a), of_b = normal_page::parts_of(b);
  Term same = eq(of_a[0], of_b[0]);
  for (unsigned i = 1; i < normal_page::answer_parts; ++i) same = same & eq(of_a[i], of_b[i]);
  return same;
}

/// The same call with every Term rebuilt under a replacement of variables.
struct Replaced {
  Answer out;
  Term domain;
};
Replaced replaced(const Rule& rule, Term from, Term to) {
  const std::pair<Term, Term> one[] = {{from, to}};
  const auto r = [&](Term t) { return substitute(t, one); };
  return {{r(rule.out.null), r(rule.out.page), r(rule.out.hook_page), r(rule.out.other), r(rule.out.reported),
           r(rule.out.changes), r(rule.out.head)},
          r(rule.domain)};
}

std::vector<Obligation> with_bit(const Rule& rule, const Entry& e) {
  const Term special = normal_page::carries_special(rule.in, rule.facts, rule.level);
  const Term flags = rule.in.pfnmap | rule.in.mixedmap;
  return {for_any_entry(rule, "any special entry in VM_PFNMAP or VM_MIXEDMAP", special & flags & e.no_hook(),
                        rule.out.null & !rule.out.reported)};
}

std::vector<Obligation> without_bit(const Rule& rule, const Entry& e) {
  const bool flawed = rule.level != Level::pte && trusts_pte_bit(rule.facts);
  std::vector<Obligation> all;
  if (rule.in.special.is_var()) {
    const Replaced other = replaced(rule, rule.in.special, !rule.in.special);
    all.push_back(for_any_entry(rule, "any entry, asked to be special or not", other.domain,
                                same_answer(rule.out, other.out)));
  }
  all.push_back(for_any_entry(rule, "any entry in VM_PFNMAP that cannot hold COWed pages",
                              e.pfnmap() & ~e.cow() & e.no_hook(), ~rule.out.page & ~rule.out.other));
  if (rule.level != Level::pte && !raw_huge_is_made(rule.facts, rule.level)) {
    all.back().outside = true;
    all.back().note = not_made;
  }
  if (flawed) all.back().note = flaw;
  return all;
}

std::vector<Obligation> obligations(const Rule& rule) {
  const Entry e(rule.in, rule.facts, rule.level);
  return e.bit() ? with_bit(rule, e) : without_bit(rule, e);
}

}  // namespace

Property special_bit_is_trusted_only_where_it_exists() {
  Property p;
  p.name = "special_bit_is_trusted_only_where_it_exists";
  p.sentence = "A level's special bit tells raw from page if the level has one; if not, the VMA's flags do.";
  p.because =
      "Where a level has no bit every entry looks un-special: the huge zero page and raw huge entries would "
      "be pages, as commit af38538801c6 did to 32-bit x86 and loongarch.";
  p.source =
      "mm/memory.c: vm_normal_page; mm/Kconfig: ARCH_HAS_PTE_SPECIAL, ARCH_SUPPORTS_PMD_PFNMAP, "
      "ARCH_SUPPORTS_PUD_PFNMAP";
  p.scope = "Every entry that the constructors can make, at each level that exists.";
  p.obligations = obligations;
  p.faults = {
      always_says("the bit is trusted where there is none", Test::branch),
      drops("the special bit is never seen", Test::special),
      drops("without a bit, the VMA's flags are not asked", Test::flags),
      asks_instead("the flags are believed only of an entry that asked for the bit",
                   {Test::flags, [](Term right, const normal_page::Inputs& in,
                                    const Facts&) { return right & in.special; }}),
  };
  return p;
}

}  // namespace pfncheck
