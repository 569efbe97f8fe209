// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void cannot_write(const std::string& path, int error) {
  const char* remedy = error == ENOSPC || error == EDQUOT
                           ? "free some space, or name another cache with --cache DIR"
                           : "name a cache that can be written to with --cache DIR";
  throw InputError(path + ": cannot be written: " + std::strerror(error) + "; " + remedy);  // NOLINT
}

/// Folders that a killed run left behind; their names end in the number of the process that made them.
void remove_orphans(const std::string& parent) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("work-")) continue;
    const long owner = std::strtol(name.c_str() + 5, nullptr, 10);
    if (owner > 0 && kill(static_cast<pid_t>(owner), 0) != 0 && errno == ESRCH)
      fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  std::string text;
  struct stat about{};
  if (fstat(descriptor, &about) == 0 && about.st_size > 0)
    text.resize(static_cast<std::size_t>(about.st_size));
  std::size_t done = 0;
  ssize_t n = 0;
  while (done < text.size() && (n = read(descriptor, text.data() + done, text.size() - done)) > 0) {
    done += static_cast<std::size_t>(n);
  }
  close(descriptor);
  if (n < 0) return std::nullopt;
  text.resize(done);
  return text;
}

void write_file(const std::string& path, std::string_view text) {
  const std::string fresh = path + ".new-" + std::to_string(getpid());
  const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) cannot_write(path, errno);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = write(descriptor, text.data() + done, text.size() - done);
    if (n < 0) {
      const int error = errno;
      close(descriptor);
      unlink(fresh.c_str());
      cannot_write(path, error);
    }
    done += static_cast<std::size_t>(n);
  }
  close(descriptor);
  if (rename(fresh.c_str(), path.c_str()) != 0) {
    const int error = errno;
    unlink(fresh.c_str());
    cannot_write(path, error);
  }
}

void make_folders(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) cannot_write(path, error.value());
}

std::string canonical(const std::string& path) {
  std::error_code error;
  const fs::path found = fs::canonical(path, error);
  return error ? std::string() : found.string();
}

std::optional<FileStamp> stamp_of(const std::string& path) {
  struct stat about{};
  if (stat(path.c_str(), &about) != 0) return std::nullopt;
  return FileStamp{static_cast<std::uint64_t>(about.st_size),
                   about.st_mtim.tv_sec * 1'000'000'000LL + about.st_mtim.tv_nsec};
}

FileLock::FileLock(const std::string& path)
    : descriptor_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
  if (descriptor_ < 0) cannot_write(path, errno);
}

FileLock::~FileLock() {
  close(descriptor_);
}

bool FileLock::try_lock() const {
  return flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
}

void FileLock::lock() const {
  while (flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

TemporaryFolder::TemporaryFolder(const std::string& parent) {
  std::error_code ignored;
  fs::create_directories(parent, ignored);
  const std::string name = "/work-" + std::to_string(getpid()) + "-XXXXXX";
  path_ = parent + name;
  if (mkdtemp(path_.data()) != nullptr) {
    remove_orphans(parent);
    return;
  }
  in_parent_ = false;
  path_ = fs::temp_directory_path(ignored).string() + "/pfncheck-" + name.substr(1);
  if (mkdtemp(path_.data()) == nullptr) cannot_write(path_, errno);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace pfncheck
