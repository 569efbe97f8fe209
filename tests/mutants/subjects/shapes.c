// SPDX-License-Identifier: GPL-2.0-or-later
// What kernel code is made of beside numbers: unions, pointers into objects, copies, sets of bits, error pointers, volatile reads.
u32 by_union(u32 value, u8 which) {
  union {
    u32 word;
    u8 bytes[4];
  } parts = {value};
  parts.bytes[which & 3] ^= 0x80;
  return parts.word;
}

int container(struct object* o, u8 at) {
  u8* byte = &o->bytes[at & 7];
  struct object* again = (struct object*)(byte - (at & 7) - __builtin_offsetof(struct object, bytes));
  again->count++;
  return again->size;
}

void copy_part(struct object* from, struct object* to) {
  __builtin_memcpy(to->bytes, from->bytes, 4);
  to->size = from->size;
}

void wipe(struct object* o) {
  __builtin_memset(o->bytes, 0, sizeof(o->bytes));
  o->flags = 0;
}

int read_once(struct object* o) {
  int count = *(volatile int*)&o->count;
  if (count > 0) return count - 1;
  return -11;
}

long error_pointer(struct object* o) {
  void* found = o->error ? (void*)(long)-14 : (void*)o->next;
  if ((unsigned long)found >= (unsigned long)-4095) return (long)found;
  return found != 0;
}

int lowest_bit(u32 word) {
  int at = 0;
  if (!word) return 32;
  if (!(word & 0xffff)) {
    at += 16;
    word >>= 16;
  }
  if (!(word & 0xff)) {
    at += 8;
    word >>= 8;
  }
  return word & 1 ? at : at + 1;
}

u64 field_of(u64 entry, u64 mask) {
  u64 low = mask & -mask;
  if (!mask) return 0;
  return low > 1 ? (entry & mask) >> 12 : entry & mask;
}

int two_level(struct object* o, u8 index) {
  static const u16 sizes[4] = {1, 512, 4096, 8};
  if (!o->next) return sizes[index & 3];
  return o->next->size > sizes[o->kind & 3] ? o->next->size : -o->level;
}

int indirect(struct object* o, bool twice) {
  int (*ask)(int) = o->flags & 1 ? probe : bits_of_state;
  int first = ask(o->state);
  return twice ? first + ask(first) : first;
}

s16 saturate(s32 value) {
  if (value > 32767) return 32767;
  if (value < -32768) return -32768;
  return (s16)value;
}

int nested(struct object* o, int a, u8 b) {
  int ret = 0;
  if (a > 0) {
    if (o->state)
      ret = probe(a);
    else if (b)
      ret = -22;
  } else {
    o->error = b;
  }
  return ret < 0 ? ret : o->error;
}

void chain(struct object* o, u8 depth) {
  for (u8 i = 0; i < (depth & 3) && o; i++) {
    o->count += i;
    o = o->next;
  }
}

bool same_folio(u64 a, u64 b, u8 order) {
  order &= 15;
  return a >> order == b >> order && (a & 1) <= (b & 1);
}

int add_checked(u32 a, u32 b) {
  u32 sum;
  if (__builtin_add_overflow(a, b, &sum)) return -75;
  total = (int)sum;
  return 0;
}
