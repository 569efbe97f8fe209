// SPDX-License-Identifier: GPL-2.0-or-later
// expect: holds
// because: a pfn survives an entry that has room for it
#include <pfncheck.h>

static unsigned long long entry_of(unsigned long pfn, unsigned flags) {
  return ((unsigned long long)pfn << 12) | (flags & 0xfff);
}

void check(unsigned long pfn, unsigned flags) {
  ASSUME(pfn < 1ull << 40);
  ASSERT(entry_of(pfn, flags) >> 12 == pfn);
}
