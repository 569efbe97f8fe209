// SPDX-License-Identifier: GPL-2.0-or-later
// Functions of the kernel in other words are proved to be the same, and none is said to differ.
#include "tests/rewrites/share.hpp"

#include <catch2/catch.hpp>

#include "tests/review/made_patch.hpp"

namespace pfncheck {

TEST_CASE("functions of the kernel in other words are proved to be the same", "[kernel]") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  ReviewOptions options;
  options.cache = test::environment("PFNCHECK_CACHE");
  for (const char* file : {"mm/gup.c", "mm/huge_memory.c", "virt/kvm/kvm_main.c"}) {
    const rewriting::Share share = rewriting::share_of(*tree, file, options);
    INFO(file);
    CHECK(share.compared() >= 10);
    CHECK(share.different.empty());
    CHECK(20 * share.same >= 19 * share.compared());
  }
}

}  // namespace pfncheck
