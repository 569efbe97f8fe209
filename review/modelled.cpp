// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/modelled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "model/machine/slice.hpp"
#include "model/source.hpp"

namespace pfncheck {

namespace {

/// By file and function.
using Operations = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;

Operations operations_by_function() {
  Operations all;
  for (const machine::SliceInfo& slice : machine::slices())
    for (const machine::OperationInfo& operation : slice.operations)
      for (const SourceItem& item : read_source(operation.source))
        for (const std::string& function : item.names)
          all[{item.file, function}].push_back(fmt::format("{}/{}", slice.name, operation.name));
  return all;
}

/// arch/ folder of a row: what Kbuild calls SRCARCH.
std::string_view folder_of(const ArchRow& row) {
  const std::string_view arch = row.kbuild_arch;
  if (arch == "x86_64" || arch == "i386") return "x86";
  if (arch.starts_with("sparc")) return "sparc";
  return arch.starts_with("parisc") ? "parisc" : arch;
}

/// User-mode Linux includes headers of the machine that it runs on.
bool is_of(const ArchRow& row, std::string_view folder) {
  return folder_of(row) == folder || (row.kbuild_arch == "um" && folder == "x86");
}

/// "x86" of "arch/x86/mm/init.c"; empty outside of arch/.
std::string_view arch_folder(std::string_view file) {
  constexpr std::string_view arch = "arch/";
  if (!file.starts_with(arch)) return {};
  return file.substr(arch.size(), file.find('/', arch.size()) - arch.size());
}

}  // namespace

std::vector<std::string> operations_after(const std::string& file, const std::string& function) {
  static const Operations operations = operations_by_function();
  const auto found = operations.find({file, function});
  return found == operations.end() ? std::vector<std::string>() : found->second;
}

bool is_for_another(const ArchRow& row, const std::string& file) {
  const std::string_view folder = arch_folder(file);
  return !folder.empty() && !is_of(row, folder);
}

std::string architecture_hint(const std::string& file, const std::vector<const ArchRow*>& rows) {
  const std::string_view folder = arch_folder(file);
  if (folder.empty() || !file.ends_with(".h")) return {};
  if (std::ranges::any_of(rows, [&](const ArchRow* row) { return is_of(*row, folder); })) return {};
  std::vector<std::string_view> built, others;
  for (const ArchRow& row : arch_rows())
    if (folder_of(row) == folder) (row.buildable ? built : others).push_back(row.name);
  if (!built.empty()) return fmt::format("belongs to {}: add --arch {}", folder, fmt::join(built, ","));
  if (!others.empty())
    return fmt::format("belongs to {}, which no row of pfncheck builds (reference model only)", folder);
  return fmt::format("belongs to {}, which pfncheck has no row for", folder);
}

}  // namespace pfncheck
