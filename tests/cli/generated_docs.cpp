// SPDX-License-Identifier: GPL-2.0-or-later
// docs/generated says what the program knows; scripts/docs writes it again.
#include <catch2/catch.hpp>

#include "cli/catalogue/catalogue.hpp"
#include "program.hpp"

using namespace pfncheck;

TEST_CASE("generated pages are those of the registered objects") {
  for (const std::string& list : catalogue_names()) {
    INFO("docs/generated/" << list << ".md is old; run scripts/docs");
    const std::string page =
        test::read_file(std::string(PFNCHECK_SOURCE_DIR) + "/docs/generated/" + list + ".md");
    CHECK((page == markdown(catalogue(list), list)));
  }
}
