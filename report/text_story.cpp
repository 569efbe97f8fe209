// SPDX-License-Identifier: GPL-2.0-or-later
// Traces, and the slices that they come from.
#include <fmt/format.h>

#include <algorithm>

#include "model/source.hpp"
#include "report/text_parts.hpp"
#include "report/wrap.hpp"

namespace pfncheck::text {

namespace {

/// What one thing became: "p0.pte0 appears: pfn=D0, special=0", "p0.pte0 goes: ...", "p0.pte0: write 1 -> 0".
struct Thing {
  std::string name;
  std::vector<std::string> appears, goes, changes;
};

std::vector<Thing> things_of(const std::vector<StoryChange>& changes) {
  std::vector<Thing> things;
  for (const StoryChange& c : changes) {
    const std::size_t dot = c.name.rfind('.');
    const std::string name = dot == std::string::npos ? "" : c.name.substr(0, dot);
    const std::string what = dot == std::string::npos ? c.name : c.name.substr(dot + 1);
    auto it = std::ranges::find(things, name, &Thing::name);
    if (it == things.end()) it = things.insert(it, {name, {}, {}, {}});
    if (c.before.empty())
      it->appears.push_back(fmt::format("{}={}", what, c.after));
    else if (c.after.empty())
      it->goes.push_back(fmt::format("{}={}", what, c.before));
    else
      it->changes.push_back(fmt::format("{} {} -> {}", what, c.before, c.after));
  }
  return things;
}

std::vector<std::string> change_lines(const std::vector<StoryChange>& changes) {
  std::vector<std::string> lines;
  const auto say = [&](const std::string& label, const std::vector<std::string>& parts) {
    if (!parts.empty())
      lines.push_back(fmt::format("{}{}{}", label, label.empty() ? "" : ": ", fmt::join(parts, ", ")));
  };
  for (Thing& thing : things_of(changes)) {
    const bool is_entry =
        std::ranges::any_of(thing.changes, [](const std::string& c) { return c.starts_with("present "); });
    if (!thing.appears.empty() || !thing.goes.empty())
      std::erase_if(thing.changes, [](const std::string& c) { return c.starts_with("present "); });
    say(thing.name, thing.changes);
    say(thing.name.empty() ? "VMA" : thing.name + " appears", thing.appears);
    if (is_entry) say(thing.name + " goes", thing.goes);  // of other things the step's words tell the end
  }
  return lines;
}

/// "with fault fork_takes_no_reference: fork() copies ...".
std::string assumption_line(const StoryAssumption& a, bool verbose) {
  std::string line = fmt::format("{} {}", a.kind, a.name);
  if (a.kind == "fault") line = fmt::format("with fault {}", a.name);
  if (a.kind == "fault for the patch") line = fmt::format("for the patch stands fault {}", a.name);
  if (a.kind.starts_with("excluded")) line = a.name;
  if (a.kind == "exclusion lifted")
    line = fmt::format("exclusion lifted: {} (by default nobody does it)", a.name);
  if (a.kind == "exclusion lifted, done today")
    line = fmt::format("exclusion lifted: {} (today's kernels, drivers or programs do it)", a.name);
  if (a.kind == "left out") line = fmt::format("without {}", a.name);
  if (a.kind == "rule") line = fmt::format("rule {} from {}", a.name, a.source);
  if (!a.sentence.empty()) line += fmt::format(": {}", a.sentence);
  if (verbose && a.kind != "rule" && !a.source.empty()) line += fmt::format(" ({})", a.source);
  return line;
}

std::string question_line(const StoryQuestion& q, const Story& story, bool verbose) {
  std::string line = fmt::format("{}{} says {}: {}", q.rule,
                                 q.about.empty() ? "" : fmt::format("({})", q.about), q.answer, q.row);
  if (!q.decided_by.empty()) line += fmt::format("; {}", fmt::join(q.decided_by, ", "));
  if (!q.instead.empty())
    line += fmt::format("; {}{} {}", q.source.starts_with("planted") ? "planted: " : "",
                        story.against.empty() ? "the rule of the release says" : story.against, q.instead);
  if (verbose) {
    line += fmt::format("; asked with {}",
                        q.inputs.empty() ? "nothing set" : fmt::format("{}", fmt::join(q.inputs, ", ")));
    line += fmt::format(" ({})", q.source);
  }
  return line;
}

std::string start_line(const Story& story) {
  std::vector<std::string> values;
  for (const StoryChange& c : story.start) values.push_back(fmt::format("{}={}", c.name, c.after));
  return values.empty() ? "any" : fmt::format("{}", fmt::join(values, ", "));
}

std::string counts(const char* what, const std::vector<LifeCount>& all) {
  std::string out;
  for (const LifeCount& c : all)
    out += fmt::format("    {:<10} {:>12}  {}{}\n", what, c.times, c.name,
                       c.times == 0 && c.may_be_zero ? " (only what nobody may make reaches it)" : "");
  return out;
}

/// Rows of a table that is too wide, with the heads of columns before the values.
std::string in_lines(const std::vector<std::vector<Cell>>& rows) {
  std::string out;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    std::vector<std::string> cells;
    for (std::size_t i = 1; i < rows[row].size(); ++i)
      cells.push_back(fmt::format("{} {}", rows[0][i].plain, rows[row][i].plain));
    out += fmt::format("{}: {}\n", rows[row][0].plain, wrapped(fmt::format("{}", fmt::join(cells, ", ")), 6));
  }
  return out;
}

std::string met(const std::vector<LifeCount>& all) {
  const auto needed =
      std::ranges::count_if(all, [](const LifeCount& c) { return !c.may_be_zero || c.times != 0; });
  const auto found = std::ranges::count_if(all, [](const LifeCount& c) { return c.times != 0; });
  return fmt::format("{} of {}", found, needed);
}

}  // namespace

std::string assumed_lines(const std::vector<StoryAssumption>& assumed, unsigned indent, bool verbose) {
  std::string out;
  for (const StoryAssumption& a : assumed)
    out += fmt::format("{:{}}{:<7} {}\n", "", indent, out.empty() ? "assumes" : "",
                       wrapped(assumption_line(a, verbose), indent + 8));
  return out;
}

std::string story_text(const Story& story, unsigned indent, bool verbose) {
  const std::string pad(indent, ' ');
  std::string out = assumed_lines(story.assumed, indent, verbose);
  out += fmt::format("{}start   {}\n", pad, wrapped(start_line(story), indent + 8));
  if (!story.wrong_start.empty())
    out += fmt::format("{}  !!!   {}\n", pad, wrapped(story.wrong_start, indent + 8));
  if (!story.assumes.empty()) out += fmt::format("{}given   {}\n", pad, wrapped(story.assumes, indent + 8));
  // Call chains are those of one release (model/machine/call_chains.cpp).
  const bool other_release = std::ranges::any_of(story.assumed, [](const StoryAssumption& a) {
    return a.kind == "release" && a.name != default_source_release;
  });
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    const StoryStep& step = story.steps[i];
    out += fmt::format("{}{:<3} {}\n", pad, i + 1, wrapped(step.words, indent + 4));
    const auto line = [&](const char* mark, const std::string& text) {
      out += fmt::format("{}  {:<5} {}\n", pad, mark, wrapped(text, indent + 8));
    };
    if (!step.chain.empty())
      line("via", other_release ? fmt::format("in {}: {}", default_source_release, step.chain) : step.chain);
    for (const StoryQuestion& q : step.questions)
      line(q.wrong ? "!!!" : "asks", question_line(q, story, verbose));
    if (!step.wrong.empty()) line("!!!", step.wrong);
    for (const std::string& change : change_lines(step.changes)) line("", change);
    for (const StoryAccount& a : step.accounts)
      line(a.parts ? ">>>" : "", fmt::format("{}: {}, accounted for {}", a.label, a.actual, a.expected));
  }
  out += fmt::format("{}{} fails here{}\n", pad, story.breaks,
                     story.fails_at.empty()
                         ? ""
                         : wrapped(fmt::format(": {}", fmt::join(story.fails_at, "; ")), indent + 8));
  for (const StoryQuestion& q : story.asked_at_end)
    out += fmt::format("{}  {:<5} {}\n", pad, q.wrong ? "!!!" : "asked",
                       wrapped(question_line(q, story, verbose), indent + 8));
  return out;
}

std::string slice_table(const std::vector<SliceRecord>& slices, const Paint& paint, bool verbose) {
  if (slices.empty()) return {};
  std::vector<std::vector<Cell>> rows = {{std::string("  slice"), std::string("states"), std::string("depth"),
                                          std::string("operations"), std::string("rule rows"),
                                          std::string("premises"), std::string("proved too")}};
  for (const SliceRecord& s : slices)
    rows.push_back({fmt::format("  {}", s.slice), std::to_string(s.states) + (s.complete ? "" : "+"),
                    std::to_string(s.depth), met(s.operations), met(s.rule_rows), met(s.premises),
                    s.queries == 0 ? std::string("-")
                                   : fmt::format("{}", s.by_single_steps.size() + s.by_induction.size())});
  std::string out = paint.bold("state coverage per slice:") + "\n" +
                    (width_of(rows, 0) <= paint.width() ? columns(rows, 0) : in_lines(rows));
  for (const SliceRecord& s : slices) {
    if (s.states == 0) out += fmt::format("  {}: not on these architectures\n", s.slice);
    if (!s.complete)
      out +=
          fmt::format("  {}: search incomplete: {}; --most-states N raises the limit\n", s.slice, s.reason);
    if (!verbose) continue;
    out += fmt::format("  {}: {} transitions, {} cut off, {} bits per state, {} bytes in total, {} queries\n",
                       s.slice, s.transitions, s.cut, s.bits, s.bytes, s.queries);
    out +=
        counts("operation", s.operations) + counts("rule row", s.rule_rows) + counts("premise", s.premises);
    const auto names = [&](const char* what, const std::vector<std::string>& all) {
      if (!all.empty())
        out += fmt::format("    {:<10} {}\n", what, wrapped(fmt::format("{}", fmt::join(all, ", ")), 15));
    };
    std::vector<std::string> excluded;
    for (const StoryAssumption& a : s.excluded) excluded.push_back(a.name);
    names("excluded", excluded);
    names("by steps", s.by_single_steps);
    names("induction", s.by_induction);
    names("lemmas", s.lemmas);
  }
  return out;
}

namespace {

std::string names_of(const std::vector<StoryAssumption>& all) {
  std::vector<std::string> names;
  for (const StoryAssumption& one : all) names.push_back(one.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string verdict_of(const CaseRecord& c, const Paint& paint) {
  if (c.undecided) return fmt::format("{} not decided", c.property);
  if (c.vacuous)
    return fmt::format("{} {}: no step here can trigger this property; {}", c.property,
                       paint.yellow("vacuous"),
                       c.empties.empty() ? "nothing that is excluded makes it so"
                                         : fmt::format("excluded: {}", names_of(c.empties)));
  if (!c.violated && !c.today.empty())
    return fmt::format("{} holds with what is excluded by default; {} today, by {}", c.property,
                       paint.red("violated"), names_of(c.today));
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
  std::vector<StoryAssumption> by_default = c.excluded;
  std::erase_if(by_default, [](const StoryAssumption& a) { return !a.kind.starts_with("excluded"); });
  out += line("excl.", names_of(by_default));
  for (const StoryAssumption& a : c.today) out += line("today", assumption_line(a, verbose));
  for (const StoryAssumption& a : c.empties) out += line("lift", assumption_line(a, verbose));
  out += c.story ? story_text(*c.story, 4, verbose) : assumed_lines(c.assumed, 4, verbose);
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
