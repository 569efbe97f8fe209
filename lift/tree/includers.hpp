// SPDX-License-Identifier: GPL-2.0-or-later
// C files that include a header, found by their text: units of a header that no checked unit includes.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lift/tree/changed_text.hpp"

namespace pfncheck {

/// What the changed lines of a header are about: functions and macros that hold them, else the words of the
/// lines. Comments are about nothing.
std::set<std::string> subjects_of(const accounting::ChangedText& text);

/// Users of the headers of one tree, each looked for once. May be asked from several threads.
class Includers {
 public:
  explicit Includers(std::string root) : root_(std::move(root)) {}

  /// C files that include `header` (both relative to the tree), by way of other headers too. First those that
  /// use one of the words, then by how many headers lie between, then by name. Of a header that is for one
  /// part of the kernel that part is searched; of one in an include/ folder core mm, KVM, VFIO, the IOMMU and
  /// file systems.
  std::vector<std::string> of(const std::string& header, const std::set<std::string>& words);

 private:
  std::string root_;
  std::mutex lock_;
  std::map<std::string, std::map<std::string, unsigned>> known_;  ///< by header: file, headers between
};

}  // namespace pfncheck
