// SPDX-License-Identifier: GPL-2.0-or-later
// expect: same
// because: a test and its opposite with the arms exchanged
unsigned before(unsigned a, unsigned limit) {
  if (a > limit) return limit;
  return a;
}

unsigned after(unsigned a, unsigned limit) {
  return a <= limit ? a : limit;
}
