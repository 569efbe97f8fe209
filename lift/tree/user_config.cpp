// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/user_config.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <sstream>
#include <string_view>

#include "lift/tree/files.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

/// Options that are on in configurations for a row; the first row that fits is meant. An architecture is
/// chosen in no menu: each has an option of its own (arch/*/Kconfig). um comes first, as arch/x86/um/Kconfig
/// has those of x86 too.
struct Sign {
  std::string_view row, on, also;
};
constexpr std::array signs = {
    Sign{"um", "UML", ""},
    Sign{"x86_64", "X86_64", ""},
    Sign{"i386", "X86_32", ""},
    Sign{"arm64", "ARM64", ""},
    Sign{"arm-lpae", "ARM", "ARM_LPAE"},
    Sign{"arm", "ARM", ""},
    Sign{"riscv64", "RISCV", "64BIT"},
    Sign{"s390", "S390", ""},
    Sign{"powerpc", "PPC64", ""},
    Sign{"loongarch", "LOONGARCH", "64BIT"},
    Sign{"mips64", "MIPS", "64BIT"},
    Sign{"mips32", "MIPS", ""},
    Sign{"hexagon", "HEXAGON", ""},
};

/// What the compiler, assembler, linker and other tools can do, and which they are: found out anew.
constexpr std::array<std::string_view, 12> of_tools = {"CC_",   "GCC_",     "CLANG_",  "LD_",
                                                       "AS_",   "RUST",     "PAHOLE_", "TOOLS_",
                                                       "HAVE_", "ARCH_HAS", "CAN_",    "GENERIC_"};

std::vector<std::string> options_on(const std::string& text) {
  constexpr std::string_view prefix = "CONFIG_";
  std::vector<std::string> on;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.starts_with(prefix) || (!line.ends_with("=y") && !line.ends_with("=m"))) continue;
    on.push_back(line.substr(prefix.size(), line.size() - prefix.size() - 2));
  }
  return on;
}

std::string file_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return path;
  const std::string file = path + "/.config";
  if (!fs::exists(file, error))
    throw InputError(path + ": has no .config; name a configuration or a build folder (O=) with one");
  return file;
}

/// ".config" says nothing: its folder does.
std::string label_of(const std::string& file) {
  const fs::path path = fs::weakly_canonical(file);
  std::string name = path.filename().string();
  if (name == ".config") name = path.parent_path().filename().string();
  for (char& c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '.' || c == '-' || c == '_' || c == '+';
    if (!plain) c = '_';
  }
  return name.empty() ? "config" : name;
}

std::string text_of(const std::string& file) {
  auto text = read_file(file);
  if (!text) throw InputError(file + ": cannot be read; name a configuration (.config) or a build folder");
  return std::move(*text);
}

const ArchRow& row_for(const std::string& file, const std::string& text) {
  const std::vector<std::string> on = options_on(text);
  const std::set<std::string_view> known(on.begin(), on.end());
  const auto fits = [&](const Sign& sign) {
    return known.contains(sign.on) && (sign.also.empty() || known.contains(sign.also));
  };
  const auto found = std::ranges::find_if(signs, fits);
  if (found != signs.end()) return *find_arch(found->row);
  if (known.empty()) throw InputError(file + ": is no configuration of a kernel: no option is on in it");
  throw InputError(file +
                   ": is of no architecture that a tree can be built for here (a defconfig has to be made a "
                   ".config first); see `pfncheck list arches`");
}

}  // namespace

UserConfig::UserConfig(const std::string& path) {
  const std::string file = file_of(path);
  text_ = text_of(file);
  const ArchRow& base = row_for(file, text_);
  label_ = label_of(file);
  name_ = std::string(base.name) + ":" + label_;
  row_ = base;
  row_.name = name_;
  row_.config = label_;
  row_.enable = {};
  row_.config_text = text_;
}

UserConfig::UserConfig(const ArchRow& base, const std::vector<std::string>& symbols)
    : text_(base.config_text), label_(base.config), name_(base.name), symbols_(base.also), row_(base) {
  if (name_.find(':') == std::string::npos) name_ += ":";
  for (const std::string& symbol : symbols) {
    name_ += "+" + symbol;
    label_ += "+" + symbol;
    symbols_ += (symbols_.empty() ? "" : " ") + symbol;
  }
  row_.name = name_;
  row_.config = label_;
  row_.config_text = text_;
  row_.also = symbols_;
}

std::vector<std::string> lost_options(const std::string& wanted, const std::string& made) {
  const std::vector<std::string> on = options_on(made);
  const std::set<std::string_view> kept(on.begin(), on.end());
  std::vector<std::string> lost;
  for (const std::string& option : options_on(wanted)) {
    const bool is_of_tools =
        std::ranges::any_of(of_tools, [&](std::string_view prefix) { return option.starts_with(prefix); });
    if (!kept.contains(option) && !is_of_tools) lost.push_back(option);
  }
  return lost;
}

}  // namespace pfncheck
