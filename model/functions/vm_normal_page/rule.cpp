// SPDX-License-Identifier: GPL-2.0-or-later
// The reference rule over words: the fold of its rows.
#include "model/functions/vm_normal_page/rule.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "model/functions/vm_normal_page/rows.hpp"

namespace pfncheck::normal_page {
namespace {

Answer choose(Term c, const Answer& yes, const Answer& no) {
  return {ite(c, yes.null, no.null),   ite(c, yes.page, no.page),         ite(c, yes.hook_page, no.hook_page),
          ite(c, yes.other, no.other), ite(c, yes.reported, no.reported), ite(c, yes.changes, no.changes),
          ite(c, yes.head, no.head)};
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
    Answer out = raw();
    const std::vector<RuleRow> rows = reference_rows(facts_.core, level_);
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
      if (means_something(*row)) out = choose(all_say_yes(*row), answer_of(row->says), out);
    return out;
  }
  const Inputs& inputs() const { return in_; }

  /// Tests that the rows ask one after the other, up to the row that this configuration always ends at.
  std::vector<Test> asked() const {
    std::vector<Test> all;
    for (const RuleRow& row : reference_rows(facts_.core, level_)) {
      if (!means_something(row)) continue;
      bool goes_on = true;
      for (const Test test : row.tests) {
        all.push_back(test);
        if (test == Test::branch && !branches()) {
          goes_on = false;
          break;
        }
      }
      if (goes_on && row.tests == std::vector{Test::branch}) break;
    }
    return all;
  }

 private:
  Answer answer_of(Says says) const {
    switch (says) {
      case Says::raw:
        return raw();
      case Says::page:
        return {no_, yes_, no_, no_, no_, no_, no_};
      case Says::reported:
        return {yes_, no_, no_, no_, yes_, no_, no_};
      case Says::hook:
        return {!in_.hook_answers, no_, in_.hook_answers, no_, no_, no_, no_};
    }
    return raw();
  }
  Answer raw() const { return {yes_, no_, no_, no_, no_, no_, no_}; }

  bool branches() const { return has_special(facts_, branch_level(facts_.core, level_)); }

  /// Rows of what the configuration does not have.
  bool means_something(const RuleRow& row) const {
    return std::ranges::none_of(row.tests, [&](Test test) {
      return (test == Test::hook && !facts_.lookup_hook) ||
             ((test == Test::devmap || test == Test::special_devmap) && !facts_.devmap);
    });
  }

  Term all_say_yes(const RuleRow& row) const {
    Term all = yes_;
    for (const Test test : row.tests) all = all & ask(test);
    return all;
  }

  /// The test as the switches leave it.
  Term ask(Test test) const {
    Term right = right_answer(test);
    for (const Fault& fault : faults_)
      if (fault.test == test) right = fault.instead(right, in_, facts_);
    return right;
  }

  Term right_answer(Test test) const {
    switch (test) {
      case Test::branch:
        return branches() ? yes_ : no_;
      case Test::special:
        return carries_special(in_, facts_, level_);
      case Test::hook:
        return in_.has_hook;
      case Test::special_flags:
      case Test::flags:
        return in_.pfnmap | in_.mixedmap;
      case Test::special_zero:
      case Test::mixedmap_zero:
      case Test::zero:
        return is_zero(in_, facts_);
      case Test::special_huge_zero:
      case Test::huge_zero:
        return has_special_branch(facts_.core, level_) ? is_in_huge_zero(in_, facts_)
                                                       : is_huge_zero(in_, facts_);
      case Test::special_devmap:
      case Test::devmap:
        return carries_devmap(in_, facts_, level_);
      case Test::mixedmap:
        return in_.mixedmap;
      case Test::no_memmap:
        return !in_.memmap;
      case Test::linear:
        return eq(in_.pfn, linear_pfn(in_, facts_));
      case Test::not_cow:
        return !is_cow(in_);
      case Test::above_highest:
        return ugt(in_.pfn, in_.highest_pfn);
    }
    return no_;
  }

  const Facts& facts_;
  Level level_;
  std::span<const Fault> faults_;
  Inputs in_;
  Term yes_, no_;
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
  return {answer.null,     answer.page,    answer.hook_page, answer.other,
          answer.reported, answer.changes, answer.head};
}

std::string text_of_answer(std::uint64_t parts) {
  constexpr std::array texts{"NULL", "page", "the hook's page", "another pointer"};
  std::string text = "does not return";
  for (unsigned i = 0; i < texts.size(); ++i)
    if ((parts >> i & 1) != 0) text = texts[i];
  if ((parts >> 6 & 1) != 0) text = "the head page of its folio";
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
  const Inputs& in = rule.in;
  const Term of_zero = ite(eq(in.pfn, in.zero_pfn), in.memmap, in.zero_memmap);
  rule.applications = {{"pfn_valid", {in.pfn}, in.memmap, in.memmap},
                       {"pfn_valid", {in.zero_pfn}, in.zero_memmap, of_zero}};
  return rule;
}

Rule reference(Pool& pool, const Facts& facts, Level level) {
  return reference_with(pool, facts, level, {});
}

bool asks(const Facts& facts, Level level, Test test) {
  Pool pool;
  const std::vector<Test> asked = Builder(pool, facts, level, {}).asked();
  return std::ranges::find(asked, test) != asked.end();
}

}  // namespace pfncheck::normal_page
