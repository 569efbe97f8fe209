// SPDX-License-Identifier: GPL-2.0-or-later
// LLVM ends the process where it finds itself at a loss; it is told here whom to call first.
#pragma once

namespace pfncheck::lifting {

/// `fault` gets the reason of a fatal error, `no_memory` is called when LLVM gets none; neither may return.
/// nullptr: LLVM's own way again. Not while another thread uses LLVM.
void on_fatal_error(void (*fault)(const char* reason), void (*no_memory)());

}  // namespace pfncheck::lifting
