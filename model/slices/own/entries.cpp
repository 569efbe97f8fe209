// SPDX-License-Identifier: GPL-2.0-or-later
// mm/memory.c of 6.12: insert_pfn, remap_pte_range, insert_page_into_pte_locked.
#include <fmt/format.h>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/slices/own/operations.hpp"

namespace pfncheck::machine {

Step OwnEntries::step(const char* operation, std::string words) const {
  Step s = system_.step(operation, {});
  s.says(std::move(words));
  return s;
}

Step OwnEntries::on_page(const char* operation, const char* words, unsigned p, unsigned page) const {
  Step s = step(operation, fmt::format("p{}: {}, page {}", p, words, page));
  s.require(s[own_.mapped[p]]);
  return s;
}

std::vector<std::string> OwnEntries::frame_names() {
  std::vector<std::string> names;
  for (unsigned f = 0; f < Own::frames; ++f) names.push_back(Own::frame_name(f));
  return names;
}

void OwnEntries::get(Step& s, Term when, Term pfn, Term counted) const {
  const Term count = s.at(own_.references, pfn);
  s.bound(implies(when, ult(count, own_.number(2, Own::most_references))));
  s.event({"get", when, {{"count", count}, {"counted", counted}}, frame_names(), pfn});
  s.set_at(when, own_.references, pfn, count + own_.number(2, 1));
}

void OwnEntries::put(Step& s, Term when, Term pfn, Term counted) const {
  const Term count = s.at(own_.references, pfn);
  const Term some = ne(count, own_.number(2, 0));
  s.event({"put", when, {{"count", count}, {"counted", counted}}, frame_names(), pfn});
  s.set_at(when & some, own_.references, pfn, count - own_.number(2, 1));
  // The page allocator clears PageAnonExclusive with the other flags.
  for (unsigned i = 0; i < own_.exclusive.size(); ++i)
    s.set_if(own_.is(s, own_.references[Own::frame_a + i], 0), own_.exclusive[i], no());
}

void OwnEntries::set_exclusive(Step& s, Term when, Term pfn, Term value) const {
  for (unsigned i = 0; i < own_.exclusive.size(); ++i)
    s.set_if(when & eq(pfn, frame(Own::frame_a + i)), own_.exclusive[i], value);
}

void OwnEntries::install_raw(Step& s, Term when, const Entry& e, Term pfn) const {
  const Term special = has("raw_insert_forgets_special") ? no() : s[own_.special_bit];
  set_entry(s, when, e, pfn, special, s[own_.shared] & s[own_.maywrite], no());
}

void OwnEntries::install_page(Step& s, Term when, const Entry& e, Term pfn, Term write) const {
  const bool takes = !has("insert_page_takes_no_reference");
  if (takes) get(s, when, pfn, yes());
  const Term special = has("inserted_page_is_special") ? s[own_.special_bit] : no();
  set_entry(s, when, e, pfn, special, write, takes ? yes() : no());
}

Term OwnEntries::normal(Step& s, Term asked, unsigned p, unsigned page) const {
  return ask_normal(s, *own_.normal_page, fmt::format("p{}.pte{}", p, page), asked,
                    own_.asked_of(s, p, page));
}

Term OwnEntries::verdict(Step& s, Term asked, unsigned p, unsigned page) const {
  const Term is_normal = normal(s, asked, p, page);
  s.event({"verdict",
           asked,
           {{"normal", is_normal}, {"counted", s[own_.entries[p][page].counted]}},
           {fmt::format("p{}.pte{}", p, page)}});
  return is_normal;
}

void OwnEntries::map_new_page(Step& s, Term when, unsigned p, unsigned page, bool copies, Term write) const {
  const Var a = own_.references[Own::frame_a], b = own_.references[Own::frame_b];
  const Term takes_a = own_.is(s, a, 0), takes_b = copies ? ~takes_a & own_.is(s, b, 0) : no();
  s.bound(implies(when, takes_a | takes_b));
  s.set_if(when & takes_a, a, own_.number(2, 1));
  s.set_if(when & takes_b, b, own_.number(2, 1));
  const Term pfn = ite(takes_a, frame(Own::frame_a), frame(Own::frame_b));
  set_entry(s, when, own_.entries[p][page], pfn, no(), write, yes());
  set_exclusive(s, when, pfn, yes());
  // vmf_anon_prepare(). Where fork() copies for other reasons nothing asks for it.
  const Term asked = driver_is(s, Own::anonymous) | driver_is(s, Own::page_from_fault);
  if (p == 0) s.set_if(when & asked, own_.anon_vma, yes());
}

}  // namespace pfncheck::machine
