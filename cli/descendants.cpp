// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/descendants.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <signal.h>

#include <fstream>
#include <string>
#include <vector>

namespace pfncheck {

namespace {

std::vector<pid_t> children_of(pid_t process) {
  // Linux lists a thread's children in /proc (CONFIG_PROC_CHILDREN); any thread may have made some.
  std::vector<pid_t> children;
  const std::string tasks = fmt::format("/proc/{}/task", process);
  DIR* folder = ::opendir(tasks.c_str());
  if (folder == nullptr) return children;
  while (const dirent* entry = ::readdir(folder)) {
    std::ifstream list(fmt::format("{}/{}/children", tasks, entry->d_name));
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  ::closedir(folder);
  return children;
}

}  // namespace

void end_descendants(pid_t process, int signal) {
  for (const pid_t child : children_of(process)) {
    end_descendants(child, signal);
    ::kill(child, signal);
  }
}

}  // namespace pfncheck
