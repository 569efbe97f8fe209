// SPDX-License-Identifier: GPL-2.0-or-later
// Edits that change what is done, each by one thing.
#include "pairs.h"

int read_once_dropped(struct object *o) {
  return _(READ_ONCE(o->count), o->count) + probe(1);
}

int read_twice(struct object *o) {
  int x = READ_ONCE(o->count);
  if (x) put(o);
  return _(x, READ_ONCE(o->count));
}

void moved_over_barrier(struct object *o, int a) {
#ifdef AFTER
  barrier();
  o->count = a;
#else
  o->count = a;
  barrier();
#endif
  put(o);
}

int read_moved_over_unlock(struct object *o) {
  int x;
  lock(o);
#ifdef AFTER
  unlock(o);
  x = o->count;
#else
  x = o->count;
  unlock(o);
#endif
  return x;
}

int calls_swapped(struct object *o) {
  _(lock(o), probe(1));
  _(probe(1), lock(o));
  return 0;
}

int other_constant(struct object *o) {
  return map(_(4096, 4095), o->count);
}

int other_error(struct object *o) {
  if (probe(o->count)) return _(-12, -14);
  return 0;
}

int off_by_one(int *v, int n) {
  int sum = 0;
  for (int i = 0; i _(<, <=) n; i++) sum += probe(v[i]);
  return sum;
}

int put_dropped(struct object *o) {
  if (probe(o->count)) {
    _(put(o), (void)0);
    return -1;
  }
  return 0;
}

int truncated(unsigned long a) {
  _(unsigned long, unsigned short) page = a >> 12;
  return map(page, 0);
}

int static_of_function(int a) {
  static int x = _(1, 2);
  x += a;
  return x;
}

int first_in_file, second_in_file;
int other_variable(void) {
  return probe(_(first_in_file, second_in_file));
}

int signed_compare(int a, int b) {
  return a < (_(int, unsigned int))b ? probe(a) : 0;
}

int signed_shift(int a) {
  return (_(int, unsigned int))a >> 3;
}

int order_of_failure(struct object *o) {
  if (!o->count) return -_(22, 12);
  if (!o->state) return -_(12, 22);
  return 0;
}

void put_twice(struct object *o) {
  if (o->count) {
    put(o);
    _((void)0, put(o));
  }
}

int else_dropped(struct object *o, int a) {
  if (a)
    o->count = 1;
#ifndef AFTER
  else
#endif
    o->count = 2;
  return probe(o->count);
}

int assignment_forgotten(int a, int b) {
  int x;
  if (a) x = b;
  _(else x = b;, )
  return x;
}

struct large {
  long words[20];
};
long field_forgotten(long a) {
  struct large l;
  if (a) l.words[3] = 7;
  _(else l.words[3] = 7;, )
  return l.words[3];
}

void overlapping_stores(char *p, int a) {
#ifdef AFTER
  *(short *)(p + 1) = a;
  *(int *)p = a;
#else
  *(int *)p = a;
  *(short *)(p + 1) = a;
#endif
}

void stores_to_unknown_places(int *p, int *q) {
#ifdef AFTER
  *q = 2;
  *p = 1;
#else
  *p = 1;
  *q = 2;
#endif
}

void volatile_stores_swapped(struct object *o) {
#ifdef AFTER
  WRITE_ONCE(o->state, 2);
  WRITE_ONCE(o->count, 1);
#else
  WRITE_ONCE(o->count, 1);
  WRITE_ONCE(o->state, 2);
#endif
}

int reread_after_call(struct object *o) {
  int x = o->count;
  put(o);
  return _(x, o->count);
}

static const int table[4] = {1, 2, _(3, 5), 4};
int constant_table(unsigned a) {
  return probe(table[a & 3] + _(0, 0));
}

int line_by_chance(void) {
#ifdef AFTER
#line 200 "chance.c"
  return probe(200);
#else
#line 100 "chance.c"
  return probe(100);
#endif
}

#line 190 "different.c"
_(signed, unsigned) char sign_of_result(struct object *o) {
  return o->count;
}

int sign_of_argument(_(signed, unsigned) char a) {
  return probe(1);
}

int shift_too_far(int a, int b) {
  return a ? b _(, << 40) : b;
}

int divided_by_zero(int a, int b) {
  if (a) b = b / _(1, 0);
  return b;
}

long level_and_kind(struct object *o, int a) {
  o->_(kind, level) = a;
  return 0;
}

int order_of_atomics(int *p) {
  return __atomic_fetch_add(p, 1, _(__ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
}

void store_release(int *p) {
  __atomic_store_n(p, 1, _(__ATOMIC_RELEASE, __ATOMIC_RELAXED));
}

void assembly(struct object *o) {
  asm volatile(_("one %0", "two %0") ::"r"(o));
}

void assembly_without_memory(struct object *o, int a) {
  o->count = a;
  asm volatile("one" ::: _("memory", "cc"));
  o->count = 2;
}

int label_in_assembly(int a) {
  asm volatile("1: nop\n2: jmp " _("1b", "2b") "\n.pushsection .discard.x\n.long 1b\n.popsection");
  return a;
}

int operand_that_is_a_label(int a) {
  asm volatile("1: nop\n2: mov %0\n.pushsection .discard.x\n.long 1b\n.popsection" ::"i"(_(1, 2)));
  return a;
}

int loop_leaves_early(struct object *o) {
  int n = 0;
  for (; o; o = o->next) {
    if (o->count == 3) _(continue, break);
    n++;
  }
  return n;
}

int carried_value(int *v, int n) {
  int last = 0, sum = 0;
  for (int i = 0; i < n; i++) {
    sum += probe(last);
    last = _(v[i], v[n - 1 - i]);
  }
  return sum;
}

int locals_exchanged(void) {
  int x = 1, y = 2;
  set_two(&x, &y);
  return probe(_(x, y));
}

int told_something_else(struct object *o) {
  report(_("%d pages", "%d entries"), o->count);
  return 0;
}

static __attribute__((const, noinline)) int recursive(int a) {
  return a > 0 ? recursive(a - 1) + _(1, 2) : 0;
}
int through_a_constant_function(int a) {
  return recursive(a) + 1;
}

int many_locals_forgotten(int a) {
  int x = 3;
  set_two(&x, _(&x, &a));
  return x;
}

int switch_falls_through(int a) {
  switch (a) {
    case 1:
      put(0);
      _(break, );
    case 2:
      probe(2);
  }
  return 0;
}

int condition_inverted(struct object *o, int a) {
  if (_(o->count > a, o->count <= a)) return probe(a);
  return 0;
}

int local_too_small(int a, int b) {
  int v[_(4, 3)] = {a, b, a};
  v[3] = b;
  return v[0] + v[1];
}

unsigned rotation_without_its_test(unsigned value, unsigned by) {
  by &= 31;
#ifndef AFTER
  if (!by) return value;
#endif
  return value << by | value >> (32 - by);
}

void numbered_from_one(struct object *o, long first, long n) {
  for (long i = 0; i < n; i++) map(_(first++, first + i + 1), o->count);
}

void steps_of_two(struct object *o, long n) {
  for (long i = 0; i < n; i++) map(_(i, i * 2), o->count);
}

void counted_down_to_one(struct object *o, unsigned n) {
  for (unsigned i = n; i _(> 0, > 1); i--) put(o);
}

/* More turns than an int has, where n is one: none. */
void counted_in_a_narrower_type(struct object *o, long long n) {
  for (_(long long, int) i = 0; i < n; i++) put(o);
}

void counted_without_a_sign(struct object *o, int n) {
  for (_(int, unsigned) i = 0; i < n; i++) put(o);
}

int last_step_of_one_exit(struct object *o, int n) {
  lock(o);
  if (!probe(n)) {
    _(unlock(o), (void)0);
    return -1;
  }
  put(o);
  unlock(o);
  return 0;
}

int steps_of_an_exit_swapped(struct object *o, int n) {
  int r = 0;
  lock(o);
  if (!probe(n)) {
    r = -1;
    goto out;
  }
  put(o);
out:
  _(unlock(o), put(o));
  _(put(o), unlock(o));
  return r;
}

int read_after_the_last_step(struct object *o, int n) {
  int r = 0;
  lock(o);
  if (probe(n)) {
#ifdef AFTER
    unlock(o);
    return o->error;
#else
    r = o->error;
    goto out;
#endif
  }
  put(o);
out:
  unlock(o);
  return r;
}

void put_all(struct object *o) {
  put(o->next);
  put(o);
}

void helper_in_another_order(struct object *o) {
  lock(o);
#ifdef AFTER
  put_all(o);
#else
  put(o);
  put(o->next);
#endif
  unlock(o);
}

/* The end of a text is no number of clang's. */
void assembly_ends_with_another_number(void) {
  asm volatile(".float 1." _("5", "25"));
}

/* The turn in which it would end may pass by without being asked. */
void end_that_is_not_always_asked(struct object *o, unsigned n) {
  for (unsigned i = 0;; i++) {
    if (!probe(i)) continue;
    if (i _(>=, ==) n) break;
    put(o);
  }
}
