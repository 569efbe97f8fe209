// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/net.hpp"

#include <llvm/IR/Instructions.h>
#include <llvm/IR/Type.h>

#include <algorithm>
#include <vector>

#include "model/vocabulary/balance.hpp"

namespace pfncheck::lifting {

namespace {

bool counts(const Balanced& row, const Step& step, unsigned bits) {
  const std::uint64_t result = step.result;
  const bool is_error = result >= 0 - std::uint64_t{4095} || (bits == 32 && result >= 0xfffff001);
  switch (row.counts) {
    case Counts::always:
      return true;
    case Counts::if_true:
      return result != 0;
    case Counts::if_zero:
      return result == 0;
    case Counts::if_positive:
      return result != 0 && (result >> (bits - 1)) == 0;
    case Counts::if_not_negative:
      return (result >> (bits - 1)) == 0;
    case Counts::if_pointer:
      return result != 0 && !is_error;
    case Counts::if_argument:
      return !step.arguments.empty() && step.arguments.front() != 0;
  }
  return false;
}

std::int64_t amount_of(const Balanced& row, const Step& step) {
  const auto argument = [&](std::size_t k) {
    return k < step.arguments.size() ? static_cast<std::int64_t>(step.arguments[k]) : 0;
  };
  switch (row.amount) {
    case Amount::one:
      return 1;
    case Amount::second_argument:
      return argument(1);
    case Amount::third_argument:
      return argument(2);
    case Amount::result:
      return static_cast<std::int64_t>(step.result);
  }
  return 0;
}

/// Whether a call of it with NULL is one that does nothing (kfree() and its like); of others it is a crash.
bool takes_null(const Balanced& row) {
  return row.what == "allocation" || row.what == "block of page frames" ||
         row.what == "reference of a device";
}

bool is_of_null(const Balanced& row, const Step& step) {
  return row.sign < 0 && row.what != "file descriptor" && !step.arguments.empty() && step.arguments[0] == 0;
}

}  // namespace

std::set<std::string> called(const Trial& trial) {
  std::set<std::string> names;
  for (const Step& step : trial.trace)
    if (step.what.ends_with("()")) names.insert(step.what);
  return names;
}

Net net_of(const Trial& trial, const llvm::DataLayout& layout) {
  Net net;
  for (const Step& step : trial.trace) {
    if (!step.what.ends_with("()")) continue;
    const llvm::Type* type = step.at->getType();
    const unsigned bits = type->isPointerTy()   ? layout.getPointerSizeInBits(0)
                          : type->isIntegerTy() ? type->getIntegerBitWidth()
                                                : 64;
    const std::string_view name = std::string_view(step.what).substr(0, step.what.size() - 2);
    for (const Balanced& row : balanced_functions())
      if (row.function == name && counts(row, step, bits) && !is_of_null(row, step))
        net[row.what] += row.sign * amount_of(row, step);
  }
  std::erase_if(net, [](const auto& of) { return of.second == 0; });
  return net;
}

bool is_absurd(const Trial& trial) {
  constexpr std::int64_t most_at_once = 512;
  for (const Step& step : trial.trace) {
    if (!step.what.ends_with("()")) continue;
    const std::string_view name = std::string_view(step.what).substr(0, step.what.size() - 2);
    for (const Balanced& row : balanced_functions()) {
      if (row.function != name) continue;
      if (is_of_null(row, step) && !takes_null(row)) return true;
      if (row.amount == Amount::one) continue;
      const std::int64_t amount = amount_of(row, step);
      if (amount > most_at_once || (row.amount != Amount::result && amount < 0)) return true;
      if (row.amount != Amount::result) continue;
      const auto is_enough = [&](std::uint64_t argument) {
        return static_cast<std::int64_t>(argument) >= amount && argument <= most_at_once;
      };
      // How many were asked for is among the arguments.
      if (amount > 0 && std::ranges::none_of(step.arguments, is_enough)) return true;
    }
  }
  return false;
}

bool is_one_way(const Trial& before, const Trial& after) {
  const auto counts_for_something = [](std::string_view what) {
    return what.ends_with("()") && is_balanced_function(what.substr(0, what.size() - 2));
  };
  // What takes has to take as much.
  using Named = std::pair<std::string_view, std::uint64_t>;
  const auto names = [&](const Trial& trial) {
    std::vector<Named> all;
    for (const Step& step : trial.trace)
      if (!step.is_write) all.emplace_back(step.what, counts_for_something(step.what) ? step.result : 0);
    return all;
  };
  /// Whether `part` is `whole` less some steps; `all_count`: each of which counts.
  const auto is_part = [&](const std::vector<Named>& part, const std::vector<Named>& whole, bool all_count) {
    std::size_t k = 0;
    for (const Named& step : whole) {
      if (k < part.size() && part[k] == step)
        ++k;
      else if (all_count && !counts_for_something(step.first))
        return false;
    }
    return k == part.size();
  };
  const std::vector<Named> a = names(before), b = names(after);
  return is_part(b, a, false) || is_part(a, b, true);
}

}  // namespace pfncheck::lifting
