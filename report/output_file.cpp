// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "model/input_error.hpp"

namespace pfncheck {
namespace {

[[noreturn]] void refuse(const std::string& path, int error) {
  const char* remedy = error == ENOSPC ? "; free some space" : "; name another file with -o";
  throw InputError(fmt::format("cannot write {}: {}{}", path, std::strerror(error), remedy));
}

/// Writes all of it; 0, or errno.
int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

/// A file that goes away unless it is kept under its real name.
class NewFile {
 public:
  explicit NewFile(const std::string& path) : path_(path), name_(path + ".XXXXXX") {
    fd_ = ::mkostemp(name_.data(), O_CLOEXEC);
    if (fd_ < 0) refuse(path_, errno);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!kept_) ::unlink(name_.c_str());
  }
  void write(std::string_view text) {
    if (const int error = write_all(fd_, text)) refuse(path_, error);
  }
  void keep() {
    // mkostemp makes files that only their owner reads; a report has the rights of any new file.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    const bool done =
        ::fchmod(fd_, 0666 & ~mask) == 0 && ::fsync(fd_) == 0 && ::rename(name_.c_str(), path_.c_str()) == 0;
    if (!done) refuse(path_, errno);
    kept_ = true;
  }

 private:
  std::string path_, name_;
  int fd_ = -1;
  bool kept_ = false;
};

namespace fs = std::filesystem;

/// Follows links by hand up to the file that they name. It stops below /proc: a link there stands for an open
/// file, which may have lost its name or share its place with a shell's redirection.
fs::path followed(const std::string& path) {
  std::error_code error;
  fs::path at = fs::absolute(path, error);
  for (int links = 0; links < 40; ++links) {
    const fs::path folder = fs::canonical(at.parent_path(), error);
    if (error) return path;
    at = folder / at.filename();
    if (folder.string().starts_with("/proc/") || !fs::is_symlink(at)) return at;
    at = folder / fs::read_symlink(at, error);
    if (error) return path;
  }
  refuse(path, ELOOP);
}

/// The number of an own open file that /proc/self/fd/N (/dev/stdout, /dev/fd/N) names; else -1.
int own_descriptor(const fs::path& path) {
  if (path.parent_path() != fmt::format("/proc/{}/fd", ::getpid())) return -1;
  const std::string name = path.filename().string();
  int fd = -1;
  const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), fd);
  return error == std::errc() && stop == name.data() + name.size() ? fd : -1;
}

bool is_written_in_place(const fs::path& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0 || S_ISDIR(info.st_mode)) return false;
  return !S_ISREG(info.st_mode) || path.string().starts_with("/proc/");
}

void write_in_place(const std::string& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) refuse(path, errno);
  const int error = write_all(fd, text);
  ::close(fd);
  if (error != 0) refuse(path, error);
}

/// A reader that has seen enough (`| head`) is no mistake.
void write_to_open_file(int fd, const std::string& name, const std::string& text) {
  const int error = write_all(fd, text);
  if (error != 0 && error != EPIPE) refuse(name, error);
}

void write_to_file(const std::string& path, const std::string& text) {
  const fs::path target = followed(path);
  if (const int fd = own_descriptor(target); fd >= 0) {
    write_to_open_file(fd, path, text);
  } else if (is_written_in_place(target)) {
    write_in_place(target.string(), text);
  } else {
    NewFile file(target.string());
    file.write(text);
    file.keep();
  }
}

}  // namespace

void write_output(const std::string& path, const std::string& text) {
  if (path.empty())
    write_to_open_file(STDOUT_FILENO, "standard output", text);
  else
    write_to_file(path, text);
}

}  // namespace pfncheck
