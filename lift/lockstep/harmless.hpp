// SPDX-License-Identifier: GPL-2.0-or-later
// Functions whose calls nobody sees but by what they give. Holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>

#include <map>
#include <string>

namespace pfncheck::lifting {

/// Static functions that write to their own locals alone and call nothing that does more: to call one more
/// often is no difference.
class Harmless {
 public:
  bool is(llvm::Function& function);

 private:
  bool is(const llvm::Instruction& instruction);
  std::map<const llvm::Function*, bool> known_;
};

}  // namespace pfncheck::lifting
