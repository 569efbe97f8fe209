// SPDX-License-Identifier: GPL-2.0-or-later
// expect: different
// because: what the caller reads afterwards is missing on one path
struct range {
  unsigned long start, end;
};

void before(struct range* range, int grow) {
  range->start = 0;
  if (grow) range->end = 1;
}

void after(struct range* range, int grow) {
  if (grow) {
    range->start = 0;
    range->end = 1;
  }
}
