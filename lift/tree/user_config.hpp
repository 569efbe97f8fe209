// SPDX-License-Identifier: GPL-2.0-or-later
// A configuration of the user's: a .config, or a row with more symbols on, as a row of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/arch/rows.hpp"

namespace pfncheck {

/// A row with the architecture that a .config is for, and that configuration in the place of a defconfig. Its
/// name is "arm64:NAME", where NAME says which file it was; reports, JSON and cache keys have it by that
/// name.
class UserConfig {
 public:
  /// `path`: a .config under any name, or a build folder (O=) that holds one. Throws InputError: it cannot be
  /// read, is no configuration of a kernel, or is of an architecture that cannot be built for here.
  explicit UserConfig(const std::string& path);
  /// The row with these symbols switched on over what it has ("HMM_MIRROR"): "arm64:+KSM".
  UserConfig(const ArchRow& base, const std::vector<std::string>& symbols);
  UserConfig(const UserConfig&) = delete;
  UserConfig& operator=(const UserConfig&) = delete;

  const ArchRow& row() const { return row_; }

 private:
  std::string text_, label_, name_, symbols_;
  ArchRow row_;  ///< views the strings above
};

using UserConfigs = std::vector<std::shared_ptr<const UserConfig>>;

/// Options that are on in a configuration (y or m) and not in what `make olddefconfig` made of it, but for
/// those that say which compiler is used; in the order of the first.
std::vector<std::string> lost_options(const std::string& wanted, const std::string& made);

}  // namespace pfncheck
