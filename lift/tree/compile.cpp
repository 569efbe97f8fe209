// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/compile.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "lift/tree/clang_run.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/unit_cache.hpp"

namespace pfncheck {
namespace {

constexpr const char* bitcode_name = "/unit.bc";
/// Whether all contracts of a unit are written with it.
bool is_shared_adapter(const std::string& file) {
  return file == "pfncheck/pfncheck.h" || file == "pfncheck/entries.h" ||
         std::ranges::any_of(ledger_parts, [&](const LedgerPart& part) {
           return file == "pfncheck/" + std::string(part.name);
         });
}

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

/// A tree in which a contract's function is called differently is answered without it. False if there is
/// nothing to leave out.
bool leave_out(const SourceSide& side, const std::string& unit, const ClangRun& run,
               std::map<std::string, std::string>& left_out, std::set<std::string>& without) {
  bool found = false;
  for (const CompilerMessage& message : run.messages)
    for (const Contract* contract : contracts_on(side, unit)) {
      const std::string function(contract->function);
      const bool is_its_own = message.file == "pfncheck/" + function + ".c";
      const bool is_shared = is_shared_adapter(message.file);
      if ((is_its_own || is_shared) && without.insert(function).second) {
        found = true;
        left_out[function] = "it does not fit this tree: " + message.text;
      }
    }
  return found;
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
                      const PatchedFiles* patched, const std::string& cache, Emitted emitted) {
  const SourceSide side(tree, patched);
  Compiled compiled;
  compiled.failure = missing_rule(side, unit);
  if (!compiled.failure.empty()) return compiled;
  const UnitCache units(side, prepared, unit, emitted == Emitted::used ? lifting_purpose : all_purpose,
                        cache);
  auto entry = units.find();
  if (!entry) entry = units.find_unpatched();
  if (entry) {
    compiled = std::move(entry->compiled);
    if (compiled.failure.empty()) compiled.bitcode = entry->folder + bitcode_name;
  } else {
    TemporaryFolder work(units.working_parent());
    std::vector<std::string> mode = {"-c",      "-emit-llvm",           "-g", "-fno-discard-value-names",
                                     "-Xclang", "-disable-llvm-passes", "-o", work.path() + bitcode_name};
    if (emitted == Emitted::all) mode.emplace_back("-femit-all-decls");
    std::map<std::string, std::string> left_out;
    std::set<std::string> without;
    ClangRun run = run_clang(side, prepared, unit, mode, work.path());
    while (leave_out(side, unit, run, left_out, without))
      run = run_clang(side, prepared, unit, mode, work.path(), ClangInput::wrapper, without);
    compiled = result_of(run, tree, prepared);
    compiled.left_out = std::move(left_out);
    if (run.lasting) {
      const std::string place = units.keep(work.path(), compiled, run.opened);
      if (compiled.failure.empty()) compiled.bitcode = place + bitcode_name;
    }
  }
  compiled.warning = units.warning();
  return compiled;
}

}  // namespace pfncheck
