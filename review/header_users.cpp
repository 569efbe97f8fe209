// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/header_users.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lift/tree/kbuild_unit.hpp"
#include "lift/tree/redeclared.hpp"
#include "review/modelled.hpp"

namespace pfncheck {
namespace {

/// Each costs as much as a C file of the patch.
constexpr std::size_t most_users = 4;
/// Kbuild is asked of so many, for each header.
constexpr std::size_t most_asked = 12;

/// Headers of the patch that none of the units includes, on either side.
std::vector<std::string> headers_without_unit(const PatchWork& work, const std::vector<RowLines>& lines) {
  std::vector<std::string> headers = work.changes->changed;
  headers.insert(headers.end(), work.changes->deleted.begin(), work.changes->deleted.end());
  std::erase_if(headers, [&](const std::string& file) {
    return !file.ends_with(".h") || std::ranges::any_of(lines, [&](const RowLines& unit) {
      return unit.before.files.contains(file) || unit.after.files.contains(file);
    });
  });
  return headers;
}

std::string others_text(const std::set<std::string>& left_out) {
  const std::size_t left = left_out.size();
  return left == 1 ? fmt::format("{}, which includes it too, is not looked at", *left_out.begin())
                   : fmt::format("{} other C files that include it are not looked at", left);
}

}  // namespace

std::vector<std::string> users_of_headers(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                                          const std::vector<RowLines>& lines, UsersOfHeaders& users) {
  const auto texts = accounting::texts_of(*work.changes);
  std::vector<std::string> units;
  for (const std::string& header : headers_without_unit(work, lines)) {
    if (is_for_another(row, header)) continue;
    const auto text = texts.find(header);
    if (text == texts.end()) continue;
    const std::set<std::string> subjects =
        subjects_of({header, text->second.before, text->second.after, work.changes->lines});
    if (subjects.empty()) continue;
    HeaderUsers& of_header = users[header];
    std::size_t asked = 0;
    for (const std::string& file : work.includers.of(header, subjects)) {
      if (is_for_another(row, file) ||
          std::ranges::find(work.changes->changed, file) != work.changes->changed.end())
        continue;
      const bool is_chosen = std::ranges::find(units, file) != units.end();
      const bool has_room = units.size() < most_users && asked++ < most_asked;
      if (is_chosen || (has_room && kbuild_unit(work.tree, prepared, file).prepared)) {
        of_header.compared.insert(file);
        if (!is_chosen) units.push_back(file);
      } else {
        of_header.left_out.insert(file);
      }
    }
  }
  return units;
}

void merge(UsersOfHeaders& into, UsersOfHeaders from) {
  for (auto& [header, users] : from) {
    HeaderUsers& all = into[header];
    all.compared.merge(users.compared);
    all.left_out.merge(users.left_out);
  }
}

void say_where_headers_were_compared(UsersOfHeaders users, Report& report) {
  for (auto& [header, of_header] : users) {
    if (of_header.compared.empty()) continue;
    for (const std::string& file : of_header.compared) of_header.left_out.erase(file);
    std::string note = fmt::format("{}: compared in {}", header, fmt::join(of_header.compared, ", "));
    if (!of_header.left_out.empty()) note += "; " + others_text(of_header.left_out);
    report.notes.push_back(std::move(note));
  }
}

void say_what_is_declared_otherwise(const PatchWork& work, const std::vector<RowLines>& lines,
                                    Report& report) {
  for (const auto& [header, text] : accounting::texts_of(*work.changes)) {
    if (!header.ends_with(".h")) continue;
    const std::vector<std::string> names = redeclared(text.before, text.after);
    if (names.empty()) continue;
    const std::vector<std::string> users = work.includers.of(header, {});
    std::set<std::string> left_out(users.begin(), users.end());
    for (const RowLines& unit : lines) left_out.erase(unit.unit);
    if (left_out.empty()) continue;
    const std::string more = names.size() == 1 ? "" : fmt::format(" and {} more", names.size() - 1);
    report.not_checked.push_back(
        {header,
         fmt::format("{}{}: declared otherwise; {}", names.front(), more, others_text(left_out)),
         {},
         {},
         true});
  }
}

}  // namespace pfncheck
