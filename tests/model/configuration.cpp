// SPDX-License-Identifier: GPL-2.0-or-later
// What architecture rows say of configuration variables: all of it is in the one table of rows.
#include "model/machine/configuration.hpp"

#include <catch2/catch.hpp>

#include "model/term/term.hpp"

using namespace pfncheck;
using namespace pfncheck::machine;

namespace {

/// What a row says of every configuration variable of every slice.
std::vector<std::vector<std::uint64_t>> all_values(const ArchRow& row) {
  std::vector<std::vector<std::uint64_t>> values;
  for (const SliceInfo& info : slices()) {
    Pool pool;
    const auto slice = make_slice(info, pool, {});
    const std::vector<const ArchRow*> rows{&row};
    restrict_to(*slice, rows);
    for (const Var v : configuration_variables(slice->system))
      values.push_back(values_on(row, {6, 12}, slice->system.variables()[v.index].name));
  }
  return values;
}

}  // namespace

TEST_CASE("a row that is added to the table needs no other table", "[arch_rows][configuration]") {
  ArchRow added = *find_arch("arm64");
  added.name = "arm64-16k";
  added.page_shift = {14, "arch/arm64/Kconfig: ARM64_16K_PAGES"};
  added.pmd_shift = {25, "arch/arm64/include/asm/pgtable-hwdef.h: PMD_SHIFT at 16K"};
  CHECK(all_values(added) == all_values(*find_arch("arm64")));
}

TEST_CASE("a row that says nothing of memory types may do anything with them", "[arch_rows][configuration]") {
  ArchRow bare{};
  bare.name = "bare";
  bare.kbuild_arch = "bare";
  const std::vector<std::uint64_t> either{0, 1}, any{0, 1, 2};
  CHECK(values_on(bare, {6, 12}, "noncached_is_lost") == either);
  CHECK(values_on(bare, {6, 12}, "modify_type") == any);
}

TEST_CASE("riscv64 has uncached types only with Svpbmt or those of T-Head", "[arch_rows][configuration]") {
  const std::vector<std::uint64_t> either{0, 1}, kept{0}, lost{1};
  CHECK(values_on(*find_arch("riscv64"), {6, 12}, "noncached_is_lost") == either);
  CHECK(values_on(*find_arch("arm64"), {6, 12}, "noncached_is_lost") == kept);
  CHECK(values_on(*find_arch("openrisc"), {6, 12}, "noncached_is_lost") == lost);
}
