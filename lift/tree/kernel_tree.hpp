// SPDX-License-Identifier: GPL-2.0-or-later
// A kernel source tree of the user's: a folder, or a commit of a git repository. Never written to.
#pragma once

#include <string>
#include <vector>

#include "model/kernel/facts.hpp"

namespace pfncheck {

/// Sources of one tree, readable as a folder.
class KernelTree {
 public:
  /// A folder with kernel sources. One that was built in is read through a clean view of it in `cache` (see
  /// clean_view.hpp), if a cache is named. Throws InputError: no such folder, not a kernel tree, file
  /// missing, too old.
  static KernelTree open(const std::string& folder, const std::string& cache = {});
  /// The commit `revision` of the git repository `repository`, unpacked into `cache` once: the folders that
  /// preparing and compiling needs, and `also` (files relative to the tree, those that a patch touches).
  /// Throws InputError.
  static KernelTree at_revision(const std::string& repository, const std::string& revision,
                                const std::string& cache, const std::vector<std::string>& also = {});

  const std::string& root() const { return root_; }  ///< canonical folder, or that of the view
  /// Canonical folder that the user named.
  const std::string& source() const { return source_; }
  bool is_view() const { return root_ != source_; }
  /// What messages call it: the folder, or "REPOSITORY at REVISION (COMMIT)".
  const std::string& name() const { return name_; }
  Release release() const { return release_; }
  /// Read from the tree's text: see core_mm.hpp.
  const CoreMm& core() const { return core_; }
  const std::string& full_release() const { return full_; }  ///< "6.12.117"
  /// Stable id of what `prepare` reads: Kconfig files, Makefiles, scripts (path, size, mtime or commit).
  const std::string& prepare_key() const { return prepare_key_; }

 private:
  /// `name` is what messages call the folder.
  static KernelTree open_as(const std::string& folder, const std::string& name, const std::string& cache);

  std::string root_, source_, name_, full_, prepare_key_;
  Release release_;
  CoreMm core_{Release{}};
};

}  // namespace pfncheck
