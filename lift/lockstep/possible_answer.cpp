// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/possible_answer.hpp"

#include <llvm/IR/Instruction.h>
#include <llvm/IR/Type.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "model/vocabulary/balance.hpp"

namespace pfncheck::lifting {

namespace {

/// What is left to copy is a part of what there was (include/linux/uaccess.h, include/linux/uio.h): which
/// argument says how much that is.
std::optional<std::size_t> most_of(std::string_view function) {
  if (function.ends_with("copy_to_user") || function.ends_with("copy_from_user")) return 2;
  if (function.ends_with("clear_user") || function.ends_with("copy_to_iter") ||
      function.ends_with("copy_from_iter"))
    return 1;
  return std::nullopt;
}

}  // namespace

std::uint64_t possible_answer(const Step& step, std::uint64_t result, unsigned bits) {
  if (!step.what.ends_with("()")) return result;
  const std::string_view name = std::string_view(step.what).substr(0, step.what.size() - 2);
  if (const auto most = most_of(name); most && *most < step.arguments.size())
    return std::min(result, step.arguments[*most]);
  const std::uint64_t all = bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  for (const Balanced& row : balanced_functions()) {
    if (row.function != name) continue;
    const bool is_pointer = step.at != nullptr && step.at->getType()->isPointerTy();
    // An error pointer is told from NULL only by those that give some.
    if (row.counts == Counts::if_true && is_pointer && result > all - 4096) return 0;
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
