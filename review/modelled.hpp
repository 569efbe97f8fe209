// SPDX-License-Identifier: GPL-2.0-or-later
// What else pfncheck knows of a changed file: operations of the machine that are made after its functions,
// and the architectures that it belongs to.
#pragma once

#include <string>
#include <vector>

#include "model/arch/rows.hpp"

namespace pfncheck {

/// Operations whose source is that function of that file, by the names that `explain` takes: "own/gup_fast".
std::vector<std::string> operations_after(const std::string& file, const std::string& function);

/// Whether a file belongs to an architecture that the row is not of.
bool is_for_another(const ArchRow& row, const std::string& file);

/// For a header of an architecture that none of `rows` is of: which rows look at it, or that none is built.
/// Empty for any other file.
std::string architecture_hint(const std::string& file, const std::vector<const ArchRow*>& rows);

}  // namespace pfncheck
