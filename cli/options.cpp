// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/options.hpp"

#include <cstdlib>
#include <filesystem>

#include "model/input_error.hpp"

namespace pfncheck {

std::string default_cache() {
  // The variables of the XDG base directory specification; an empty one counts as unset.
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  if (const std::string cache = variable("XDG_CACHE_HOME"); !cache.empty()) return cache + "/pfncheck";
  if (const std::string home = variable("HOME"); !home.empty()) return home + "/.cache/pfncheck";
  throw InputError("neither XDG_CACHE_HOME nor HOME is set; name a cache folder with --cache DIR");
}

}  // namespace pfncheck
