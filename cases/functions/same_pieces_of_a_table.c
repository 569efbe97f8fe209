// SPDX-License-Identifier: GPL-2.0-or-later
// expect: same
// because: a signed counter reaches the same few elements, and the rest of the table is left alone by both
extern unsigned table[8];

int before(unsigned char rows, unsigned char columns) {
  int cleared = 0;
  for (unsigned char i = 0; i < (rows & 1) + 1; i++)
    for (unsigned char j = 0; j < (columns & 1) + 1; j++) {
      unsigned char at = i * 2 + j;
      if (!table[at]) continue;
      table[at] = 0;
      cleared++;
    }
  return cleared;
}

int after(unsigned char rows, unsigned char columns) {
  int cleared = 0;
  for (unsigned char i = 0; i < (rows & 1) + 1; i++)
    for (signed char j = 0; j < (columns & 1) + 1; j++) {
      unsigned char at = i * 2 + j;
      if (!table[at]) continue;
      table[at] = 0;
      cleared++;
    }
  return cleared;
}
