// SPDX-License-Identifier: GPL-2.0-or-later
// How make has to be called so that a tree is configured and compiled with clang 19: by what the tree has.
#pragma once

#include <string>
#include <vector>

#include "lift/tree/kernel_tree.hpp"
#include "model/arch/rows.hpp"

namespace pfncheck {

struct KbuildWay {
  std::string defconfig;               ///< make target
  std::string enable;                  ///< as ArchRow::enable
  std::vector<std::string> arguments;  ///< of every call of make, ARCH= included
  std::string first_in_path;           ///< folder that goes before PATH; empty: none
};

KbuildWay kbuild_way(const KernelTree& tree, const ArchRow& row);

}  // namespace pfncheck
