// SPDX-License-Identifier: GPL-2.0-or-later
// Whether two versions of a function do the same, step by step: the strongest that can be said of an edit, as
// it holds for every caller, in any loop, and for whoever looks on. LLVM stays behind this header.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lift/exec/module.hpp"
#include "lift/lockstep/relaid.hpp"
#include "model/term/evaluate.hpp"

namespace pfncheck {

/// Something that an exit leaves taken, or gives back too often, and that the version before did not.
struct UnbalancedExit {
  std::string what;           ///< "mutex"
  int before = 0, after = 0;  ///< taken less given back, on this call
  SourceLine where;           ///< the first line of the after side that the other does not come by
};

/// A call on which two functions part.
struct PartingCall {
  bool is_order = false;                   ///< both do the same, in another order
  std::vector<std::string> when;           ///< what it rests on: "vfio_lock_acct() gives -12"
  std::vector<std::string> before, after;  ///< what each side does from there, and what it returns
  std::vector<std::string> way;            ///< "mm/gup.c:12": decisions of the after side, in order
  std::vector<UnbalancedExit> unbalanced;
  SourceLine where;  ///< of the after side
};

struct Lockstep {
  bool same = false;
  std::string parting;              ///< if not: where they part, or seem to: "another condition"
  SourceLine before, after;         ///< of it; empty: no place
  std::optional<PartingCall> call;  ///< if one was found
  /// Structures whose fields both sides name, and do not have in the same places: "struct.vm_fault".
  std::set<std::string> matched_by_name;
  bool takes_other_arguments = false;  ///< more or fewer: a call of the one is none of the other
};

struct LockstepOptions {
  std::string tree_root;  ///< prefix removed from file names
  /// Names of functions whose text is not the same on both sides; those among them that were found to do the
  /// same are no part of it. They stand in their callers where they can.
  std::set<std::string> changed;
  /// Which static functions stand in their callers beside the changed ones: as far as they stay small, all,
  /// or those that take or give back what has to be balanced (model/vocabulary/balance.hpp), but never these.
  enum class Inlined { changed, balancing, all };
  std::vector<Inlined> inlined{Inlined::changed};  ///< tried in this order
  const RelaidStructs* relaid = nullptr;     ///< structures whose fields are matched by name; may be empty
  bool printing_aside = false;               ///< what is printed may differ; that it is, and where, may not
  std::function<bool(Term formula)> proves;  ///< whether a formula is true of all values; empty: nobody knows
  /// Values for which a formula is true; if it is there, a call on which the sides part is looked for.
  std::function<std::optional<Assignment>(Term formula)> solve;
};

/// Both sides go through the same effects in the same order: stores, volatile accesses, atomics, fences,
/// assembly, calls of other functions, with equal operands, and read memory in the same state of it. A
/// function that is called by one name is taken for the same on both sides unless it is among `changed`.
/// `same` is proved; anything else is none.
Lockstep in_lockstep(const Module& before, const std::string& before_name, const Module& after,
                     const std::string& after_name, const LockstepOptions& options);

}  // namespace pfncheck
