// SPDX-License-Identifier: GPL-2.0-or-later
// Headers of a patch that none of its C files includes are compared in C files of the tree that do.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "review/patch_work.hpp"

namespace pfncheck {

/// Of one header, C files that include it.
struct HeaderUsers {
  std::set<std::string> compared, left_out;
};
using UsersOfHeaders = std::map<std::string, HeaderUsers>;  ///< by header

/// C files to compare on a row for the sake of headers that none of the compared units (`lines`) includes: a
/// few of those that the row compiles, those first that most likely change. `users` gets what was chosen and
/// what not.
std::vector<std::string> users_of_headers(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                                          const std::vector<RowLines>& lines, UsersOfHeaders& users);

void merge(UsersOfHeaders& into, UsersOfHeaders from);

/// Notes where each such header was compared, and how much was not.
void say_where_headers_were_compared(UsersOfHeaders users, Report& report);

/// What a header of the patch declares otherwise than before (redeclared.hpp) is not decided by the units
/// that were compared (`lines`): other C files include it.
void say_what_is_declared_otherwise(const PatchWork& work, const std::vector<RowLines>& lines,
                                    Report& report);

}  // namespace pfncheck
