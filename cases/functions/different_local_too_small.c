// SPDX-License-Identifier: GPL-2.0-or-later
// expect: different
// because: the last of four words is written beyond three
int before(int a, int b, unsigned char which) {
  int values[4] = {a, b, a + b, 0};
  values[3] = values[which & 1] - 1;
  return values[which & 3];
}

int after(int a, int b, unsigned char which) {
  int values[3] = {a, b, a + b};
  values[3] = values[which & 1] - 1;
  return values[which & 3];
}
