// SPDX-License-Identifier: GPL-2.0-or-later
// What one run of clang gets to read: the wrapper unit, the overlay and the macros that say what this side
// has.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lift/patch/patch.hpp"
#include "lift/tree/kernel_tree.hpp"
#include "model/contract/contract.hpp"

namespace pfncheck {

/// A part of the ledger (model/vocabulary), and the unit whose contracts need it; empty: all.
struct LedgerPart {
  std::string_view name, unit;
};
inline constexpr std::array<LedgerPart, 3> ledger_parts = {
    {{"ledger.h", ""}, {"made_ledger.h", "mm/memory.c"}, {"huge_ledger.h", "mm/huge_memory.c"}}};

/// One side of a patch: the tree, seen through the patched files (nullptr: the tree itself).
class SourceSide {
 public:
  SourceSide(const KernelTree& tree, const PatchedFiles* patched) : tree_(tree), patched_(patched) {}

  const KernelTree& tree() const { return tree_; }
  const PatchedFiles* patched() const { return patched_; }
  bool is_patched() const { return patched_ != nullptr; }
  /// The real file that this side shows under a path relative to the tree; empty if the patch deletes it.
  std::string real_path(const std::string& relative) const;
  std::optional<std::string> text(const std::string& relative) const;
  /// Paths and contents of what differs from the tree, for a cache key.
  std::string digest() const;

 private:
  const KernelTree& tree_;
  const PatchedFiles* patched_;
};

/// Whether C text defines a function of that name (a body follows the parameters). Comments and strings do
/// not count.
bool defines_function(const std::string& text, const std::string& name);

/// Why the unit's adapters cannot be compiled on this side, in one line; empty if they can.
std::string missing_rule(const SourceSide& side, const std::string& unit);

/// -D arguments by which the adapters learn what this side has.
std::vector<std::string> side_macros(const SourceSide& side, const std::string& unit);

/// Contracts of the unit whose function this side defines; none where pages are counted in a way that the
/// ledger does not know.
std::vector<const Contract*> contracts_on(const SourceSide& side, const std::string& unit);

/// `#include` of the unit, then the adapters, less those of the functions in `without`.
std::string wrapper_text(const SourceSide& side, const std::string& unit,
                         const std::set<std::string>& without = {});

/// clang's overlay file: patched files, deleted files, and if wanted the wrapper of memory_model.h. `scratch`
/// is the folder that holds `memory_model.h` and `deleted.h`.
std::string overlay_text(const SourceSide& side, const std::string& scratch, bool with_wrapper);

/// The path that users know for a path that clang printed: relative to the tree where it is in it.
std::string shown_path(const KernelTree& tree, const std::string& build_folder, const std::string& path);

}  // namespace pfncheck
