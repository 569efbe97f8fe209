// SPDX-License-Identifier: GPL-2.0-or-later
// expect: same
// because: two objects are one or lie apart: no part of one is a part of the other's word
struct object {
  int count;
};

void before(struct object* a, struct object* b) {
  a->count = b->count;
}

void after(struct object* a, struct object* b) {
  a->count = b->count;
  a->count = b->count;
}
