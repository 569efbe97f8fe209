// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "model/arch/rows.hpp"

using namespace pfncheck;

namespace {

const ArchRow& row(std::string_view name) {
  const ArchRow* found = find_arch(name);
  REQUIRE(found != nullptr);
  return *found;
}

}  // namespace

TEST_CASE("each row has a name of its own and a source in every cell", "[arch_rows]") {
  std::set<std::string_view> names;
  for (const ArchRow& r : arch_rows()) {
    INFO(r.name);
    CHECK(names.insert(r.name).second);
    for (std::string_view source :
         {r.word_bits.source, r.page_shift.source, r.pmd_shift.source, r.pud_shift.source,
          r.pte_special.source, r.pmd_special.source, r.pud_special.source, r.devmap.source,
          r.colour_zero.source, r.pmd_level.source, r.pud_level.source, r.devmap_is_special.source,
          r.fs_dax.source, r.fuse_dax.source, r.limited_dax.source, r.vmcore.source, r.secretmem.source,
          r.modify_type.source, r.noncached.source})
      CHECK_FALSE(source.empty());
    for (std::string_view source : {r.modify_type.source, r.noncached.source})
      CHECK_FALSE(source.starts_with("not read"));
  }
  CHECK(names.size() == 25);
}

TEST_CASE("rows are consistent", "[arch_rows]") {
  for (const ArchRow& r : arch_rows()) {
    INFO(r.name);
    CHECK(r.buildable == !r.defconfig.empty());
    CHECK((r.word_bits.value == 32 || r.word_bits.value == 64));
    CHECK(r.page_shift.value < r.pmd_shift.value);
    CHECK(r.pmd_shift.value <= r.pud_shift.value);
    CHECK((r.pte_special.value || !(r.pmd_special.value || r.pud_special.value || r.devmap.value)));
    CHECK((r.pmd_level.value || !(r.pmd_special.value || r.pud_level.value)));
    CHECK((r.pud_level.value || !r.pud_special.value));
    CHECK((r.devmap.value || !(r.devmap_is_special.value || r.fs_dax.value || r.fuse_dax.value)));
  }
}

TEST_CASE("special bits stand where the matrix of architectures has them", "[arch_rows]") {
  const std::set<std::string_view> without = {"arm",    "mips32",   "um",      "hexagon",
                                              "alpha",  "csky",     "m68k",    "nios2",
                                              "xtensa", "openrisc", "sparc32", "microblaze"};
  for (const ArchRow& r : arch_rows()) {
    INFO(r.name);
    CHECK(r.pte_special.value == !without.contains(r.name));
    CHECK(r.pmd_special.value == (r.name == "x86_64" || r.name == "arm64"));
    CHECK(r.pud_special.value == (r.name == "x86_64"));
  }
}

TEST_CASE("facts follow the era", "[arch_rows]") {
  CHECK_FALSE(facts_of(row("x86_64"), {6, 1}).pmd_special);
  CHECK(facts_of(row("x86_64"), {6, 12}).pmd_special);
  CHECK(facts_of(row("x86_64"), {6, 1}).devmap);
  CHECK_FALSE(facts_of(row("x86_64"), {6, 18}).devmap);
  CHECK_FALSE(facts_of(row("riscv64"), {6, 1}).devmap);
  CHECK(facts_of(row("riscv64"), {6, 12}).devmap);
  CHECK_FALSE(facts_of(row("riscv64"), {6, 12}).devmap_is_special);
  CHECK(facts_of(row("loongarch"), {6, 1}).colour_zero);
  CHECK_FALSE(facts_of(row("loongarch"), {6, 12}).colour_zero);
  CHECK(facts_of(row("s390"), {6, 12}).limited_dax);
  CHECK_FALSE(facts_of(row("s390"), {6, 18}).limited_dax);
}

TEST_CASE("the default rows exist", "[arch_rows]") {
  const auto rows = default_archs();
  REQUIRE(rows.size() == 3);
  for (const ArchRow* r : rows) CHECK(r->buildable);
  CHECK(find_arch("pdp11") == nullptr);
}
