// SPDX-License-Identifier: GPL-2.0-or-later
// Which fault refutes which property: every slice, explored with one fault at a time.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "cli/catalogue/catalogue.hpp"
#include "review/parallel.hpp"
#include "solver/life/judge.hpp"

namespace pfncheck {

namespace {

/// A faulty machine can go anywhere: what it breaks shows before it has gone much farther than a sound one.
constexpr std::uint64_t most_states = 2'500'000;

struct FaultOf {
  const machine::SliceInfo* slice;
  const machine::FaultInfo* fault;
};

Entry entry_of(const FaultOf& cell) {
  SliceQuestion question;
  question.slice = cell.slice;
  question.variant.faults = {std::string(cell.fault->name)};
  for (const ArchRow& row : arch_rows()) question.rows.push_back(&row);
  question.properties = all_life_properties();
  question.options.most_states = most_states;
  const std::string name = fmt::format("{}/{}", cell.slice->name, cell.fault->name);
  std::vector<std::string> refuted, own;
  for (const LifeFinding& finding : judge_slice(question).findings) {
    if (finding.stories.empty()) continue;
    refuted.push_back(finding.property);
    const LifeProperty& property = *find_life_property(finding.property);
    if (!property.faults.empty() && property.faults.front() == name) own.push_back(finding.property);
  }
  return {name,
          "matrix",
          fmt::format("{}", fmt::join(refuted, ", ")),
          {{"is the own fault of", fmt::format("{}", fmt::join(own, ", "))},
           {"edits", std::string(cell.fault->sentence)}}};
}

}  // namespace

std::vector<Entry> fault_matrix() {
  std::vector<FaultOf> cells;
  for (const machine::SliceInfo& slice : machine::slices())
    for (const machine::FaultInfo& fault : slice.faults) cells.push_back({&slice, &fault});
  std::vector<Entry> entries(cells.size());
  ReviewOptions options;
  options.jobs = std::max(1U, std::thread::hardware_concurrency());
  in_parallel(cells.size(), options, [&](std::size_t i) { entries[i] = entry_of(cells[i]); });
  return entries;
}

}  // namespace pfncheck
