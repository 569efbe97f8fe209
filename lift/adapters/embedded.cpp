// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/adapters/embedded.hpp"

#include <cstdio>
#include <cstdlib>

namespace pfncheck {

std::string_view adapter_source(std::string_view name) {
  for (const AdapterSource& source : adapter_sources()) {
    if (source.name == name) return source.text;
  }
  std::fprintf(stderr, "no adapter text of the name %.*s\n", static_cast<int>(name.size()), name.data());
  std::abort();
}

}  // namespace pfncheck
