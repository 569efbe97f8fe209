// SPDX-License-Identifier: GPL-2.0-or-later
// What stands in for functions, assembly and globals of the kernel that are not lifted. Facts, no code.
#pragma once

#include <string>
#include <string_view>

namespace pfncheck::lifting {

enum class StandInKind {
  predicate,      ///< opaque function of its arguments that returns 0 or 1
  value,          ///< opaque function of its arguments, any value of its type
  feature,        ///< one configuration bit per constant argument; _likely and _unlikely mean the same bit
  static_branch,  ///< (key, branch): "the key is enabled" xor branch
  head_of_page,   ///< opaque function from a page to that of some pfn, which is its own
  effect,         ///< recorded with its arguments; if it answers, with any value
  nothing,        ///< no effect on what is checked; if it answers, with any value
  identity,       ///< answers its first argument
  trap,           ///< does not return
  thead_memory_type,  ///< riscv's alternative for T-Head memory types
  riscv_memory_type,  ///< riscv's choice among Svpbmt's, T-Head's and no bits for a memory type
};

struct StandIn {
  std::string_view name;
  bool prefix;  ///< every function whose name begins so
  StandInKind kind;
  std::string_view contract;  ///< what is promised and where that comes from
};

/// The row for a function of this name, or nullptr. The first fitting row counts.
const StandIn* find_stand_in(std::string_view function);

/// Whether it moves references or map counts of pages.
bool counts_pages(std::string_view function);

/// Whether what it answers stays the same while the kernel runs: CPU features, static keys, the memory map.
/// What is asked of a page or of a task does not.
bool is_fixed_at_boot(std::string_view function);

/// Inline assembly with a contract.
struct AsmStandIn {
  std::string_view contains;  ///< text that its template holds
  StandInKind kind;           ///< value, nothing, thead_memory_type, riscv_memory_type
  std::string_view name;
  std::string_view contract;
};
const AsmStandIn* find_asm_stand_in(std::string_view text);

/// Globals that do not change while the function runs, though it may read them as volatile.
bool stays_the_same(std::string_view global);

}  // namespace pfncheck::lifting
