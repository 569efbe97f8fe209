// SPDX-License-Identifier: GPL-2.0-or-later
// expect: same
// because: plain char has a sign on x86 and none on s390 and arm
// target: s390 arm
int before(char c) {
  return c < 0;
}

int after(char c) {
  return (unsigned char)c < 0;
}
