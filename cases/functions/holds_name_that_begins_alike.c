// SPDX-License-Identifier: GPL-2.0-or-later
// expect: holds
// because: what begins like the tracking of memory types and has a body of its own is no part of that
#include <pfncheck.h>

struct found {
  unsigned long pfn;
};

static __attribute__((noinline)) void pfnmap_args_setup(struct found* found, unsigned long pfn) {
  found->pfn = pfn;
}

void check(void) {
  const unsigned long pfn = ANY(unsigned long, pfn);
  struct found found = {0};

  pfnmap_args_setup(&found, pfn);
  ASSERT(found.pfn == pfn);
}
