// SPDX-License-Identifier: GPL-2.0-or-later
// What has been decided once: a store of answers by their full question, in the cache folder.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "solver/ask/query.hpp"

namespace pfncheck {

/// Key: the whole question as text (tool build, row, digests of everything that was read, properties,
/// budget). Value: the whole answer as text. A store that cannot be opened or written is silently absent: it
/// only costs time. What a deadline or a signal cuts short is no answer: nothing is kept after it. May be
/// used from several threads and processes.
class Memo {
 public:
  /// In `cache_folder`; once one of the flags of `budget` is set nothing more is kept.
  explicit Memo(const std::string& cache_folder, const Budget& budget = {});
  ~Memo();
  Memo(const Memo&) = delete;
  Memo& operator=(const Memo&) = delete;

  std::optional<std::string> find(const std::string& key) const;
  void store(const std::string& key, const std::string& value) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The linker's build id of this program in hexadecimal: another build never reads this one's answers.
std::string build_id();

}  // namespace pfncheck
