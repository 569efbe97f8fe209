// SPDX-License-Identifier: GPL-2.0-or-later
// Several ways to decide, side by side: what each maps, and what fails with it.
#include <fmt/format.h>

#include "report/text_parts.hpp"
#include "report/wrap.hpp"

namespace pfncheck::text {

std::string options_table(const std::vector<OptionRecord>& options, const Paint& paint) {
  if (options.empty()) return {};
  std::vector<std::vector<Cell>> rows(1);
  rows[0] = {std::string("variant"), std::string("machine")};
  for (const auto& [memory, answer] : options.front().maps) rows[0].emplace_back(memory);
  for (const OptionRecord& o : options) {
    auto& row = rows.emplace_back();
    row = {o.variant, o.machine};
    for (const auto& [memory, answer] : o.maps) row.emplace_back(answer);
  }
  std::string out = paint.bold("what a read fault of the guest maps:") + "\n" + columns(rows, 2);
  out += paint.bold("what fails with it:") + "\n";
  for (const OptionRecord& o : options) {
    const std::string fails =
        o.fails.empty() ? std::string("nothing") : fmt::format("{}", fmt::join(o.fails, ", "));
    out += fmt::format("  {}, {}: {}{}\n", o.variant, o.machine, wrapped(fails, 6),
                       o.complete ? "" : " (the search is not complete)");
  }
  std::string last;
  for (const OptionRecord& o : options)
    if (o.variant != last) out += fmt::format("  {} is {}\n", last = o.variant, wrapped(o.what, 6));
  return out;
}

}  // namespace pfncheck::text
