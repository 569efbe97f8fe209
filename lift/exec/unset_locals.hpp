// SPDX-License-Identifier: GPL-2.0-or-later
// Locals that are read before they are set. Internal to lift/exec: holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>

#include <cstdint>
#include <string_view>

namespace pfncheck::lifting {

/// Names of the globals whose contents stand for what was never set begin with it.
inline constexpr std::string_view unset_prefix = "never set: ";

/// Gives each local of the function a beginning: contents that nobody knows. To LLVM's passes a local without
/// one has the value that makes the code shortest: `unsigned long p; if (c) p = x; return p;` is x to them,
/// and a forgotten assignment would not be seen.
/// Locals of more than `most_bytes` are left alone: the executor itself knows what was never set in memory.
void set_locals(llvm::Function& function, std::uint64_t most_bytes = 64);

/// Of a function with its helpers in it: where a local begins again and again, that is something which is
/// done, as it ends what was there.
void tell_beginnings_again(llvm::Function& function);

/// Whether an instruction only gives a local its beginning, and does so once.
bool is_beginning(const llvm::Instruction& instruction);

}  // namespace pfncheck::lifting
