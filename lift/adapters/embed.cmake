# SPDX-License-Identifier: GPL-2.0-or-later
# cmake -DOUTPUT=adapter_sources.cpp "-DSOURCES=a.h;b.c" -P embed.cmake: C texts as C++ string literals.
set(body "")
foreach(path IN LISTS SOURCES)
  get_filename_component(name ${path} NAME)
  file(READ ${path} text)
  string(APPEND body "    {\"${name}\", R\"pfncheck(${text})pfncheck\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// SPDX-License-Identifier: GPL-2.0-or-later
// Made by lift/adapters/embed.cmake.
#include \"lift/adapters/embedded.hpp\"

#include <array>

namespace pfncheck {
namespace {
constexpr auto sources = std::to_array<AdapterSource>({
${body}});
}  // namespace

std::span<const AdapterSource> adapter_sources() { return sources; }

}  // namespace pfncheck
")
