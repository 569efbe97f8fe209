// SPDX-License-Identifier: GPL-2.0-or-later
// Each file that includes this is compiled twice: as it was, and with -DAFTER as it is after an edit. Functions
// that both have are compared.
typedef unsigned long size_t;
typedef _Bool bool;

struct object {
  int count, state, error;
  unsigned kind : 3, level : 5;
  struct object *next;
};

int probe(int);
int map(long, int);
void put(void *);
void lock(void *);
void unlock(void *);
void fill(struct object *);
void set_two(int *, int *);
void report(const char *, ...);
void sleeps(const char *, int);
void *allocate(long);
void free_object(void *);

void spin_lock(int *);
void spin_unlock(int *);

#define READ_ONCE(x) (*(volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile typeof(x) *)&(x) = (v))
#define barrier() asm volatile("" ::: "memory")

#ifdef AFTER
#define BEFORE_OR_AFTER(before, after) after
#else
#define BEFORE_OR_AFTER(before, after) before
#endif
#define _ BEFORE_OR_AFTER
