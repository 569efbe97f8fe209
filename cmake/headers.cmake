# SPDX-License-Identifier: GPL-2.0-or-later
# Headers of libraries are read once, not once a file: model/ and props/ take 0.61 of the processor time that they take without
# (cmake -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON). Only what most sources include is worth it: with CLI11, nlohmann's and LLVM's headers in
# the sets the whole took longer. Sources still include what they use; the preset `clang` builds without this, so a missing #include is
# seen.
set(shared_headers
    <algorithm> <array> <bit> <charconv> <cstdint> <cstdlib> <cstring> <map> <optional> <set> <span> <sstream> <stdexcept> <string>
    <string_view> <tuple> <unordered_map> <utility> <variant> <vector> <fmt/format.h>)

# GCC 12 takes the short form of a std::string for all that is written to it (GCC bug 105651). In a system header that is read from text
# the warning is silent, in a precompiled one it is not.
set(false_warnings "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-restrict>")

# What tests do themselves is little: it need not be fast.
set(test_options "${false_warnings}" $<$<CONFIG:RelWithDebInfo>:-O1>)

# Targets that share a set are compiled with the same flags.
add_library(pfncheck_headers OBJECT ${CMAKE_SOURCE_DIR}/cmake/empty.cpp)
target_link_libraries(pfncheck_headers PUBLIC pfncheck_flags fmt::fmt)
target_compile_options(pfncheck_headers PRIVATE ${false_warnings})
target_precompile_headers(pfncheck_headers PRIVATE ${shared_headers})

add_library(pfncheck_test_headers OBJECT ${CMAKE_SOURCE_DIR}/cmake/empty.cpp)
target_link_libraries(pfncheck_test_headers PUBLIC pfncheck_flags fmt::fmt Catch2::Catch2)
target_compile_options(pfncheck_test_headers PRIVATE ${test_options})
target_precompile_headers(pfncheck_test_headers PRIVATE ${shared_headers} <catch2/catch.hpp> <nlohmann/json.hpp>)

function(share_headers target)
  target_precompile_headers(${target} REUSE_FROM pfncheck_headers)
  target_compile_options(${target} PRIVATE ${false_warnings})
endfunction()

function(share_test_headers target)
  target_precompile_headers(${target} REUSE_FROM pfncheck_test_headers)
  target_compile_options(${target} PRIVATE ${test_options})
  target_link_libraries(${target} PRIVATE fmt::fmt)
endfunction()
