// SPDX-License-Identifier: GPL-2.0-or-later
// A call on which two functions part: found by trying, shown by what each of them does. Holds LLVM types.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lift/lockstep/trial.hpp"
#include "lift/lockstep/walk.hpp"

namespace pfncheck::lifting {

/// An exit on which something is taken or given back that the version before did not leave like that.
struct Unbalanced {
  std::string what;           ///< "mutex"
  int before = 0, after = 0;  ///< taken less given back
  /// Of the after side: the first step that the other does not come by; where there is none, the last, and
  /// the last decision.
  const llvm::Instruction *at = nullptr, *decision = nullptr;
};

struct Apart {
  World world;
  Trial before, after;
  std::size_t first = 0;  ///< position in the traces at which they part
  bool is_order = false;  ///< the same is done, in another order
  /// What the difference rests on, in words: "vfio_lock_acct() gives -12", "the first argument is 0".
  std::vector<std::string> when;
  std::vector<Unbalanced> unbalanced;
};

/// Nothing if no such call was found; which says nothing.
std::optional<Apart> find_apart(llvm::Function& before, llvm::Function& after, const std::vector<Clue>& clues,
                                const WalkOptions& options);

}  // namespace pfncheck::lifting
