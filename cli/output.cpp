// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "model/input_error.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

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

bool is_special_file(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

void write_in_place(const std::string& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) refuse(path, errno);
  const int error = write_all(fd, text);
  ::close(fd);
  if (error != 0) refuse(path, error);
}

}  // namespace

void write_output(const std::string& path, const std::string& text) {
  if (path.empty()) {
    const int error = write_all(STDOUT_FILENO, text);
    // A reader that has seen enough (`| head`) is no mistake.
    if (error != 0 && error != EPIPE) refuse("standard output", error);
  } else if (is_special_file(path)) {
    write_in_place(path, text);
  } else {
    NewFile file(path);
    file.write(text);
    file.keep();
  }
}

bool use_colour(const CommonOptions& options) {
  if (options.colour != Colour::auto_) return options.colour == Colour::always;
  const char* no_colour = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty means none
  return options.output.empty() && ::isatty(STDOUT_FILENO) == 1 &&
         (no_colour == nullptr || *no_colour == '\0');
}

int emit(Report& report, const CommonOptions& options) {
  finish(report);
  const TextOptions text{.colour = use_colour(options), .quiet = options.quiet, .verbose = options.verbose};
  write_output(options.output, options.format == Format::json ? to_json(report) : to_text(report, text));
  return report.exit_code;
}

}  // namespace pfncheck
