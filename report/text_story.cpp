// SPDX-License-Identifier: GPL-2.0-or-later
// Traces, and the slices that they come from.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/text_parts.hpp"
#include "report/wrap.hpp"

namespace pfncheck::text {

namespace {

/// Changes of one thing together: "p0.pte1: present 0 -> 1, pfn D0 -> D1".
bool is_field(const std::string& name) {
  constexpr std::array fields = {"pfn", "frame", "special", "write", "counted", "devmap"};
  return std::ranges::find(fields, name) != fields.end();
}

std::vector<std::string> change_lines(const std::vector<StoryChange>& changes) {
  const auto ends = [&](const std::string& thing) {
    return std::ranges::any_of(
        changes, [&](const StoryChange& c) { return c.name == thing + ".present" && c.after == "0"; });
  };
  std::vector<std::pair<std::string, std::vector<std::string>>> things;
  for (const StoryChange& c : changes) {
    const std::size_t dot = c.name.rfind('.');
    const std::string thing = dot == std::string::npos ? "" : c.name.substr(0, dot);
    const std::string what = dot == std::string::npos ? c.name : c.name.substr(dot + 1);
    if (is_field(what) && ends(thing)) continue;  // fields of an entry that is gone
    auto it = std::ranges::find(things, thing, &decltype(things)::value_type::first);
    if (it == things.end()) it = things.insert(it, {thing, {}});
    it->second.push_back(fmt::format("{} {} -> {}", what, c.before, c.after));
  }
  std::vector<std::string> lines;
  for (const auto& [thing, parts] : things)
    lines.push_back(fmt::format("{}{}{}", thing, thing.empty() ? "" : ": ", fmt::join(parts, ", ")));
  return lines;
}

std::string question_line(const StoryQuestion& q, bool verbose) {
  std::string line = fmt::format("{}{} says {}: {}", q.rule,
                                 q.about.empty() ? "" : fmt::format("({})", q.about), q.answer, q.row);
  if (verbose) {
    line += fmt::format("; asked with {}",
                        q.inputs.empty() ? "nothing set" : fmt::format("{}", fmt::join(q.inputs, ", ")));
    line += fmt::format(" ({})", q.source);
  }
  return line;
}

std::string start_line(const Story& story) {
  std::vector<std::string> set;
  for (const StoryChange& c : story.start)
    if (c.after != "0") set.push_back(fmt::format("{}={}", c.name, c.after));
  return set.empty() ? "everything at zero" : fmt::format("{}", fmt::join(set, ", "));
}

std::string counts(const char* what, const std::vector<LifeCount>& all) {
  std::string out;
  for (const LifeCount& c : all)
    out += fmt::format("    {:<10} {:>12}  {}{}\n", what, c.times, c.name,
                       c.times == 0 && c.may_be_zero ? " (only what nobody may make reaches it)" : "");
  return out;
}

std::string met(const std::vector<LifeCount>& all) {
  const auto needed =
      std::ranges::count_if(all, [](const LifeCount& c) { return !c.may_be_zero || c.times != 0; });
  const auto found = std::ranges::count_if(all, [](const LifeCount& c) { return c.times != 0; });
  return fmt::format("{} of {}", found, needed);
}

}  // namespace

std::string story_text(const Story& story, unsigned indent, bool verbose) {
  const std::string pad(indent, ' ');
  std::string out = fmt::format("{}start   {}\n", pad, wrapped(start_line(story), indent + 8));
  if (!story.assumes.empty()) out += fmt::format("{}given   {}\n", pad, wrapped(story.assumes, indent + 8));
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    const StoryStep& step = story.steps[i];
    out += fmt::format("{}{:<3} {}\n", pad, i + 1, wrapped(step.words, indent + 4));
    const auto line = [&](const char* mark, const std::string& text) {
      out += fmt::format("{}  {:<5} {}\n", pad, mark, wrapped(text, indent + 8));
    };
    for (const StoryQuestion& q : step.questions) line("asks", question_line(q, verbose));
    for (const std::string& change : change_lines(step.changes)) line("", change);
    for (const StoryAccount& a : step.accounts)
      line(a.parts ? ">>>" : "", fmt::format("{}: {}, accounted for {}", a.label, a.actual, a.expected));
  }
  out += fmt::format("{}here {} breaks\n", pad, story.breaks);
  return out;
}

std::string slice_table(const std::vector<SliceRecord>& slices, const Paint& paint, bool verbose) {
  if (slices.empty()) return {};
  std::vector<std::vector<Cell>> rows = {
      {std::string("  slice"), std::string("states"), std::string("transitions"), std::string("cut off"),
       std::string("depth"), std::string("operations"), std::string("rule rows"), std::string("premises"),
       std::string("proved too")}};
  for (const SliceRecord& s : slices)
    rows.push_back({fmt::format("  {}", s.slice), std::to_string(s.states) + (s.complete ? "" : "+"),
                    std::to_string(s.transitions), std::to_string(s.cut), std::to_string(s.depth),
                    met(s.operations), met(s.rule_rows), met(s.premises),
                    s.queries == 0 ? std::string("-")
                                   : fmt::format("{} by steps, {} by induction", s.by_single_steps.size(),
                                                 s.by_induction.size())});
  std::string out = paint.bold("slices explored, and how much of each was met:") + "\n" + columns(rows, 0);
  for (const SliceRecord& s : slices) {
    if (s.states == 0) out += fmt::format("  {}: these architecture rows have nothing of it\n", s.slice);
    if (!s.complete)
      out += fmt::format("  {}: not complete: {}; --most-states N lets it keep more\n", s.slice, s.reason);
    if (!verbose) continue;
    out += fmt::format("  {}: {} bits a state, {} bytes in all, {} queries\n", s.slice, s.bits, s.bytes,
                       s.queries);
    out +=
        counts("operation", s.operations) + counts("rule row", s.rule_rows) + counts("premise", s.premises);
    const auto names = [&](const char* what, const std::vector<std::string>& all) {
      if (!all.empty())
        out += fmt::format("    {:<10} {}\n", what, wrapped(fmt::format("{}", fmt::join(all, ", ")), 15));
    };
    names("by steps", s.by_single_steps);
    names("induction", s.by_induction);
    names("lemmas", s.lemmas);
  }
  return out;
}

namespace {

std::string verdict_of(const CaseRecord& c, const Paint& paint) {
  if (c.undecided) return fmt::format("{} not decided", c.property);
  if (!c.violated) return fmt::format("{} holds", c.property);
  return fmt::format("{} {}: {}", c.property, paint.red("violated"), fmt::join(c.steps, ", "));
}

std::string whole_case(const CaseRecord& c, const Paint& paint, bool verbose) {
  const auto line = [](const char* label, const std::string& text) {
    return text.empty() ? "" : fmt::format("    {:<7} {}\n", label, wrapped(text, 12));
  };
  std::string out = fmt::format("{}: {}\n", paint.bold(c.name), c.title);
  out += line("says", verdict_of(c, paint)) + line("source", c.source) + line("slice", c.slice);
  out += line("on", fmt::format("{}", fmt::join(c.rows, " ")));
  for (std::size_t i = 0; i < c.starts.size(); ++i) out += line(i == 0 ? "from" : "", c.starts[i]);
  if (c.story) out += story_text(*c.story, 4, verbose);
  return out;
}

}  // namespace

std::string case_lines(const std::vector<CaseRecord>& cases, const Paint& paint, bool quiet, bool traces,
                       bool verbose) {
  std::string out;
  for (const CaseRecord& c : cases) {
    if (quiet && c.as_expected) continue;
    const std::string mark = c.as_expected ? paint.green("ok") : paint.red("NOT AS EXPECTED");
    if (traces)
      out += whole_case(c, paint, verbose);
    else
      out += fmt::format("  {}  {}: {}\n", mark, c.name, wrapped(verdict_of(c, paint), 6));
    if (!c.as_expected)
      out += fmt::format("      {}: {}\n", paint.red("not as expected"), wrapped(c.reason, 6));
  }
  return out;
}

}  // namespace pfncheck::text
