// SPDX-License-Identifier: GPL-2.0-or-later
// pfncheck_prove_sources TREE... -- FILE...: files hold what `pfncheck list` printed as JSON. Exit code 1 if
// a source line names something that is not there.
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "definitions.hpp"

using namespace pfncheck::test;

int main(int argc, char** argv) {
  std::map<std::string, std::string> trees;
  int at = 1;
  for (; at < argc && std::strcmp(argv[at], "--") != 0; ++at) {
    const std::string release = release_of_tree(argv[at]);
    if (release.empty()) {
      std::cerr << argv[at] << " is no kernel tree\n";
      return 2;
    }
    trees[release] = argv[at];
  }
  if (trees.empty() || at + 1 >= argc) {
    std::cerr << "usage: pfncheck_prove_sources TREE... -- FILE...\n";
    return 2;
  }
  Prover prover(trees);
  for (++at; at < argc; ++at) {
    std::ifstream file(argv[at]);
    std::ostringstream text;
    text << file.rdbuf();
    for (const Line& line : source_lines(text.str())) prover.prove(line);
    for (const Line& line : chain_lines(text.str())) prover.prove_chain(line);
  }
  const Proof& proof = prover.proof();
  for (const std::string& line : proof.unchecked) std::cout << "not checked  " << line << "\n";
  for (const std::string& line : proof.wrong) std::cout << "wrong        " << line << "\n";
  std::cout << proof.lines << " source lines: " << proof.proved << " names are where they are said to be, "
            << proof.wrong.size() << " are not, " << proof.unchecked.size()
            << " places of other releases not checked\n";
  return proof.wrong.empty() && proof.proved > 0 ? 0 : 1;
}
