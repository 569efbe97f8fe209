// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/evaluate.hpp"

#include "model/term/operation.hpp"
#include "model/term/walk.hpp"

namespace pfncheck {
namespace {

std::uint64_t value_of(Term variable, const Assignment& values) {
  const auto found = values.find(variable.name());
  return found == values.end() ? 0 : found->second & mask_of(variable.width());
}

}  // namespace

std::vector<std::uint64_t> evaluate(std::span<const Term> roots, const Assignment& values) {
  const Walk walk(roots);
  std::vector<std::uint64_t> results(walk.nodes.size());
  for (std::size_t i = 0; i < walk.nodes.size(); ++i) {
    const Term node = walk.nodes[i];
    if (node.is_const() || node.is_var()) {
      results[i] = node.is_const() ? node.value() : value_of(node, values);
      continue;
    }
    std::array<std::uint64_t, 3> args{};
    const std::size_t count = node.args().size();
    for (std::size_t k = 0; k < count; ++k) args[k] = results[walk.args[i][k]];
    results[i] = apply(node.op(), node.width(), node.args().back().width(), node.low_bit(), args);
  }
  std::vector<std::uint64_t> wanted;
  for (std::uint32_t place : walk.roots) wanted.push_back(results[place]);
  return wanted;
}

std::uint64_t evaluate(Term root, const Assignment& values) {
  return evaluate(std::span<const Term>(&root, 1), values).front();
}

}  // namespace pfncheck
