// SPDX-License-Identifier: GPL-2.0-or-later
// expect: holds
// because: what stands in for the allocator may fail, and its callers must bear it
#include <pfncheck.h>

void* allocate(unsigned long bytes);
static int room;

void* STAND_IN(allocate)(unsigned long bytes) {
  return ANY(_Bool, fails) ? 0 : &room;
}

static int set(int value) {
  int* place = allocate(sizeof(int));

  if (!place) return -12;
  *place = value;
  return 0;
}

void check(int value) {
  const int error = set(value);

  ASSERT(error || room == value);
}
