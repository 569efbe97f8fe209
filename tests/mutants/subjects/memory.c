// SPDX-License-Identifier: GPL-2.0-or-later
// Reads and writes of objects that may be one, of parts of them, of variables of the file.
int take(struct object* o) {
  if (o->count <= 0) return -22;
  o->count++;
  return 0;
}

void move(struct object* from, struct object* to, int n) {
  if (n > from->count) n = from->count;
  from->count -= n;
  to->count += n;
}

void set_level(struct object* o, u8 level, bool large) {
  o->level = level;
  if (large) {
    o->kind = 3;
    o->size = (u16)(level << 4);
  } else {
    o->kind = 0;
  }
}

int sum_bytes(struct object* o, u8 n) {
  int sum = 0;
  for (int i = 0; i < (n & 3); i++) sum += o->bytes[i];
  return sum;
}

void swap(struct object* a, struct object* b) {
  int count = a->count;
  a->count = b->count;
  b->count = count;
  a->error = 0;
}

int list_length(struct object* o) {
  int length = 1;
  if (o->next && o->next != o) {
    length++;
    if (o->next->flags & 1) length += 2;
  }
  return length;
}

void account(u32 index, u32 by) {
  index &= 7;
  if (table[index] + by < by) {
    total++;
    table[index] = ~0u;
  } else {
    table[index] += by;
  }
}

u32 word_of(struct object* o, u8 at) {
  at &= 3;
  return o->bytes[at] | (u32)o->bytes[at + 1] << 8 | (u32)o->bytes[at + 2] << 16;
}

int set_flag(struct object* o, u8 bit, bool value) {
  unsigned long mask = 1ul << (bit & 15);
  int old = (o->flags & mask) != 0;
  if (value)
    o->flags |= mask;
  else
    o->flags &= ~mask;
  return old;
}

void clear(struct object* o, u8 from) {
  for (int i = from & 3; i < 4; i++) o->bytes[i] = 0;
  o->size = 0;
}

int last_error(struct object* a, struct object* b) {
  struct object* o = a->error ? a : b;
  int error = o->error;
  o->error = 0;
  if (error > 0) error = -error;
  return error;
}

int by_local(int a, int b, u8 which) {
  int values[4] = {a, b, a + b, 0};
  values[3] = values[which & 1] - 1;
  return values[which & 3];
}

int both(struct object* a, struct object* b) {
  struct object copy = *a;
  b->count = copy.state;
  return a->count - copy.count;
}
