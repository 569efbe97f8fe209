// SPDX-License-Identifier: GPL-2.0-or-later
// Concrete evaluation: the second reader of Terms, independent of Z3.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/term/term.hpp"

namespace pfncheck {

/// Values of variables by name; a variable that is not in it reads as 0.
using Assignment = std::map<std::string, std::uint64_t>;

/// Value of a Term (bool: 0 or 1) under an assignment, by walking the DAG once.
std::uint64_t evaluate(Term root, const Assignment& values);
/// Several roots in one walk.
std::vector<std::uint64_t> evaluate(std::span<const Term> roots, const Assignment& values);

}  // namespace pfncheck
