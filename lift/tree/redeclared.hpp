// SPDX-License-Identifier: GPL-2.0-or-later
// What a header declares otherwise than before, for all who include it.
#pragma once

#include <string>
#include <vector>

namespace pfncheck {

/// Members of structures, types of typedef and variables that both texts declare by one name and not in the
/// same words, and enumerators that get another number: "count of struct page", "pte_t". By text alone,
/// whatever directives say. What one text does not have is none of it: who used it had to change; nor are the
/// annotations of sparse, the order of members and the last of an enumeration.
std::vector<std::string> redeclared(const std::string& before, const std::string& after);

}  // namespace pfncheck
