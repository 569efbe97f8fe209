// SPDX-License-Identifier: GPL-2.0-or-later
// expect: different
// because: a pfn in an int loses bits where addresses are wider than 43 bits
// target: x86_64
unsigned long before(unsigned long pfn) {
  return pfn << 12;
}

unsigned long after(unsigned pfn) {
  return (unsigned long)pfn << 12;
}
