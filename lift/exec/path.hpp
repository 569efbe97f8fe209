// SPDX-License-Identifier: GPL-2.0-or-later
// Path conditions as lists of literals, so that the two arms of a branch fold back to what was known before
// it.
#pragma once

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/term/term.hpp"

namespace pfncheck::lifting {

class Path {
 public:
  explicit Path(Pool& pool) : pool_(&pool) {}

  /// This path and the literal; a literal that the path holds already adds nothing.
  Path with(Term literal) const;
  /// This path where the literal holds, and where it does not. An arm that cannot be taken adds nothing to
  /// the other.
  std::pair<Path, Path> fork(Term literal) const;
  bool impossible() const { return impossible_; }
  /// The conjunction.
  Term condition() const;
  unsigned depth() const { return step_ ? step_->depth : 0; }
  /// True or false if the path holds the literal or its opposite, else the literal itself.
  Term known(Term literal) const;
  /// The term with the conditions in it that the path decides replaced by their value (looks a few levels
  /// deep).
  Term refined(Term formula) const;
  bool same(const Path& other) const { return step_ == other.step_ && impossible_ == other.impossible_; }

  /// Both paths in one, and the condition that tells (of executions on one of them) that it is `a`'s.
  static std::pair<Path, Term> join(const Path& a, const Path& b);
  /// Literals that both share from the start.
  static unsigned common_depth(const Path& a, const Path& b);

 private:
  struct Step {
    std::shared_ptr<const Step> before;
    Term literal, all;
    unsigned depth;
  };
  Term refined(Term formula, unsigned depth, std::unordered_map<const Node*, Term>& done) const;
  std::vector<Term> after(unsigned depth) const;
  Path prefix(unsigned depth) const;
  Pool* pool_;
  std::shared_ptr<const Step> step_;
  bool impossible_ = false;
};

}  // namespace pfncheck::lifting
