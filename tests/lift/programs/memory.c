// SPDX-License-Identifier: GPL-2.0-or-later
// Structures, unions, bit-fields, pointers to pointers, arrays with symbolic index, overlapping accesses of
// two sizes.
typedef unsigned long word;
void* memcpy(void*, const void*, word);
void* memset(void*, int, word);

struct inner {
  unsigned char tag;
  unsigned short half;
  unsigned value;
};
struct outer {
  struct inner one, two;
  word* where;
  word words[3];
};

static void fill(struct outer* o, word a, word b) {
  o->one.tag = (unsigned char)a;
  o->one.half = (unsigned short)b;
  o->one.value = (unsigned)(a ^ b);
  o->two = o->one;
  o->two.tag ^= 0x55;
  o->words[0] = a;
  o->words[1] = b;
  o->words[2] = a + b;
  o->where = &o->words[a & 1];
}

word program_structures(word a, word b, word c, word d) {
  struct outer x, y;
  fill(&x, a, b);
  fill(&y, c, d);
  if (a & 4) y = x;
  *y.where += 9;
  return x.one.tag + y.two.tag * 3 + x.two.half + y.one.value + *x.where + y.words[0] * y.words[2];
}

static struct inner make(word a) {
  struct inner i = {(unsigned char)(a >> 3), (unsigned short)a, (unsigned)(a >> 32)};
  return i;
}
static word sum(struct outer by_value, struct inner i) {
  return by_value.words[1] + i.value * i.half - by_value.one.tag;
}
word program_structures_by_value(word a, word b, word c, word d) {
  struct outer x;
  fill(&x, b, c);
  return sum(x, make(a)) ^ sum(x, make(d));
}

union overlap {
  word whole;
  unsigned half[2];
  unsigned short quarter[4];
  unsigned char byte[8];
};
word program_unions(word a, word b, word c, word d) {
  union overlap u, v;
  u.whole = a;
  u.half[1] ^= (unsigned)b;
  u.quarter[1] = (unsigned short)c;
  u.byte[7] += 3;
  v.half[0] = u.half[1];
  v.half[1] = (unsigned)d;
  v.byte[2] = u.byte[c & 7];
  return u.whole + v.whole * 5 + v.quarter[d & 3];
}

struct fields {
  unsigned a : 3;
  unsigned b : 7;
  int c : 11;
  unsigned d : 11;
  word e : 40;
  word f : 24;
};
word program_bit_fields(word a, word b, word c, word d) {
  struct fields f = {0};
  f.a = (unsigned)a;
  f.b = (unsigned)b;
  f.c = (int)c;
  f.d = (unsigned)d;
  f.e = a ^ d;
  f.f = b + c;
  if (f.a > 3) f.c -= 5;
  f.e += f.f;
  return f.a + f.b * 8u + (word)(long)f.c + f.d + f.e + (word)f.f * 2;
}

word program_pointers_to_pointers(word a, word b, word c, word d) {
  word x = a, y = b, *p = &x, *q = &y, **pp = c & 1 ? &p : &q, ***ppp = &pp;
  **pp += d;
  *pp = c & 2 ? &y : *pp;
  ***ppp ^= a;
  if (c & 4) *ppp = &q;
  return x + y * 7 + **pp + (word)(p == q) * 1000 + (word)(*pp == &x);
}

static const unsigned char steps[12] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
static const word primes[5] = {2, 3, 5, 7, 11};
word program_arrays(word a, word b, word c, word d) {
  word local[6] = {1, 2, 3};
  local[a % 6] = b;
  local[c % 6] += d;
  unsigned char bytes[8];
  for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(a >> i);
  bytes[b & 7] = (unsigned char)c;
  unsigned* as_words = (unsigned*)bytes;
  return local[d % 6] + local[0] + steps[b % 12] * primes[c % 5] + bytes[d & 7] + as_words[a & 1];
}

word program_two_sizes(word a, word b, word c, word d) {
  word cells[2] = {a, b};
  unsigned* half = (unsigned*)cells;
  unsigned char* byte = (unsigned char*)cells;
  half[1] = (unsigned)c;
  word between;
  memcpy(&between, byte + 4, 8);
  byte[3 + (d & 7)] = (unsigned char)d;
  unsigned short middle;
  memcpy(&middle, byte + 7, 2);
  return cells[0] ^ cells[1] * 3 ^ between ^ middle;
}

word program_copies(word a, word b, word c, word d) {
  struct outer x, y;
  memset(&x, (int)(a & 0xff), sizeof x);
  fill(&y, b, c);
  memcpy((char*)&x + 4, (char*)&y + 4, 8);
  if (d & 1) memset(&y, 0, sizeof y);
  return x.one.value + x.two.tag + x.words[1] + y.words[2] + x.two.half;
}
