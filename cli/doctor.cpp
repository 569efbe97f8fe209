// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/doctor.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "report/exit_code.hpp"
#include "report/json.hpp"
#include "report/wrap.hpp"

namespace pfncheck {
namespace {

namespace fs = std::filesystem;

/// Something that has to be there beside kernel_tools(), and the Debian package that brings it.
struct Need {
  const char* what;
  const char* package;
  const char* purpose;
  bool needed;
};

constexpr std::array programs = {
    Need{"git", "git", "reads and applies patches", true},
    Need{"bwrap", "bubblewrap", "keeps clang away from everything but the tree", true},
    Need{"tar", "tar", "unpacks kernel sources", false},
    Need{"xz", "xz-utils", "unpacks kernel sources", false},
    Need{"qemu-arm", "qemu-user", "runs compiled rules of other architectures (a test)", false},
};

constexpr std::array headers = {
    Need{"libelf.h", "libelf-dev", "objtool of Kbuild", true},
    Need{"openssl/opensslv.h", "libssl-dev", "certificate tools of Kbuild", true},
};

constexpr std::array sources = {
    Need{"linux-source-6.12.tar.xz", "linux-source-6.12", "a kernel to try (scripts/kernel 6.12)", false},
    Need{"linux-source-6.1.tar.xz", "linux-source-6.1", "a kernel to try (scripts/kernel 6.1)", false},
};

/// 1 GiB: a few prepared rows.
constexpr std::uintmax_t least_free_bytes = 1ULL << 30;

Finding found(const Need& need, const std::string& path) {
  if (!path.empty()) return {need.what, true, need.needed, path, ""};
  return {need.what, false, need.needed, need.purpose, fmt::format("apt install {}", need.package)};
}

Finding look_for_file(const Need& need, const std::string& folder) {
  const std::string path = folder + "/" + need.what;
  return found(need, ::access(path.c_str(), R_OK) == 0 ? path : "");
}

Finding look_for_tool(const Tool& tool) {
  const std::string name(tool.name), package(tool.package);
  return found(Need{name.c_str(), package.c_str(), "builds kernel sources", true}, find_tool(name));
}

Finding sandbox() {
  Command command;
  command.argv = {"bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"};
  command.limits.wall_seconds = 10;
  if (run(command).ok()) return {"sandbox", true, true, "bwrap can make namespaces", ""};
  return {"sandbox", false, true, "bwrap cannot make namespaces",
          "sysctl kernel.unprivileged_userns_clone=1; in a container: allow user namespaces"};
}

Finding cache_folder(const std::string& cache) {
  const char* remedy = "free some space, or name another folder with --cache DIR";
  std::error_code error;
  fs::create_directories(cache, error);
  if (error || ::access(cache.c_str(), W_OK | X_OK) != 0)
    return {"cache", false, true, fmt::format("{} cannot be written to", cache), remedy};
  const fs::space_info space = fs::space(cache, error);
  if (!error && space.available < least_free_bytes)
    return {"cache", false, true, fmt::format("{} has less than 1 GiB free", cache), remedy};
  return {"cache", true, true, cache, ""};
}

const char* state_of(const Finding& f) {
  if (f.ok) return "ok";
  return f.needed ? "missing" : "absent";
}

}  // namespace

std::vector<Finding> examine(const std::string& cache) {
  std::vector<Finding> findings;
  for (const Tool& tool : kernel_tools()) findings.push_back(look_for_tool(tool));
  for (const Need& need : programs) findings.push_back(found(need, find_tool(need.what)));
  findings.push_back(sandbox());
  for (const Need& need : headers) findings.push_back(look_for_file(need, "/usr/include"));
  for (const Need& need : sources) findings.push_back(look_for_file(need, "/usr/src"));
  findings.push_back(cache_folder(cache));
  return findings;
}

bool healthy(const std::vector<Finding>& findings) {
  return std::all_of(findings.begin(), findings.end(), [](const Finding& f) { return f.ok || !f.needed; });
}

std::string doctor_text(const std::vector<Finding>& findings, bool quiet) {
  std::string out;
  for (const Finding& f : findings) {
    if (quiet && (f.ok || !f.needed)) continue;
    out += fmt::format("{:<8} {:<25} {}\n", state_of(f), f.what, wrapped(f.detail, 35));
    if (!f.ok) out += fmt::format("{:<34} -> {}\n", "", wrapped(f.remedy, 38));
  }
  return out + (healthy(findings) ? "everything that is needed is there\n"
                                  : "something that is needed is missing\n");
}

std::string doctor_json(const std::vector<Finding>& findings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Finding& f : findings)
    list.push_back({{"what", f.what},
                    {"state", state_of(f)},
                    {"needed", f.needed},
                    {"detail", f.detail},
                    {"remedy", f.ok ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(f.remedy)}});
  const bool all = healthy(findings);
  const nlohmann::ordered_json document = {
      {"schema", json_schema_version},
      {"command", "doctor"},
      {"findings", std::move(list)},
      {"exit_code", static_cast<int>(all ? ExitCode::decided : ExitCode::bad_input)}};
  return document.dump(2) + "\n";
}

}  // namespace pfncheck
