// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/compile.hpp"

#include <algorithm>

#include "lift/tree/clang_run.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/unit_cache.hpp"

namespace pfncheck {
namespace {

constexpr const char* bitcode_name = "/unit.bc";

std::vector<std::string> tree_files(const KernelTree& tree, const std::string& build_folder,
                                    const std::vector<std::string>& opened) {
  std::vector<std::string> files;
  for (const std::string& file : opened) {
    if (file.starts_with(tree.root() + "/") && !file.starts_with(build_folder + "/")) {
      files.push_back(shown_path(tree, build_folder, file));
    }
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

Compiled result_of(const ClangRun& run, const KernelTree& tree, const Prepared& prepared) {
  Compiled compiled;
  compiled.failure = run.failure;
  compiled.messages = run.messages;
  compiled.files = tree_files(tree, prepared.build_folder, run.opened);
  return compiled;
}

}  // namespace

Compiled compile_unit(const KernelTree& tree, const Prepared& prepared, const std::string& unit,
                      const PatchedFiles* patched, const std::string& cache) {
  const SourceSide side(tree, patched);
  Compiled compiled;
  compiled.failure = missing_rule(side, unit);
  if (!compiled.failure.empty()) return compiled;
  const UnitCache units(side, prepared, unit, "bitcode", cache);
  if (auto entry = units.find()) {
    compiled = std::move(entry->compiled);
    if (compiled.failure.empty()) compiled.bitcode = entry->folder + bitcode_name;
  } else {
    TemporaryFolder work(units.working_parent());
    const ClangRun run = run_clang(side, prepared, unit,
                                   {"-c", "-emit-llvm", "-g", "-fno-discard-value-names", "-Xclang",
                                    "-disable-llvm-passes", "-o", work.path() + bitcode_name},
                                   work.path());
    compiled = result_of(run, tree, prepared);
    if (run.lasting) {
      const std::string place = units.keep(work.path(), compiled, run.opened);
      if (compiled.failure.empty()) compiled.bitcode = place + bitcode_name;
    }
  }
  compiled.warning = units.warning();
  return compiled;
}

}  // namespace pfncheck
