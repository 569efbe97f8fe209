// SPDX-License-Identifier: GPL-2.0-or-later
// The verdict of each patch of a series.
#include <fmt/format.h>

#include <algorithm>

#include "report/text_parts.hpp"

namespace pfncheck::text {
namespace {

/// Names of properties with this delta and the architectures, "a, b  x86_64 arm".
std::string properties_with(const PatchRecord& patch, Delta delta) {
  std::vector<std::string> names, archs;
  for (const ResultRecord& r : patch.results) {
    if (r.delta != delta) continue;
    names.push_back(r.property);
    archs.push_back(r.arch);
  }
  return fmt::format("{}  {}", joined(names, ", "), joined(archs, " "));
}

bool has(const PatchRecord& patch, Delta delta) {
  return std::ranges::any_of(patch.results, [&](const ResultRecord& r) { return r.delta == delta; });
}

std::string changed_functions(const PatchRecord& patch, Meaning meaning) {
  std::vector<std::string> names, archs;
  for (const ChangeRecord& c : patch.changes) {
    if (c.meaning != meaning) continue;
    names.push_back(c.function + "()");
    archs.push_back(c.arch);
  }
  return names.empty() ? "" : fmt::format("{}  {}", joined(names, ", "), joined(archs, " "));
}

/// All that a patch does, the worst first.
std::vector<std::string> verdicts_of(const PatchRecord& patch, const Paint& paint) {
  std::vector<std::string> said;
  if (!patch.messages.empty()) {
    std::vector<std::string> archs;
    for (const Message& m : patch.messages) archs.push_back(m.arch);
    said.push_back(paint.red("does not compile") + "  " + joined(archs, " "));
  }
  if (has(patch, Delta::new_)) said.push_back(paint.red("NEW") + " " + properties_with(patch, Delta::new_));
  if (has(patch, Delta::fixed))
    said.push_back(paint.green("FIXED") + " " + properties_with(patch, Delta::fixed));
  const std::string different = changed_functions(patch, Meaning::different);
  const std::string unknown = changed_functions(patch, Meaning::unknown);
  if (!different.empty()) said.push_back("changes the meaning of " + different);
  if (!unknown.empty()) said.push_back("may change the meaning of " + unknown);
  if (patch.summary.lines_not_looked_at != 0)
    said.push_back(fmt::format("{} of {} changed lines not looked at", patch.summary.lines_not_looked_at,
                               patch.summary.lines));
  if (said.empty()) said.emplace_back("nothing changes in what is checked");
  if (!patch.warnings.empty()) {
    std::vector<std::string> archs;
    for (const Message& m : patch.warnings) archs.push_back(m.arch);
    said.push_back("new warnings, not counted  " + joined(archs, " "));
  }
  return said;
}

/// New by one patch and not refuted, or not new, at the end of the series.
std::vector<const ResultRecord*> passing(const Report& report, const PatchRecord& patch) {
  std::vector<const ResultRecord*> found;
  for (const ResultRecord& r : patch.results) {
    const auto same = [&](const ResultRecord& whole) {
      return whole.delta == Delta::new_ && whole.property == r.property && whole.rule == r.rule &&
             whole.arch == r.arch && whole.config == r.config;
    };
    if (r.delta == Delta::new_ && std::ranges::none_of(report.results, same)) found.push_back(&r);
  }
  return found;
}

}  // namespace

std::string patch_name(const std::vector<PatchRecord>& patches, unsigned number) {
  if (number == 0 || number > patches.size()) return {};
  const std::string& subject = patches[number - 1].subject;
  return fmt::format("{}/{}{}{}", number, patches.size(), subject.empty() ? "" : " ", subject);
}

std::string series_block(const Report& report, const Paint& paint, bool verbose) {
  if (report.patches.empty()) return {};
  std::string out = paint.bold("each patch, on top of the ones before it:") + "\n";
  for (const PatchRecord& patch : report.patches) {
    out += fmt::format("  {}\n", patch_name(report.patches, patch.number));
    for (const std::string& verdict : verdicts_of(patch, paint)) out += fmt::format("      {}\n", verdict);
  }
  return out + passing_violations(report, paint, verbose);
}

std::string passing_violations(const Report& report, const Paint& paint, bool verbose) {
  std::string out;
  for (const PatchRecord& patch : report.patches) {
    const std::vector<const ResultRecord*> gone = passing(report, patch);
    if (gone.empty()) continue;
    out += fmt::format("{}\n", paint.bold(fmt::format("by patch {}, and gone at the end of the series:",
                                                      patch_name(report.patches, patch.number))));
    out += violation_blocks(gone, paint, verbose);
  }
  return out;
}

}  // namespace pfncheck::text
