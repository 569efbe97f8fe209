// SPDX-License-Identifier: GPL-2.0-or-later
// expect: different
// because: the object is looked for at the wrong place, where no object can be
struct object {
  int count;
  unsigned char bytes[8];
};

void before(struct object* o, unsigned char at) {
  unsigned char* byte = &o->bytes[at & 7];
  struct object* again = (struct object*)(byte - (at & 7) - __builtin_offsetof(struct object, bytes));
  again->count = 0;
}

void after(struct object* o, unsigned char at) {
  unsigned char* byte = &o->bytes[at ^ 7];
  struct object* again = (struct object*)(byte - (at & 7) - __builtin_offsetof(struct object, bytes));
  again->count = 0;
}
