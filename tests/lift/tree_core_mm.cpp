// SPDX-License-Identifier: GPL-2.0-or-later
// What core mm of a tree does is read from its text: a version number says nothing of a stable branch.
#include <catch2/catch.hpp>

#include "lift/tree/core_mm.hpp"
#include "model/kernel/releases.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;
using pfncheck::test::SmallTree;

namespace {

void write_version(const SmallTree& small, const std::string& version, const std::string& patchlevel) {
  small.write("tree/Makefile", "VERSION = " + version + "\nPATCHLEVEL = " + patchlevel + "\nSUBLEVEL = 34\n");
}

}  // namespace

TEST_CASE("a kernel does what its text has, whatever its version", "[core_mm]") {
  const SmallTree small;
  small.write(
      "tree/mm/memory.c",
      "/* pgtable_level_has_pxx_special */\nstatic int __vm_normal_page(int level) { return level; }\n");
  small.write("tree/mm/huge_memory.c",
              "void set_huge_zero_folio(void) { pmd_mkspecial(); }\nvoid other(void) { }\n");
  small.write("tree/mm/Kconfig", "config ARCH_SUPPORTS_PMD_PFNMAP\n");
  for (const char* const version : {"5", "7"}) {
    write_version(small, version, "18");
    const CoreMm mm = small.tree().core();
    CHECK(mm.has_one_rule);
    CHECK(mm.huge_zero_is_special);
    CHECK(mm.marks_huge);
    CHECK_FALSE(mm.has_devmap);
    CHECK_FALSE(mm.branches_by_level);  // a comment is no code
    CHECK_FALSE(mm.zero_in_mixedmap_is_raw);
    CHECK_FALSE(mm.raw_huge_without_bit);
  }
  small.write("tree/mm/memory.c",
              "int vm_mixed_zeropage_allowed(void);\nint a = pgtable_level_has_pxx_special(0);\n");
  small.write("tree/mm/huge_memory.c",
              "void set_huge_zero_folio(void) { }\nvoid other(void) { pmd_mkspecial(); }\n");
  small.write("tree/include/drm/ttm/ttm_bo_api.h",
              "int ttm_bo_vm_fault_reserved(int prot, int num_prefault, int fault_page_size);\n");
  const CoreMm mm = small.tree().core();
  CHECK(mm.branches_by_level);
  CHECK(mm.raw_huge_without_bit);
  CHECK(mm.zero_in_mixedmap_is_raw);
  CHECK_FALSE(mm.has_one_rule);
  CHECK_FALSE(mm.huge_zero_is_special);
}

TEST_CASE("trees of the releases that were read are what those releases are", "[core_mm]") {
  for (const char* const name : {"PFNCHECK_KERNEL_6_1", "PFNCHECK_KERNEL_6_12", "PFNCHECK_KERNEL_NEWEST"}) {
    const char* const folder = std::getenv(name);  // NOLINT
    if (folder == nullptr) {
      WARN("skipped: " << name << " is not set");
      continue;
    }
    const KernelTree tree = KernelTree::open(folder);
    INFO(tree.full_release());
    if (const std::string younger = about_younger(tree.release(), tree.full_release()); !younger.empty()) {
      WARN("skipped: " << younger);
      continue;
    }
    CHECK(tree.core() == CoreMm(tree.release()));
  }
}

TEST_CASE("a tree that is younger than all that was read is said to be", "[core_mm]") {
  CHECK(about_younger({7, 3}, "7.3.4").empty());
  CHECK(about_younger({6, 13}, "6.13.1").empty());
  CHECK(about_younger({7, 4}, "7.4.1").find("7.4.1 is younger than 7.3") != std::string::npos);
}
