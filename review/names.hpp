// SPDX-License-Identifier: GPL-2.0-or-later
// Names that users type: looked up in the registered tables, with a near miss offered when there is none.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/arch/rows.hpp"
#include "props/property.hpp"

namespace pfncheck {

/// A rule of the kernel that pfncheck knows, one per level.
struct RuleName {
  std::string_view name;  ///< "vm_normal_page"
  Level level;
  std::string_view sentence;  ///< what it decides
  std::string_view source;    ///< file and releases
};

std::span<const RuleName> rule_names();
const RuleName* find_rule(std::string_view name);
const RuleName& rule_of(Level level);

/// Edits (insert, delete, replace, swap of neighbours) between two words, letters compared without case.
unsigned distance(std::string_view a, std::string_view b);
/// The nearest of the names if it is near enough to be a slip of the fingers; else empty.
std::string nearest(std::string_view name, const std::vector<std::string>& names);
/// "no property `x`; did you mean `y`? (pfncheck list props)". `list` is what to type after `pfncheck`.
[[noreturn]] void refuse_name(std::string_view kind, std::string_view name,
                              const std::vector<std::string>& names, std::string_view list);

std::vector<std::string> all_property_names();
std::vector<std::string> all_rule_names();
std::vector<std::string> all_origin_names();
std::vector<std::string> all_arch_names();

/// Rows by name, in the order of the table, each once. "all" stands for every row, or every buildable one.
/// Throws InputError for a name that is unknown, or, when only buildable rows will do, for a row without a
/// build.
std::vector<const ArchRow*> archs_of(const std::vector<std::string>& names, bool buildable_only);
/// Properties of rules by name in the order of the table; no names: all. Names of clauses are passed over,
/// others are refused.
std::vector<const Property*> properties_of(const std::vector<std::string>& names);
/// Clauses of contracts among the names; no names: all.
std::vector<std::string> clauses_of(const std::vector<std::string>& names);
std::vector<std::string> all_clause_names();
/// Functions that have a contract.
std::vector<std::string> all_contract_names();
/// What `run` and `check` call all rules that are lifted together.
inline constexpr std::string_view rule_family = "normal_page";
/// Checks the names of rules; none: all of them, as the family asks for.
std::vector<std::string> rules_of(const std::vector<std::string>& names);

}  // namespace pfncheck
