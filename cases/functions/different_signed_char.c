// SPDX-License-Identifier: GPL-2.0-or-later
// expect: different
// because: plain char has a sign on x86 and none on s390
// target: x86_64
int before(char c) {
  return c < 0;
}

int after(char c) {
  return (unsigned char)c < 0;
}
