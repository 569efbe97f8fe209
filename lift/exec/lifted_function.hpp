// SPDX-License-Identifier: GPL-2.0-or-later
// What symbolic execution of one function's IR gives.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/term/term.hpp"

namespace pfncheck {

/// A place in the tree's sources. `file` is relative to the tree ("mm/memory.c").
struct SourceLine {
  std::string file;
  unsigned line = 0;
  std::string function;
  friend bool operator==(const SourceLine&, const SourceLine&) = default;
};

/// A stand-in replaces something, has a contract and is an input. An unknown has none.
enum class ApproximationKind { stand_in, unknown };
struct Approximation {
  ApproximationKind kind;
  Term variable;     ///< the fresh variable that stands for it
  std::string what;  ///< "inline assembly: mrs $0, tcr_el1", "pfn_valid(pfn)", "vma.vm_file was never set"
  SourceLine where;
  std::string name;             ///< of the opaque function that `variable` is an application of: "pfn_valid"
  std::vector<Term> arguments;  ///< what it was applied to
};

/// Something that the function did to the world outside: a call of an effect function, a trap.
struct Effect {
  std::string name;        ///< "print_bad_pte", "trap", "store huge_zero_pfn"
  Term guard;              ///< when
  std::vector<Term> args;  ///< integer arguments only; pointers that cannot be named are left out
  SourceLine where;
  /// The outputs that the adapter had given before, by name: tells effects of a premise from those of the
  /// rule.
  std::map<std::string, Term> outputs_before;
  bool keeps_memory = false;  ///< of inline assembly: it only reads memory, or touches none
};

/// Effects that change nothing which a rule reads or owns begin with it: being a reader, messages,
/// statistics.
inline constexpr std::string_view quiet_effect = "quiet ";
/// Effects of what is not known begin with one of these: a function without a body, inline assembly.
inline constexpr std::string_view unknown_call = "call ", unknown_assembly = "asm ";
/// Whether it is one of those and may change memory.
bool is_unknown(const Effect& effect);
/// "f(), without a body (mm/memory.c:12)".
std::string unknown_in_words(const Effect& effect);
/// EVENT of lift/adapters/pfncheck.h.
inline constexpr std::string_view event_effect = "event ";

/// ASSERT and CLAUSE of lift/adapters/pfncheck.h: what must hold wherever an execution comes by.
struct Assertion {
  std::string name;  ///< of a CLAUSE; of an ASSERT its text
  Term reached;      ///< bool: an execution comes by; what was assumed before is part of it
  Term holds;        ///< bool
  SourceLine where;
  /// bool: before it something happened of which nothing is known, so that what it changed is not seen here.
  Term after_unknown;
  std::string unknown = {};  ///< what that is, the first of it; empty if nothing
};

/// NOT_APPLICABLE of lift/adapters/pfncheck.h: a clause that is not asked here, and why.
struct LeftOut {
  std::string name, why;
  SourceLine where;
};

/// One executed block: its guard and the lines in it, in order of execution.
struct TraceStep {
  Term guard;
  std::vector<SourceLine> lines;
};

/// Something that could not be lifted; with one of these there is no result.
struct Unsupported {
  std::string what;
  SourceLine where;
  bool is_late = false;  ///< only for want of time: a larger budget may do
};

struct Parameter {
  std::string name;  ///< as in the C source
  Term value;        ///< variable of that name; width in bits, 0 for i1
};

struct LiftedFunction {
  std::string name;
  std::vector<Parameter> parameters;
  Term result;        ///< of an integer result; empty for void
  Term returns;       ///< bool: the function came back (did not trap or pass a bound)
  Term beyond_bound;  ///< bool: a loop wanted more iterations than the bound
  Term outside;       ///< bool: an ASSUME did not hold
  /// Bool: what it finds in memory cannot be: a pointer that is not aligned as its type says, a bool that is
  /// neither true nor false.
  Term impossible;
  std::map<std::string, Term> outputs;  ///< pfncheck_out_NAME(value) calls of the adapter (last value wins)
  std::map<std::string, Term>
      globals;                    ///< variables for the initial values of globals that were read, by symbol
  std::vector<Parameter> inputs;  ///< ANY of lift/adapters/pfncheck.h, in the order of their first execution
  std::vector<Assertion> assertions;  ///< in the order of execution; one of a loop once a turn
  std::vector<LeftOut> not_applicable;
  std::vector<Effect> effects;
  std::vector<Approximation> approximations;
  std::vector<TraceStep> trace;
  std::vector<Unsupported> unsupported;  ///< not empty: everything else is meaningless
  unsigned loop_bound = 0;               ///< iterations allowed; 0 if there was no loop
};

}  // namespace pfncheck
