// SPDX-License-Identifier: GPL-2.0-or-later
// expect: different
// because: one exit no longer flushes the TLB
#include <pfncheck.h>

int before(unsigned long address, int present) {
  if (present) EVENT(flush, address, 1);
  return present;
}

int after(unsigned long address, int present) {
  if (present && address) EVENT(flush, address, 1);
  return present;
}
