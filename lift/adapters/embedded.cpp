// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/adapters/embedded.hpp"

#include "model/broken_invariant.hpp"

namespace pfncheck {

std::string_view adapter_source(std::string_view name) {
  for (const AdapterSource& source : adapter_sources()) {
    if (source.name == name) return source.text;
  }
  broken_invariant(fmt::format("no adapter text of the name {}", name));
}

}  // namespace pfncheck
