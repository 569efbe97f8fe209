// SPDX-License-Identifier: GPL-2.0-or-later
// expect: same
// because: flags that fit into an int lose nothing in a long
// target: x86_64 s390
int before(unsigned flags) {
  return (flags >> 4) & 1;
}

int after(unsigned long flags) {
  return (flags & 16) != 0;
}
