// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {
namespace {

using normal_page::Answer;
using normal_page::Rule;
using normal_page::Test;

constexpr const char* of_the_head =
    "the head of the folio has the references of its pages, so none is lost; map counts, copies on write, "
    "GUP "
    "and smaps go by the page and meet the head instead of the mapped tail";

constexpr const char* of_the_head_of_joined_leaves =
    "hugetlb joins several leaves to one page here (arch/arm64/mm/hugetlbpage.c: num_contig_ptes), and "
    "move_pages(2) walks to them (mm/migrate.c: add_folio_for_migration; mm/pagewalk.c: folio_walk_start): "
    "references are those of the folio, but the head is taken for the mapped tail";

std::vector<Obligation> obligations(const Rule& rule) {
  const Answer& out = rule.out;
  const Entry e(rule.in, rule.facts, rule.level);
  Obligation any =
      for_any_entry(rule, "any entry", e.yes(),
                    ~out.other & implies(out.hook_page, rule.in.has_hook & rule.in.hook_answers));
  any.note = rule.level == Level::pte ? of_the_head : of_the_head_of_joined_leaves;
  any.note_if = out.head;
  any.note_explains = true;
  std::vector<Obligation> all = {std::move(any)};
  const auto hooks = for_origins(
      rule, [](const Origin& o) { return o.made == Made::hook; },
      [](const Entry&, const Answer& answer) { return answer.hook_page; });
  all.insert(all.end(), hooks.begin(), hooks.end());
  return all;
}

}  // namespace

Property answer_is_the_entrys_own_page() {
  Property p;
  p.name = "answer_is_the_entrys_own_page";
  p.sentence =
      "The answer is NULL, the page of the entry's own pfn, or the page that the VMA's hook knows for it.";
  p.because = "Any other page would have its reference and map count changed in place of the mapped one.";
  p.source = "mm/memory.c: vm_normal_page; drivers/xen/gntdev.c: gntdev_vma_find_special_page";
  p.scope = "Every entry that the constructors can make; hook origins must get their hook's page.";
  p.obligations = obligations;
  p.faults = {
      drops("the hook is not asked", Test::hook),
      always_says("every VMA has a hook", Test::hook),
      {"the page of another pfn",
       [](Pool& pool, const Facts& facts, Level level) {
         Rule rule = normal_page::reference(pool, facts, level);
         rule.out.other = rule.out.page;
         rule.out.page = pool.boolean(false);
         return rule;
       }},
      {"the head of the page's folio",
       [](Pool& pool, const Facts& facts, Level level) {
         Rule rule = normal_page::reference(pool, facts, level);
         const Term is_tail = pool.var("the page is a tail", 0);
         rule.out.other = rule.out.head = rule.out.page & is_tail;
         rule.out.page = rule.out.page & !is_tail;
         return rule;
       }},
  };
  return p;
}

}  // namespace pfncheck
