// SPDX-License-Identifier: GPL-2.0-or-later
// A catalogue of cases of its own: a folder with a copy of the program and a few cases beside it.
#pragma once

#include <string>
#include <vector>

#include "program.hpp"

namespace pfncheck::test {

class Catalogue {
 public:
  /// Copies these cases of the repository: "mm/bad_x".
  explicit Catalogue(const std::vector<std::string>& names);

  /// Runs the copy of the program, which takes this catalogue for its own.
  Ran run(const std::vector<std::string>& arguments) const;

  std::string folder() const { return scratch_.file("cases"); }
  std::string file(const std::string& name) const { return folder() + "/" + name + ".toml"; }
  /// Replaces the one place where `from` stands in a case.
  void edit(const std::string& name, const std::string& from, const std::string& to) const;
  /// Every file below the folder with its content, by its path in it.
  std::vector<std::pair<std::string, std::string>> content() const;

 private:
  ScratchFolder scratch_;
};

/// Lines of a text.
std::vector<std::string> lines_of(const std::string& text);
/// Lines that stand in one text and not in the other, both ways.
std::pair<std::vector<std::string>, std::vector<std::string>> differing(const std::vector<std::string>& a,
                                                                        const std::vector<std::string>& b);

/// Where the cases of the repository are.
std::string repository_cases();
/// Their names, "mm/bad_x", in order.
std::vector<std::string> all_case_names();

}  // namespace pfncheck::test
