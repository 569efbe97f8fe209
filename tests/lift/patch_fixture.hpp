// SPDX-License-Identifier: GPL-2.0-or-later
// A small tree of our own, and patches and mails made for it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "lift/patch/patch.hpp"

namespace pfncheck::test {

/// A temporary folder with a tree: mm/example.c of 40 lines "line N", include/example.h of 10.
class PatchFixture {
 public:
  PatchFixture();
  ~PatchFixture();
  PatchFixture(const PatchFixture&) = delete;
  PatchFixture& operator=(const PatchFixture&) = delete;

  std::string tree() const { return folder_ + "/tree"; }
  std::string scratch() const { return folder_ + "/scratch"; }
  /// Writes a file of that name beside the tree and returns its path.
  std::string file(const std::string& name, const std::string& text) const;
  /// Reads a file after apply().
  std::string after(const std::string& path) const;
  PatchedFiles apply_text(const std::string& text) const;

 private:
  std::string folder_;
};

/// A git diff that changes line `line` of mm/example.c into `to`.
std::string change_line(unsigned line, const std::string& to);
/// One mail of git format-patch.
std::string mail(const std::string& subject, const std::string& body);
std::string base64(const std::string& text);
std::string with_crlf(const std::string& text);
/// The message of the InputError that `action` throws; "no error" if it throws none.
std::string error_of(const std::function<void()>& action);

/// Runs git in the tree, as somebody who has a name.
void run_git(const PatchFixture& fixture, std::vector<std::string> arguments);

}  // namespace pfncheck::test
