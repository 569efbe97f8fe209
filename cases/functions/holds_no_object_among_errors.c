// SPDX-License-Identifier: GPL-2.0-or-later
// expect: holds
// because: no object lies among the error pointers or in the first page, as a number or as a pointer
#include <pfncheck.h>

struct object {
  int count;
};

static struct object there;

static struct object* look_up(void) {
  if (ANY(_Bool, no_memory)) return 0;
  return ANY(_Bool, must_wait) ? (struct object*)-11l : &there;
}

void check(void) {
  struct object* found = look_up();
  const unsigned long address = (unsigned long)found;
  const _Bool is_error = address >= (unsigned long)-4095l;

  ASSERT(!is_error || found == (struct object*)-11l);
  ASSERT(is_error || !found || found == &there);
  ASSERT(found != &there || (!is_error && address >= 4096 && found > (struct object*)16));
}
