// SPDX-License-Identifier: GPL-2.0-or-later
// Function cases: one C file without a kernel, asked on several targets. docs/functions.md says what may
// stand in one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/record.hpp"
#include "review/review.hpp"

namespace pfncheck {

/// A machine that cases are compiled for: its word size, byte order and signedness of char.
struct CaseTarget {
  std::string_view arch;    ///< "s390"
  std::string_view triple;  ///< of clang: "s390x-linux-gnu"
  std::string_view what;    ///< "64 bit, big endian"
};
std::span<const CaseTarget> case_targets();

/// C files by name, folders by the `*.c` in them. Throws InputError for a path that is neither.
std::vector<std::string> function_case_files(const std::vector<std::string>& paths);

/// Compiles and answers one. Compiler messages go into `messages`; then there is no record. Throws InputError
/// for a file that cannot be read or whose first comment says something else than docs/functions.md does.
std::optional<FunctionCaseRecord> run_function_case(const std::string& file, const ReviewOptions& options,
                                                    std::vector<Message>& messages);

}  // namespace pfncheck
