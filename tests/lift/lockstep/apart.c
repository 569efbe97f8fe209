// SPDX-License-Identifier: GPL-2.0-or-later
// What is told of versions that are not proved the same. The names say what: "none" is nothing, "seen" another
// behaviour, "order" an order, "leaves" an exit that leaves a reference, "mended" one that no longer does.
#include "pairs.h"

void folio_get(struct object *o);
void folio_put(struct object *o);

struct request {
  int first, second;
};
int ask(struct request *r);

static int counter;

static int more(int a) {
  return 2 * a + 1;
}

/* A helper without effects is called once more, and its value is not used. */
int none_helper_again(int w, int a) {
  int r;
#ifdef AFTER
  r = more(more(a));
  if (!w) r = more(a);
#else
  r = more(a);
  if (w) r = more(r);
#endif
  return probe(r);
}

/* Proved to be the same: it is not to be a value on one side and its text on the other, for being short there. */
static int proved_flags(unsigned flags) {
  unsigned valid = 1;
#ifdef AFTER
  if (flags & 16) valid |= 2; else valid |= 0;
  if (flags & 32) { valid |= 4; } else { valid |= 0; }
  if (flags & 64) { valid |= 8; } else { valid |= 0; }
  if (!(flags & ~valid & 15)) goto fine;
  goto wrong;
fine:
  return 0;
wrong:
  return -22;
#else
  if (flags & 16) valid |= 2;
  if (flags & 32) valid |= 4;
  if (flags & 64) valid |= 8;
  return flags & ~valid & 15 ? -22 : 0;
#endif
}

int none_helper_in_more_words(struct object *o) {
  int r = proved_flags(o->state);
  if (r) return r;
  return probe(o->count);
}

int none_locals_turned(int a) {
#ifdef AFTER
  struct request y = {3, a}, x = {a, 4};
#else
  struct request x = {a, 4}, y = {3, a};
#endif
  int r = ask(&x);
  return r + ask(&y);
}

void seen_in_a_global(int a) {
  counter = _(a, a + 1);
}

int seen_in_a_local(int a) {
  struct request r = {a, _(1, 2)};
  return ask(&r);
}

int seen_by_its_error(struct object *o) {
  if (probe(o->count)) return _(-12, -14);
  return 0;
}

int order_of_calls(struct object *o) {
  _(lock(o), unlock(o));
  _(unlock(o), lock(o));
  return 0;
}

int leaves_where_probe_fails(struct object *o) {
  folio_get(o);
  if (probe(o->count)) {
    _(folio_put(o), (void)0);
    return -12;
  }
  folio_put(o);
  return 0;
}

int mended_where_probe_fails(struct object *o) {
  folio_get(o);
  if (probe(o->count)) {
    _((void)0, folio_put(o));
    return -12;
  }
  folio_put(o);
  return 0;
}

int mended_where_it_was_put_twice(struct object *o) {
  folio_get(o);
  if (probe(o->count)) {
    folio_put(o);
    _(folio_put(o), (void)0);
    return -12;
  }
  folio_put(o);
  return 0;
}

/* What it is given is given back at every exit. */
int leaves_what_it_is_given(struct object *o) {
  if (probe(o->count)) {
    _(folio_put(o), (void)0);
    return -12;
  }
  folio_put(o);
  return 0;
}

/* A rotation, and what only a solver sees to be one: nothing is made up of it. */
unsigned none_rotation_by_another_sign(unsigned value, unsigned by) {
  by &= 31;
  if (!by) return value;
  return (value << by) _(|, ^) value >> (32 - by);
}

/* A bool is true or false, whatever is in memory. */
struct answer {
  bool yes;
};
int none_bool_made_a_number(struct answer *a) {
#ifdef AFTER
  const unsigned char *yes = (const unsigned char *)&a->yes;
  return probe(*yes & 1 ? 2 : *yes ? 3 : 1);
#else
  return probe(a->yes ? 2 : 1);
#endif
}

/* Two objects of two types are not one. */
void none_where_objects_overlap(int *n, void **all, struct object *o) {
#ifdef AFTER
  all[(*n)++] = o;
#else
  all[*n] = o;
  (*n)++;
#endif
}

/* What a callee fills in may be anything before. */
int none_room_for_an_answer(int a) {
#ifdef AFTER
  struct request r = {0, 0};
#else
  struct request r;
#endif
  return ask(&r) == a ? 1 : 2;
}

int seen_in_what_is_not_set(int a) {
#ifdef AFTER
  struct request r;
  r.first = a;
#else
  struct request r = {a, 5};
#endif
  return ask(&r);
}

/* Assembly gets another number. */
long seen_by_assembly(long a) {
#ifdef AFTER
  __asm__ volatile("# %0 %1" : : "i"(40), "r"(a));
#else
  __asm__ volatile("# %0 %1" : : "i"(41), "r"(a));
#endif
  return a;
}

/* The same functions are called, with other arguments. */
int seen_given_one_more(int a) {
#ifdef AFTER
  return map(3, 1);
#else
  return map(2, 1);
#endif
}
