// SPDX-License-Identifier: GPL-2.0-or-later
// Locals that are read before they are set. Internal to lift/exec: holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>

#include <string_view>

namespace pfncheck::lifting {

/// Names of the globals whose contents stand for what was never set begin with it.
inline constexpr std::string_view unset_prefix = "never set: ";

/// Gives each local of the function a beginning: contents that nobody knows. To LLVM's passes a local without
/// one has the value that makes the code shortest: `unsigned long p; if (c) p = x; return p;` is x to them,
/// and a forgotten assignment would not be seen.
void set_locals(llvm::Function& function);

}  // namespace pfncheck::lifting
