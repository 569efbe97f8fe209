// SPDX-License-Identifier: GPL-2.0-or-later
// pfncheck_make_patch SCRIPT.toml --tree DIR [-o FILE]: prints the patch of an edit script.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

#include "tests/patches/edit_script.hpp"

int main(int argc, char** argv) {
  std::string script, tree, output;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--tree" && i + 1 < argc)
      tree = argv[++i];
    else if (argument == "-o" && i + 1 < argc)
      output = argv[++i];
    else
      script = argument;
  }
  if (script.empty() || tree.empty()) {
    std::cerr << "usage: pfncheck_make_patch SCRIPT.toml --tree DIR [-o FILE]\n";
    return 2;
  }
  try {
    const std::string patch = pfncheck::edit::make_patch(pfncheck::edit::read_script(script), tree);
    if (output.empty()) {
      std::cout << patch;
    } else {
      std::ofstream file(output);
      file << patch;
      if (!file.flush()) throw std::runtime_error(output + ": cannot be written");
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
  return 0;
}
