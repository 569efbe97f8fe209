// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "lift/tree/digest.hpp"
#include "lift/tree/files.hpp"
#include "review/row.hpp"

namespace pfncheck {

Prepared prepare_row(const KernelTree& tree, const ArchRow& row, const ReviewOptions& options) {
  const Deadline::Pause pause(options.deadline.get());
  return prepare(tree, row, options.cache, options.progress);
}

LiftOptions lift_options(const std::string& root, const Budget& budget) {
  LiftOptions lift;
  lift.tree_root = root;
  lift.seconds = budget.seconds;
  lift.stop = budget.stop;
  lift.late = budget.late;
  return lift;
}

RowReport late_row(const ArchRow& row, const std::string& unit, const Budget& budget) {
  RowReport report;
  report.not_checked.push_back(
      {unit, fmt::format("not decided: time ({})", text_of(budget)), {}, std::string(row.name), true});
  report.is_late = true;
  return report;
}

SideUnit compile_side(const KernelTree& tree, const Prepared& prepared, const std::string& unit,
                      const PatchedFiles* files, const std::string& cache, Emitted emitted) {
  SideUnit side;
  side.files = files;
  side.compiled = compile_unit(tree, prepared, unit, files, cache, emitted);
  if (side.compiled.bitcode.empty()) return side;
  if (const auto bytes = read_file(side.compiled.bitcode)) {
    side.digest = Sha256().add(*bytes).hex();
    side.module = SharedModule(side.compiled.bitcode);
  } else {
    side.compiled.failure = "the compiled unit cannot be read back; is the cache folder being emptied?";
  }
  return side;
}

}  // namespace pfncheck
