// SPDX-License-Identifier: GPL-2.0-or-later
// C files that include a header, found by their text: units of a header that no checked unit includes.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace pfncheck {

/// What the changed lines of a header are about, given both texts and the lines of each (1-based): functions
/// and macros that hold them; else the words of the lines; nothing of comments.
std::set<std::string> subjects_of(const std::string& before, const std::set<unsigned>& removed,
                                  const std::string& after, const std::set<unsigned>& added);

/// C files below `root` that include `header` (both relative to it), by way of other headers too. First those
/// that use one of the words, then by how many headers lie between, then by name. Of a header that is for one
/// part of the kernel that part is searched; of one in an include/ folder core mm, KVM, VFIO, the IOMMU and
/// file systems.
std::vector<std::string> includers_of(const std::string& root, const std::string& header,
                                      const std::set<std::string>& words);

}  // namespace pfncheck
