// SPDX-License-Identifier: GPL-2.0-or-later
// Results of clang runs, kept by everything that went in: one folder each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lift/tree/clang_run.hpp"

namespace pfncheck {

/// The purpose of which Prepared::build is the command; of others it is Prepared::command.
inline constexpr const char* build_purpose = "build, with warnings";
/// That of bitcode for lifting.
inline constexpr const char* lifting_purpose = "bitcode";
inline constexpr const char* all_purpose = "bitcode of all";  ///< Emitted::all

class UnitCache {
 public:
  /// `purpose` tells compiling from listing lines. Touches nothing.
  UnitCache(const SourceSide& side, const Prepared& prepared, const std::string& unit,
            const std::string& purpose, const std::string& cache);

  struct Entry {
    std::string folder;
    Compiled compiled;  ///< without `bitcode`
  };
  /// What is there, if no file that it was made from has changed since.
  std::optional<Entry> find() const;
  /// Of a patched side: what is there of the unpatched one, if the patch changes nothing that the unit
  /// includes. It is then what this side would give.
  std::optional<Entry> find_unpatched() const;

  /// Parent of a folder to work in: the cache, or a private folder of the system's if the cache cannot be
  /// written to.
  const std::string& working_parent() const { return parent_; }
  /// Empty, or one line that says that another folder than the cache is used.
  const std::string& warning() const { return warning_; }

  /// Turns the folder `work` (below working_parent()) into the entry and gives its new place.
  std::string keep(const std::string& work, const Compiled& compiled,
                   const std::vector<std::string>& opened) const;

 private:
  std::optional<Entry> find_in(const std::string& parent) const;
  const SourceSide& side_;
  const Prepared& prepared_;
  std::string unit_, purpose_, cache_;
  std::string name_, cache_parent_, parent_, warning_;
};

}  // namespace pfncheck
