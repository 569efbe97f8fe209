// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/life/run_cases.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "model/input_error.hpp"
#include "report/output_file.hpp"
#include "review/parallel.hpp"
#include "solver/ask/remembering.hpp"
#include "solver/life/assumed.hpp"
#include "solver/unroll/unroll.hpp"

namespace pfncheck {

namespace {

constexpr const char* index_name = "kinds";

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> rows_with(const LifeFinding& finding, Outcome outcome) {
  std::vector<std::string> rows;
  for (const auto& [row, found] : finding.rows)
    if (found == outcome) rows.push_back(row);
  return rows;
}

/// The shortest story; the one along the expected operations if that is as short.
ToldStory story_for(const Case& c, const LifeFinding& finding) {
  const ToldStory& shortest = *std::ranges::min_element(
      finding.stories, {}, [](const ToldStory& told) { return told.story.steps.size(); });
  if (shortest.story.operations() == c.steps || shortest.story.steps.size() != c.steps.size())
    return shortest;
  const auto along = story_along(c.question, *c.property, c.steps);
  return along && along->story.operations() == c.steps ? *along : shortest;
}

/// Why a violation is not the expected one; empty if it is.
std::string objection_to_violation(const Case& c, const CaseRecord& r, const LifeFinding& finding) {
  if (!c.violated) return fmt::format("it is violated: {}", joined(r.steps));
  if (r.steps != c.steps)
    return fmt::format("the shortest way is {}, expected {}", joined(r.steps), joined(c.steps));
  const bool rows_named = c.question.rows.size() != arch_rows().size();
  if (rows_named && r.rows.size() != finding.rows.size())
    return fmt::format("violated on {} only", joined(r.rows));
  return {};
}

std::vector<std::string> names_of(const std::vector<StoryAssumption>& all) {
  std::vector<std::string> names;
  for (const StoryAssumption& one : all) names.push_back(one.name);
  return names;
}

/// Why exclusions that today's kernels do not keep make an answer another one than the case expects.
std::string objection_to_today(const Case& c, const CaseRecord& r) {
  std::vector<std::string> found = names_of(r.today), expected = c.today;
  std::ranges::sort(found);
  std::ranges::sort(expected);
  if (found == expected) return {};
  if (found.empty()) return fmt::format("lifting {} breaks nothing", joined(expected));
  return fmt::format(
      "it holds only because {} is excluded, which today's kernels, drivers or programs do; "
      "the case expects {}",
      joined(found), expected.empty() ? "nothing of it (key `today`)" : joined(expected));
}

std::string objection_to_no_violation(const Case& c, const SliceAnswer& answer, const CaseRecord& r) {
  if (!answer.complete) return fmt::format("search incomplete: {}", answer.reason);
  if (r.vacuous) return "vacuous: no step here can trigger this property";
  if (c.violated) return "it holds";
  return objection_to_today(c, r);
}

CaseRecord frame(const Case& c) {
  CaseRecord r;
  r.name = c.name;
  r.title = c.title;
  r.source = c.source;
  r.slice = c.question.slice->name;
  r.property = c.property->name;
  r.expected_violated = c.violated;
  r.assumed = assumptions_of(c.question);
  r.excluded = exclusions_of(c.question);
  return r;
}

CaseRecord run_case(const Case& c, const ReviewOptions& options) {
  CaseRecord r = frame(c);
  SliceQuestion question = c.question;
  question.options.interrupted = options.budget.stop;
  SliceAnswer answer = judge_slice(question);
  const LifeFinding& finding = answer.findings.front();
  r.violated = !finding.stories.empty();
  if (r.violated) {
    ToldStory told = story_for(c, finding);
    r.story = std::move(told.story);
    r.steps = r.story->operations();
    r.starts = finding.starts;
  }
  r.rows = rows_with(finding, r.violated ? Outcome::refuted : Outcome::holds);
  r.vacuous = !r.violated && answer.complete && r.rows.empty();
  if (r.vacuous) r.empties = what_empties(question);
  if (!r.violated && !r.vacuous && answer.complete) {
    BrokenToday today = broken_today(question);
    r.today = std::move(today.by);
    answer.complete = today.undecided.empty();
    answer.reason = std::move(today.undecided);
  }
  r.reason = r.violated ? objection_to_violation(c, r, finding) : objection_to_no_violation(c, answer, r);
  r.as_expected = r.reason.empty();
  r.undecided = !r.violated && !answer.complete;
  return r;
}

std::map<std::string, std::string> kinds_in(const std::string& folder) {
  std::map<std::string, std::string> kinds;
  std::ifstream in(folder + "/" + index_name);
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && !line.starts_with('#')) kinds[line.substr(0, line.find(':'))] = line;
  return kinds;
}

}  // namespace

std::vector<Case> read_cases(const std::vector<std::string>& files, std::vector<Message>& messages) {
  std::vector<Case> cases;
  std::string all;
  for (const std::string& file : files) {
    try {
      cases.push_back(read_case(file));
    } catch (const InputError& error) {
      messages.push_back({{}, error.what(), ""});
      all += (all.empty() ? "" : "\n") + messages.back().text;
    }
  }
  if (cases.empty()) throw InputError(all);
  return cases;
}

std::vector<CaseRecord> run_cases(const std::vector<Case>& cases, const ReviewOptions& options) {
  std::vector<CaseRecord> records(cases.size());
  in_parallel(cases.size(), options, [&](std::size_t i) {
    if (options.progress) options.progress(fmt::format("case {}", cases[i].name));
    records[i] = run_case(cases[i], options);
  });
  return records;
}

CaseRecord unroll_case(const std::string& file, unsigned most_steps, const ReviewOptions& options) {
  const Case c = read_case(file);
  CaseRecord r = frame(c);
  std::string gave_up;
  for (const SliceQuestion& part : parts_of(c.question)) {
    const StatedSlice stated = state_slice(part);
    const auto engine = make_remembering();
    const Unrolled found = unroll(stated.slice->system, r.property, most_steps, *engine, options.budget);
    r.violated = found.trace.has_value();
    if (gave_up.empty()) gave_up = found.reason;
    if (!r.violated) continue;
    r.story = tell(stated.slice->system, *found.trace, telling_of(part));
    r.steps = r.story->operations();
    break;
  }
  r.as_expected = r.violated && c.violated;
  r.undecided = !r.violated;
  if (!r.violated && !gave_up.empty())
    r.reason = fmt::format("bounded search gave up: {}", gave_up);
  else if (!r.violated)
    r.reason = fmt::format("no violation in {} step{}; that proves nothing about more", most_steps,
                           most_steps == 1 ? "" : "s");
  else if (!c.violated)
    r.reason = fmt::format("it is violated: {}", joined(r.steps));
  return r;
}

std::string kind_of(const CaseRecord& r) {
  return fmt::format("{}: {} {}{}{} [{}]{}", r.name, r.violated ? "violated" : "holds", r.property,
                     r.steps.empty() ? "" : " by ", joined(r.steps), fmt::join(r.rows, " "),
                     r.today.empty() ? "" : fmt::format(", not today: {}", joined(names_of(r.today))));
}

void hold_against_kinds(const std::string& folder, std::vector<CaseRecord>& records) {
  const auto kinds = kinds_in(folder);
  if (kinds.empty()) return;
  for (CaseRecord& r : records) {
    const auto known = kinds.find(r.name);
    const std::string now = kind_of(r);
    if (!r.as_expected || (known != kinds.end() && known->second == now)) continue;
    r.as_expected = false;
    r.reason = known == kinds.end()
                   ? "it is not in the index; `--promote` writes it"
                   : fmt::format("the index says {}; now {}", known->second.substr(r.name.size() + 2),
                                 now.substr(r.name.size() + 2));
  }
}

void write_kinds(const std::string& folder, const std::vector<CaseRecord>& records) {
  std::string text =
      "# SPDX-License-Identifier: GPL-2.0-or-later\n"
      "# What each case says: verdict, property, shortest way, architecture rows. Written by `pfncheck cases "
      "--promote`.\n";
  for (const CaseRecord& r : records) text += kind_of(r) + "\n";
  write_output(folder + "/" + index_name, text);
}

bool promote_verdict(const std::string& path, const CaseRecord& record) {
  if (!record.violated && record.rows.empty()) return false;  // nothing was found: neither holds nor violated
  const toml::table table = toml::parse_file(path);
  const auto is_part_of = [&](const char* key, std::size_t line) {
    const toml::node* node = table.get(key);
    return node != nullptr && node->source().begin.line <= line && line <= node->source().end.line;
  };
  std::string steps;
  for (const std::string& step : record.steps)
    steps += fmt::format("{}\"{}\"", steps.empty() ? "" : ", ", step);
  std::ifstream in(path);
  std::string out;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (is_part_of("steps", number)) continue;
    out += is_part_of("verdict", number)
               ? fmt::format("verdict = \"{}\"\n", record.violated ? "violated" : "holds")
               : line + "\n";
    if (is_part_of("verdict", number) && record.violated) out += fmt::format("steps = [{}]\n", steps);
  }
  in.close();
  write_output(path, out);
  return true;
}

}  // namespace pfncheck
