// SPDX-License-Identifier: GPL-2.0-or-later
// Concrete inputs for every relation that the abstract domain knows: each flag both ways, and the pfn put at,
// next to and away from the linear pfn, the zero pages and the highest pfn. The second engine evaluates Terms
// on all of them, 64 at a time, and shares nothing with Z3.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/functions/vm_normal_page/rule.hpp"
#include "model/term/aig.hpp"

namespace pfncheck {

class Representatives {
 public:
  explicit Representatives(const normal_page::Rule& rule);

  /// Evaluates the roots on every representative, but for those that repeat values of all roots. `seen` gets
  /// the graph after each run and the lanes in which the base invariants and the rule's domain hold; false
  /// from it ends the walk.
  void visit(std::span<const Term> roots, const std::function<bool(const Aig&, std::uint64_t)>& seen) const;

  std::size_t scenes() const { return scenes_.size(); }

 private:
  /// Values of the number-valued variables.
  using Scene = std::map<std::string, std::uint64_t>;
  void keep_one_of_each_kind(std::vector<Scene> all);

  const normal_page::Rule& rule_;
  Term valid_;
  std::vector<Scene> scenes_;
};

}  // namespace pfncheck
