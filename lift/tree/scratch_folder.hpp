// SPDX-License-Identifier: GPL-2.0-or-later
// A folder that exists as long as its object does.
#pragma once

#include <string>

namespace pfncheck {

/// Makes a private folder under the system's folder for temporary files and removes it with all that is in
/// it.
class ScratchFolder {
 public:
  /// Throws InputError if no folder can be made (full disk, TMPDIR that cannot be written to).
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }  ///< canonical

 private:
  std::string path_;
};

}  // namespace pfncheck
