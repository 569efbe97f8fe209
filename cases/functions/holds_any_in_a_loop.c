// SPDX-License-Identifier: GPL-2.0-or-later
// expect: holds
// because: each turn of a loop has an input of its own
#include <pfncheck.h>

void check(void) {
  unsigned taken = 0, given = 0;

  for (int i = 0; i < 3; i++) {
    const unsigned n = ANY(unsigned, n) & 7;

    taken += n;
    given += n;
  }
  ASSERT(taken == given);
}
