// SPDX-License-Identifier: GPL-2.0-or-later
// expect: refuted
// because: who tries for a lock may get it or not, whatever the lock is called
#include <pfncheck.h>

struct mutex {
  int owner;
};

int mutex_trylock(struct mutex* lock);

static struct mutex there;

void check(void) {
  if (mutex_trylock(&there)) ASSERT(ANY(int, value) != 7);
}
