// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/tree_key.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "lift/tree/digest.hpp"

namespace pfncheck {
namespace {

struct Found {
  std::string path;
  long long size = 0, mtime_ns = 0;
};

constexpr std::array<std::string_view, 5> skipped_folders = {"Documentation", "LICENSES", ".git", "samples",
                                                             "usr"};

/// Headers that kernel/bounds.c turns into include/generated/bounds.h.
constexpr std::array<std::string_view, 6> generated_from = {
    "include/linux/page-flags.h", "include/linux/mmzone.h",         "include/linux/page-flags-layout.h",
    "include/linux/kbuild.h",     "include/linux/spinlock_types.h", "kernel/bounds.c"};

bool ends_with(std::string_view text, std::string_view end) {
  return text.ends_with(end);
}

bool steers_a_build(std::string_view name) {
  return name.starts_with("Kconfig") || name.starts_with("Makefile") || name == "Kbuild" ||
         ends_with(name, "defconfig") || ends_with(name, ".tbl") || name == "Platform" ||
         ends_with(name, ".config");
}

/// Folders whose every file counts.
bool counts_wholly(const std::string& folder) {
  return folder == "scripts" || folder.starts_with("scripts/") || folder == "tools/objtool" ||
         (folder.starts_with("arch/") && (ends_with(folder, "/tools") || ends_with(folder, "/vdso")));
}

bool is_skipped(const std::string& folder) {
  if (std::find(skipped_folders.begin(), skipped_folders.end(), folder) != skipped_folders.end()) return true;
  if (folder.starts_with("arch/") && ends_with(folder, "/dts")) return true;
  return folder == "tools/testing" || folder == "tools/perf";
}

void note(int descriptor, const char* name, std::string path, std::vector<Found>& found) {
  struct stat about{};
  if (fstatat(descriptor, name, &about, 0) != 0) return;
  found.push_back({std::move(path), static_cast<long long>(about.st_size),
                   about.st_mtim.tv_sec * 1'000'000'000LL + about.st_mtim.tv_nsec});
}

void walk(int parent, const char* name, const std::string& folder, bool wholly, std::vector<Found>& found) {
  const int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  DIR* directory = descriptor < 0 ? nullptr : fdopendir(descriptor);
  if (directory == nullptr) return;
  while (const dirent* entry = readdir(directory)) {
    const std::string_view each = entry->d_name;
    if (each == "." || each == "..") continue;
    std::string path = folder.empty() ? std::string(each) : folder + "/" + std::string(each);
    if (entry->d_type == DT_DIR) {
      if (!is_skipped(path)) walk(descriptor, entry->d_name, path, wholly || counts_wholly(path), found);
    } else if (wholly || steers_a_build(each)) {
      note(descriptor, entry->d_name, std::move(path), found);
    }
  }
  closedir(directory);
}

}  // namespace

std::string tree_key(const std::string& root) {
  std::vector<Found> found;
  walk(AT_FDCWD, root.c_str(), "", false, found);
  for (const auto path : generated_from)
    note(AT_FDCWD, (root + "/" + std::string(path)).c_str(), std::string(path), found);
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.path < b.path; });
  Sha256 digest;
  digest.add("tree").add(root);
  for (const Found& file : found) {
    digest.add(file.path).add(std::to_string(file.size)).add(std::to_string(file.mtime_ns));
  }
  return digest.hex();
}

}  // namespace pfncheck
