// SPDX-License-Identifier: GPL-2.0-or-later
// Edits that change what is done, where blocks do not correspond (as in same.c) or one thing is more than one:
// loops met twice, locals, warnings, calls by choice.
#include "pairs.h"

bool answer_by_ways(struct object *o, int n) {
#ifdef AFTER
  if (probe(n) && o->state > 0) return 1;
  return 0;
#else
  return probe(n) && o->state != 0;
#endif
}

int asked_before_it_is_done(struct object *o, int n) {
#ifdef AFTER
  if (o->kind == 3) {
    if (probe(n)) {
      put(o);
      return -1;
    }
    lock(o);
    return 0;
  }
  return 0;
#else
  if (probe(n)) {
    if (o->kind == 3) put(o);
    return o->kind == 3 ? -1 : 0;
  }
  if (o->kind == 3) lock(o);
  return 0;
#endif
}

int one_case_in_another_place(struct object *o, unsigned n) {
#ifdef AFTER
  if (n == 1 || n == 4) {
    lock(o);
    return 1;
  }
  if (n >= 3) return -22;
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

/* What was read before the call is not what is there after it. */
int read_before_the_call(struct object *o, int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
#ifdef AFTER
    int error = o->error;
    if (!probe(i)) {
      if (error) return -5;
      put(o);
    } else {
      if (error) return -5;
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

int other_value_in_the_second_turn(struct object *o, int n) {
  int step = o->kind == 1 ? 2 : probe(n);
  while (n > 0 && map(n, step)) {
    n -= step;
#ifdef AFTER
    if (step > 2) step = 2;
#else
    if (step > 3) step = 2;
#endif
  }
  return n < 0 ? 0 : n;
}

/* Two warnings of which each is given once are not one. */
int two_warnings_are_one(int a, int b) {
#ifdef AFTER
  static bool warned;
  if (a || b) {
    if (!warned) {
      warned = 1;
      report("wrong");
    }
    return a ? 1 : 2;
  }
#else
  static bool warned_of_a, warned_of_b;
  if (a) {
    if (!warned_of_a) {
      warned_of_a = 1;
      report("wrong");
    }
    return 1;
  }
  if (b) {
    if (!warned_of_b) {
      warned_of_b = 1;
      report("wrong");
    }
    return 2;
  }
#endif
  return 0;
}

/* The second loop has what the first one read. */
void value_of_an_earlier_loop(struct object *o, int n) {
#ifdef AFTER
  int r;
  do {
    r = probe(1);
    o->count = 5;
    o->state = r + 1;
    if (!probe(2)) return;
  } while (o->kind);
  do {
    probe(1);
    o->state = r + 1;
    o->count = 5;
  } while (probe(2));
#else
  do {
    int r = probe(1);
    o->count = 5;
    o->state = r + 1;
  } while (probe(2));
#endif
}

void array_of_another_size(struct object *o, int x, int y) {
  long n;
  if (!o->count) {
    lock(o);
    n = x;
  } else {
    put(o);
    n = _(y, x);
  }
  char v[n];
  fill((void *)v);
  if (_(o->kind && o->level, o->level && o->kind)) put(v);
}

/* What was in it in the turn before is gone. */
static void fills_in_the_first_turn(int i) {
  struct object x;
  if (!i)
    fill(&x);
  else
    put(&x);
}

void local_of_a_helper_in_a_loop(int n) {
#ifdef AFTER
  for (int i = 0; i < n; i++) fills_in_the_first_turn(i);
#else
  struct object x;
  for (int i = 0; i < n; i++) {
    if (!i)
      fill(&x);
    else
      put(&x);
  }
#endif
}

static __attribute__((const, noinline)) int sum_to(int a) {
  return a > 0 ? sum_to(a - 1) + _(1, 2) : 0;
}

int changed_call_between_stores(struct object *o, int a) {
  o->_(count, state) = 1;
  int x = sum_to(a);
  o->_(state, count) = 1;
  return x;
}

static int other_sum(int a) {
  return a;
}

int changed_function_by_choice(struct object *o, int a) {
  int (*f)(int) = o->count ? sum_to : other_sum;
  return f(a);
}

void warned_from_the_start(int a) {
  static bool warned __attribute__((section(".data..once"))) = _(0, 1);
  if (a && !warned) {
    warned = 1;
    report("x");
  }
}

int counted_from_another_number(int a) {
  static int count = _(1, 2);
  return probe(count++ + a);
}

void made_in_each_turn(int n) {
  void *p = _(0, __builtin_alloca(64));
  for (int i = 0; i < n; i++) put(_(__builtin_alloca(64), p));
}

/* Where x86's %gs begins nobody says: the two places may be one. */
void stores_to_two_spaces(char *p) {
  typedef int __attribute__((address_space(256))) of_this_cpu;
  _(*(of_this_cpu *)(unsigned long)p = 1, *(int *)(p + 8) = 2);
  _(*(int *)(p + 8) = 2, *(of_this_cpu *)(unsigned long)p = 1);
}
