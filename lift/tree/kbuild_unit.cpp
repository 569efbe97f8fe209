// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/kbuild_unit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <vector>

#include "lift/tree/compile_command.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/kbuild_way.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view environment_file = "/pfncheck-environment";
constexpr unsigned step_seconds = 120;

/// Of the calling make only; what belongs to another run would steer this one.
constexpr std::array<std::string_view, 5> of_the_call = {"MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS",
                                                         "MAKECMDGOALS"};

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(at), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// What the top Makefile exports to those of folders: a recipe of its own, added for this call, prints it.
std::vector<std::string> exported(const KernelTree& tree, const Prepared& prepared) {
  const std::string path = prepared.build_folder + std::string(environment_file);
  std::optional<std::string> text = read_file(path);
  if (!text) {
    const FileLock lock(prepared.build_folder + ".lock", [] {});
    const KbuildWay way = kbuild_way(tree, *prepared.row);
    Command command;
    command.argv = {"make", "-s", "O=" + prepared.build_folder,
                    "--eval=pfncheck_environment: ; @env -0 > pfncheck-environment.new"};
    command.argv.insert(command.argv.end(), way.arguments.begin(), way.arguments.end());
    command.argv.emplace_back("pfncheck_environment");
    command.cwd = tree.root();
    command.env = tool_environment(way.first_in_path);
    command.limits.wall_seconds = step_seconds;
    const ProcessResult result = run(command);
    text = read_file(path + ".new");
    if (!result.ok() || !text)
      throw NotPrepared(tree.name() + ": what Kbuild exports for " + std::string(prepared.row->name) +
                        " is not known: " + result.err.substr(0, result.err.find('\n')));
    write_file(path, *text);
    std::error_code ignored;
    fs::remove(path + ".new", ignored);
  }
  std::vector<std::string> variables = split(*text, '\0');
  std::erase_if(variables, [](const std::string& variable) {
    return std::ranges::find(of_the_call, variable.substr(0, variable.find('='))) != of_the_call.end();
  });
  variables.emplace_back("MAKEFLAGS=rR");
  return variables;
}

/// The makefile of one folder, read by Kbuild.
class Folder {
 public:
  Folder(const KernelTree& tree, const Prepared& prepared, const std::vector<std::string>& environment,
         std::string path)
      : tree_(tree), prepared_(prepared), environment_(environment), path_(std::move(path)) {}

  bool exists() const { return !makefile().empty(); }

  /// The object that the folder makes of the unit, as Kbuild calls it
  /// ("arch/x86/kvm/../../../virt/kvm/kvm_main"), without its ending; empty: none.
  std::string object_of(const std::string& unit) const {
    const std::string wanted = unit.substr(0, unit.size() - 2);
    const std::string database = make({"-npq", "__pfncheck_none"});
    for (const char* name : {"real-obj-y", "real-obj-m", "lib-y"})
      for (const std::string& word : variable(database, name)) {
        if (!word.ends_with(".o")) continue;
        const std::string object = word.substr(0, word.size() - 2);
        if (fs::path(object).lexically_normal().string() == wanted) return object;
      }
    return {};
  }

  /// Whether Kbuild descends into a folder of this one.
  bool descends_into(const std::string& folder) const {
    const std::vector<std::string> folders = variable(make({"-npq", "__pfncheck_none"}), "subdir-ym");
    return std::ranges::any_of(folders, [&](const std::string& known) {
      return fs::path(known).lexically_normal().string() == folder;
    });
  }

  std::vector<std::string> command_for(const std::string& object, const std::string& unit,
                                       CommandFor purpose) const {
    const std::string name = fs::path(unit).filename().string();
    std::istringstream lines(make({"-n", object + ".ll"}));
    for (std::string line; std::getline(lines, line);) {
      const std::size_t at = line.find(" -Wp,-MMD,");
      if (at == std::string::npos || line.find(name) == std::string::npos) continue;
      const std::size_t start = line.rfind(';', at);
      return command_in_words(shell_words(line.substr(start == std::string::npos ? 0 : start + 1)), name,
                              purpose);
    }
    return {};
  }

  /// The configuration symbol on which the makefile's line about `stem` (of a file or folder) rests.
  std::string symbol_for(const std::string& stem) const {
    static const std::regex symbol("\\$\\((CONFIG_\\w+)\\)"), composite("^\\s*([\\w-]+?)-(?:objs|y|m|\\$)");
    std::string wanted = stem;
    for (int hop = 0; hop < 3; ++hop) {
      const std::regex named("(^|[\\s/])" + std::regex_replace(wanted, std::regex("[.+]"), "\\$&") +
                             "(\\.o|/)(\\s|$)");
      std::string next;
      for (const std::string& line : logical_lines()) {
        std::smatch found;
        if (!std::regex_search(line, named)) continue;
        if (std::regex_search(line, found, symbol)) return found[1].str();
        if (std::regex_search(line, found, composite) && found[1].str() != "obj") next = found[1].str();
      }
      if (next.empty()) break;
      wanted = next;
    }
    return {};
  }

 private:
  std::string makefile() const {
    for (const char* name : {"/Kbuild", "/Makefile"})
      if (auto text = read_file(tree_.root() + "/" + path_ + name)) return *text;
    return {};
  }

  std::vector<std::string> logical_lines() const {
    return split(std::regex_replace(makefile(), std::regex("\\\\\n"), " "), '\n');
  }

  std::string make(std::vector<std::string> arguments) const {
    Command command;
    command.argv = {
        "make",           "-f", tree_.root() + "/scripts/Makefile.build", "obj=" + path_, "need-builtin=1",
        "need-modorder=1"};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.cwd = prepared_.build_folder;
    command.env = environment_;
    command.limits.wall_seconds = step_seconds;
    return run(command).out;  // an object that it cannot make is none: nothing is printed of it
  }

  static std::vector<std::string> variable(const std::string& database, const std::string& name) {
    const std::regex line("(?:^|\n)" + name + " :?= ([^\n]*)");
    std::smatch found;
    return std::regex_search(database, found, line) ? split(found[1].str(), ' ') : std::vector<std::string>();
  }

  const KernelTree& tree_;
  const Prepared& prepared_;
  const std::vector<std::string>& environment_;
  std::string path_;
};

std::string source_arch_of(const Prepared& prepared, const std::vector<std::string>& environment) {
  for (const std::string& variable : environment)
    if (variable.starts_with("SRCARCH=")) return variable.substr(8);
  return std::string(prepared.row->kbuild_arch);
}

/// Assembly in the scope of a file includes by `-Wa,-I` (s390). Whoever writes bitcode reads it, and looks
/// into the working folder only.
void link_assembly_includes(const Prepared& prepared) {
  constexpr std::string_view option = "-Wa,-I";
  for (const std::string& word : prepared.command) {
    if (!word.starts_with(option)) continue;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(word.substr(option.size()), ignored)) {
      const std::string link = prepared.build_folder + "/" + entry.path().filename().string();
      if (entry.is_directory(ignored) && !fs::exists(fs::symlink_status(link, ignored)))
        fs::create_directory_symlink(entry.path(), link, ignored);
    }
  }
}

/// Folders whose makefile may make the unit: its own and those above; what all architectures share of KVM is
/// made by theirs (virt/kvm/Makefile.kvm).
std::vector<std::string> candidates(const std::string& source_arch, const std::string& unit) {
  std::vector<std::string> folders;
  for (fs::path folder = fs::path(unit).parent_path(); !folder.empty(); folder = folder.parent_path())
    folders.push_back(folder.string());
  if (unit.starts_with("virt/kvm/")) folders.insert(folders.begin(), "arch/" + source_arch + "/kvm");
  return folders;
}

std::string not_set(const std::string& symbol) {
  return fmt::format("{0} is not set (--enable {0})", symbol);
}

}  // namespace

KbuildUnit kbuild_unit(const KernelTree& tree, const Prepared& prepared, const std::string& unit) {
  if (unit == "mm/memory.c") return {prepared, {}};
  const std::vector<std::string> environment = exported(tree, prepared);
  const std::string source_arch = source_arch_of(prepared, environment);
  // Their makefiles would name an object for whoever asks.
  if (unit.starts_with("arch/") && !unit.starts_with("arch/" + source_arch + "/"))
    return {{}, "it is of another architecture"};
  std::string symbol;
  for (const std::string& path : candidates(source_arch, unit)) {
    const Folder folder(tree, prepared, environment, path);
    if (!folder.exists()) continue;
    const std::string object = folder.object_of(unit);
    if (object.empty()) {
      if (symbol.empty()) symbol = folder.symbol_for(fs::path(unit).stem().string());
      continue;
    }
    // A folder is made if all above it lead there.
    for (fs::path below = path; below.has_parent_path(); below = below.parent_path()) {
      const std::string above = below.parent_path().string();
      const Folder parent(tree, prepared, environment, above);
      if (!parent.exists() || parent.descends_into(below.string())) continue;
      if (above.starts_with("arch")) break;  // architectures descend by variables of the top Makefile
      const std::string waits = parent.symbol_for(below.filename().string());
      return {{}, waits.empty() ? "Kbuild does not descend into " + below.string() : not_set(waits), waits};
    }
    Prepared own = prepared;
    own.command = folder.command_for(object, unit, CommandFor::lifting);
    own.build = folder.command_for(object, unit, CommandFor::building);
    if (own.command.empty()) continue;
    link_assembly_includes(own);
    return {std::move(own), {}};
  }
  if (!symbol.empty()) return {{}, not_set(symbol), symbol};
  return {{}, "no makefile of " + tree.full_release() + " names it for this architecture"};
}

}  // namespace pfncheck
