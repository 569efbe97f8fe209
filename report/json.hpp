// SPDX-License-Identifier: GPL-2.0-or-later
// Reports as JSON. docs/json.md is the schema; the same report gives the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/record.hpp"

namespace pfncheck {

/// Version of the schema; it grows when a field changes its meaning or goes away, not when one is added.
inline constexpr int json_schema_version = 1;

/// The whole report, two blanks of indentation, a newline at the end. Numbers of inputs in a witness are
/// strings in hexadecimal: JSON readers lose bits over 2^53.
std::string to_json(const Report& report);

/// One result as a document of its own: a witness file.
std::string to_json(const ResultRecord& record);

/// What `replay` reads of a document.
struct Witnesses {
  std::vector<ResultRecord> records;  ///< with a witness each, those outside the contracts among them
  std::string full_release;  ///< of the tree that the report is of; empty: built-in model, one result
};

/// The results with a witness in a document: a whole report, or one result. Throws InputError (named
/// `origin`) for text that is neither.
Witnesses witnesses_of_json(std::string_view text, const std::string& origin);

}  // namespace pfncheck
