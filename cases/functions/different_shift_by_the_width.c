// SPDX-License-Identifier: GPL-2.0-or-later
// expect: different
// because: without the test a shift by 32 has no value in C
unsigned before(unsigned value, unsigned by) {
  by &= 31;
  if (!by) return value;
  return value << by | value >> (32 - by);
}

unsigned after(unsigned value, unsigned by) {
  by &= 31;
  return value << by | value >> (32 - by);
}
