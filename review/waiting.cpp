// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/waiting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "lift/tree/user_config.hpp"
#include "review/parallel.hpp"

namespace pfncheck {
namespace {

/// More symbols than a patch of one subject needs: that is a configuration to choose by hand.
constexpr std::size_t most_symbols = 4;

bool is_compiled(const std::vector<PatchedRow>& rows, const std::string& unit) {
  return std::ranges::any_of(rows, [&](const PatchedRow& row) {
    return std::ranges::any_of(row.lines, [&](const RowLines& lines) { return lines.unit == unit; });
  });
}

/// Units that no row compiles, with the symbols that they wait for, which differ among architectures.
std::map<std::string, std::set<std::string>> waiting_units(const std::vector<PatchedRow>& rows) {
  std::map<std::string, std::set<std::string>> waiting;
  for (const PatchedRow& row : rows)
    for (const auto& [unit, symbol] : row.waits_for)
      if (!is_compiled(rows, unit)) waiting[unit].insert(symbol);
  return waiting;
}

}  // namespace

std::vector<PatchedRow> rows_with_what_is_waited_for(const PatchWork& work,
                                                     const std::vector<PatchedRow>& rows,
                                                     std::vector<std::string>& notes) {
  constexpr std::string_view prefix = "CONFIG_";
  const auto waiting = waiting_units(rows);
  std::set<std::string> symbols;
  std::vector<std::string> units;
  for (const auto& [unit, of_unit] : waiting) {
    units.push_back(unit);
    for (const std::string& symbol : of_unit) symbols.insert(symbol.substr(prefix.size()));
  }
  if (symbols.empty() || symbols.size() > most_symbols || !work.request.configs.empty()) return {};
  std::vector<std::unique_ptr<UserConfig>> configs;
  for (const ArchRow* row : work.request.archs)
    configs.push_back(
        std::make_unique<UserConfig>(*row, std::vector<std::string>(symbols.begin(), symbols.end())));
  std::vector<PatchedRow> added(configs.size());
  std::vector<std::string> names(configs.size());
  in_parallel(configs.size(), work.options, [&](std::size_t i) {
    const ArchRow& row = configs[i]->row();
    try {
      const Prepared prepared = prepare_row(work.tree, row, work.options);
      added[i] = compare_units(work, row, prepared, units);
      if (!added[i].lines.empty()) names[i] = row.name;
    } catch (const NotPrepared&) {
      // What the row without the symbols says of the files stands.
    }
  });
  std::erase(names, "");
  notes.push_back(names.empty()
                      ? fmt::format("{}: not compiled with {} switched on either: what they need is off too",
                                    fmt::join(units, ", "), fmt::join(symbols, ", "))
                      : fmt::format("{}: not compiled as the rows are; compared on {}",
                                    fmt::join(units, ", "), fmt::join(names, " ")));
  for (PatchedRow& row : added) row.not_compiled.clear();
  return added;
}

}  // namespace pfncheck
