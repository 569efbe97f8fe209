// SPDX-License-Identifier: GPL-2.0-or-later
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "model/freed_memory.hpp"

int main(int argc, char** argv) {
  pfncheck::keep_freed_memory();
  return Catch::Session().run(argc, argv);
}
