// SPDX-License-Identifier: GPL-2.0-or-later
// Rows that cannot be prepared: the others are answered, and a gap counts. The tree's Makefile is ours.
#include <catch2/catch.hpp>

#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"
#include "review/review.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

/// `make prepare` fails on arm64, and on x86_64 too while there is a file "fail"; elsewhere it works.
void write_tree(const SmallTree& small, const std::string& arm64_says) {
  small.write("tree/scripts/config", "#!/bin/sh\n");
  std::filesystem::permissions(small.path("tree/scripts/config"), std::filesystem::perms::owner_all);
  small.write("tree/Makefile",
              "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\nLLVM_SUFFIX := $(LLVM)\n"
              "defconfig olddefconfig:\n\t@echo CONFIG >$(O)/.config\n"
              "prepare:\n\t@if test $(ARCH) = arm64; then echo '" +
                  arm64_says + "' >&2; exit 1; fi\n\t@if test -e " + small.path("fail") +
                  "; then echo 'x.c:1: error: also here' >&2; exit 1; fi\n"
                  "mm/memory.ll:\n\t@mkdir -p $(O)/mm; echo 'savedcmd_mm/memory.ll := clang-19 -S -o x "
                  "/t/mm/memory.c' >$(O)/mm/.memory.ll.cmd\n");
}

Report checked(const SmallTree& small) {
  CheckRequest request;
  request.tree = small.path("tree");
  request.archs = {find_arch("x86_64"), find_arch("arm64")};
  request.properties = {&properties().front()};
  ReviewOptions options;
  options.cache = small.cache();
  return check_tree(request, options);
}

const NotChecked* said_of(const Report& report, const std::string& arch) {
  for (const NotChecked& item : report.not_checked)
    if (item.what == arch && item.arch == arch) return &item;
  return nullptr;
}

}  // namespace

TEST_CASE("a row that cannot be prepared hides no other, and counts if it could be") {
  if (!missing_tools().empty()) {
    WARN("skipped: tools are missing");
    return;
  }
  const SmallTree small;
  write_tree(small, "x.c:1: error: no such thing");
  const Report report = checked(small);
  REQUIRE(said_of(report, "arm64") != nullptr);
  CHECK(said_of(report, "arm64")->counts);
  CHECK(said_of(report, "arm64")->why.find("no such thing") != std::string::npos);
  CHECK(said_of(report, "x86_64") == nullptr);
  // No row at all: one line, as for a single row.
  const SmallTree none;
  write_tree(none, "x.c:1: error: no such thing");
  none.write("fail", "");
  CHECK_THROWS_AS(checked(none), InputError);
  const SmallTree other;
  write_tree(other, "scripts/Makefile.clang:18: *** Specify CROSS_COMPILE");
  const Report without = checked(other);
  REQUIRE(said_of(without, "arm64") != nullptr);
  CHECK_FALSE(said_of(without, "arm64")->counts);
}
