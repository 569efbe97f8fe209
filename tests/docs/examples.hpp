// SPDX-License-Identifier: GPL-2.0-or-later
// The examples of README.md and docs/*.md: a ```console block holds `$ pfncheck ...` lines, each followed by
// what it prints. In an example that needs a kernel, `6.12` and `6.1` stand for the folders that
// scripts/kernel prints; those run when PFNCHECK_KERNEL_6_12 (PFNCHECK_KERNEL_6_1) is set, with the cache
// that PFNCHECK_CACHE names. Words that begin with `docs/` or `cases/` are files of the repository. A line
// `...` in the output stands for any number of lines.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pfncheck::docs {

struct Example {
  std::filesystem::path page;
  /// The line of the prompt, counted from 1; the output follows it.
  std::size_t line = 0;
  std::vector<std::string> arguments;
  std::vector<std::string> output;
};

/// README.md and docs/*.md of a repository, sorted.
std::vector<std::filesystem::path> pages_of(const std::filesystem::path& repository);

std::vector<std::string> lines_of(const std::string& text);

/// The examples of a page in the order of the page.
std::vector<Example> examples_of(const std::filesystem::path& page);

/// Arguments as the program is called in the repository: folders and patches in the place of their names,
/// patches written to the scratch folder. Empty if something is not there, e.g. no kernel.
std::vector<std::string> call_of(const Example& example, const std::filesystem::path& repository,
                                 const std::filesystem::path& scratch);

/// Whether lines fit a documented output in which `...` stands for any lines. The numbers of point releases
/// and of lines of C files may differ.
bool fits(const std::vector<std::string>& documented, const std::vector<std::string>& printed);

struct Promoted {
  std::vector<std::string> output;
  /// An elision whose neighbours changed: it was put where as many lines stay on either side as before, and
  /// somebody has to look at it.
  bool elision_moved = false;
};

/// The documented output as the program prints it now, with the elisions of the documented one.
Promoted promoted(const std::vector<std::string>& documented, const std::vector<std::string>& printed);

}  // namespace pfncheck::docs
