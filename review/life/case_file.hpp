// SPDX-License-Identifier: GPL-2.0-or-later
// Cases: one question each, with the answer that is expected, in a TOML file. docs/cases.md describes them.
#pragma once

#include <string>
#include <vector>

#include "solver/life/judge.hpp"

namespace pfncheck {

struct Case {
  std::string path, name;  ///< name: folder and file without ".toml": "mm/bad_fork_keeps_write"
  std::string title, source;
  SliceQuestion question;  ///< slice, variant, rows, start values, what is left out
  const LifeProperty* property = nullptr;
  bool violated = false;           ///< what is expected
  std::vector<std::string> steps;  ///< operations of the shortest way, if violated
  std::vector<std::string> today;  ///< if it holds: exclusions that today's kernels break it by
};

/// Reads a case. Throws InputError "file:line: ..." with the allowed words for whatever is wrong in it.
Case read_case(const std::string& path);

/// The folder of the catalogue: the one that comes with the program, or ./cases. Throws InputError if there
/// is none.
std::string cases_folder();
/// Files below a folder, in order of name; a file stands for itself. Throws InputError if there are none.
std::vector<std::string> case_files(const std::vector<std::string>& paths);

}  // namespace pfncheck
