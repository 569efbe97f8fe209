// SPDX-License-Identifier: GPL-2.0-or-later
// expect: undecided
// because: two events that change places may matter to somebody
#include <pfncheck.h>

void before(unsigned long a) {
  EVENT(unlock, a, 1);
  EVENT(put, a, 1);
}

void after(unsigned long a) {
  EVENT(put, a, 1);
  EVENT(unlock, a, 1);
}
