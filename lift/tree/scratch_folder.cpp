// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/scratch_folder.hpp"

#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "model/input_error.hpp"

namespace pfncheck {

ScratchFolder::ScratchFolder() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (error) throw InputError("no folder for temporary files: set TMPDIR to one that exists");
  std::string name = (parent / "pfncheck-XXXXXX").string();
  if (!mkdtemp(name.data()))
    throw InputError(parent.string() + ": no temporary folder can be made there (" + std::strerror(errno) +
                     "): free some space or set TMPDIR");
  path_ = std::filesystem::canonical(name).string();
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // a destructor cannot report, and a folder left in TMPDIR harms nobody
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace pfncheck
