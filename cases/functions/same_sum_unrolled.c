// SPDX-License-Identifier: GPL-2.0-or-later
// expect: same
// because: a loop of a fixed number of turns written out
unsigned before(const unsigned* v) {
  unsigned sum = 0;

  for (int i = 0; i < 3; i++) sum += v[i];
  return sum;
}

unsigned after(const unsigned* v) {
  return v[0] + v[1] + v[2];
}
