// SPDX-License-Identifier: GPL-2.0-or-later
// The files of the repository, for tests that read them.
#pragma once

#include <string>
#include <vector>

namespace pfncheck::test {

struct SourceFile {
  std::string path;  ///< relative to the repository: "model/term/term.hpp"
  std::vector<std::string> lines;

  std::string extension() const;  ///< ".cpp"; of a path without a dot ""
  std::string room() const;       ///< first folder; of files at the top ""
};

/// Every text file under the tracked folders, in order of path. Build folders and what starts with a dot (but
/// .ci) are left out.
const std::vector<SourceFile>& source_files();

}  // namespace pfncheck::test
