// SPDX-License-Identifier: GPL-2.0-or-later
// Files of a tree and of the cache: whole reads, atomic writes, locks, folders that vanish.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pfncheck {

/// The whole file, or nothing if it cannot be read.
std::optional<std::string> read_file(const std::string& path);
/// Writes beside the file and renames. Throws InputError (full disk, read-only) that names the path and the
/// remedy.
void write_file(const std::string& path, std::string_view text);
/// Makes a folder and its parents. Throws InputError that names the path and the remedy.
void make_folders(const std::string& path);
/// Canonical absolute path; empty if it does not exist.
std::string canonical(const std::string& path);

struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
std::optional<FileStamp> stamp_of(const std::string& path);

/// Exclusive between processes as long as it lives.
class FileLock {
 public:
  /// Waits; `waiting` is called once if somebody else has it. Throws InputError if the file cannot be made.
  template <class Waiting>
  FileLock(const std::string& path, Waiting waiting) : FileLock(path) {
    if (try_lock()) return;
    waiting();
    lock();
  }
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(const std::string& path);
  bool try_lock() const;
  void lock() const;
  int descriptor_ = -1;
};

/// A fresh folder below `parent` (or the system's temporary folder if that cannot be written to), removed at
/// the end.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }
  bool in_parent() const { return in_parent_; }
  /// It has been moved elsewhere or is to stay.
  void release() { path_.clear(); }

 private:
  std::string path_;
  bool in_parent_ = true;
};

}  // namespace pfncheck
