// SPDX-License-Identifier: GPL-2.0-or-later
// vm_normal_page, in words (mm/memory.c, comment above vm_normal_page; 6.1, 6.12, 6.18):
//
// With a special bit: an entry without the bit is the page of its pfn. An entry with it is raw; the VMA's
// hook may know a page for it; and it must have a reason (VM_PFNMAP, VM_MIXEDMAP, a zero page, devmap), else
// it is reported.
//
// Without one: in VM_MIXEDMAP an entry is the page of its pfn if the pfn has a memmap (a zero page is raw
// since 6.11). In VM_PFNMAP an entry is raw if its pfn is the linear one, or if the VMA can hold no COWed
// page; what is left was COWed. Elsewhere an entry is the page of its pfn, zero pages apart.
//
// In both: a pfn above the highest one with a memmap is reported and raw.
//
// PMD and PUD before 6.18: there is no report, no hook, and the special bit (6.12) only means raw; the tests
// without a bit come after it. VM_MIXEDMAP returns before the tests for devmap, huge zero page and highest
// pfn. There is no function for PUD in that era: walkers test by hand (folio_walk_start), which the PMD rule
// describes. Since 6.18 one rule serves all levels; up to 7.0 the PTE level's bit chose the branch at every
// level (af38538801c6).
#include "model/rules/normal_page.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "model/rules/normal_page_tests.hpp"

namespace pfncheck::normal_page {
namespace {

Answer choose(Term c, const Answer& yes, const Answer& no) {
  return {ite(c, yes.null, no.null),   ite(c, yes.page, no.page),         ite(c, yes.hook_page, no.hook_page),
          ite(c, yes.other, no.other), ite(c, yes.reported, no.reported), ite(c, yes.changes, no.changes)};
}

class Builder {
 public:
  Builder(Pool& pool, const Facts& facts, Level level, std::span<const Fault> faults)
      : facts_(facts),
        level_(level),
        faults_(faults),
        in_(make_inputs(pool, facts)),
        yes_(pool.boolean(true)),
        no_(pool.boolean(false)) {}

  Answer build() {
    if (level_ == Level::pte || huge_zero_is_special(facts_.release)) return one_rule();
    return huge_rule();
  }
  const Inputs& inputs() const { return in_; }
  const std::vector<Test>& asked() const { return asked_; }

 private:
  Answer raw() const { return {yes_, no_, no_, no_, no_, no_}; }
  Answer page() const { return {no_, yes_, no_, no_, no_, no_}; }
  Answer report() const { return {yes_, no_, no_, no_, yes_, no_}; }
  Answer hook() const { return {!in_.hook_answers, no_, in_.hook_answers, no_, no_, no_}; }

  /// The test as the switches leave it.
  Term ask(Test test, Term right) {
    asked_.push_back(test);
    for (const Fault& fault : faults_)
      if (fault.test == test) right = fault.instead(right, in_, facts_);
    return right;
  }
  Term constant(bool value) const { return value ? yes_ : no_; }
  Term flags() const { return in_.pfnmap | in_.mixedmap; }

  Answer checked_page(const Answer& if_above) {
    return choose(ask(Test::above_highest, ugt(in_.pfn, in_.highest_pfn)), if_above, page());
  }

  // PTE in every era, all levels since 6.18.
  Answer one_rule() {
    const bool per_level =
        !huge_zero_is_special(facts_.release) || special_branch_is_per_level(facts_.release);
    const bool by_bit = has_special(facts_, per_level ? level_ : Level::pte);
    const Term branch = ask(Test::branch, constant(by_bit));
    const Answer with_bit = branch.is_false() ? raw() : special_branch();
    const Answer without = branch.is_true() ? raw() : flag_branch(checked_page(report()));
    return choose(branch, with_bit, without);
  }

  Answer special_branch() {
    const bool unified = huge_zero_is_special(facts_.release);
    const bool asks_devmap = !unified && facts_.devmap;
    Answer reasons = report();
    if (asks_devmap)
      reasons = choose(ask(Test::special_devmap, carries_devmap(in_, facts_, level_)), raw(), reasons);
    if (unified) reasons = choose(ask(Test::special_huge_zero, is_in_huge_zero(in_, facts_)), raw(), reasons);
    reasons = choose(ask(Test::special_zero, is_zero(in_, facts_)), raw(), reasons);
    reasons = choose(ask(Test::special_flags, flags()), raw(), reasons);
    if (facts_.lookup_hook) reasons = choose(ask(Test::hook, in_.has_hook), hook(), reasons);
    const Term special = ask(Test::special, carries_special(in_, facts_, level_));
    return choose(special, reasons, checked_page(report()));
  }

  // No bit: the flags decide. `rest` is what an entry that no flag settles is, zero pages apart.
  Answer flag_branch(const Answer& rest) {
    const bool unified = huge_zero_is_special(facts_.release);
    Answer tail = rest;
    if (unified) tail = choose(ask(Test::huge_zero, is_in_huge_zero(in_, facts_)), raw(), tail);
    tail = choose(ask(Test::zero, is_zero(in_, facts_)), raw(), tail);
    return flagged(tail, unified ? tail : mixedmap_page());
  }

  // In VM_MIXEDMAP before 6.18 the highest pfn is not asked.
  Answer mixedmap_page() {
    if (!zero_in_mixedmap_is_raw(facts_.release)) return page();
    return choose(ask(Test::mixedmap_zero, is_zero(in_, facts_)), raw(), page());
  }

  Answer flagged(const Answer& tail, const Answer& mixed) {
    Answer pfnmap = choose(ask(Test::not_cow, !is_cow(in_)), raw(), tail);
    pfnmap = choose(ask(Test::linear, eq(in_.pfn, linear_pfn(in_, facts_))), raw(), pfnmap);
    const Answer mixedmap = choose(ask(Test::no_memmap, !in_.memmap), raw(), mixed);
    const Answer either = choose(ask(Test::mixedmap, in_.mixedmap), mixedmap, pfnmap);
    return choose(ask(Test::flags, flags()), either, tail);
  }

  // PMD and PUD before 6.18.
  Answer huge_rule() {
    Answer tail = checked_page(raw());
    if (level_ == Level::pmd) tail = choose(ask(Test::huge_zero, is_huge_zero(in_, facts_)), raw(), tail);
    if (devmap_exists(facts_.release) && facts_.devmap)
      tail = choose(ask(Test::devmap, carries_devmap(in_, facts_, level_)), raw(), tail);
    const Answer by_flags = flagged(tail, page());
    if (!pmd_rule_knows_special(facts_.release)) return by_flags;
    return choose(ask(Test::special, carries_special(in_, facts_, level_)), raw(), by_flags);
  }

  const Facts& facts_;
  Level level_;
  std::span<const Fault> faults_;
  Inputs in_;
  Term yes_, no_;
  std::vector<Test> asked_;
};

// An entry holds the pfn of its leaf's first page; all ones stands for "no page" in several globals.
Term representable(const Inputs& in, const Facts& f, Level level) {
  Pool& pool = in.pfn.pool();
  const Term below = pool.constant(f.word_bits, (1ull << order_of(f, level)) - 1);
  return eq(in.pfn & below, pool.constant(f.word_bits, 0)) & ne(in.pfn, pool.constant(f.word_bits, ~0ull));
}

struct Words {
  std::string_view name, sentence;
};

constexpr std::array<Words, test_count> words{{
    {"branch", "this level has a special bit"},
    {"special", "the entry carries the special bit"},
    {"hook", "special: the VMA has a lookup hook"},
    {"special_flags", "special: VM_PFNMAP or VM_MIXEDMAP"},
    {"special_zero", "special: the pfn is a small zero page"},
    {"special_huge_zero", "special: the pfn is in the huge zero page"},
    {"special_devmap", "special: the entry is devmap"},
    {"flags", "VM_PFNMAP or VM_MIXEDMAP"},
    {"mixedmap", "VM_MIXEDMAP"},
    {"no_memmap", "VM_MIXEDMAP: the pfn has no memmap"},
    {"mixedmap_zero", "VM_MIXEDMAP: the pfn is a small zero page"},
    {"linear", "VM_PFNMAP: the pfn is the linear one"},
    {"not_cow", "VM_PFNMAP: the VMA cannot hold COWed pages"},
    {"devmap", "the entry is devmap"},
    {"zero", "the pfn is a small zero page"},
    {"huge_zero", "the pfn is the huge zero page"},
    {"above_highest", "the pfn is above the highest one with a memmap"},
}};

std::string rule_name_of(Level level) {
  switch (level) {
    case Level::pte:
      return "vm_normal_page";
    case Level::pmd:
      return "vm_normal_page_pmd";
    case Level::pud:
      return "vm_normal_page_pud";
  }
  return {};
}

}  // namespace

std::array<Term, answer_parts> parts_of(const Answer& answer) {
  return {answer.null, answer.page, answer.hook_page, answer.other, answer.reported, answer.changes};
}

std::string text_of_answer(std::uint64_t parts) {
  constexpr std::array texts{"NULL", "page", "the hook's page", "another pointer"};
  std::string text = "does not return";
  for (unsigned i = 0; i < texts.size(); ++i)
    if ((parts >> i & 1) != 0) text = texts[i];
  if ((parts >> 4 & 1) != 0) text += " + report";
  if ((parts >> 5 & 1) != 0) text += " + side effect";
  return text;
}

std::string_view to_string(Test test) {
  return words[static_cast<unsigned>(test)].name;
}
std::string_view sentence(Test test) {
  return words[static_cast<unsigned>(test)].sentence;
}

Fault never(Test test) {
  return {test, [](Term right, const Inputs&, const Facts&) { return right.pool().boolean(false); }};
}
Fault always(Test test) {
  return {test, [](Term right, const Inputs&, const Facts&) { return right.pool().boolean(true); }};
}
Fault inverted(Test test) {
  return {test, [](Term right, const Inputs&, const Facts&) { return !right; }};
}

Rule reference_with(Pool& pool, const Facts& facts, Level level, std::span<const Fault> faults) {
  Builder builder(pool, facts, level, faults);
  Rule rule;
  rule.name = rule_name_of(level);
  rule.level = level;
  rule.facts = facts;
  rule.out = builder.build();
  rule.in = builder.inputs();
  rule.domain = representable(rule.in, facts, level);
  return rule;
}

Rule reference(Pool& pool, const Facts& facts, Level level) {
  return reference_with(pool, facts, level, {});
}

bool asks(const Facts& facts, Level level, Test test) {
  Pool pool;
  Builder builder(pool, facts, level, {});
  builder.build();
  return std::ranges::find(builder.asked(), test) != builder.asked().end();
}

}  // namespace pfncheck::normal_page
