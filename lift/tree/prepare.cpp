// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/prepare.hpp"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <optional>
#include <sstream>
#include <thread>

#include "lift/tree/compile_command.hpp"
#include "lift/tree/digest.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view recorded_unit = "mm/memory.c";
constexpr std::string_view recorded_target = "mm/memory.ll";
constexpr std::string_view recorded_file = "/mm/.memory.ll.cmd";
/// A folder without this file was interrupted and is made anew. Written last.
constexpr std::string_view complete_file = "/pfncheck-complete";
constexpr unsigned step_seconds = 1800;

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

/// The folder's name says what it is to people; the digest says it to us.
std::string folder_name(const KernelTree& tree, const ArchRow& row) {
  Sha256 key;
  key.add("prepare 1").add(tree.root()).add(tree.prepare_key()).add(clang_identity());
  key.add(row.kbuild_arch).add(row.defconfig).add(row.enable);
  return tree.full_release() + "-" + std::string(row.name) + "-" + key.hex().substr(0, 20);
}

/// Known reasons of failing, by what make or a compiler prints.
struct Remedy {
  std::string_view sign, remedy;
};
constexpr std::array<Remedy, 8> remedies = {{
    {"No space left on device", "free some space, or name another cache with --cache DIR"},
    {"Read-only file system", "name a cache that can be written to with --cache DIR"},
    {"source tree is not clean",
     "the tree has been built in; run `make mrproper` in it, or name a clean copy"},
    {"libelf.h", "install with: apt install libelf-dev"},
    {"gelf.h", "install with: apt install libelf-dev"},
    {"openssl/", "install with: apt install libssl-dev"},
    {"stdio.h", "install with: apt install libc6-dev"},
    {"rsync", "install with: apt install rsync"},
}};

/// Configurations by another way in kernels whose arch Makefile does not know the target.
struct OlderWay {
  std::string_view target, makefile, instead, enable;
};
constexpr std::array<OlderWay, 1> older_ways = {
    {{"multi_v7_lpae_defconfig", "arch/arm/Makefile", "multi_v7_defconfig", "ARM_LPAE"}}};

/// What make prints if the tree lacks the architecture or configuration, or cannot use clang for it.
constexpr std::array<Remedy, 3> not_buildable = {{
    {"Can't find default configuration", "this kernel has no such configuration"},
    {"/Makefile: No such file or directory", "this kernel has no such architecture"},
    {"scripts/Makefile.clang", "this kernel does not build for this architecture with clang"},
}};

/// "make[2]: *** [Makefile:5: target] Error 1": says that something failed, never what.
bool is_of_make(const std::string& line) {
  return line.starts_with("make") && line.find("***") != std::string::npos;
}

/// The line that says why: the first with an error in it, else what was printed before make gave up (Kconfig:
/// `arch/Kconfig:5: can't open file "x"`), else the last one.
std::string telling_line(const std::string& text) {
  std::istringstream lines(text);
  std::string last, before_make;
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(" \t*") == std::string::npos) continue;
    const bool tells = line.find("rror:") != std::string::npos ||
                       line.find("o space left") != std::string::npos || line.starts_with("***");
    if (tells) return line;
    if (is_of_make(line) && before_make.empty()) before_make = last.empty() ? line : last;
    last = line;
  }
  return before_make.empty() ? last : before_make;
}

class Preparation {
 public:
  Preparation(const KernelTree& tree, const ArchRow& row, std::string folder, const Progress& progress)
      : tree_(tree), row_(row), folder_(std::move(folder)), progress_(progress) {
    defconfig_ = row.defconfig;
    enable_ = row.enable;
    for (const OlderWay& way : older_ways) {
      const auto makefile = read_file(tree.root() + "/" + std::string(way.makefile));
      if (way.target != row.defconfig || !makefile || makefile->find(way.target) != std::string::npos)
        continue;
      defconfig_ = way.instead;
      enable_ = std::string(way.enable) + " " + enable_;
    }
  }

  void make_all() const {
    require_tools();
    fs::remove_all(folder_);
    make_folders(folder_);
    make({defconfig_}, "configure");
    switch_symbols();
    make({"olddefconfig"}, "configure");
    make({"-j" + std::to_string(std::max(1U, std::thread::hardware_concurrency())), "prepare"},
         "make prepare");
    make({std::string(recorded_target)}, "record the compile command");
  }

 private:
  void say(const std::string& what) const {
    if (progress_) progress_("prepare " + tree_.full_release() + " " + std::string(row_.name) + ": " + what);
  }

  void make(const std::vector<std::string>& targets, const std::string& what) const {
    say(what);
    Command command;
    command.argv = {"make", "-s", "ARCH=" + std::string(row_.kbuild_arch), "LLVM=-19", "O=" + folder_};
    command.argv.insert(command.argv.end(), targets.begin(), targets.end());
    execute(command, "make " + targets.back());
  }

  void switch_symbols() const {
    Command command;
    command.argv = {tree_.root() + "/scripts/config", "--file", folder_ + "/.config"};
    for (const std::string& symbol : words(enable_)) {
      const bool off = symbol.starts_with("-");
      command.argv.insert(command.argv.end(), {off ? "-d" : "-e", off ? symbol.substr(1) : symbol});
    }
    if (command.argv.size() > 3) execute(command, "scripts/config");
  }

  void execute(Command& command, const std::string& what) const {
    command.cwd = tree_.root();
    command.env = tool_environment();
    command.limits.wall_seconds = step_seconds;
    const ProcessResult result = run(command);
    if (result.ok()) return;
    const std::string all = result.out + result.err;
    std::string why = !result.started      ? result.error
                      : result.timed_out   ? "took over " + std::to_string(step_seconds) + " s"
                      : result.signal != 0 ? "ended by signal " + std::to_string(result.signal)
                                           : telling_line(result.err.empty() ? result.out : result.err);
    if (why.empty()) why = "exit status " + std::to_string(result.status);
    for (const Remedy& known : not_buildable) {
      if (all.find(known.sign) == std::string::npos) continue;
      throw NotBuildable(tree_.root() + ": Linux " + tree_.full_release() + ", " + std::string(row_.name) +
                         ": " + std::string(known.remedy));
    }
    for (const Remedy& known : remedies) {
      if (all.find(known.sign) != std::string::npos) {
        why += "; " + std::string(known.remedy);
        break;
      }
    }
    throw InputError(tree_.root() + ": " + what + " for " + std::string(row_.name) + " failed: " + why);
  }

  const KernelTree& tree_;
  const ArchRow& row_;
  std::string folder_, defconfig_, enable_;
  const Progress& progress_;
};

/// What the row's configuration came to: an older kernel lacks an option, or its dependencies are not met.
std::string config_text(const ArchRow& row, const std::string& config) {
  std::string lacks;
  for (const std::string& symbol : words(std::string(row.enable))) {
    if (symbol.starts_with("-")) continue;
    const std::string set = "\nCONFIG_" + symbol + "=";
    if (config.find(set + "y\n") == std::string::npos && config.find(set + "m\n") == std::string::npos)
      lacks += (lacks.empty() ? " without " : ", ") + symbol;
  }
  return std::string(row.config) + lacks;
}

std::optional<Prepared> recorded(const ArchRow& row, const std::string& folder) {
  const auto text = read_file(folder + std::string(recorded_file));
  const auto config = read_file(folder + "/.config");
  if (!text || !config) return std::nullopt;
  Prepared prepared{&row,
                    folder,
                    recorded_command(*text, recorded_unit, CommandFor::lifting),
                    config_text(row, *config),
                    Sha256().add(*config).hex(),
                    recorded_command(*text, recorded_unit, CommandFor::building)};
  if (prepared.command.empty()) return std::nullopt;
  return prepared;
}

std::optional<Prepared> complete(const ArchRow& row, const std::string& folder) {
  if (access((folder + std::string(complete_file)).c_str(), R_OK) != 0) return std::nullopt;
  return recorded(row, folder);
}

}  // namespace

Prepared prepare(const KernelTree& tree, const ArchRow& row, const std::string& cache,
                 const Progress& progress) {
  if (row.defconfig.empty()) throw InputError(std::string(row.name) + ": this row has no build");
  const fs::path parent = fs::absolute(cache) / "prepared";
  const std::string folder = (parent / folder_name(tree, row)).string();
  if (auto ready = complete(row, folder)) return *ready;
  make_folders(parent.string());
  const FileLock lock(folder + ".lock", [&] {
    if (progress) progress("prepare " + std::string(row.name) + ": another pfncheck is doing it; waiting");
  });
  if (auto ready = complete(row, folder)) return *ready;
  Preparation(tree, row, folder, progress).make_all();
  auto ready = recorded(row, folder);
  if (!ready) {
    throw InputError(tree.root() + ": make recorded no compile command of mm/memory.c for " +
                     std::string(row.name));
  }
  write_file(folder + std::string(complete_file), tree.root() + "\n");
  return *ready;
}

}  // namespace pfncheck
