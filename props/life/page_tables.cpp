// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/life/page_tables.hpp"

#include <fmt/format.h>

#include "model/slices/huge/huge.hpp"
#include "model/slices/linear/linear.hpp"
#include "model/slices/own/own.hpp"

namespace pfncheck {

namespace {

using machine::Huge;
using machine::Linear;
using machine::Own;

/// What a rule says of an entry in a state, for traces.
machine::Consultation asked_now(const machine::System& system, const machine::DecisionRule& rule,
                                const std::string& about, Term present, std::vector<Term> inputs) {
  machine::Step now = system.step("", {});
  now.consult(rule, about, present, std::move(inputs));
  return now.consultations().front();
}

std::vector<EntryView> entries_of_own(Own& own) {
  const auto& s = own.system;
  std::vector<EntryView> views;
  for (unsigned p = 0; p < Own::processes; ++p) {
    for (unsigned page = 0; page < Own::pages; ++page) {
      const Own::Entry& e = own.entries[p][page];
      Term others = own.no();
      for (const Own::Entry& other : own.entries[1 - p])
        others = others | (s[other.present] & eq(s[other.pfn], s[e.pfn]));
      const Term linear = eq(s[e.pfn], s[own.pgoff[p]] + own.number(3, page));
      const std::string name = fmt::format("p{}.pte{}", p, page);
      views.push_back({name,
                       asked_now(own.system, *own.normal_page, name, s[e.present], own.asked_of(s, p, page)),
                       s[e.present], s[e.special], s[e.write], s[e.counted], own.is_normal_now(p, page),
                       s[own.special_bit], own.no(), own.is(s, e.pfn, Own::frame_z), own.is_cow(s),
                       own.is_anonymous_page(s, e) & s[e.counted] & ~others,
                       s[own.pfnmap] & own.is_cow(s) & ~s[e.counted], linear & s[own.pgoff_is_pfn[p]]});
    }
  }
  return views;
}

std::vector<FrameView> frames_of_own(Own& own) {
  const auto& s = own.system;
  std::vector<FrameView> views;
  for (unsigned f = 0; f < Own::frames; ++f) {
    const bool of_driver = f < Own::device_frames;
    const Term counted = of_driver ? own.is_counted(s) : own.yes();
    const Term none = own.is(s, own.references[f], 0);
    const Term expected = own.expected_references(s, f);
    // Reserved RAM keeps the reference that it was born with, whoever uses it.
    const Term kept = of_driver ? zext(own.is(s, own.kind, Own::reserved_ram), 4)
                                : own.number(4, f == Own::frame_z ? 1 : 0);
    Term mapped = own.no();
    for (const auto& of_process : own.entries)
      for (const Own::Entry& e : of_process) mapped = mapped | own.maps(s, e, f);
    views.push_back({Own::frame_name(f), counted, zext(s[own.references[f]], 4), expected, eq(expected, kept),
                     mapped, of_driver ? ite(own.is_managed(s), none, ~s[own.owned]) : none});
  }
  return views;
}

std::vector<EntryView> entries_of_linear(Linear& linear) {
  const auto& s = linear.system;
  std::vector<EntryView> views;
  for (unsigned page = 0; page < Linear::slots; ++page) {
    const Linear::Entry& e = linear.entries[page];
    const std::string name = fmt::format("pte{}", page);
    views.push_back(
        {name, asked_now(linear.system, *linear.normal_page, name, s[e.present], linear.asked_of(s, page)),
         s[e.present], s[e.special], s[e.write], s[e.counted], linear.is_normal_now(page),
         s[linear.special_bit], linear.no(), linear.no(), linear.is_cow(s),
         linear.is(s, e.frame, Linear::frame_a) & s[e.counted],
         s[linear.pfnmap] & linear.is_cow(s) & ~s[e.counted],
         linear.is_linear(s, page) & linear.pgoff_is_a_pfn(s, page)});
  }
  return views;
}

std::vector<FrameView> frames_of_linear(Linear& linear) {
  const auto& s = linear.system;
  std::vector<FrameView> views;
  for (unsigned f = 0; f < Linear::frames; ++f) {
    const bool of_driver = f < Linear::device_frames;
    const Term counted = of_driver ? linear.is_managed(s) : linear.yes();
    const Term none = linear.is(s, linear.references[f], 0);
    const Term expected = linear.expected_references(s, f);
    Term mapped = linear.no();
    for (const Linear::Entry& e : linear.entries) mapped = mapped | linear.maps(s, e, f);
    views.push_back({Linear::frame_name(f), counted, zext(s[linear.references[f]], 4), expected,
                     eq(expected, linear.number(4, 0)), mapped,
                     of_driver ? ite(counted, none, ~s[linear.owned]) : none});
  }
  return views;
}

/// Nobody else maps the folio that `e` maps.
Term is_exclusive(Huge& huge, const Huge::Entry& e, unsigned p) {
  const auto& s = huge.system;
  const Term folio = huge.folio_of(s[e.pfn]);
  Term others = huge.no();
  const auto maps_it = [&](const Huge::Entry& other) {
    return s[other.present] & eq(huge.folio_of(s[other.pfn]), folio);
  };
  others = others | maps_it(huge.pmds[1 - p]);
  for (const Huge::Entry& other : huge.ptes[1 - p]) others = others | maps_it(other);
  const Term anonymous = huge.maps(s, e, Huge::folio_a) | huge.maps(s, e, Huge::folio_n);
  return anonymous & s[e.counted] & ~others;
}

EntryView leaf_of(Huge& huge, unsigned p) {
  const auto& s = huge.system;
  const Huge::Entry& e = huge.pmds[p];
  const Term zero = huge.maps(s, e, Huge::folio_h);
  const Term unmarked =
      s[huge.pmd_is_devmap[p]] | (CoreMm(huge.era()).huge_zero_is_special ? huge.no() : zero);
  const std::string name = fmt::format("p{}.pmd", p);
  return {name,
          asked_now(huge.system, *huge.normal_page_pmd, name, s[e.present], huge.asked_of_pmd(s, p)),
          s[e.present],
          s[e.special],
          s[e.write],
          s[e.counted],
          huge.is_normal_now(*huge.normal_page_pmd, e, huge.asked_of_pmd(s, p)),
          s[huge.pmd_special_bit],
          unmarked,
          zero,
          huge.is_cow(s),
          is_exclusive(huge, e, p),
          huge.no(),
          huge.no()};
}

std::vector<EntryView> entries_of_huge(Huge& huge) {
  const auto& s = huge.system;
  std::vector<EntryView> views;
  for (unsigned p = 0; p < Huge::processes; ++p) {
    views.push_back(leaf_of(huge, p));
    for (unsigned page = 0; page < Huge::pages; ++page) {
      const Huge::Entry& e = huge.ptes[p][page];
      const std::string name = fmt::format("p{}.pte{}", p, page);
      views.push_back(
          {name, asked_now(huge.system, *huge.normal_page, name, s[e.present], huge.asked_of_pte(s, e)),
           s[e.present], s[e.special], s[e.write], s[e.counted],
           huge.is_normal_now(*huge.normal_page, e, huge.asked_of_pte(s, e)), s[huge.special_bit], huge.no(),
           huge.maps(s, e, Huge::folio_z), huge.is_cow(s), is_exclusive(huge, e, p), huge.no(), huge.no()});
    }
  }
  return views;
}

std::vector<FrameView> frames_of_huge(Huge& huge) {
  const auto& s = huge.system;
  std::vector<FrameView> views;
  for (unsigned f = 0; f < Huge::folios; ++f) {
    const bool of_driver = f == Huge::folio_d, of_all = f == Huge::folio_h || f == Huge::folio_z;
    const Term counted = of_driver ? huge.is_managed(s) : huge.yes();
    const Term none = huge.is(s, huge.references[f], 0);
    const Term expected = huge.expected_references(s, f);
    Term mapped = huge.no();
    for (unsigned p = 0; p < Huge::processes; ++p) {
      mapped = mapped | huge.maps(s, huge.pmds[p], f);
      for (const Huge::Entry& e : huge.ptes[p]) mapped = mapped | huge.maps(s, e, f);
    }
    views.push_back({Huge::folio_name(f), counted, zext(s[huge.references[f]], 4), expected,
                     eq(expected, huge.number(4, of_all ? 1 : 0)), mapped,
                     of_driver ? ite(counted, none, ~s[huge.owned]) : none});
  }
  return views;
}

}  // namespace

std::vector<EntryView> entries_of(machine::Slice& slice) {
  if (auto* own = dynamic_cast<Own*>(&slice)) return entries_of_own(*own);
  if (auto* linear = dynamic_cast<Linear*>(&slice)) return entries_of_linear(*linear);
  if (auto* huge = dynamic_cast<Huge*>(&slice)) return entries_of_huge(*huge);
  return {};
}

std::vector<FrameView> frames_of(machine::Slice& slice) {
  if (auto* own = dynamic_cast<Own*>(&slice)) return frames_of_own(*own);
  if (auto* linear = dynamic_cast<Linear*>(&slice)) return frames_of_linear(*linear);
  if (auto* huge = dynamic_cast<Huge*>(&slice)) return frames_of_huge(*huge);
  return {};
}

std::function<bool(machine::Slice&)> of_entries(std::string property,
                                                std::function<Claim(const EntryView&)> claim) {
  return [property = std::move(property), claim = std::move(claim)](machine::Slice& slice) {
    const std::vector<EntryView> views = entries_of(slice);
    bool found = false;
    for (const EntryView& e : views) {
      const auto [premise, goal] = claim(e);
      const Term present = e.present & premise;
      if (present.is_false()) continue;
      slice.system.add({property, implies(present, goal), present, {}, e.name, e.asked});
      found = true;
    }
    return found;
  };
}

}  // namespace pfncheck
