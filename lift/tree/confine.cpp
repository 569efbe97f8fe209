// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/confine.hpp"

#include <array>
#include <filesystem>
#include <string_view>

#include "lift/tree/files.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

/// Where Debian keeps clang, its headers and shared libraries. No headers of the system, no /etc, no home.
constexpr std::array<std::string_view, 6> library_folders = {"/usr/lib", "/usr/lib32", "/usr/lib64",
                                                             "/lib",     "/lib32",     "/lib64"};

void append(std::vector<std::string>& to, std::initializer_list<std::string> words) {
  to.insert(to.end(), words);
}

void show_libraries(std::vector<std::string>& argv) {
  for (const std::string_view folder : library_folders) {
    const std::string path(folder);
    std::error_code error;
    if (fs::is_symlink(path, error)) {
      append(argv, {"--symlink", fs::read_symlink(path, error).string(), path});
    } else if (fs::is_directory(path, error)) {
      append(argv, {"--ro-bind", path, path});
    }
  }
}

}  // namespace

std::vector<std::string> confined(const std::vector<std::string>& argv, const View& view) {
  const std::string program = find_tool("bwrap");
  if (program.empty()) throw InputError("not found: bwrap; install with: apt install bubblewrap");
  std::vector<std::string> out = {program,         "--unshare-all", "--die-with-parent",
                                  "--new-session", "--cap-drop",    "ALL"};
  append(out, {"--clearenv", "--setenv", "LC_ALL", "C", "--setenv", "PATH", "/nowhere", "--dev", "/dev"});
  show_libraries(out);
  const std::string own = fs::path(argv.front()).parent_path().parent_path().string();
  if (!own.starts_with("/usr/lib/")) append(out, {"--ro-bind", own, own});
  for (const std::string& path : view.readable) append(out, {"--ro-bind", path, path});
  if (!view.writable.empty()) append(out, {"--bind", view.writable, view.writable});
  append(out, {"--chdir", view.cwd, "--"});
  out.insert(out.end(), argv.begin(), argv.end());
  return out;
}

std::string why_not_confined() {
  if (find_tool("bwrap").empty()) return "not found: bwrap; install with: apt install bubblewrap";
  const std::string clang = find_tool("clang-19");
  if (clang.empty()) return "not found: clang-19; install with: apt install clang-19";
  Command command;
  command.argv = confined({clang, "--version"}, {{}, {}, "/"});
  command.limits.wall_seconds = 10;
  const ProcessResult result = run(command);
  if (result.ok()) return {};
  return "bwrap cannot make a name space here (" + result.err.substr(0, result.err.find('\n')) +
         "); allow user name spaces: sysctl kernel.unprivileged_userns_clone=1, or in a container run it "
         "privileged";
}

}  // namespace pfncheck
