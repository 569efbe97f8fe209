// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "model/functions/functions.hpp"
#include "model/input_error.hpp"
#include "props/life/property.hpp"
#include "props/origins.hpp"
#include "review/life/rule_tables.hpp"

namespace pfncheck {
namespace {

constexpr std::array rules = {
    RuleName{"vm_normal_page", Level::pte,
             "The page of a present PTE if the entry is normal (owns a reference, a map count and rss), else "
             "NULL.",
             "mm/memory.c: vm_normal_page (6.1, 6.12)"},
    RuleName{"vm_normal_page_pmd", Level::pmd, "The same question for a leaf at PMD level.",
             "mm/memory.c: vm_normal_page_pmd (6.1, 6.12)"},
    RuleName{"vm_normal_page_pud", Level::pud,
             "The same question for a leaf at PUD level; before 6.18 walkers test by hand.",
             "mm/memory.c: vm_normal_page_pud (6.18)"},
};

/// What others call a row: distributions, compilers and the folders of arch/.
struct OtherName {
  std::string_view name, row;
};
constexpr std::array other_names = {
    OtherName{"aarch64", "arm64"},   OtherName{"amd64", "x86_64"},      OtherName{"x64", "x86_64"},
    OtherName{"i686", "i386"},       OtherName{"ppc", "powerpc"},       OtherName{"ppc64", "powerpc"},
    OtherName{"ppc64le", "powerpc"}, OtherName{"loong64", "loongarch"}, OtherName{"s390x", "s390"},
    OtherName{"or1k", "openrisc"},
};

[[noreturn]] void refuse_arch(const std::string& name) {
  for (const OtherName& other : other_names)
    if (other.name == name)
      throw InputError(fmt::format("no architecture `{}`; did you mean `{}`? see `pfncheck list arches`",
                                   name, other.row));
  refuse_name("architecture", name, all_arch_names(), "list arches");
}

/// The machine's form of a lifted rule (`normal_page_pmd`) is taken for a slip of the fingers.
void refuse_rule_of_machine(const std::string& name) {
  const std::vector<std::string> known = machine_rule_names();
  if (std::ranges::find(known, name) == known.end() || find_rule("vm_" + name) != nullptr) return;
  throw InputError(
      fmt::format("{0} is a rule of the machine, which no tree is checked for; `pfncheck table {0}` prints "
                  "its answers; see `pfncheck list rules`",
                  name));
}

template <class Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table) names.emplace_back(row.name);
  return names;
}

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

}  // namespace

std::span<const RuleName> rule_names() {
  return rules;
}

const RuleName* find_rule(std::string_view name) {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const RuleName& r) { return r.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

const RuleName& rule_of(Level level) {
  return *std::find_if(rules.begin(), rules.end(), [&](const RuleName& r) { return r.level == level; });
}

unsigned distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<unsigned>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<unsigned>(j);
  const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i - 1]) == lower(b[j - 1]); };
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (same(i, j) ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j);
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::string nearest(std::string_view name, const std::vector<std::string>& names) {
  // A long name is often typed in part: its beginning says more than a short name that looks like it.
  const auto first_where = [&](const auto& fits) {
    const auto found = name.size() >= 3 ? std::find_if(names.begin(), names.end(), fits) : names.end();
    return found == names.end() ? std::string() : *found;
  };
  std::string best = first_where([&](const std::string& n) { return n.starts_with(name); });
  if (!best.empty()) return best;
  // A slip in a short word is one letter; more than a quarter of the letters is another word.
  unsigned least = static_cast<unsigned>(std::max<std::size_t>(1, name.size() / 4)) + 1;
  for (const std::string& candidate : names) {
    const unsigned away = distance(name, candidate);
    if (away >= least) continue;
    least = away;
    best = candidate;
  }
  // Whole words of a name only: `table` is not meant by `writable`.
  const auto has_word = [&](const std::string& n) {
    const auto ends = [&](std::size_t at) {
      return at >= n.size() || std::isalnum(static_cast<unsigned char>(n[at])) == 0;
    };
    for (std::size_t at = n.find(name); at != n.npos; at = n.find(name, at + 1))
      if ((at == 0 || ends(at - 1)) && ends(at + name.size())) return true;
    return false;
  };
  return best.empty() ? first_where(has_word) : best;
}

void refuse_name(std::string_view kind, std::string_view name, const std::vector<std::string>& names,
                 std::string_view list) {
  // What was typed is no help, whatever else has that name.
  std::vector<std::string> others = names;
  std::erase(others, name);
  const std::string near = nearest(name, others);
  const std::string hint = near.empty() ? "" : fmt::format("did you mean `{}`? ", near);
  throw InputError(fmt::format("no {} `{}`; {}see `pfncheck {}`", kind, name, hint, list));
}

std::vector<std::string> all_property_names() {
  return names_of(properties());
}
std::vector<std::string> all_rule_names() {
  return names_of(rules);
}
std::vector<std::string> all_origin_names() {
  return names_of(origins());
}
std::vector<std::string> all_arch_names() {
  return names_of(arch_rows());
}

std::vector<const ArchRow*> archs_of(const std::vector<std::string>& names, bool buildable_only) {
  const auto asked = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string& name : names) {
    const ArchRow* row = find_arch(name);
    if (row == nullptr && name != "all") refuse_arch(name);
    if (row != nullptr && buildable_only && !row->buildable)
      throw InputError(
          fmt::format("`{}` is in the reference model only: no tree can be built for it here; see `pfncheck "
                      "list arches`",
                      name));
  }
  std::vector<const ArchRow*> rows;
  for (const ArchRow& row : arch_rows())
    if (asked(row.name) || (asked("all") && (row.buildable || !buildable_only))) rows.push_back(&row);
  return rows;
}

std::vector<const Property*> properties_of(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto clauses = all_clause_names();
    if (find_property(name) != nullptr || std::ranges::find(clauses, name) != clauses.end()) continue;
    if (find_life_property(name) != nullptr)
      throw InputError(
          fmt::format("`{0}` is a property of whole lives, which no tree is asked for; `pfncheck run --prop "
                      "{0}` checks it",
                      name));
    refuse_name("property", name, all_property_names(), "list props");
  }
  std::vector<const Property*> found;
  for (const Property& p : properties())
    if (names.empty() || std::find(names.begin(), names.end(), p.name) != names.end()) found.push_back(&p);
  return found;
}

std::vector<std::string> all_clause_names() {
  std::vector<std::string> names;
  for (const Clause* clause : all_clauses()) names.emplace_back(clause->name);
  return names;
}

std::vector<std::string> all_contract_names() {
  std::vector<std::string> names;
  for (const Contract* contract : contracts()) names.emplace_back(contract->function);
  return names;
}

std::vector<std::string> clauses_of(const std::vector<std::string>& names) {
  std::vector<std::string> found;
  for (std::string& clause : all_clause_names())
    if (names.empty() || std::ranges::find(names, clause) != names.end()) found.push_back(std::move(clause));
  return found;
}

std::vector<std::string> rules_of(const std::vector<std::string>& names) {
  bool all = false;
  for (const std::string& name : names) {
    all = all || name == rule_family;
    if (name == rule_family || find_rule(name) != nullptr || find_contract(name) != nullptr) continue;
    refuse_rule_of_machine(name);
    refuse_name("rule", name, all_rule_names(), "list rules");
  }
  return all ? std::vector<std::string>{} : names;
}

}  // namespace pfncheck
