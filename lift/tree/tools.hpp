// SPDX-License-Identifier: GPL-2.0-or-later
// The programs that kernels are prepared and compiled with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pfncheck {

/// A program and the Debian package that brings it.
struct Tool {
  std::string_view name, package;
};

/// What `prepare` and `compile_unit` call, for this LLVM (19).
const std::vector<Tool>& kernel_tools();
/// Canonical path of a program in PATH; empty if there is none.
std::string find_tool(std::string_view name);
/// The tools of kernel_tools() that are missing.
std::vector<Tool> missing_tools();
/// Throws InputError that names what is missing and the packages to install.
void require_tools();
/// Path, size and time of clang's program file: changes whenever another clang is installed. Starts nothing.
std::string clang_identity();
/// A complete, small environment for tools: no variable of the user's that steers make or clang gets through.
/// `first_in_path`: a folder that goes before PATH.
std::vector<std::string> tool_environment(const std::string& first_in_path = {});

}  // namespace pfncheck
