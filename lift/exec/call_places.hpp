// SPDX-License-Identifier: GPL-2.0-or-later
// What a call holds of the place where it stands: lines, files and counters, which a moved line changes.
// Holds LLVM types.
#pragma once

#include <llvm/IR/InstrTypes.h>

#include <cstdint>
#include <string>
#include <vector>

namespace pfncheck::lifting {

class CallPlaces {
 public:
  explicit CallPlaces(const llvm::CallBase& call);

  /// Whether the operand only says where the call stands.
  bool is_place(unsigned operand) const;
  /// Which of the counted labels of its assembly the operand is, by their order there; 0: none.
  std::size_t label_of(unsigned operand) const;
  /// Text and constraints of inline assembly without places.
  std::string assembly() const;

 private:
  bool is_own_line(const llvm::Value& value) const;
  std::string without_line(const std::string& code) const;

  const llvm::CallBase& call_;
  bool is_report_;                     ///< a warning: its file and line are operands of its assembly
  unsigned line_;                      ///< of the call; 0: not known
  std::vector<std::uint64_t> labels_;  ///< that its assembly counts, in order
};

/// What a call gives, places apart, in order: of a call by pointer the callee first.
struct Given {
  const llvm::Value* value;
  unsigned position;  ///< as C counts arguments, from 1; 0: the callee itself
};
std::vector<Given> given_to(const llvm::CallBase& call);

}  // namespace pfncheck::lifting
