// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/enumerate/scenes.hpp"

#include <algorithm>

#include "model/functions/vm_normal_page/questions.hpp"

namespace pfncheck {
namespace {

using Values = std::vector<std::uint64_t>;

// Blocks are multiples of the largest leaf at hand, so that each can be a huge entry's first pfn.
struct Layout {
  std::uint64_t leaf, huge, zero, huge_zero, top;
};

Layout layout_of(const Facts& f, Level level) {
  const std::uint64_t huge = 1ull << normal_page::order_of(f, Level::pmd);
  const std::uint64_t leaf = std::max<std::uint64_t>({8, huge, 1ull << normal_page::order_of(f, level)});
  return {leaf, huge, 4 * leaf, 8 * leaf, 16 * leaf};
}

Values pfns(const Layout& m, std::uint64_t extra) {
  return {0,
          2 * m.leaf,
          m.zero,
          m.zero + 1,
          m.zero + extra,
          m.zero + extra + 1,
          m.huge_zero,
          m.huge_zero + 1,
          m.huge_zero + m.huge - 1,
          m.huge_zero + m.huge,
          m.top,
          2 * m.top};
}

Values highest(const Layout& m, std::uint64_t extra) {
  return {m.top, m.top - 1, m.top - 2, 2 * m.top, 4 * m.top, m.zero + extra, m.huge_zero + m.huge - 1};
}

// Off by a page either way, off by the offset in the VMA, and off by bits that a narrow entry would lose.
Values linear(const Layout& m, std::uint64_t pfn) {
  return {pfn, pfn + 1, pfn - 1, pfn + 3, pfn + 5 * m.leaf, pfn + (1ull << 20)};
}

void add_addresses(std::vector<Numbers>& all, Numbers n, std::uint64_t target, unsigned page_shift) {
  for (const std::uint64_t page : {0, 3}) {
    n.vm_start = 16ull << page_shift;
    n.address = n.vm_start + (page << page_shift);
    n.vm_pgoff = target - page;
    all.push_back(n);
  }
}

}  // namespace

std::vector<Numbers> all_numbers(const Facts& f, Level level) {
  const Layout m = layout_of(f, level);
  std::vector<Numbers> all;
  for (const std::uint64_t extra : f.colour_zero ? Values{0, 3} : Values{0})
    for (const std::uint64_t huge_zero : Values{~0ull, m.huge_zero})
      for (const std::uint64_t top : highest(m, extra))
        for (const std::uint64_t pfn : pfns(m, extra))
          for (const std::uint64_t target : linear(m, pfn))
            add_addresses(all, {pfn, m.zero, extra, huge_zero, top, 0, 0, 0}, target, f.page_shift);
  return all;
}

}  // namespace pfncheck
