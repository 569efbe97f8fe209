// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "report/exit_code.hpp"
#include "report/text_parts.hpp"

namespace pfncheck {
namespace {

using namespace text;

std::string heading(const Report& report) {
  const Summary& s = report.summary;
  if (report.command == "function") return {};
  std::string of = report.full_release.empty() ? "built-in model" : "Linux " + report.full_release;
  if (!report.against.empty()) of += " against " + report.against;
  if (report.results.empty()) return fmt::format("{}: {}\n", report.command, of);
  std::string line =
      fmt::format("{}: {}: {} on {}", report.command, of, count_of(s.properties, "property", "properties"),
                  count_of(s.architectures, "architecture", "architectures"));
  if (report.command != "patch") return line + "\n";
  // No table of a patch names them.
  std::vector<std::string> archs;
  for (const ResultRecord& r : report.results) archs.push_back(r.arch);
  return fmt::format("{}: {}\nline numbers are of the patched files (in `before`: of the unpatched ones)\n",
                     line, joined(archs, " "));
}

/// What a reviewer reads first: refuted, and for a patch only what is new unless the rest was asked for.
std::vector<const ResultRecord*> violations(const Report& report, bool verbose) {
  std::vector<const ResultRecord*> found;
  const bool is_patch = report.command == "patch";
  for (const ResultRecord& r : report.results) {
    if (r.verdict != Outcome::refuted || (is_patch && r.side == Side::before)) continue;
    if (is_patch && !verbose && r.delta == Delta::pre_existing) continue;
    found.push_back(&r);
  }
  return found;
}

/// Results of properties that hold wherever they apply are left out, release by release. What holds only with
/// what is excluded stands below the table.
std::vector<ResultRecord> without_rows_that_hold(const std::vector<ResultRecord>& results) {
  std::set<std::pair<std::string, std::string>> failing;
  for (const ResultRecord& r : results)
    if (r.verdict != Outcome::holds && r.verdict != Outcome::not_applicable)
      failing.emplace(r.release, r.property);
  std::vector<ResultRecord> left;
  for (const ResultRecord& r : results)
    if (failing.contains({r.release, r.property})) left.push_back(r);
  return left;
}

std::string undecided(const Report& report, const Paint& paint) {
  const std::vector<const ResultRecord*> found = undecided_results(report);
  return found.empty() ? "" : paint.bold("not decided:") + "\n" + result_lines(found, paint);
}

/// Neither the kernel's own nor the patch's: the tree that the patch is for has it.
std::string of_the_base(const Report& report, bool verbose, const Paint& paint) {
  std::vector<const ResultRecord*> found;
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::pre_existing && r.side == Side::after && r.known_hole.empty()) found.push_back(&r);
  if (found.empty() || verbose) return {};
  return paint.bold("violated before the patch too, and no known hole of the kernel:") + "\n" +
         result_lines(found, paint);
}

std::string fixed(const Report& report, const Paint& paint) {
  std::vector<const ResultRecord*> found;
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::fixed) found.push_back(&r);
  return found.empty() ? "" : result_lines(found, paint);
}

/// Entries that no contract covers, and what the environment of a slice excludes. Those that a patch adds are
/// shown, others are shown when asked for.
std::string outside(const Report& report, const TextOptions& options, const Paint& paint) {
  std::vector<const ResultRecord*> fresh, shown, others;
  for (const ResultRecord& r : report.outside) {
    const bool other_side = report.command == "patch" && r.side == Side::before;
    if (other_side || r.verdict == Outcome::holds || r.verdict == Outcome::not_applicable) continue;
    (r.delta == Delta::new_ ? fresh : options.verbose ? shown : others).push_back(&r);
  }
  std::string out;
  if (!fresh.empty()) out += paint.bold("new outside the contracts:") + "\n" + result_lines(fresh, paint);
  if (!shown.empty())
    out += paint.bold("not counted, outside the contracts:") + "\n" + result_lines(shown, paint);
  if (!others.empty())
    out += fmt::format("not counted: {} outside the contracts (-v lists them)\n",
                       count_of(distinct_cases(others), "failure", "failures"));
  return out;
}

/// What the kernel itself has, in the words of `check`, so that it is not taken for the patch's doing.
std::string known_holes_of_patched_tree(const Report& report, const Paint& paint) {
  if (report.command != "patch") return {};
  std::set<std::array<std::string, 3>> all, left;
  for (const ResultRecord& r : report.results) {
    if (r.known_hole.empty() || r.side != Side::after) continue;
    all.insert({r.property, r.rule, r.known_hole});
    if (!r.mended) left.insert({r.property, r.rule, r.known_hole});
  }
  if (all.empty()) return {};
  const std::size_t mended = all.size() - left.size();
  return paint.bold(fmt::format("{} of Linux {}, none of your patch{}",
                                count_of(all.size(), "known hole", "known holes"), report.full_release,
                                mended == 0 ? "" : fmt::format("; {} fixed by it", mended))) +
         "\n";
}

/// Of a tree as it is, what is known of it stands apart and in short, and the rest whole.
std::pair<std::string, std::string> violations_text(const Report& report, const TextOptions& options,
                                                    const Paint& paint) {
  std::vector<const ResultRecord*> known, others;
  for (const ResultRecord* r : violations(report, options.verbose))
    (report.command == "check" && !options.verbose && !r->known_hole.empty() ? known : others).push_back(r);
  std::string out;
  if (!known.empty())
    out += paint.bold(fmt::format("{} of Linux {} (-v has the witnesses):",
                                  count_of(distinct_cases(known), "known hole", "known holes"),
                                  report.full_release)) +
           "\n" + known_hole_lines(known);
  return {out, violation_blocks(others, paint, options.verbose, report.patches)};
}

std::string all_results(const Report& report, const Paint& paint) {
  std::vector<const ResultRecord*> found;
  for (const ResultRecord& r : report.results) found.push_back(&r);
  return found.empty() ? "" : paint.bold("every result:") + "\n" + result_lines(found, paint);
}

std::string tables(const Report& report, const Paint& paint) {
  std::string out;
  std::vector<Cause> causes;
  for (const TableRecord& t : report.tables) {
    out += paint.bold(fmt::format("{}  {} {}", t.title.empty() ? t.rule : t.title, t.arch, t.config)) + "\n";
    out += t.rows.empty() && t.complete ? "  no difference\n"
                                        : table_text(t, 2, t.rows.size(), paint.width(), &causes);
  }
  if (!causes.empty()) out += paint.bold("why:") + "\n";
  for (std::size_t i = 0; i < causes.size(); ++i) {
    out += fmt::format("  {:<3} {}\n", i + 1, causes[i].what);
    if (!causes[i].source.empty()) out += fmt::format("      {}\n", causes[i].source);
  }
  return out;
}

/// " (3 properties on 4 architectures)" of results that are counted one by one.
template <class IsCounted>
std::string spread_of(const Report& report, const IsCounted& is_counted) {
  std::size_t count = 0;
  std::set<std::string> properties, archs;
  for (const ResultRecord& r : report.results) {
    if (!is_counted(r)) continue;
    ++count;
    properties.insert(r.property);
    archs.insert(r.arch);
  }
  if (count < 2) return {};
  return fmt::format(" ({} on {})", count_of(properties.size(), "property", "properties"),
                     count_of(archs.size(), "architecture", "architectures"));
}

}  // namespace

std::string summary_line(const Report& report) {
  const Summary& s = report.summary;
  std::string line;
  if (report.command == "patch") {
    const auto spread = [&](Delta delta) {
      return spread_of(report, [&](const ResultRecord& r) { return r.delta == delta; });
    };
    line = fmt::format("{}{}, {} fixed{}, {} pre-existing{}; {}, {} the same",
                       count_of(s.new_violations, "new violation", "new violations"), spread(Delta::new_),
                       s.fixed, spread(Delta::fixed), s.pre_existing, spread(Delta::pre_existing),
                       count_of(s.functions_different, "function changed", "functions changed"),
                       s.functions_same);
    const auto outside = std::ranges::count_if(report.outside, is_new_outside);
    if (outside != 0) line += fmt::format("; {} new outside the contracts", outside);
    if (s.lines_not_looked_at != 0)
      line += fmt::format("; {} of {} changed lines not looked at", s.lines_not_looked_at, s.lines);
  } else if (report.command == "case" || report.command == "cases") {
    const auto wrong =
        std::ranges::count_if(report.cases, [](const CaseRecord& c) { return !c.as_expected; });
    line =
        fmt::format("{} as expected, {} not", report.cases.size() - static_cast<std::size_t>(wrong), wrong);
    if (!report.messages.empty())
      line += fmt::format(", {} with a mistake in the file", report.messages.size());
  } else if (report.command == "function") {
    const auto wrong = std::ranges::count_if(report.function_cases,
                                             [](const FunctionCaseRecord& c) { return !c.as_expected; });
    line = fmt::format("{} as expected, {} not",
                       report.function_cases.size() - static_cast<std::size_t>(wrong), wrong);
  } else if (report.command == "table") {
    line = report.options.empty() ? count_of(report.tables.size(), "table", "tables")
                                  : count_of(report.options.size(), "option", "options");
  } else {
    // "holds!": what is excluded by default breaks it.
    const auto not_today = std::ranges::count_if(report.results, [](const ResultRecord& r) {
      return r.verdict == Outcome::holds && !r.today.empty();
    });
    line = fmt::format(
        "{} hold{}, {} refuted{}", s.holds,
        not_today == 0 ? "" : fmt::format(" ({} of them only by what is excluded)", not_today), s.refuted,
        spread_of(report, [](const ResultRecord& r) { return r.verdict == Outcome::refuted; }));
  }
  const unsigned undecided_count = s.unknown + s.unsupported + s.vacuous + s.functions_unknown;
  if (undecided_count != 0) line += fmt::format(", {} not decided", undecided_count);
  if (s.error != 0) line += fmt::format(", {}", count_of(s.error, "error", "errors"));
  return fmt::format("{}.  exit {}\n", line, report.exit_code);
}

std::string to_text(const Report& report, const TextOptions& options) {
  const Paint paint(options.colour, options.width);
  const bool matrix = !options.quiet && report.command != "patch" && report.command != "replay";
  const auto [known, others] = violations_text(report, options, paint);
  std::string out;
  if (!options.quiet) out += heading(report) + note_lines(report, paint);
  out += known;
  // The built-in model has some two thousand verdicts: those that do not hold are what a reader looks for.
  const bool only_failing = report.command == "run" && !options.verbose;
  if (matrix && !report.results.empty())
    out += verdict_tables(only_failing ? without_rows_that_hold(report.results) : report.results, paint) +
           broken_today(report.results, only_failing);
  const bool one_case = report.command == "case";
  out += case_lines(report.cases, paint, options.quiet, one_case || options.verbose, options.verbose);
  out += function_case_lines(report.function_cases, paint, options.quiet, options.verbose);
  if (!options.quiet) out += slice_table(report.slices, paint, options.verbose);
  out += message_lines(report.messages, paint, options.verbose);
  if (!options.quiet) out += message_lines(report.warnings, paint, options.verbose);
  if (!options.quiet)
    out += change_blocks(report.changes, paint, options.verbose) + tables(report, paint) +
           options_table(report.options, paint);
  out += others;
  if (options.quiet) {
    out += passing_violations(report, paint, false) + limit_lines(report, paint);
  } else {
    out += series_block(report, paint, options.verbose) + fixed(report, paint);
    if (options.verbose) out += all_results(report, paint);
    out += undecided(report, paint) + of_the_base(report, options.verbose, paint) +
           known_holes_of_patched_tree(report, paint) + outside(report, options, paint) +
           not_looked_at(report, paint, options.verbose);
  }
  return laid_out(out + unbroken(summary_line(report)), options.width);
}

}  // namespace pfncheck
