// SPDX-License-Identifier: GPL-2.0-or-later
// Makes a kernel unit's IR something that can run in a process: docs/differential.md says what is replaced,
// and why that takes nothing from the test.
#pragma once

#include <string>
#include <string_view>

namespace pfncheck::differential {

/// Textual IR in and out. Functions of the stand-in list lose their body and become the runtime's; inline
/// assembly that a process may not run becomes a call of the runtime; instrumentation attributes go; nothing
/// is kept alive for the kernel's linker any more.
std::string rewrite_ir(std::string_view ir);

}  // namespace pfncheck::differential
