// SPDX-License-Identifier: GPL-2.0-or-later
// Arithmetic of all widths and signs. No execution of any subject is undefined in C as the kernel compiles it, and every
// loop ends within four turns.
u32 between(u32 low, u32 high, u32 value) {
  if (low > high) return low;
  if (value < low) return low;
  return value > high ? high : value;
}

int narrow(s64 value, u8 shift) {
  s16 part = (s16)(value >> (shift & 31));
  u8 low = (u8)value;
  return part + low;
}

u64 round_up(u64 value, u8 order) {
  u64 unit = 1ull << (order & 15);
  return (value + unit - 1) & ~(unit - 1);
}

int compare(s32 a, u32 b) {
  if (a < 0) return -1;
  if ((u32)a < b) return -1;
  return (u32)a != b;
}

u32 rotate(u32 value, u8 by) {
  by &= 31;
  if (!by) return value;
  return (value << by) | (value >> (32 - by));
}

u32 entry(u64 pfn, u8 type, bool write) {
  u32 entry = (u32)(pfn << 12);
  entry |= (u32)(type & 7) << 2;
  if (write) entry |= 2;
  return entry | 1;
}

bool overflows(u32 address, u32 size) {
  u32 end = address + size;
  return end < address || end > 0xc0000000u;
}

int bits(u8 value) {
  int count = 0;
  for (int i = 0; i < 4; i++)
    if (value >> i & 1) count++;
  return count;
}

u32 middle(u32 a, u32 b) {
  return (a & b) + ((a ^ b) >> 1);
}

long by_class(int kind, u16 size) {
  switch (kind & 7) {
    case 0:
      return -22;
    case 1:
    case 2:
      return size;
    case 5:
      return size * 2 + 1;
    default:
      return kind > 0 ? size >> 3 : -12;
  }
}

s64 widen(s32 a, u32 b, s8 c) {
  s64 sum = a;
  sum += b;
  sum -= c;
  return sum;
}

unsigned long masked(unsigned long address, int order) {
  unsigned long mask = (1ul << (order & 7)) - 1;
  if (address & mask) return 0;
  return address | mask >> 1;
}
