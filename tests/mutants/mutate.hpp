// SPDX-License-Identifier: GPL-2.0-or-later
// Small C functions, and what becomes of them by one or two small edits of their text.
#pragma once

#include <string>
#include <vector>

#include "tests/random.hpp"

namespace pfncheck::mutants {

/// A function as a subject's file has it: its head on one line, its body up to a brace in the first column.
struct Subject {
  std::string name;
  std::string before_name, after_name;  ///< text of the head before and behind the name
  std::string body;                     ///< with its braces
  std::vector<std::string> parameters;  ///< types
};

std::vector<Subject> read_subjects(const std::string& path);

struct Mutant {
  std::string after_name, body;  ///< in place of the subject's
  std::string what;              ///< "< becomes <=; o becomes next"
  bool is_equivalent = false;    ///< by how it was made: it does the same
};

/// `count` mutants: those by one edit, in any order, or a part of them; and as many by two as are missing.
std::vector<Mutant> mutants_of(const Subject& subject, std::size_t count, test::Random& random);

}  // namespace pfncheck::mutants
