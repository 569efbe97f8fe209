// SPDX-License-Identifier: GPL-2.0-or-later
// expect: refuted count_is_kept
// because: the error exit forgets the reference that it took
#include <pfncheck.h>

static long count;

static void get(void) {
  count += 1;
}

static void put(void) {
  count -= 1;
}

static int pin(int error) {
  get();
  if (error) return -14;
  put();
  return 0;
}

void check(void) {
  pin(ANY(int, error));
  CLAUSE(count_is_kept, count == 0);
}
