// SPDX-License-Identifier: GPL-2.0-or-later
// The texts of this folder's .c and .h files, built into the program.
#pragma once

#include <span>
#include <string_view>

namespace pfncheck {

struct AdapterSource {
  std::string_view name;  ///< "normal_page_pte.c"
  std::string_view text;
};

/// All of them, declarations.h first.
std::span<const AdapterSource> adapter_sources();
/// Text of one; aborts if there is none of that name.
std::string_view adapter_source(std::string_view name);

}  // namespace pfncheck
