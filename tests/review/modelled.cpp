// SPDX-License-Identifier: GPL-2.0-or-later
// What is said of a changed line that no rule covers.
#include <algorithm>
#include <catch2/catch.hpp>

#include "model/machine/slice.hpp"
#include "model/source.hpp"
#include "review/modelled.hpp"

namespace pfncheck {
namespace {

using Catch::Matchers::Contains;

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

TEST_CASE("operations are found by the function that they are made after", "[modelled]") {
  CHECK(has(operations_after("mm/gup.c", "gup_fast_pte_range"), "own/gup_fast"));
  CHECK(has(operations_after("mm/gup.c", "gup_fast_pte_range"), "huge/gup_fast"));
  CHECK(has(operations_after("mm/memory.c", "copy_present_ptes"), "own/fork"));
  CHECK(has(operations_after("mm/huge_memory.c", "set_huge_zero_folio"), "huge/huge_read_fault"));
  CHECK(operations_after("mm/memory.c", "gup_fast_pte_range").empty());
  CHECK(operations_after("mm/gup.c", "gup_fast_pte").empty());
  CHECK(operations_after("mm/memory.c", "do_swap_page").empty());
}

TEST_CASE("every operation is found by each function of its source", "[modelled]") {
  for (const machine::SliceInfo& slice : machine::slices()) {
    for (const machine::OperationInfo& operation : slice.operations) {
      const std::string name = std::string(slice.name) + "/" + std::string(operation.name);
      for (const SourceItem& item : read_source(operation.source))
        for (const std::string& function : item.names) {
          INFO(name << ": " << item.file << ": " << function);
          CHECK(has(operations_after(item.file, function), name));
        }
    }
  }
}

TEST_CASE("a header of another architecture is told which rows look at it", "[modelled]") {
  const std::vector<const ArchRow*> x86 = {find_arch("x86_64")};
  CHECK_THAT(architecture_hint("arch/s390/include/asm/pgtable.h", x86), Contains("--arch s390"));
  CHECK_THAT(architecture_hint("arch/arm/include/asm/pgtable.h", x86), Contains("--arch arm,arm-lpae"));
  CHECK_THAT(architecture_hint("arch/xtensa/include/asm/pgtable.h", x86),
             Contains("no row of pfncheck builds"));
  CHECK_THAT(architecture_hint("arch/ia64/include/asm/pgtable.h", x86), Contains("no row for"));
  CHECK(architecture_hint("arch/x86/include/asm/pgtable.h", x86).empty());
  CHECK(architecture_hint("arch/x86/include/asm/pgtable.h", {find_arch("um")}).empty());
  CHECK(architecture_hint("arch/s390/mm/pgtable.c", x86).empty());
  CHECK(architecture_hint("include/linux/mm.h", x86).empty());
}

}  // namespace pfncheck
