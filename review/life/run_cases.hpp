// SPDX-License-Identifier: GPL-2.0-or-later
// Runs cases and holds what they say against what is expected and what was recorded.
#pragma once

#include <string>
#include <vector>

#include "review/life/case_file.hpp"
#include "review/review.hpp"

namespace pfncheck {

/// The cases of files, in order. A file with a mistake is left out and has a message; if none is left, what
/// is wrong is thrown as InputError.
std::vector<Case> read_cases(const std::vector<std::string>& files, std::vector<Message>& messages);
/// One record per case, in order.
std::vector<CaseRecord> run_cases(const std::vector<Case>& cases, const ReviewOptions& options);
/// A case by bounded symbolic search: a trace of at most so many steps, or `reason` says that there is none.
CaseRecord unroll_case(const std::string& file, unsigned most_steps, const ReviewOptions& options);

/// The line of a case in the index `kinds`: name, verdict, property, steps, rows.
std::string kind_of(const CaseRecord& record);
/// Marks cases whose line in the index is another one or missing. A folder without an index has none.
void hold_against_kinds(const std::string& folder, std::vector<CaseRecord>& records);
/// Writes the index of a folder anew. Throws InputError.
void write_kinds(const std::string& folder, const std::vector<CaseRecord>& records);
/// Writes what was found into the file of a case: `verdict` and `steps`. Leaves the file as it is
/// where neither verdict was found.
/// False if nothing was found that could be written.
bool promote_verdict(const std::string& path, const CaseRecord& record);

}  // namespace pfncheck
