// SPDX-License-Identifier: GPL-2.0-or-later
// expect: refuted pfn_survives
// because: flags that are not masked reach into the pfn
#include <pfncheck.h>

void check(void) {
  const unsigned long pfn = ANY(unsigned long, pfn);
  const unsigned flags = ANY(unsigned, flags);

  ASSUME(pfn < 1ull << 40);
  CLAUSE(pfn_survives, (((unsigned long long)pfn << 12) | flags) >> 12 == pfn);
}
