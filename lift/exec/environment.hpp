// SPDX-License-Identifier: GPL-2.0-or-later
// The world that every function of one pool is lifted in: opaque functions with congruence, and how the
// memory that nobody set is cut into variables. It lives with the pool, so that both sides of a patch see the
// same world.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/term/term.hpp"

namespace pfncheck::lifting {

/// Bytes [offset, offset + size) of some memory that one variable stands for.
struct Extent {
  std::int64_t offset = 0;
  std::uint64_t size = 0;
};

class Environment {
 public:
  /// The environment of this pool.
  static Environment& of(Pool& pool);
  explicit Environment(Pool& pool) : pool_(pool) {}

  /// A variable of that name and width (bits). One side of a patch may declare it wider than the other: what
  /// has another width is another variable, and the width becomes part of the second one's name.
  Term variable(const std::string& name, unsigned width);

  /// The value of the opaque function `name` at `arguments`: equal arguments, equal value. `variable`
  /// receives the variable that stands for this application.
  Term apply(const std::string& name, const std::vector<Term>& arguments, unsigned width,
             Term* variable = nullptr);

  /// A call of an opaque function.
  struct Application {
    std::string name;
    std::vector<Term> arguments;
    Term value, variable;
  };
  /// All calls so far of functions that have arguments, those of one function in the order of their first
  /// use.
  std::vector<Application> applications() const;

  /// Cuts [offset, offset + size) of the memory `name` at the borders of the variables that it has already;
  /// pieces without one become new extents of at most 8 bytes. In order of offset, without gaps.
  std::vector<Extent> cut(const std::string& name, std::int64_t offset, std::uint64_t size);

 private:
  Pool& pool_;
  std::map<std::string, std::vector<Application>> applications_;
  std::map<std::string, std::map<std::int64_t, std::uint64_t>> extents_;
};

/// A short text for a Term that depends on its content only: a variable's name, a constant, or a digest.
std::string brief(Term term);
/// "name(a, b)" in that way; just the name without arguments.
std::string brief_call(const std::string& name, const std::vector<Term>& arguments);

}  // namespace pfncheck::lifting
