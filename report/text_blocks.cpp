// SPDX-License-Identifier: GPL-2.0-or-later
// Violations and other single results. What is equal on several architectures is said once.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "props/origins.hpp"
#include "report/text_parts.hpp"
#include "report/wrap.hpp"

namespace pfncheck::text {
namespace {

/// Results that read the same but for architecture and release.
struct Group {
  const ResultRecord* first;
  std::vector<std::string> where;  ///< "x86_64", or "6.1: x86_64 arm"
  std::vector<const ResultRecord*> all;
};

/// What results of one group may say otherwise on some rows: a block says it with the rows.
enum class Apart {
  by_everything,
  not_by_calls,   ///< nor by traces
  not_by_traces,  ///< nor by notes, nor by which call of many was found
};

std::string arch_of(const ResultRecord& r) {
  return r.built ? r.arch : r.arch + "*";
}

auto key_of(const ResultRecord& r, Apart apart) {
  const WitnessRecord none;
  const WitnessRecord& w = r.witness ? *r.witness : none;
  const bool by_all = apart == Apart::by_everything;
  return std::tuple(r.patch, r.property, r.rule, r.level, r.origin, r.place.file, r.place.line,
                    to_string(r.delta), r.verdict, apart != Apart::not_by_traces ? r.note : std::string(),
                    r.reason, by_all || !w.one_call ? w.when : none.when, w.before, w.after, r.starts,
                    by_all && r.story ? story_text(*r.story, 0, false) : std::string());
}

std::vector<Group> grouped(const std::vector<const ResultRecord*>& results,
                           Apart apart = Apart::by_everything) {
  std::map<decltype(key_of(*results.front(), apart)), std::size_t> index;
  std::vector<Group> groups;
  std::vector<std::vector<std::pair<std::string, std::vector<std::string>>>> by_release;
  for (const ResultRecord* r : results) {
    const auto [at, fresh] = index.try_emplace(key_of(*r, apart), groups.size());
    if (fresh) {
      groups.push_back({r, {}, {}});
      by_release.emplace_back();
    }
    groups[at->second].all.push_back(r);
    auto& releases = by_release[at->second];
    if (releases.empty() || releases.back().first != r->release) releases.push_back({r->release, {}});
    releases.back().second.push_back(arch_of(*r));
  }
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (const auto& [release, archs] : by_release[i]) {
      const std::string names = joined(archs, " ");
      groups[i].where.push_back(release.empty() ? names : fmt::format("{}: {}", release, names));
    }
  return groups;
}

bool several_releases(const std::vector<Group>& groups) {
  for (const Group& g : groups)
    if (g.where.size() > 1 || g.first->release != groups.front().first->release) return true;
  return false;
}

/// Where a group stands; the release is left out when all have the same.
std::string where_of(const Group& group, bool releases) {
  if (releases) return fmt::format("{}", fmt::join(group.where, "; "));
  const std::string& only = group.where.front();
  const std::size_t colon = only.find(": ");
  return colon == std::string::npos ? only : only.substr(colon + 2);
}

std::string delta_word(const ResultRecord& r, const Paint& paint) {
  if (r.delta == Delta::new_) return paint.red("NEW") + " ";
  if (r.delta == Delta::fixed) return paint.green("FIXED") + " ";
  if (r.delta == Delta::pre_existing) return "pre-existing ";
  return {};
}

std::string subject_of(const ResultRecord& r) {
  std::string in = r.function.empty() ? r.rule : r.function;
  if (!r.level.empty()) in += fmt::format(", {}", r.level);
  if (!r.origin.empty()) in += fmt::format(", {}", r.origin);
  return in;
}

std::string row(std::string_view label, std::string_view text) {
  return fmt::format("    {:<7} {}\n", label, wrapped(text, 12));
}

/// Where it stands, in the headline if it is short, else a line per release below it.
std::string headline(const Group& group, bool releases, const Paint& paint) {
  constexpr std::size_t short_enough = 60;
  const ResultRecord& r = *group.first;
  const std::string where = where_of(group, releases);
  const bool is_short = where.size() <= short_enough;
  std::string out = fmt::format("{}{}{} {}{} ({}){}{}\n", prefix_of(r.place), delta_word(r, paint),
                                paint.bold(r.property), paint.verdict(r.verdict), r.today.empty() ? "" : "!",
                                subject_of(r), is_short ? "  " : "", is_short ? where : "");
  if (is_short) return out;
  if (!releases) return out + row("on", where);
  for (std::size_t i = 0; i < group.where.size(); ++i) out += row(i == 0 ? "on" : "", group.where[i]);
  return out;
}

/// "stand-in: pfn_valid(pfn)": its kind is the label.
std::string approximation_row(const std::string& text) {
  const std::size_t colon = text.find(": ");
  return colon == std::string::npos ? row("rests on", text)
                                    : row(text.substr(0, colon), text.substr(colon + 2));
}

/// Records of a group by what each of them says, in the order of the records.
template <class Says>
std::vector<std::pair<std::string, std::vector<const ResultRecord*>>> by_text(const Group& group,
                                                                              const Says& says) {
  std::vector<std::pair<std::string, std::vector<const ResultRecord*>>> texts;
  for (const ResultRecord* r : group.all) {
    const std::string text = says(*r);
    const auto at = std::ranges::find(texts, text, [](const auto& one) { return one.first; });
    if (at == texts.end())
      texts.push_back({text, {r}});
    else
      at->second.push_back(r);
  }
  return texts;
}

std::string archs_of(const std::vector<const ResultRecord*>& results) {
  std::vector<std::string> archs;
  for (const ResultRecord* r : results) archs.push_back(arch_of(*r));
  return joined(archs, " ");
}

/// The traces of a group, each once with its rows if there are several, and why there are none.
std::string trace_rows(const Group& group, bool verbose) {
  const auto texts = by_text(group, [&](const ResultRecord& r) {
    return r.story              ? story_text(*r.story, 4, verbose)
           : r.no_trace.empty() ? std::string()
                                : "none: " + r.no_trace;
  });
  std::string out;
  for (const auto& [text, results] : texts) {
    const std::string on = texts.size() == 1 ? "" : archs_of(results);
    if (text.empty()) continue;
    if (!results.front()->story)
      out += row("trace", on.empty() ? text : fmt::format("{}: {}", on, text));
    else
      out += (on.empty() ? "" : row("trace", on + ":")) + text;
  }
  return out;
}

std::string note_rows(const Group& group) {
  const auto texts = by_text(group, [](const ResultRecord& r) { return r.note; });
  std::string out;
  for (const auto& [text, results] : texts) {
    if (text.empty()) continue;
    out += row("note", texts.size() == 1 ? text : fmt::format("{}: {}", archs_of(results), text));
  }
  return out;
}

/// Whose call is shown, if others have another one.
std::string call_of(const Group& group) {
  const auto texts = by_text(group, [](const ResultRecord& r) {
    return r.witness ? fmt::format("{}", fmt::join(r.witness->when, ", ")) : std::string();
  });
  return texts.size() == 1 ? "" : arch_of(*group.first);
}

std::string witness_rows(const WitnessRecord& w, const std::string& call_of, bool verbose) {
  std::string out;
  if (w.one_call) out += one_call_line("that breaks it", call_of);
  if (!w.one_call || !w.when.empty()) out += row("when", fmt::format("{}", fmt::join(w.when, ", ")));
  if (!w.before.empty() && !w.after.empty())
    out += row("before", w.before) + row("after", w.after);
  else if (!w.before.empty() || !w.after.empty())
    out += row("answer", w.before + w.after);
  if (verbose && !w.path.empty()) out += row("path", fmt::format("{}", fmt::join(w.path, ", ")));
  for (std::size_t i = 0; i < w.then.size(); ++i) out += row(i == 0 ? "then" : "", w.then[i]);
  if (verbose && w.unique) out += row("only", "no other case of these inputs fails");
  for (const auto& [name, value] : w.values)
    if (verbose && std::ranges::find(w.meaningless, name) == w.meaningless.end())
      out += row("", fmt::format("{} = {:#x}", name, value));
  return out;
}

}  // namespace

std::string violation_blocks(const std::vector<const ResultRecord*>& refuted, const Paint& paint,
                             bool verbose, const std::vector<PatchRecord>& patches) {
  if (refuted.empty()) return {};
  const auto groups = grouped(refuted, Apart::not_by_traces);
  const bool releases = several_releases(groups);
  std::string out;
  for (const Group& group : groups) {
    const ResultRecord& r = *group.first;
    out += headline(group, releases, paint);
    if (const std::string name = patch_name(patches, r.patch); !name.empty()) out += row("patch", name);
    if (const Origin* const origin = find_origin(r.origin); origin != nullptr)
      out += row("entry", origin->sentence);
    if (r.witness) out += witness_rows(*r.witness, call_of(group), verbose);
    for (std::size_t i = 0; i < r.starts.size(); ++i) out += row(i == 0 ? "from" : "", r.starts[i]);
    out += trace_rows(group, verbose) + note_rows(group);
    if (r.bound != 0) out += row("bound", count_of(r.bound, "iteration of a loop", "iterations of a loop"));
    for (const std::string& approximation : r.approximations)
      if (verbose) out += approximation_row(approximation);
  }
  return out;
}

std::string known_hole_lines(const std::vector<const ResultRecord*>& known) {
  if (known.empty()) return {};
  const auto groups = grouped(known);
  std::string out;
  for (const Group& group : groups) {
    const ResultRecord& r = *group.first;
    // The first clause of a note says what is done, the others what follows of it.
    out += fmt::format("{}{}: {} fails for {}\n    {}\n", prefix_of(r.place),
                       where_of(group, several_releases(groups)), r.property, r.origin,
                       wrapped(r.note.substr(0, r.note.find(": ")), 4));
  }
  return out;
}

std::string result_lines(const std::vector<const ResultRecord*>& results, const Paint& paint) {
  if (results.empty()) return {};
  const auto groups = grouped(results, Apart::not_by_calls);
  const bool releases = several_releases(groups);
  std::string out;
  for (const Group& group : groups) {
    out += "  " + headline(group, releases, paint);
    if (!group.first->reason.empty()) out += row("why", group.first->reason);
    if (!group.first->note.empty()) out += row("note", group.first->note);
  }
  return out;
}

std::string short_lines(std::string_view what, const std::vector<const ResultRecord*>& results) {
  if (results.empty()) return {};
  const auto groups = grouped(results);
  const bool releases = several_releases(groups);
  std::string out;
  for (const Group& group : groups) {
    const ResultRecord& r = *group.first;
    out += fmt::format("{}: {}{} ({})  {}: {}\n", what, prefix_of(r.place), r.property, subject_of(r),
                       where_of(group, releases), r.reason);
  }
  return out;
}

std::size_t distinct_cases(const std::vector<const ResultRecord*>& results) {
  std::set<std::tuple<std::string, std::string, std::string>> cases;
  for (const ResultRecord* r : results) cases.emplace(r->property, r->rule, r->origin);
  return cases.size();
}

}  // namespace pfncheck::text
