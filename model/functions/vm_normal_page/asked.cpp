// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of model/functions/vm_normal_page/rows.cpp in the machine's questions.
#include "model/functions/vm_normal_page/asked.hpp"

#include <algorithm>

#include "model/functions/vm_normal_page/rows.hpp"

namespace pfncheck::machine {

namespace {

using normal_page::Says;
using normal_page::Test;

/// One way in which a test says yes, in the machine's questions.
struct Way {
  std::string_view when;
  std::string_view name;  ///< what it adds to the name of its row
};

std::vector<Way> ways_of(Test test, const CoreMm& mm, Level level) {
  switch (test) {
    case Test::branch:
      return {{normal_page::branch_level(mm, level) == level ? "special_bit" : "pte_special_bit", ""}};
    case Test::special:
      return {{"special_bit special", ""}};
    case Test::hook:
      return {};  // no VMA of the machine has one
    case Test::special_flags:
      return {{"PFNMAP", " PFNMAP"}, {"MIXEDMAP", " MIXEDMAP"}};
    case Test::flags:
      return {{"MIXEDMAP", ""}, {"PFNMAP", ""}};
    case Test::special_zero:
    case Test::mixedmap_zero:
    case Test::zero:
      return {{"zero", ""}};
    case Test::special_huge_zero:
    case Test::huge_zero:
      return {{"huge_zero", ""}};
    case Test::special_devmap:
    case Test::devmap:
      return {{"devmap", ""}};
    case Test::mixedmap:
      return {{"MIXEDMAP", ""}};
    case Test::no_memmap:
      return {{"!memmap", ""}};
    case Test::linear:
      return {{"linear", ""}};
    case Test::not_cow:
      return {{"!MAYWRITE", " that cannot be written"}, {"SHARED", ", shared"}};
    case Test::above_highest:
      return {{"above_highest", ""}};
  }
  return {};
}

std::string_view word_of(Says says) {
  switch (says) {
    case Says::raw:
      return "raw";
    case Says::page:
      return "normal";
    case Says::reported:
      return "raw, reported";
    case Says::hook:
      break;
  }
  return "another page";
}

/// A row of one way of each of its tests.
struct Expanded {
  std::string name, when;
  bool defensive;
};

std::vector<Expanded> expanded(const normal_page::RuleRow& row, const CoreMm& mm, Level level) {
  std::vector<Expanded> all = {{std::string(row.name), "", row.defensive}};
  for (const Test test : row.tests) {
    std::vector<Expanded> next;
    for (const Way& way : ways_of(test, mm, level)) {
      for (const Expanded& one : all) {
        // Nobody in the tree inserts raw huge entries into VM_MIXEDMAP.
        const bool unmade = test == Test::special_flags && level == Level::pmd && way.when == "MIXEDMAP";
        next.push_back({one.name + std::string(way.name), one.when + " " + std::string(way.when),
                        one.defensive || unmade});
      }
    }
    all = std::move(next);
  }
  return all;
}

/// Whether what fits the row fits one before it as well.
bool is_reached(const DecisionRule& rule) {
  const RuleRow& last = rule.rows.back();
  return std::none_of(rule.rows.begin(), rule.rows.end() - 1, [&](const RuleRow& earlier) {
    return (earlier.care & ~last.care) == 0 && ((earlier.value ^ last.value) & earlier.care) == 0;
  });
}

void add_rows(DecisionRule& rule, const CoreMm& mm, Level level) {
  for (const normal_page::RuleRow& row : normal_page::reference_rows(mm, level)) {
    for (const Expanded& one : expanded(row, mm, level)) {
      rule.add(one.name, one.when, word_of(row.says));
      rule.rows.back().defensive = one.defensive;
      if (!is_reached(rule)) rule.rows.pop_back();
    }
  }
}

DecisionRule rule_of(std::string name, Level level, const CoreMm& mm, std::vector<std::string> questions) {
  DecisionRule rule{
      std::move(name),
      "Is a present entry the page of its pfn, with a reference of its own?",
      level == Level::pte ? "mm/memory.c: vm_normal_page" : "mm/memory.c: vm_normal_page_pmd",
      std::move(questions),
      {"raw", "normal", "raw, reported", "another page", "a side effect", "the head page of its folio"},
      {}};
  add_rows(rule, mm, level);
  return rule;
}

/// Whether references taken and dropped by this answer are those of the entry's page.
Term is_of_its_folio(Term answer) {
  return answers(answer, answer_normal) | answers(answer, answer_head);
}

}  // namespace

DecisionRule normal_page_rule(const CoreMm& mm) {
  return rule_of("normal_page", Level::pte, mm,
                 {"special_bit", "special", "devmap", "PFNMAP", "MIXEDMAP", "SHARED", "MAYWRITE", "memmap",
                  "linear", "zero", "huge_zero", "above_highest", "write", "first_page"});
}

DecisionRule normal_page_pmd_rule(const CoreMm& mm) {
  return rule_of("normal_page_pmd", Level::pmd, mm,
                 {"special_bit", "pte_special_bit", "special", "devmap", "PFNMAP", "MIXEDMAP", "SHARED",
                  "MAYWRITE", "memmap", "linear", "zero", "huge_zero", "above_highest", "write"});
}

Term answers(Term answer, NormalAnswer expected) {
  return eq(answer, answer.pool().constant(answer.width(), expected));
}

Term ask_normal(Step& step, const DecisionRule& rule, std::string about, Term asked,
                std::vector<Term> inputs) {
  const Term memmap = inputs[rule.question("memmap")];
  const std::vector<std::string> entry{about};
  const Term answer = step.consult(rule, std::move(about), asked, std::move(inputs));
  const Term normal = asked & is_of_its_folio(answer);
  step.event({"page", normal, {{"memmap", memmap}}, entry});
  step.event({"asked",
              asked,
              {{"wrong_page", answers(answer, answer_other_page) | answers(answer, answer_head)},
               {"changes", answers(answer, answer_changes)},
               {"reported", answers(answer, answer_reported)}},
              entry});
  return normal;
}

Term is_normal_now(const System& system, const DecisionRule& rule, Term present, std::vector<Term> inputs) {
  Step now = system.step("", {});
  return present & is_of_its_folio(now.consult(rule, "", present, std::move(inputs)));
}

DecisionRule left_to_other_slices(DecisionRule rule, std::initializer_list<std::string_view> rows) {
  for (RuleRow& row : rule.rows)
    if (std::ranges::find(rows, row.name) != rows.end()) row.defensive = true;
  return rule;
}

}  // namespace pfncheck::machine
