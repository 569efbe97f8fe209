// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/possible_answer.hpp"

#include <algorithm>
#include <string_view>

#include "model/vocabulary/balance.hpp"

namespace pfncheck::lifting {

std::uint64_t possible_answer(const Step& step, std::uint64_t result, unsigned bits) {
  if (!step.what.ends_with("()")) return result;
  const std::string_view name = std::string_view(step.what).substr(0, step.what.size() - 2);
  const std::uint64_t all = bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  for (const Balanced& row : balanced_functions()) {
    if (row.function != name) continue;
    if (row.counts == Counts::if_pointer && name.find("alloc") != std::string_view::npos) {
      const bool is_no_pointer = result < 4096 || result > all - 4096;
      return is_no_pointer ? 0 : result;
    }
    const std::size_t asked = name.find("remote") == std::string_view::npos ? 1 : 2;
    if (row.amount != Amount::result || asked >= step.arguments.size()) continue;
    constexpr std::uint64_t no_page = 14;  // -EFAULT
    if (result >> (bits - 1) != 0) return result > all - 4096 ? result : all - no_page + 1;
    return std::min(result, step.arguments[asked]);
  }
  return result;
}

}  // namespace pfncheck::lifting
