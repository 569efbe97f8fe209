// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/git.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "model/input_error.hpp"

namespace pfncheck {

namespace {

constexpr int time_limit_ms = 60'000;

/// An unnamed file in memory: a stream of the child that can never block it, and that leaves nothing behind.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : fd_(memfd_create(name, MFD_CLOEXEC)) {
    if (fd_ < 0) {
      std::fprintf(stderr, "pfncheck: memfd_create: %s\n", std::strerror(errno));
      std::abort();
    }
  }
  ~MemoryFile() { close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  int fd() const { return fd_; }

  void fill(const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t n = write(fd_, text.data() + done, text.size() - done);
      if (n < 0) throw InputError("out of memory while a patch is handed to git: free some memory");
      done += static_cast<std::size_t>(n);
    }
    lseek(fd_, 0, SEEK_SET);
  }

  std::string text() const {
    struct stat info{};
    fstat(fd_, &info);
    std::string all(static_cast<std::size_t>(info.st_size), '\0');
    for (std::size_t done = 0; done < all.size();) {
      const ssize_t n = pread(fd_, all.data() + done, all.size() - done, static_cast<off_t>(done));
      if (n <= 0) break;
      done += static_cast<std::size_t>(n);
    }
    return all;
  }

 private:
  int fd_;
};

std::vector<std::string> environment(const std::string& folder, bool search_upwards) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> all = {
      std::string("PATH=") + (path ? path : "/usr/local/bin:/usr/bin:/bin"),
      "HOME=" + folder,
      "LC_ALL=C",
      "GIT_CONFIG_NOSYSTEM=1",
      "GIT_CONFIG_GLOBAL=/dev/null",
      "GIT_ATTR_NOSYSTEM=1",
      "GIT_PAGER=cat",
      "GIT_TERMINAL_PROMPT=0",
      "GIT_OPTIONAL_LOCKS=0",
      // A partial clone would fetch a missing object by whatever transport its configuration names.
      "GIT_ALLOW_PROTOCOL=none",
  };
  if (!search_upwards)
    all.push_back("GIT_CEILING_DIRECTORIES=" + std::filesystem::path(folder).parent_path().string());
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> all;
  for (std::string& s : strings) all.push_back(s.data());
  all.push_back(nullptr);
  return all;
}

/// Waits for the child; -1 if it had to be killed or died by a signal.
int status_of(pid_t child) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (handle >= 0) {
    pollfd wait{handle, POLLIN, 0};
    int ready = 0;
    do ready = poll(&wait, 1, time_limit_ms);
    while (ready < 0 && errno == EINTR);
    if (ready == 0) kill(child, SIGKILL);
    close(handle);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

GitResult git(const std::vector<std::string>& arguments, const std::string& folder, const std::string& input,
              bool search_upwards) {
  const std::string where = std::filesystem::canonical(folder).string();
  MemoryFile in("git-in"), out("git-out"), err("git-err");
  in.fill(input);
  std::vector<std::string> command = {"git", "--no-pager",           "-c", "core.hooksPath=/dev/null",
                                      "-c",  "core.fsmonitor=false", "-c", "core.quotePath=false"};
  // The user named this folder himself, and nothing of its configuration is run.
  command.insert(command.end(), {"-c", "safe.directory=*"});
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::vector<std::string> env = environment(where, search_upwards);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, where.c_str());
  posix_spawn_file_actions_adddup2(&actions, in.fd(), 0);
  posix_spawn_file_actions_adddup2(&actions, out.fd(), 1);
  posix_spawn_file_actions_adddup2(&actions, err.fd(), 2);
  pid_t child = 0;
  const int failed =
      posix_spawnp(&child, "git", &actions, nullptr, pointers(command).data(), pointers(env).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed)
    throw InputError("git cannot be started (" + std::string(std::strerror(failed)) + "): install git");
  GitResult result;
  result.status = status_of(child);
  result.out = out.text();
  result.err = err.text();
  return result;
}

}  // namespace pfncheck
