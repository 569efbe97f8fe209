// SPDX-License-Identifier: GPL-2.0-or-later
// One execution of a function in a world that is chosen: what it is given, what is in memory, what its
// callees answer. Holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pfncheck::lifting {

/// What is left open follows from the seed, the same for whoever asks the same: two functions that do the
/// same are given the same.
struct World {
  std::uint64_t seed = 0;
  std::map<unsigned, std::uint64_t> arguments;          ///< by position
  std::map<std::uint64_t, std::uint8_t> memory;         ///< by address
  std::map<unsigned, std::uint64_t> results;            ///< by Step::answer
  std::map<std::uint64_t, std::uint64_t> answers = {};  ///< by Step::call, where `results` has none
  std::uint64_t leftovers = 0;  ///< what is in locals that nobody set rests on it; 0: what callees set there
};

/// One effect.
struct Step {
  std::string what;                      ///< "put_page()", "write of 4 bytes", "assembly ..."
  std::vector<std::uint64_t> arguments;  ///< addresses of locals are numbered by their first appearance
  std::vector<std::uint64_t> contents;   ///< digests of locals that are passed by address
  std::uint64_t result = 0;
  bool has_result = false;
  std::uint64_t call = 0;  ///< the same for equal calls with equal arguments
  unsigned answer = 0;     ///< its number among the steps that are no plain writes
  bool is_silent = false;
  bool is_write = false;  ///< a plain one
  const llvm::Instruction* at = nullptr;
  friend bool operator==(const Step& a, const Step& b) {
    return a.what == b.what && a.arguments == b.arguments && a.contents == b.contents;
  }
};

/// Where a trial has the global of that text (lift/exec/constant_text.hpp); and by what place a world has the
/// bytes that callees set in a local with that beginning.
std::uint64_t place_of_global(const std::string& text, unsigned pointer_bits);
/// Step::call of a call.
std::uint64_t call_number(const std::string& what, const std::vector<std::uint64_t>& arguments);

struct Trial {
  bool returned = false;  ///< false: it ended in a function that does not return
  std::uint64_t value = 0;
  bool has_value = false;
  bool overlaps = false;  ///< two objects that pointers lead to share bytes: nothing that a kernel has
  std::vector<Step> trace;
  /// Conditional branches and which way each took, in order.
  std::vector<std::pair<const llvm::Instruction*, unsigned>> decisions;
  std::vector<std::pair<std::uint64_t, unsigned>> reads;  ///< of memory: address, bytes
  /// Bytes that were read as a bool and were none, and what was made of them: another world than was asked
  /// for.
  std::map<std::uint64_t, std::uint8_t> made_bool;
  std::map<std::uint64_t, std::uint8_t> written;  ///< what is in memory that was written, locals apart
};

/// Nothing if it cannot be executed here: it does not end soon, does something that C leaves undefined, or
/// uses vectors, floats or integers of more than 64 bits. `function` is in normal form.
/// `silent`: functions whose calls are no step; equal calls of one give equal results.
std::optional<Trial> try_out(llvm::Function& function, const World& world,
                             const std::set<std::string>& silent);

}  // namespace pfncheck::lifting
