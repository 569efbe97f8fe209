// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/fold.hpp"

#include "model/term/operation.hpp"

namespace pfncheck {

Term fold(const Node& n) {
  std::array<std::uint64_t, 3> values{};
  for (unsigned i = 0; i < n.arity; ++i) {
    if (!n.args[i].is_const()) return {};
    values[i] = n.args[i].value();
  }
  const std::uint64_t value = apply(n.op, n.width, n.args[n.arity - 1].width(), n.low_bit, values);
  return n.width == 0 ? n.pool->boolean(value != 0) : n.pool->constant(n.width, value);
}

}  // namespace pfncheck
