// SPDX-License-Identifier: GPL-2.0-or-later
// Runs build/pfncheck as a user does.
#pragma once

#include <string>
#include <vector>

namespace pfncheck::test {

struct Ran {
  int exit_code = 0;
  std::string out, err;
};

/// Runs the program with these arguments, no terminal and a cache folder of its own, in `folder` (empty:
/// here).
Ran pfncheck(const std::vector<std::string>& arguments, const std::string& folder = {});

/// A folder that goes away with its content.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  /// Writes a file in it and returns its path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

std::string read_file(const std::string& path);

}  // namespace pfncheck::test
