// SPDX-License-Identifier: GPL-2.0-or-later
// expect: vacuous
// because: nothing can be both
#include <pfncheck.h>

void check(int a) {
  ASSUME(a > 3);
  ASSUME(a < 3);
  ASSERT(a == 17);
}
