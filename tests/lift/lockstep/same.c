// SPDX-License-Identifier: GPL-2.0-or-later
// Edits that leave what is done as it was.
#include "pairs.h"

#ifndef AFTER

int helper_extracted(struct object *o, long a) {
  if (o->count > 3) {
    o->state = probe(o->count);
    if (o->state < 0) return -22;
  }
  return map(a, o->state);
}

int turned(struct object *o, int a) {
  if (a > 3)
    o->count = probe(a);
  else
    o->count = 0;
  return o->count;
}

int loop_form(int *v, int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) sum += probe(v[i]);
  return sum;
}

int guard_to_goto(struct object *o, int a) {
  int ret;
  lock(o);
  if (a < 0) {
    unlock(o);
    return -22;
  }
  ret = probe(a);
  unlock(o);
  return ret;
}

int guard_cleanup(struct object *o, int a) {
  lock(o);
  if (a < 0) {
    unlock(o);
    return -22;
  }
  o->count = a;
  unlock(o);
  return 0;
}

int scoped_guard(struct object *o, int a) {
  int ret;
  spin_lock(&o->state);
  ret = probe(a);
  spin_unlock(&o->state);
  return ret;
}

int local_split(struct object *o, int a) {
  int x = probe(a);
  o->count = x;
  x = probe(a + 1);
  o->state = x;
  return 0;
}

void stores_reordered(struct object *o, int a, int b) {
  o->count = a;
  o->state = b;
  o->next = 0;
}

int widened(int a) {
  unsigned char low = a & 15;
  low += 2;
  return map(low, a);
}

int tests_merged(struct object *o) {
  if (!o->count) return -22;
  if (o->state > 7) return -22;
  return probe(o->state);
}

int macro_made_inline(struct object *o) {
#define is_big(o) ((o)->count > 100 && (o)->state != 2)
  if (is_big(o)) return probe(1);
  return 0;
}

int test_negated(struct object *o, int a) {
  if (!(a < 4 || o->count == 0)) put(o);
  return a;
}

int by_pointer(struct object *o) {
  return map(o->next->count, o->next->state);
}

int local_named(struct object *o) {
  struct object x;
  fill(&x);
  return x.count + o->count;
}

int while_with_break(struct object *o) {
  int n = 0;
  while (o) {
    if (o->count == 5) break;
    n++;
    o = o->next;
  }
  return n;
}

int value_kept(struct object *o, int a) {
  put(o);
  if (o->count == a) return o->count;
  return a;
}

int mask_restated(int flags) {
  if ((flags & 4) == 4 && (flags & 8) == 0) return probe(flags);
  return 0;
}

struct pair {
  long x, y;
};
struct pair object_is_returned(long a, long b) {
  struct pair r = {a, b};
  return r;
}

int moved_down(struct object *o) {
  sleeps(__FILE__, __LINE__);
  return probe(o->count);
}

int switch_of_returns(int a) {
  int r;
  switch (a) {
    case 1:
      r = probe(10);
      break;
    case 2:
      r = probe(20);
      break;
    default:
      r = -22;
  }
  return r;
}

unsigned long bits_restated(unsigned long a) {
  return (a >> 12) << 12;
}

int return_made_goto(struct object *o) {
  if (probe(1)) return -1;
  if (probe(2)) {
    put(o);
    return -2;
  }
  return 0;
}

int retried(struct object *o) {
  int r;
  do {
    r = probe(o->count);
  } while (r == -11);
  return r;
}

#else

static int refresh(struct object *o) {
  if (o->count <= 3) return 0;
  o->state = probe(o->count);
  return o->state < 0 ? -22 : 0;
}
int helper_extracted(struct object *o, long a) {
  int ret = refresh(o);
  if (ret) return ret;
  return map(a, o->state);
}

int turned(struct object *o, int a) {
  if (a <= 3)
    o->count = 0;
  else
    o->count = probe(a);
  return o->count;
}

int loop_form(int *v, int n) {
  int sum = 0, i = 0;
  while (i < n) {
    sum = sum + probe(v[i]);
    ++i;
  }
  return sum;
}

int guard_to_goto(struct object *o, int a) {
  int ret = -22;
  lock(o);
  if (a < 0) goto out;
  ret = probe(a);
out:
  unlock(o);
  return ret;
}

static void leave(struct object **o) {
  unlock(*o);
}
int guard_cleanup(struct object *o, int a) {
  lock(o);
  struct object *guard __attribute__((cleanup(leave))) = o;
  if (a < 0) return -22;
  guard->count = a;
  return 0;
}

struct held {
  int *lock;
};
static inline struct held class_held_constructor(int *lock) {
  struct held t = {.lock = lock};
  spin_lock(t.lock);
  return t;
}
static inline void class_held_destructor(struct held *t) {
  if (t->lock) spin_unlock(t->lock);
}
int scoped_guard(struct object *o, int a) {
  int ret;
  for (struct held held __attribute__((cleanup(class_held_destructor))) = class_held_constructor(&o->state),
                        *done = 0;
       !done; done = (void *)1)
    ret = probe(a);
  return ret;
}

int local_split(struct object *o, int a) {
  const int first = probe(a);
  int second;
  o->count = first;
  second = probe(1 + a);
  o->state = second;
  return 0;
}

void stores_reordered(struct object *o, int a, int b) {
  o->next = 0;
  o->count = a;
  o->state = b;
}

int widened(int a) {
  unsigned long low = (a & 15) + 2;
  return map(low, a);
}

int tests_merged(struct object *o) {
  if (!o->count || o->state > 7) return -22;
  return probe(o->state);
}

#undef is_big
static inline bool is_big(const struct object *o) {
  return o->count > 100 && o->state != 2;
}
int macro_made_inline(struct object *o) {
  return is_big(o) ? probe(1) : 0;
}

int test_negated(struct object *o, int a) {
  if (a >= 4 && o->count) put(o);
  return a;
}

int by_pointer(struct object *o) {
  const struct object *next = o->next;
  const int count = next->count;
  return map(count, next->state);
}

int local_named(struct object *o) {
  struct object other;
  fill(&other);
  return o->count + other.count;
}

int while_with_break(struct object *o) {
  int n;
  for (n = 0; o && o->count != 5; n++) o = o->next;
  return n;
}

int value_kept(struct object *o, int a) {
  put(o);
  return a;
}

int mask_restated(int flags) {
  if ((flags & 12) != 4) return 0;
  return probe(flags);
}

struct pair {
  long x, y;
};
struct pair object_is_returned(long a, long b) {
  struct pair r;
  r.y = b;
  r.x = a;
  return r;
}

// A line.
int moved_down(struct object *o) {
  sleeps(__FILE__, __LINE__);
  return probe(o->count);
}

int switch_of_returns(int a) {
  switch (a) {
    case 2:
      return probe(20);
    case 1:
      return probe(10);
  }
  return -22;
}

unsigned long bits_restated(unsigned long a) {
  return a & ~0xfffUL;
}

int return_made_goto(struct object *o) {
  int ret = -1;
  if (probe(1)) goto out;
  ret = probe(2);
  if (ret) {
    ret = -2;
    goto put;
  }
  return 0;
put:
  put(o);
out:
  return ret;
}

int retried(struct object *o) {
  int r;
again:
  r = probe(o->count);
  if (r == -11) goto again;
  return r;
}
#endif

#ifdef AFTER
int exits_share_their_steps(struct object *o, int n) {
  int r;
  lock(o);
  if (!probe(n)) {
    unlock(o);
    return o->error;
  }
  r = probe(o->count);
  if (r) put(o);
  unlock(o);
  return r;
}

void numbered_by_the_turn(struct object *o, long first, long n) {
  for (long i = 0; i < n; i++) map(first + i, o->count);
}

void counted_in_a_wider_type(struct object *o, int n) {
  for (long i = 0; i < n; i++) put(o);
}

void counted_down(struct object *o, unsigned n) {
  for (unsigned i = n; i; i--) put(o);
}
#else
int exits_share_their_steps(struct object *o, int n) {
  int r;
  lock(o);
  if (!probe(n)) goto failed;
  r = probe(o->count);
  if (r) put(o);
  unlock(o);
  return r;
failed:
  unlock(o);
  r = o->error;
  return r;
}

void numbered_by_the_turn(struct object *o, long first, long n) {
  for (long i = 0; i < n; i++) map(first++, o->count);
}

void counted_in_a_wider_type(struct object *o, int n) {
  for (int i = 0; i < n; i++) put(o);
}

void counted_down(struct object *o, unsigned n) {
  for (unsigned i = 0; i < n; i++) put(o);
}
#endif

void put_both(struct object *o) {
  put(o->next);
  put(o);
}

void helper_that_was_there(struct object *o) {
  lock(o);
#ifdef AFTER
  put_both(o);
#else
  put(o->next);
  put(o);
#endif
  unlock(o);
}

/* Blocks that do not correspond: a value on one side is a way on the other. */
bool answer_by_ways(struct object *o, int n) {
#ifdef AFTER
  if (probe(n) && o->state) return 1;
  return 0;
#else
  return probe(n) && o->state != 0;
#endif
}

int nested_the_other_way_round(struct object *o, int n) {
#ifdef AFTER
  if (o->kind == 3) {
    if (n > 7) {
      put(o);
      return -1;
    }
    lock(o);
    return o->state;
  }
  if (n > 7) {
    put(o);
    return -1;
  }
  return 0;
#else
  if (n > 7) {
    put(o);
    return -1;
  }
  if (o->kind != 3) return 0;
  lock(o);
  return o->state;
#endif
}

int chosen_by_a_switch(struct object *o, unsigned n) {
#ifdef AFTER
  if (n == 1 || n == 4) {
    lock(o);
    return 1;
  }
  if (n > 4) return -22;
  put(o);
  return n == 2 ? 2 : 3;
#else
  switch (n) {
    case 1:
    case 4: lock(o); return 1;
    case 2: put(o); return 2;
    case 0:
    case 3: put(o); return 3;
    default: return -22;
  }
#endif
}

int ways_in_a_loop(struct object *o, int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
#ifdef AFTER
    if (!probe(i)) {
      if (o->error) return -5;
      put(o);
    } else {
      if (o->error) return -5;
      lock(o);
      sum++;
    }
#else
    int r = probe(i);
    if (o->error) return -5;
    if (r)
      lock(o);
    else
      put(o);
    sum += r != 0;
#endif
  }
  return sum;
}

int value_from_before_the_loop(struct object *o, int n) {
#ifdef AFTER
  int step = 2;
  if (o->kind != 1) step = probe(n);
#else
  int step = o->kind == 1 ? 2 : probe(n);
#endif
  while (n > 0 && map(n, step)) n -= step;
#ifdef AFTER
  if (n < 0) return 0;
  return n;
#else
  return n < 0 ? 0 : n;
#endif
}
