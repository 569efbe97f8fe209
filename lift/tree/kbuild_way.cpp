// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/kbuild_way.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "lift/tree/blanked.hpp"
#include "lift/tree/files.hpp"

namespace pfncheck {
namespace {

/// A row's configuration in trees whose `file` lacks the word.
struct OtherConfig {
  std::string_view row, file, word, defconfig, enable;
};
constexpr std::array<OtherConfig, 2> other_configs = {{
    {"arm-lpae", "arch/arm/Makefile", "multi_v7_lpae_defconfig", "multi_v7_defconfig",
     "ARM_LPAE TRANSPARENT_HUGEPAGE"},
    // 64 GiB are no choice beside 4 GiB any more (gone by 6.18), and kdump is not in the defconfig.
    {"i386", "arch/x86/Kconfig", "HIGHMEM64G", "defconfig",
     "HIGHMEM4G X86_PAE CRASH_DUMP TRANSPARENT_HUGEPAGE"},
}};

/// Targets of clang as scripts/Makefile.clang names them, for trees without that file (5.10).
struct Triple {
  std::string_view kbuild_arch, triple;
};
constexpr std::array<Triple, 8> triples = {{{"arm", "arm-linux-gnueabi"},
                                            {"arm64", "aarch64-linux-gnu"},
                                            {"hexagon", "hexagon-linux-musl"},
                                            {"mips", "mipsel-linux-gnu"},
                                            {"powerpc", "powerpc64le-linux-gnu"},
                                            {"riscv", "riscv64-linux-gnu"},
                                            {"s390", "s390x-linux-gnu"},
                                            {"x86_64", "x86_64-linux-gnu"}}};

std::string text_of(const KernelTree& tree, std::string_view file) {
  return read_file(tree.root() + "/" + std::string(file)).value_or("");
}

}  // namespace

KbuildWay kbuild_way(const KernelTree& tree, const ArchRow& row) {
  KbuildWay way{std::string(row.defconfig), std::string(row.enable), {}, {}};
  const std::string_view base = row.name.substr(0, row.name.find(':'));
  for (const OtherConfig& other : other_configs) {
    if (other.row != base || has_word(text_of(tree, other.file), other.word)) continue;
    way.defconfig = other.defconfig;
    way.enable = other.enable;
  }
  if (!row.also.empty()) way.enable += (way.enable.empty() ? "" : " ") + std::string(row.also);
  way.arguments = {"ARCH=" + std::string(row.kbuild_arch)};
  // A top Makefile that knows no suffix takes whatever clang comes first in PATH.
  if (has_word(text_of(tree, "Makefile"), "LLVM_SUFFIX")) {
    way.arguments.emplace_back("LLVM=-19");
  } else {
    way.arguments.emplace_back("LLVM=1");
    way.first_in_path = "/usr/lib/llvm-19/bin";
  }
  if (access((tree.root() + "/scripts/Makefile.clang").c_str(), R_OK) != 0) {
    // The triple is all that is taken of it: clang's own assembler is used, no binutils.
    way.arguments.emplace_back("LLVM_IAS=1");
    const auto* const triple = std::ranges::find(triples, row.kbuild_arch, &Triple::kbuild_arch);
    if (triple != triples.end())
      way.arguments.push_back("CROSS_COMPILE=" + std::string(triple->triple) + "-");
    // arch/powerpc/Makefile of 5.10 hands the assembler options that only GNU as has (-mpower4).
    if (row.kbuild_arch == "powerpc") way.arguments.emplace_back("cpu-as-y=");
  }
  return way;
}

}  // namespace pfncheck
