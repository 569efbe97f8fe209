// SPDX-License-Identifier: GPL-2.0-or-later
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "lift/tree/starter.hpp"
#include "model/freed_memory.hpp"

int main(int argc, char** argv) {
  pfncheck::keep_freed_memory();
  pfncheck::keep_starter();
  return Catch::Session().run(argc, argv);
}
