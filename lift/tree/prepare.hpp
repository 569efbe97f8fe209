// SPDX-License-Identifier: GPL-2.0-or-later
// Build folders outside the tree, made once per (tree, architecture row, tools) in the cache.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lift/tree/kernel_tree.hpp"
#include "model/arch/rows.hpp"
#include "model/input_error.hpp"

namespace pfncheck {

/// A row that could not be prepared, and the remedy. Where many rows were asked for, the others are answered.
class NotPrepared : public InputError {
 public:
  using InputError::InputError;
  /// Whether it is a gap: another machine, tool or tree could be prepared for the row.
  virtual bool counts() const { return true; }
};

/// This kernel cannot be built for the row's architecture, or not with clang: nothing that the user could
/// install helps, and nothing was left undone.
class NotBuildable : public NotPrepared {
 public:
  using NotPrepared::NotPrepared;
  bool counts() const override { return false; }
};

/// A build folder in which `make prepare` has run and the compile command of mm/memory.c has been recorded.
struct Prepared {
  const ArchRow* row = nullptr;
  std::string build_folder;
  std::vector<std::string>
      command;  ///< clang and arguments for mm/memory.c, cleaned (no -S, -o, -MMD, sanitizers, auto-var-init)
  std::string config;         ///< the row's, and which of its options this kernel does not have: "... without
                              ///< IOMMUFD"; WERROR: is off, as headers of the tree warn
  std::string config_digest;  ///< of .config
  std::vector<std::string> build =
      {};  ///< the recorded command with all that it warns of, refuses and optimises
};

using Progress = std::function<void(const std::string&)>;  ///< one line of what is being done

/// Returns the prepared folder, making it if the cache has none. Two processes may call it at once on one
/// cache (file lock). Interrupted work leaves nothing half-written. Throws NotPrepared with make's telling
/// line and the remedy, NotBuildable, InputError if tools are missing.
Prepared prepare(const KernelTree& tree, const ArchRow& row, const std::string& cache,
                 const Progress& progress);

}  // namespace pfncheck
