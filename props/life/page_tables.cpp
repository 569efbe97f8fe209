// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/life/page_tables.hpp"

#include "model/machine/linear/linear.hpp"
#include "model/machine/own/own.hpp"

namespace pfncheck {

namespace {

using machine::Linear;
using machine::Own;

std::vector<EntryView> entries_of_own(Own& own) {
  const auto& s = own.system;
  std::vector<EntryView> views;
  for (unsigned p = 0; p < Own::processes; ++p) {
    for (unsigned page = 0; page < Own::pages; ++page) {
      const Own::Entry& e = own.entries[p][page];
      Term others = own.no();
      for (const Own::Entry& other : own.entries[1 - p])
        others = others | (s[other.present] & eq(s[other.pfn], s[e.pfn]));
      const Term linear = eq(zext(s[e.pfn], 3), s[own.pgoff] + own.number(3, page));
      views.push_back({s[e.present], s[e.special], s[e.write], s[e.counted], own.is_normal_now(e, page),
                       s[own.special_bit], own.no(), own.is(s, e.pfn, Own::frame_z), own.is_cow(s),
                       own.is(s, e.pfn, Own::frame_a) & s[e.counted] & ~others, s[own.pfnmap],
                       linear & s[own.pgoff_is_pfn]});
    }
  }
  return views;
}

std::vector<FrameView> frames_of_own(Own& own) {
  const auto& s = own.system;
  std::vector<FrameView> views;
  for (unsigned f = 0; f < Own::frames; ++f) {
    const bool of_driver = f < Own::device_frames;
    const Term counted = of_driver ? own.is_managed(s) : own.yes();
    const Term none = own.is(s, own.references[f], 0);
    const Term expected = own.expected_references(s, f);
    Term mapped = own.no();
    for (const auto& of_process : own.entries)
      for (const Own::Entry& e : of_process) mapped = mapped | own.maps(s, e, f);
    views.push_back({Own::frame_name(f), counted, zext(s[own.references[f]], 4), expected,
                     eq(expected, own.number(4, f == Own::frame_z ? 1 : 0)), mapped,
                     of_driver ? ite(counted, none, ~s[own.owned]) : none});
  }
  return views;
}

std::vector<EntryView> entries_of_linear(Linear& linear) {
  const auto& s = linear.system;
  std::vector<EntryView> views;
  for (unsigned page = 0; page < Linear::slots; ++page) {
    const Linear::Entry& e = linear.entries[page];
    views.push_back({s[e.present], s[e.special], s[e.write], s[e.counted], linear.is_normal_now(page),
                     s[linear.special_bit], linear.no(), linear.no(), linear.is_cow(s),
                     linear.is(s, e.frame, Linear::frame_a) & s[e.counted], s[linear.pfnmap],
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

}  // namespace

std::vector<EntryView> entries_of(machine::Slice& slice) {
  if (auto* own = dynamic_cast<Own*>(&slice)) return entries_of_own(*own);
  if (auto* linear = dynamic_cast<Linear*>(&slice)) return entries_of_linear(*linear);
  return {};
}

std::vector<FrameView> frames_of(machine::Slice& slice) {
  if (auto* own = dynamic_cast<Own*>(&slice)) return frames_of_own(*own);
  if (auto* linear = dynamic_cast<Linear*>(&slice)) return frames_of_linear(*linear);
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
      slice.system.add({property, implies(present, goal), present});
      found = true;
    }
    return found;
  };
}

}  // namespace pfncheck
