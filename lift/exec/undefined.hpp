// SPDX-License-Identifier: GPL-2.0-or-later
// What C leaves undefined, kept for what it is. To LLVM's passes nobody does such things, and what kept them
// away is no difference: a version that lost its test would be the same. Internal to lift: holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>
#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace pfncheck::lifting {

/// Begins what such an access is called in a step and as an effect: "an access beyond a local of 12 bytes".
inline constexpr std::string_view beyond_local = "an access beyond a local";
std::string beyond_local_text(std::uint64_t bytes);

/// Puts a call of what has that name before each access at a constant place that is not within its local:
/// passes drop the access itself.
void mark_accesses_beyond_locals(llvm::Module& module);

/// The same as a pass: where helpers stand in their callers, more places are constant.
struct MarkAccessesBeyondLocals : llvm::PassInfoMixin<MarkAccessesBeyondLocals> {
  llvm::PreservedAnalyses run(llvm::Module& module, llvm::ModuleAnalysisManager& analyses);
};

/// The result of each shift by a number that is not constant becomes a value that passes make nothing of: a
/// rotation without its test for 0 is none.
void freeze_shifts(llvm::Function& function);

}  // namespace pfncheck::lifting
