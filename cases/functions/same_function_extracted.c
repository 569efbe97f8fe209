// SPDX-License-Identifier: GPL-2.0-or-later
// expect: same
// because: a part of a function becomes a function of its own
struct entry {
  unsigned long pfn;
  unsigned flags;
};

int before(struct entry* entry) {
  if (!(entry->flags & 1)) return 0;
  entry->flags &= ~2u;
  return entry->pfn != 0;
}

static int clear_write(struct entry* entry) {
  entry->flags &= ~2u;
  return entry->pfn != 0;
}

int after(struct entry* entry) {
  return entry->flags & 1 ? clear_write(entry) : 0;
}
