// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/command.hpp"
#include "lift/tree/starter.hpp"
#include "model/freed_memory.hpp"

int main(int argc, char** argv) {
  pfncheck::keep_freed_memory();
  pfncheck::keep_starter();
  return pfncheck::run_program(argc, argv);
}
