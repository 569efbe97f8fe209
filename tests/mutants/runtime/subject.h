/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the subjects are written with. Everything below has a body in driver.c only.
 */
typedef unsigned char u8;
typedef signed char s8;
typedef unsigned short u16;
typedef short s16;
typedef unsigned int u32;
typedef int s32;
typedef unsigned long long u64;
typedef long long s64;
typedef _Bool bool;

struct object {
  int count, state, error;
  unsigned kind : 3, level : 5;
  u16 size;
  u8 bytes[8];
  unsigned long flags;
  struct object* next; /* may be NULL */
};

int probe(int);
long map(unsigned long, int);
bool ready(struct object*);
void put(struct object*);
void lock(struct object*);
void unlock(struct object*);
void fill(struct object*); /* writes to it */

static inline int bits_of_state(int state) {
  return state & 7;
}

extern int total;
extern u32 table[8];
