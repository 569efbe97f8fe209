// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/prepare.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <sstream>
#include <thread>

#include "lift/tree/compile_command.hpp"
#include "lift/tree/digest.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/kbuild_way.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "lift/tree/user_config.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view recorded_unit = "mm/memory.c";
constexpr std::string_view recorded_target = "mm/memory.ll";
constexpr std::string_view recorded_file = "/mm/.memory.ll.cmd";
/// A folder without this file was interrupted and is made anew. Written last.
constexpr std::string_view complete_file = "/pfncheck-complete";
/// Says that warnings of the tree's own headers stopped the build, and CONFIG_WERROR was switched off for it.
constexpr std::string_view tolerant_file = "/pfncheck-without-werror";
constexpr unsigned step_seconds = 1800;

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

/// The folder's name says what it is to people; the digest says it to us.
std::string folder_name(const KernelTree& tree, const ArchRow& row, const KbuildWay& way) {
  Sha256 key;
  key.add("prepare 1").add(tree.root()).add(tree.prepare_key()).add(clang_identity());
  key.add(row.kbuild_arch).add(way.defconfig).add(way.enable);
  if (!row.config_text.empty()) key.add("config").add(row.config_text);
  std::string name(row.name);
  std::ranges::replace(name, ':', '-');  // make takes a colon in a name for one of its own
  return tree.full_release() + "-" + name + "-" + key.hex().substr(0, 20);
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

/// "FILE:12:3: error: ..." of the kernel's own C: programs of the build fail for want of a header of the
/// machine's.
bool is_of_kernel(const std::string& folder, const std::string& line) {
  const auto is_in = [&](const std::string& part) { return line.starts_with(folder + "/" + part); };
  return is_in("") && !is_in("scripts/") && !is_in("tools/") && line.find(": error: ") != std::string::npos;
}

class Preparation {
 public:
  Preparation(const KernelTree& tree, const ArchRow& row, const KbuildWay& way, std::string folder,
              const Progress& progress)
      : tree_(tree), row_(row), way_(way), folder_(std::move(folder)), progress_(progress) {}

  void make_all() const {
    require_tools();
    fs::remove_all(folder_);
    make_folders(folder_);
    configure();
    try {
      make_unit();
    } catch (const NotBuildable&) {
      throw;
    } catch (const NotPrepared&) {
      if (!is_werror()) throw;
      make_without_werror();
    }
  }

 private:
  void configure() const {
    if (row_.config_text.empty()) {
      make({way_.defconfig}, "configure");
      switch_symbols(words(way_.enable));
    } else {
      write_file(folder_ + "/.config", row_.config_text);
      switch_symbols(words(std::string(row_.also)));
    }
    make({"olddefconfig"}, "configure");
  }

  void make_unit() const {
    make({"-j" + std::to_string(std::max(1U, std::thread::hardware_concurrency())), "prepare"},
         "make prepare");
    make({std::string(recorded_target)}, "record the compile command");
  }

  bool is_werror() const {
    return read_file(folder_ + "/.config").value_or("").find("\nCONFIG_WERROR=y\n") != std::string::npos;
  }

  /// A new clang warns of old headers (6.6: -Wenum-enum-conversion in include/linux/vmstat.h).
  void make_without_werror() const {
    say("warnings stop the build; once more without CONFIG_WERROR");
    switch_symbols({"-WERROR"});
    make({"olddefconfig"}, "configure");
    make_unit();
    write_file(folder_ + std::string(tolerant_file), "");
  }

  void say(const std::string& what) const {
    if (progress_) progress_("prepare " + tree_.full_release() + " " + std::string(row_.name) + ": " + what);
  }

  void make(const std::vector<std::string>& targets, const std::string& what) const {
    say(what);
    Command command;
    command.argv = {"make", "-s", "O=" + folder_};
    command.argv.insert(command.argv.end(), way_.arguments.begin(), way_.arguments.end());
    command.argv.insert(command.argv.end(), targets.begin(), targets.end());
    execute(command, "make " + targets.back());
  }

  void switch_symbols(const std::vector<std::string>& symbols) const {
    Command command;
    command.argv = {tree_.root() + "/scripts/config", "--file", folder_ + "/.config"};
    for (const std::string& symbol : symbols) {
      const bool off = symbol.starts_with("-");
      command.argv.insert(command.argv.end(), {off ? "-d" : "-e", off ? symbol.substr(1) : symbol});
    }
    if (command.argv.size() > 3) execute(command, "scripts/config");
  }

  void execute(Command& command, const std::string& what) const {
    command.cwd = tree_.root();
    command.env = tool_environment(way_.first_in_path);
    command.limits.wall_seconds = step_seconds;
    const ProcessResult result = run(command);
    if (result.ok()) return;
    const std::string all = result.out + result.err;
    std::string why = !result.started      ? result.error
                      : result.timed_out   ? "took over " + std::to_string(step_seconds) + " s"
                      : result.signal != 0 ? "ended by signal " + std::to_string(result.signal)
                                           : telling_line(result.err.empty() ? result.out : result.err);
    if (why.empty()) why = "exit status " + std::to_string(result.status);
    const bool is_kernel = is_of_kernel(tree_.root(), why);
    why = without_folders(std::move(why));
    for (const Remedy& known : not_buildable) {
      if (all.find(known.sign) == std::string::npos) continue;
      throw NotBuildable(tree_.name() + ": Linux " + tree_.full_release() + ", " + std::string(row_.name) +
                         ": " + std::string(known.remedy));
    }
    for (const Remedy& known : remedies) {
      if (all.find(known.sign) != std::string::npos) {
        why += "; " + std::string(known.remedy);
        break;
      }
    }
    if (is_kernel)
      throw NotPrepared(tree_.name() + ": does not compile for " + std::string(row_.name) +
                        " as it is, without any patch: " + why +
                        "; mend it there, or name a base that compiles");
    throw NotPrepared(tree_.name() + ": " + what + " for " + std::string(row_.name) + " failed: " + why);
  }

  /// Files by the names that users know: relative to the tree, and to what make builds.
  std::string without_folders(std::string text) const {
    for (const std::string& folder : {tree_.root() + "/", folder_ + "/"})
      for (std::size_t at = 0; (at = text.find(folder, at)) != std::string::npos;)
        text.erase(at, folder.size());
    return text;
  }

  const KernelTree& tree_;
  const ArchRow& row_;
  const KbuildWay& way_;
  std::string folder_;
  const Progress& progress_;
};

bool is_there(const std::string& file) {
  return access(file.c_str(), R_OK) == 0;
}

/// Options of the user's that this kernel has not, or not with clang; of many the first few.
std::string without(std::vector<std::string> lost) {
  constexpr std::size_t most = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(lost.size(), most); ++i)
    text += (i == 0 ? " without " : ", ") + lost[i];
  if (lost.size() > most) text += " and " + std::to_string(lost.size() - most) + " more";
  return text;
}

/// What the row's configuration came to: an older kernel lacks an option, or its dependencies are not met.
std::string config_text(const ArchRow& row, const KbuildWay& way, const std::string& config, bool tolerant) {
  const auto is_on = [&](const std::string& symbol) {
    const std::string set = "\nCONFIG_" + symbol + "=";
    return config.find(set + "y\n") != std::string::npos || config.find(set + "m\n") != std::string::npos;
  };
  if (!row.config_text.empty()) {
    std::vector<std::string> lost = lost_options(std::string(row.config_text), config);
    for (const std::string& symbol : words(std::string(row.also)))
      if (!is_on(symbol)) lost.push_back(symbol);
    return std::string(row.config) + without(std::move(lost));
  }
  std::string lacks;
  for (const std::string& symbol : words(way.enable))
    if (!symbol.starts_with("-") && !is_on(symbol)) lacks += (lacks.empty() ? " without " : ", ") + symbol;
  if (tolerant) lacks += lacks.empty() ? " without WERROR" : ", WERROR";
  return std::string(row.config) + lacks;
}

std::optional<Prepared> recorded(const ArchRow& row, const KbuildWay& way, const std::string& folder) {
  const auto text = read_file(folder + std::string(recorded_file));
  const auto config = read_file(folder + "/.config");
  if (!text || !config) return std::nullopt;
  Prepared prepared{&row,
                    folder,
                    recorded_command(*text, recorded_unit, CommandFor::lifting),
                    config_text(row, way, *config, is_there(folder + std::string(tolerant_file))),
                    Sha256().add(*config).hex(),
                    recorded_command(*text, recorded_unit, CommandFor::building)};
  if (prepared.command.empty()) return std::nullopt;
  return prepared;
}

std::optional<Prepared> complete(const ArchRow& row, const KbuildWay& way, const std::string& folder) {
  if (!is_there(folder + std::string(complete_file))) return std::nullopt;
  return recorded(row, way, folder);
}

}  // namespace

Prepared prepare(const KernelTree& tree, const ArchRow& row, const std::string& cache,
                 const Progress& progress) {
  if (row.defconfig.empty()) throw InputError(std::string(row.name) + ": this row has no build");
  const KbuildWay way = kbuild_way(tree, row);
  const fs::path parent = fs::absolute(cache) / "prepared";
  const std::string folder = (parent / folder_name(tree, row, way)).string();
  if (auto ready = complete(row, way, folder)) return *ready;
  make_folders(parent.string());
  const FileLock lock(folder + ".lock", [&] {
    if (progress) progress("prepare " + std::string(row.name) + ": another pfncheck is doing it; waiting");
  });
  if (auto ready = complete(row, way, folder)) return *ready;
  Preparation(tree, row, way, folder, progress).make_all();
  auto ready = recorded(row, way, folder);
  if (!ready) {
    throw NotPrepared(tree.name() + ": make recorded no compile command of mm/memory.c for " +
                      std::string(row.name));
  }
  write_file(folder + std::string(complete_file), tree.root() + "\n");
  return *ready;
}

}  // namespace pfncheck
