// SPDX-License-Identifier: GPL-2.0-or-later
// A .config of the user's is a row: which architecture it is for, its name, and what a build made of it.
#include "lift/tree/user_config.hpp"

#include <catch2/catch.hpp>

#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

std::string name_of(const SmallTree& small, const std::string& text) {
  small.write("my.config", text);
  return std::string(UserConfig(small.path("my.config")).row().name);
}

std::string refusal(const std::string& path) {
  try {
    const UserConfig config(path);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("the architecture is that of the configuration", "[config]") {
  const SmallTree small;
  CHECK(name_of(small, "CONFIG_64BIT=y\nCONFIG_X86_64=y\nCONFIG_X86=y\n") == "x86_64:my.config");
  CHECK(name_of(small, "# CONFIG_64BIT is not set\nCONFIG_X86_32=y\n") == "i386:my.config");
  CHECK(name_of(small, "CONFIG_ARM64=y\nCONFIG_64BIT=y\n") == "arm64:my.config");
  CHECK(name_of(small, "CONFIG_ARM=y\n# CONFIG_ARM_LPAE is not set\n") == "arm:my.config");
  CHECK(name_of(small, "CONFIG_ARM=y\r\nCONFIG_ARM_LPAE=y\r\n") == "arm-lpae:my.config");
  CHECK(name_of(small, "CONFIG_UML=y\nCONFIG_X86_64=y\n") == "um:my.config");
  CHECK(name_of(small, "CONFIG_PPC64=y\nCONFIG_PPC=y\n") == "powerpc:my.config");
  const UserConfig config(small.path("my.config"));
  CHECK(config.row().kbuild_arch == "powerpc");
  CHECK(config.row().config == "my.config");
  CHECK(config.row().config_text == "CONFIG_PPC64=y\nCONFIG_PPC=y\n");
}

TEST_CASE("a build folder is named by its own name", "[config]") {
  const SmallTree small;
  small.write("out arm64/.config", "CONFIG_ARM64=y\n");
  CHECK(UserConfig(small.path("out arm64")).row().name == "arm64:out_arm64");
  CHECK(UserConfig(small.path("out arm64/.config")).row().name == "arm64:out_arm64");
}

TEST_CASE("what is no configuration, or none that can be built for, is refused", "[config]") {
  const SmallTree small;
  CHECK(refusal(small.path("none")).find("cannot be read") != std::string::npos);
  CHECK(refusal(small.path("tree")).find("has no .config") != std::string::npos);
  CHECK(refusal(small.path("tree/mm/small.c")).find("is no configuration of a kernel") != std::string::npos);
  small.write("sparc", "CONFIG_SPARC64=y\n");
  CHECK(refusal(small.path("sparc")).find("is of no architecture that a tree can be built for here") !=
        std::string::npos);
  small.write("ppc32", "CONFIG_PPC=y\nCONFIG_PPC32=y\n");
  CHECK_FALSE(refusal(small.path("ppc32")).empty());
}

TEST_CASE("options that a build does not keep are named, but for those of the tools", "[config]") {
  CHECK(lost_options("CONFIG_A=y\nCONFIG_CC_IS_GCC=y\nCONFIG_B=m\n# CONFIG_C is not set\nCONFIG_N=3\n",
                     "CONFIG_A=y\nCONFIG_CC_IS_CLANG=y\n") == std::vector<std::string>{"B"});
  CHECK(lost_options("CONFIG_A=m\n", "CONFIG_A=y\n").empty());
}

TEST_CASE("a row with more symbols on is a row of its own", "[config]") {
  const UserConfig one(*find_arch("arm64"), {"KSM", "HMM_MIRROR"});
  CHECK(one.row().name == "arm64:+KSM+HMM_MIRROR");
  CHECK(one.row().config == std::string(find_arch("arm64")->config) + "+KSM+HMM_MIRROR");
  CHECK(one.row().also == "KSM HMM_MIRROR");
  CHECK(one.row().enable == find_arch("arm64")->enable);
  const UserConfig more(one.row(), {"SLUB_DEBUG"});
  CHECK(more.row().name == "arm64:+KSM+HMM_MIRROR+SLUB_DEBUG");
  CHECK(more.row().also == "KSM HMM_MIRROR SLUB_DEBUG");
}

TEST_CASE("a row of a configuration is prepared with it", "[config]") {
  if (!missing_tools().empty()) {
    WARN("skipped: tools are missing");
    return;
  }
  const SmallTree small;
  small.write("tree/Makefile",
              "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\nLLVM_SUFFIX := $(LLVM)\n"
              "olddefconfig:\n\t@sed -i /GONE/d $(O)/.config; echo $(ARCH) >" +
                  small.path("arch") +
                  "\nprepare:\n\t@true\n"
                  "mm/memory.ll:\n\t@mkdir -p $(O)/mm; echo 'savedcmd_mm/memory.ll := clang-19 -S -o x "
                  "/t/mm/memory.c' >$(O)/mm/.memory.ll.cmd\n");
  small.write("my.config", "CONFIG_ARM64=y\nCONFIG_GONE=y\n");
  const UserConfig config(small.path("my.config"));
  const Prepared prepared = prepare(small.tree(), config.row(), small.cache(), {});
  CHECK(read_file(prepared.build_folder + "/.config") == "CONFIG_ARM64=y\n");
  CHECK(read_file(small.path("arch")) == "arm64\n");
  CHECK(prepared.config == "my.config without GONE");
  CHECK(prepared.build_folder.find(':') == std::string::npos);
  // Another text under that name is another row.
  small.write("my.config", "CONFIG_ARM64=y\nCONFIG_B=y\n");
  const UserConfig other(small.path("my.config"));
  CHECK(prepare(small.tree(), other.row(), small.cache(), {}).build_folder != prepared.build_folder);
}
