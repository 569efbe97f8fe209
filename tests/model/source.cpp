// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/source.hpp"

#include <catch2/catch.hpp>

#include "model/input_error.hpp"

using namespace pfncheck;

TEST_CASE("a source is read into its parts") {
  const auto items = read_source(
      "mm/memory.c: zap_present_ptes, zap_present_folio_ptes (6.1, 6.12); commit 79a61cc3fc04 (\"a; b: c\"); "
      "CVE-2024-47674; mail \"vfio/type1: Fix x; y\", Sean Christopherson, 2020-04-20; mm/Kconfig: MMU");
  REQUIRE(items.size() == 5);
  CHECK(items[0].file == "mm/memory.c");
  CHECK(items[0].names == std::vector<std::string>{"zap_present_ptes", "zap_present_folio_ptes"});
  CHECK(items[0].releases == std::vector<std::string>{"6.1", "6.12"});
  CHECK(items[1].kind == SourceItem::Kind::commit);
  CHECK(items[1].id == "79a61cc3fc04");
  CHECK(items[1].subject == "a; b: c");
  CHECK(items[2].kind == SourceItem::Kind::cve);
  CHECK(items[3].kind == SourceItem::Kind::mail);
  CHECK(items[3].subject == "vfio/type1: Fix x; y");
  CHECK(items[3].author == "Sean Christopherson");
  CHECK(items[3].date == "2020-04-20");
  CHECK(items[4].releases.empty());
}

TEST_CASE("what a reader cannot open is no source") {
  for (const char* text : {"", "fact sheet mm D-11", "thread 004", "bug vas-pgoff", "mm/memory.c",
                           "mm/memory.c: comment above x", "mm/memory.c: vm_normal_page; every release",
                           "mm/memory.c: x (since 5.8)", "commit 79a61cc", "CVE-24-1", "mail \"x\", y",
                           "mm/memory.c: x (6.12) more", "drivers; mm/memory.c: x"}) {
    INFO(text);
    CHECK_THROWS_AS(read_source(text), InputError);
  }
}
