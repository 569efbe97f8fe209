// SPDX-License-Identifier: GPL-2.0-or-later
// A tree of a few lines of our own that passes for a kernel tree, so that compiling can be tested without
// one.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "lift/tree/compile.hpp"
#include "lift/tree/files.hpp"

namespace pfncheck::test {

class SmallTree {
 public:
  SmallTree() : work_(std::filesystem::temp_directory_path().string()) {
    write("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\n");
    write("tree/Kconfig", "");
    write("tree/scripts/config", "");
    write("tree/mm/memory.c", "int memory;\n");
    write("tree/include/linux/mm.h", "");
    write("tree/include/asm-generic/memory_model.h", "#define __pfn_to_page(pfn) (mem_map + (pfn))\n");
    write("tree/include/small.h", "#define SMALL 3\n");
    write("tree/mm/small.c", "#include <small.h>\nint small(int x) { return x + SMALL; }\n");
    write("build/.config", "");
  }

  std::string path(const std::string& name) const { return work_.path() + "/" + name; }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name)) << text;
  }
  KernelTree tree() const { return KernelTree::open(path("tree")); }
  Prepared prepared() const {
    return {nullptr,
            canonical(path("build")),
            {"clang-19", "-nostdinc", "-std=gnu11", "-I" + path("tree/include")},
            "a configuration",
            "0",
            {"clang-19", "-nostdinc", "-std=gnu11", "-O2", "-Wall", "-Werror=implicit-function-declaration",
             "-Werror=return-type", "-Werror=strict-prototypes", "-Werror=incompatible-pointer-types",
             "-fintegrated-as", "-I" + path("tree/include")}};
  }
  std::string cache() const { return path("cache"); }

  /// The after side in which one file has another text.
  PatchedFiles changed(const std::string& file, const std::string& text) const {
    write("after/" + file, text);
    PatchedFiles side;
    side.folder = path("after");
    side.changed = {file};
    return side;
  }
  /// The after side that lacks one file.
  PatchedFiles deleted(const std::string& file) const {
    PatchedFiles side;
    side.folder = path("after");
    side.deleted = {file};
    return side;
  }
  Compiled compile(const PatchedFiles* side, const std::string& unit = "mm/small.c") const {
    return compile_unit(tree(), prepared(), unit, side, cache());
  }
  /// What Kbuild's command says of mm/small.c if it is `text` and was not before.
  Compiled build_changed(const std::string& text, std::vector<std::string> flags = {}) const {
    const PatchedFiles side = changed("mm/small.c", text);
    return build(side, std::move(flags));
  }
  Compiled build(const PatchedFiles& side, const std::vector<std::string>& flags = {}) const {
    Prepared with = prepared();
    with.build.insert(with.build.end(), flags.begin(), flags.end());
    for (const std::string& flag : flags)  // others change no bitcode
      if (flag.starts_with("-D")) with.command.push_back(flag);
    const Compiled whole = build_unit(tree(), with, "mm/small.c", side, cache());
    check_in_part(with, side, whole);
    return whole;
  }
  /// mm/small.c of the after side is `text`.
  Compiled compile_changed(const std::string& text) const {
    const PatchedFiles side = changed("mm/small.c", text);
    return compile(&side);
  }

 private:
  /// Where only the part that the patch reaches is optimised, the same is said.
  void check_in_part(const Prepared& with, const PatchedFiles& side, const Compiled& whole) const {
    const TemporaryFolder other(cache());
    const Compiled before = compile_unit(tree(), with, "mm/small.c", nullptr, other.path());
    const Compiled after = compile_unit(tree(), with, "mm/small.c", &side, other.path());
    const Compiled part = build_unit(tree(), with, "mm/small.c", side, other.path(),
                                     SharedModule(before.bitcode), SharedModule(after.bitcode));
    CHECK(part.failure == whole.failure);
    const auto texts = [](const std::vector<CompilerMessage>& messages) {
      std::vector<std::string> all;
      for (const CompilerMessage& m : messages) all.push_back(m.file + std::to_string(m.line) + m.text);
      return all;
    };
    CHECK(texts(part.messages) == texts(whole.messages));
    CHECK(texts(part.warnings) == texts(whole.warnings));
  }

  TemporaryFolder work_;
};

}  // namespace pfncheck::test
