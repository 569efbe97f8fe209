// SPDX-License-Identifier: GPL-2.0-or-later
// expect: different
// because: the last pfn of the range no longer counts
int before(unsigned long pfn, unsigned long first, unsigned long last) {
  return pfn >= first && pfn <= last;
}

int after(unsigned long pfn, unsigned long first, unsigned long last) {
  return pfn >= first && pfn < last;
}
