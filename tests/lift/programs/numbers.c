// SPDX-License-Identifier: GPL-2.0-or-later
// Integer widths, signs, shifts, division, bit counting, overflow.
typedef unsigned long word;

word program_shifts(word a, word b, word c, word d) {
  unsigned u = (unsigned)a;
  int s = (int)b;
  long l = (long)c;
  return (a << (b & 63)) ^ (word)(l >> (d & 63)) ^ (word)(u >> (c & 31)) ^ (word)(long)(s >> (a & 31)) ^
         (word)(long)(short)(d << 3) ^ (word)(unsigned char)(b >> 5);
}

word program_signs(word a, word b, word c, word d) {
  signed char x = (signed char)a;
  short y = (short)b;
  int z = (int)c;
  long w = (long)d;
  word out = 0;
  if (x < y) out |= 1;
  if (z < (int)x) out |= 2;
  if (w < z) out |= 4;
  if ((unsigned)z < (unsigned)y) out |= 8;
  if ((word)w > (word)(long)x) out |= 16;
  return out | (word)(long)(x * y) << 8;
}

word program_division(word a, word b, word c, word d) {
  int m = (int)(b & 0xff) + 1;
  long n = (long)(d & 0xffff) + 3;
  return a / (b | 1) + c % (d | 1) + (word)(long)((int)c / m) + (word)((long)a % n) +
         (word)((unsigned)a / 10u);
}

word program_bits(word a, word b, word c, word d) {
  word out = (word)__builtin_popcountl(a) + ((word)__builtin_popcount((unsigned)b) << 8);
  if (c) out += (word)__builtin_clzl(c) << 16;
  if (d) out += (word)__builtin_ctzl(d) << 24;
  out ^= __builtin_bswap64(a) ^ __builtin_bswap32((unsigned)b) ^ __builtin_bswap16((unsigned short)c);
  unsigned r = (unsigned)(d & 31), v = (unsigned)a;
  return out + (v << r | v >> (-r & 31));
}

word program_overflow(word a, word b, word c, word d) {
  long s;
  word u;
  int i;
  word out = __builtin_add_overflow((long)a, (long)b, &s);
  out |= (word)__builtin_sub_overflow(c, d, &u) << 1;
  out |= (word)__builtin_mul_overflow((int)a, (int)c, &i) << 2;
  return (out ^ (word)s ^ u ^ (word)(long)i) + (word)__builtin_sub_overflow((int)b, (int)d, &i);
}

word program_extremes(word a, word b, word c, word d) {
  word low = a<b ? a : b, high = (long)c>(long) d ? c : d;
  long distance = (long)(a - c);
  if (distance < 0) distance = -distance;
  return low ^ high ^ (word)distance;
}
