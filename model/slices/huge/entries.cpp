// SPDX-License-Identifier: GPL-2.0-or-later
// mm/huge_memory.c: zap_huge_pmd, __split_huge_pmd_locked; mm/memory.c: zap_present_ptes.
#include <fmt/format.h>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/slices/huge/operations.hpp"

namespace pfncheck::machine {

Step HugeEntries::step(const char* operation, std::string words) const {
  Step s = huge_.system.step(operation, {});
  s.says(std::move(words));
  return s;
}

Step HugeEntries::of_process(const char* operation, const char* words, unsigned p) const {
  Step s = step(operation, fmt::format("p{}: {}", p, words));
  s.require(s[huge_.mapped[p]]);
  return s;
}

Step HugeEntries::of_page(const char* operation, const char* words, unsigned p, unsigned page) const {
  Step s = step(operation, fmt::format("p{}: {}, page {}", p, words, page));
  s.require(s[huge_.mapped[p]] & ~s[huge_.pmds[p].present]);
  return s;
}

namespace {

std::vector<std::string> folio_names() {
  std::vector<std::string> names;
  for (unsigned f = 0; f < Huge::folios; ++f) names.push_back(Huge::folio_name(f));
  return names;
}

}  // namespace

void HugeEntries::get(Step& s, Term when, Term pfn, Term counted) const {
  const Term folio = huge_.folio_of(pfn), now = s.at(huge_.references, folio);
  s.bound(implies(when, ult(now, count(7))));
  s.event({"get", when, {{"count", now}, {"counted", counted}}, folio_names(), folio});
  s.set_at(when, huge_.references, folio, now + count(1));
}

void HugeEntries::put(Step& s, Term when, Term pfn, Term counted) const {
  const Term folio = huge_.folio_of(pfn), now = s.at(huge_.references, folio);
  s.event({"put", when, {{"count", now}, {"counted", counted}}, folio_names(), folio});
  s.set_at(when & ne(now, count(0)), huge_.references, folio, now - count(1));
}

void HugeEntries::allocate(Step& s, Term when, Huge::Folio folio) const {
  const Var references = huge_.references[folio];
  s.bound(implies(when, huge_.is(s, references, 0)));
  s.set_if(when, references, count(1));
}

Term HugeEntries::normal(Step& s, const DecisionRule& rule, std::string about, Term asked,
                         std::vector<Term> inputs) const {
  return ask_normal(s, rule, std::move(about), asked, std::move(inputs));
}

Term HugeEntries::normal_pte(Step& s, Term asked, unsigned p, unsigned page) const {
  return normal(s, *huge_.normal_page, fmt::format("p{}.pte{}", p, page), asked,
                huge_.asked_of_pte(s, huge_.ptes[p][page]));
}

void HugeEntries::verdict(Step& s, Term when, const Entry& e, Term normal) const {
  s.event({"verdict", when, {{"normal", normal}, {"counted", s[e.counted]}}});
}

/// Up to 6.17 the kind of VMA decides (vma_is_special_huge), and whether it is the huge zero page.
void HugeEntries::zap_pmd(Step& s, Term when, unsigned p) const {
  const Entry& e = huge_.pmds[p];
  const Term present = when & s[e.present];
  const Term zero = huge_.maps(s, e, Huge::folio_h);
  Term is_normal = no();
  if (CoreMm(huge_.era()).huge_zero_is_special) {
    is_normal =
        normal(s, *huge_.normal_page_pmd, fmt::format("p{}.pmd", p), present, huge_.asked_of_pmd(s, p));
  } else {
    const Term raw = has("raw_huge_mapping_without_file")
                         ? no()
                         : memory_is(s, Huge::raw_in_pfnmap) | memory_is(s, Huge::raw_in_mixedmap);
    const Term dax = huge_.dax_is_counted() ? no() : huge_.is_dax(s);
    is_normal = present & ~raw & ~dax & ~zero;
  }
  if (has("zap_drops_reference_of_huge_zero")) is_normal = is_normal | (present & zero);
  verdict(s, present, e, is_normal);
  if (!has("zap_keeps_reference_of_huge_folio")) put(s, is_normal, s[e.pfn], s[e.counted]);
  clear_entry(s, present, e);
  s.set_if(present, huge_.pmd_is_devmap[p], no());
}

void HugeEntries::zap_pte(Step& s, Term when, unsigned p, unsigned page) const {
  const Entry& e = huge_.ptes[p][page];
  const Term present = when & s[e.present];
  const Term is_normal = normal_pte(s, present, p, page);
  verdict(s, present, e, is_normal);
  put(s, is_normal, s[e.pfn], s[e.counted]);
  clear_entry(s, present, e);
}

void HugeEntries::zap_all(Step& s, unsigned p) const {
  zap_pmd(s, yes(), p);
  for (unsigned page = 0; page < Huge::pages; ++page) zap_pte(s, yes(), p, page);
}

/// Anonymous memory is mapped by PTEs from then on: the zero page for the huge zero page, else the pages of
/// the folio, each with a reference. Other leaves are dropped and fault in again.
void HugeEntries::split(Step& s, Term when, unsigned p) const {
  const Entry& e = huge_.pmds[p];
  const Term here = when & s[e.present], of_anonymous = here & is_anonymous(s);
  const Term zero = huge_.maps(s, e, Huge::folio_h);
  const Term pfn = s[e.pfn], write = s[e.write], counted = s[e.counted];
  for (unsigned page = 0; page < Huge::pages; ++page) {
    const Term same = has("split_maps_the_first_page_twice") ? pfn : pfn + frame(page);
    const Term to = ite(zero, frame(Huge::z), same);
    s.event(
        {"split", of_anonymous, {{"same", ite(zero, eq(to, frame(Huge::z)), eq(to, pfn + frame(page)))}}});
    if (page > 0 && !has("split_takes_no_reference")) get(s, of_anonymous & ~zero, pfn, yes());
    set_entry(s, of_anonymous, huge_.ptes[p][page], to, zero & s[huge_.special_bit], write, counted & ~zero);
  }
  clear_entry(s, of_anonymous, e);
  zap_pmd(s, here & ~of_anonymous, p);
}

}  // namespace pfncheck::machine
