// SPDX-License-Identifier: GPL-2.0-or-later
// What a contract of the table rests on: a patch that changes an installer is not judged by what the old one
// did.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "review/accounting.hpp"
#include "review/row.hpp"

namespace pfncheck {

/// The kernel functions that a source names: "mm/memory.c: vmf_insert_pfn_prot, insert_pfn (6.12)".
std::vector<std::string> functions_of_source(std::string_view source);

/// New violations of entries whose origin rests on a function that the patch changes become undecided, with
/// the function's name. The rules themselves are no such function: how they answer is what is asked.
void leave_open_what_rests_on_changes(const std::vector<RowLines>& units, RowReport& report);

}  // namespace pfncheck
