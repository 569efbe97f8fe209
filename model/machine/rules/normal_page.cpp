// SPDX-License-Identifier: GPL-2.0-or-later
// mm/memory.c: vm_normal_page and vm_normal_page_pmd of 6.1, 6.12; __vm_normal_page of 6.18. A test compares
// these rows with model/rules/normal_page.cpp on every combination of questions.
#include "model/machine/rules/normal_page.hpp"

#include <algorithm>

namespace pfncheck::machine {

namespace {

DecisionRule empty_rule(std::string name, std::string source, std::vector<std::string> questions) {
  return {std::move(name),
          "Is a present entry the page of its pfn, with a reference of its own?",
          std::move(source),
          std::move(questions),
          {"raw", "normal", "raw, reported", "another page", "a side effect"},
          {}};
}

void add_rows_without_bit(DecisionRule& rule, bool zero_is_raw, bool mixedmap_falls_through,
                          const std::string& zero) {
  rule.add("MIXEDMAP, no memmap", "MIXEDMAP !memmap", "raw");
  if (mixedmap_falls_through) {
    rule.add("MIXEDMAP, zero page", "MIXEDMAP " + zero, "raw");
    rule.add_defensive("MIXEDMAP, above the highest pfn", "MIXEDMAP above_highest", "raw, reported");
  } else if (zero_is_raw) {
    rule.add("MIXEDMAP, zero page", "MIXEDMAP " + zero, "raw");
  }
  rule.add("MIXEDMAP, memmap", "MIXEDMAP", "normal");
  rule.add("PFNMAP, the linear pfn", "PFNMAP linear", "raw");
  rule.add("PFNMAP that cannot be written", "PFNMAP !MAYWRITE", "raw");
  rule.add("PFNMAP, shared", "PFNMAP SHARED", "raw");
}

}  // namespace

DecisionRule normal_page_rule(Release release) {
  DecisionRule rule = empty_rule("normal_page", "mm/memory.c: vm_normal_page",
                                 {"special_bit", "special", "devmap", "PFNMAP", "MIXEDMAP", "SHARED",
                                  "MAYWRITE", "memmap", "linear", "zero", "above_highest", "write"});
  rule.add_defensive("not special, above the highest pfn", "special_bit !special above_highest",
                     "raw, reported");
  rule.add("not special", "special_bit !special", "normal");
  rule.add("special in PFNMAP", "special_bit PFNMAP", "raw");
  rule.add("special in MIXEDMAP", "special_bit MIXEDMAP", "raw");
  rule.add("special zero page", "special_bit zero", "raw");
  if (devmap_exists(release)) rule.add_defensive("special and devmap", "special_bit devmap", "raw");
  rule.add_defensive("special without a reason", "special_bit", "raw, reported");
  add_rows_without_bit(rule, zero_in_mixedmap_is_raw(release), huge_zero_is_special(release), "zero");
  rule.add("zero page", "zero", "raw");
  rule.add_defensive("above the highest pfn", "above_highest", "raw, reported");
  rule.add("any other", "", "normal");
  return rule;
}

namespace {

// Before 6.18 there is no report, and VM_MIXEDMAP decides before devmap and the huge zero page are asked for.
void add_old_pmd_rows(DecisionRule& rule, Release release) {
  if (pmd_rule_knows_special(release)) rule.add("special", "special_bit special", "raw");
  rule.add_defensive("MIXEDMAP, no memmap", "MIXEDMAP !memmap", "raw");
  rule.add_defensive("MIXEDMAP, memmap", "MIXEDMAP", "normal");
  rule.add_defensive("PFNMAP, the linear pfn", "PFNMAP linear", "raw");
  rule.add_defensive("PFNMAP that cannot be written", "PFNMAP !MAYWRITE", "raw");
  rule.add_defensive("PFNMAP, shared", "PFNMAP SHARED", "raw");
  if (devmap_exists(release)) rule.add("devmap", "devmap", "raw");
  rule.add("huge zero page", "huge_zero", "raw");
  rule.add_defensive("above the highest pfn", "above_highest", "raw");
  rule.add("any other", "", "normal");
}

void add_unified_pmd_rows(DecisionRule& rule, Release release) {
  const std::string bit = special_branch_is_per_level(release) ? "special_bit" : "pte_special_bit";
  rule.add_defensive("not special, above the highest pfn", bit + " !special above_highest", "raw, reported");
  rule.add("not special", bit + " !special", "normal");
  rule.add("special in PFNMAP", bit + " PFNMAP", "raw");
  rule.add_defensive("special in MIXEDMAP", bit + " MIXEDMAP", "raw");
  rule.add("special huge zero page", bit + " huge_zero", "raw");
  rule.add_defensive("special without a reason", bit, "raw, reported");
  add_rows_without_bit(rule, true, true, "huge_zero");
  rule.add("huge zero page", "huge_zero", "raw");
  rule.add_defensive("above the highest pfn", "above_highest", "raw, reported");
  rule.add("any other", "", "normal");
}

}  // namespace

DecisionRule normal_page_pmd_rule(Release release) {
  DecisionRule rule =
      empty_rule("normal_page_pmd", "mm/memory.c: vm_normal_page_pmd",
                 {"special_bit", "pte_special_bit", "special", "devmap", "PFNMAP", "MIXEDMAP", "SHARED",
                  "MAYWRITE", "memmap", "linear", "huge_zero", "above_highest", "write"});
  if (huge_zero_is_special(release))
    add_unified_pmd_rows(rule, release);
  else
    add_old_pmd_rows(rule, release);
  return rule;
}

Term answers(Term answer, NormalAnswer expected) {
  return eq(answer, answer.pool().constant(answer.width(), expected));
}

Term ask_normal(Step& step, const DecisionRule& rule, std::string about, Term asked,
                std::vector<Term> inputs) {
  const Term memmap = inputs[rule.question("memmap")];
  const std::vector<std::string> entry{about};
  const Term answer = step.consult(rule, std::move(about), asked, std::move(inputs));
  const Term normal = asked & answers(answer, answer_normal);
  step.event({"page", normal, {{"memmap", memmap}}, entry});
  step.event({"asked",
              asked,
              {{"wrong_page", answers(answer, answer_other_page)},
               {"changes", answers(answer, answer_changes)},
               {"reported", answers(answer, answer_reported)}},
              entry});
  return normal;
}

Term is_normal_now(const System& system, const DecisionRule& rule, Term present, std::vector<Term> inputs) {
  Step now = system.step("", {});
  return present & answers(now.consult(rule, "", present, std::move(inputs)), answer_normal);
}

DecisionRule left_to_other_slices(DecisionRule rule, std::initializer_list<std::string_view> rows) {
  for (RuleRow& row : rule.rows)
    if (std::ranges::find(rows, row.name) != rows.end()) row.defensive = true;
  return rule;
}

}  // namespace pfncheck::machine
