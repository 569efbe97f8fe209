// SPDX-License-Identifier: GPL-2.0-or-later
// Which names a kernel tree defines, and whether what a source line says is there.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pfncheck::test {

/// Functions and macros that C defines, or symbols that a Kconfig file defines or selects. What stands only
/// in a comment, a string, a call or a declaration is none of them.
std::set<std::string> defined_names(std::string_view text, bool kconfig);

/// A place in an entry of `pfncheck list ... --format json`.
struct Line {
  std::string where;  ///< "operation own/mmap"
  std::string source;
};
std::vector<Line> source_lines(std::string_view json);
std::vector<Line> chain_lines(std::string_view json);  ///< call chains, in `source`

struct Proof {
  unsigned lines = 0, proved = 0;      ///< source lines; names found in a tree
  std::vector<std::string> wrong;      ///< one line each: what is not there, or a source of no known form
  std::vector<std::string> unchecked;  ///< places of a release without a tree
};

/// Holds sources against unpacked trees, by release ("6.12" -> folder).
class Prover {
 public:
  explicit Prover(std::map<std::string, std::string> trees) : trees_(std::move(trees)) {}
  void prove(const Line& line);
  /// A call chain says no files: each name must be defined in one of those of its release that chains lead
  /// through.
  void prove_chain(const Line& line);
  const Proof& proof() const { return proof_; }

 private:
  const std::set<std::string>* names_in(const std::string& path);
  const std::set<std::string>& names_of_chains(const std::string& tree);
  std::map<std::string, std::string> trees_;
  std::map<std::string, std::set<std::string>> files_;
  std::set<std::string> of_chains_;
  Proof proof_;
};

/// "6.12" of a tree, from its Makefile; empty if it is none.
std::string release_of_tree(const std::string& folder);

}  // namespace pfncheck::test
