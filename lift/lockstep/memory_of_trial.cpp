// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/memory_of_trial.hpp"

#include <string>

#include "lift/exec/unset_locals.hpp"
#include "lift/lockstep/numbers.hpp"
#include "lift/lockstep/trial.hpp"

namespace pfncheck::lifting {

Places places_for(unsigned pointer_bits) {
  constexpr Places wide{0x00007e0000000000, 1U << 20, 0x00007d0000000000, 0x000000fffff00000,
                        0x00007c0000000000},
      narrow{0x7e000000, 1U << 14, 0x7d000000, 0x00fff000, 0x7c000000};
  return pointer_bits > 32 ? wide : narrow;
}

std::uint64_t place_of_global(const std::string& text, unsigned pointer_bits) {
  const Places places = places_for(pointer_bits);
  const bool is_set = text.find(unset_prefix) == std::string::npos;
  return (is_set ? places.globals : places.never_set) + (mixed(7, text) & places.global_mask);
}

bool TouchedMemory::overlaps(const Touched& now) {
  bool found = false;
  for (std::uint64_t k = 0; k < now.bytes; ++k) {
    const auto [known, is_first] = touched_.emplace(now.first + k, now);
    if (is_first) continue;
    Touched& before = known->second;
    const bool is_another =
        before.object != now.object ||
        (before.argument != now.argument && before.argument != nullptr && now.argument != nullptr);
    found = found ||
            (is_another && (before.is_write || now.is_write) &&
             (before.first != now.first || before.bytes != now.bytes || before.is_pointer != now.is_pointer));
    before.is_write = before.is_write || now.is_write;
  }
  return found;
}

std::uint64_t call_number(const std::string& what, const std::vector<std::uint64_t>& arguments) {
  std::uint64_t number = mixed(3, what);
  for (const std::uint64_t argument : arguments) number = mixed(number, argument);
  return number;
}

}  // namespace pfncheck::lifting
