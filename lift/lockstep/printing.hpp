// SPDX-License-Identifier: GPL-2.0-or-later
// What a function prints, for whoever puts it aside. Holds LLVM types.
#pragma once

#include <llvm/IR/InstrTypes.h>

namespace pfncheck::lifting {

/// Whether it calls a function that prints, whatever is done with what that gives.
bool may_print(const llvm::Function& function);
/// Whether a call prints its arguments, does nothing else, and nobody asks what it gives.
bool is_printing(const llvm::CallBase& call);
/// Whether it may come after something was given back, freed or unlocked: what it reads may be gone.
bool prints_late(const llvm::CallBase& call);
/// A constant, an address of a local, or a number that no memory is read for.
bool can_always_be_printed(const llvm::Value& value);

/// Of a function in normal form: calls go that only write text into locals which are only printed.
void put_texts_aside(llvm::Function& function);

}  // namespace pfncheck::lifting
