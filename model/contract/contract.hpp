// SPDX-License-Identifier: GPL-2.0-or-later
// What a kernel function promises its callers, as data: the lifter, the engines and the reports find
// everything about a function here, by name.
#pragma once

#include <span>
#include <string_view>

namespace pfncheck {

/// One promise: a CLAUSE of the function's adapter.
struct Clause {
  std::string_view name;      ///< "references_are_balanced"
  std::string_view sentence;  ///< what is promised
  std::string_view because;   ///< what goes wrong without it
  std::string_view source;    ///< where the kernel says so
  /// Outputs of the adapter (pfncheck_out_*) that are equal where the promise is kept: what was counted, and
  /// what had to be. Empty: the promise is no count.
  std::string_view counted = {}, owed = {};
};

/// By how the count of a clause is off a fault is told from its opposite.
enum class Off { any, too_few, too_many };

/// A broken clause as a fault of a slice, which leads to a life.
struct ClauseLife {
  std::string_view clause;
  std::string_view input;  ///< ANY of the adapter that tells this fault from others; empty: none
  bool value;              ///< of that input
  std::string_view fault;  ///< of the contract's slice
  Off off = Off::any;      ///< what was counted, beside what is owed
};

/// What the adapter leaves open with ANY: a witness names it.
struct ContractInput {
  std::string_view name;      ///< "two_entries"
  std::string_view sentence;  ///< what its value means
};

/// Before the name of a function, the name of its adapter.
inline constexpr std::string_view contract_adapter_prefix = "pfncheck_function_";

struct Contract {
  std::string_view function;  ///< "zap_present_ptes"
  std::string_view unit;      ///< "mm/memory.c"
  std::string_view level;     ///< of the entries: "PTE"
  std::string_view sentence;  ///< what callers get
  std::string_view source;    ///< of the sentence: file, function, releases
  /// What the adapter takes for granted, in a sentence.
  std::string_view limits;
  /// Parts and effects of the function that no clause is asked of: where there are some, a change is not
  /// judged by clauses that hold. Empty: none.
  std::string_view leaves_out;
  std::string_view slice;      ///< in which it is an operation: "own"
  std::string_view operation;  ///< that it stands behind: "zap"
  std::span<const Clause> clauses;
  std::span<const ClauseLife> lives;
  std::span<const ContractInput>
      inputs;  ///< ANY of the adapter and of what it uses, but for what inputs of a rule mean
};

}  // namespace pfncheck
