// SPDX-License-Identifier: GPL-2.0-or-later
// Structures that gain a member. The names say whether the function means the same with fields matched by name ("same"), or not ("other").
#include "pairs.h"

#ifdef AFTER
#define ADDED(field) field;
#define _(before, after) after
#else
#define ADDED(field)
#define _(before, after) before
#endif

struct inner {
  int first;
  ADDED(long added)
  unsigned char low : 3, high : 5;
  short last;
};

struct table {
  int head;
  ADDED(int more[3])
  struct inner one, many[4];
  union {
    int number;
    char *text;
  };
  struct table *next;
};

/* The first member is another: who took its address for that of the whole is lost. */
struct turned {
  ADDED(int added)
  int first, second;
};

int same_field(struct table *t) {
  return t->one.last + t->next->head;
}

int same_array(struct table *t, int i) {
  return t->many[i].last + t->many[2].first;
}

void same_bits(struct table *t, int value) {
  t->many[1].high = value;
  t->one.low = 3;
}

int same_union(struct table *t) {
  return t->number + *t->text;
}

int same_elements(struct inner *all, int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) sum += probe(all[i].last);
  return sum;
}

int fill_inner(struct inner *);
int same_local(int a) {
  struct inner local;
  local.first = a;
  fill_inner(&local);
  return local.last;
}

struct table *same_allocation(void) {
  struct table *t = allocate(sizeof(struct table));
  if (t) t->head = 1;
  return t;
}

static struct table shared;
int same_global(int a) {
  shared.one.last = a;
  return shared.many[3].first;
}

#define whole_of(member, type, name) \
  ({ void *place = (member); (type *)(place - __builtin_offsetof(type, name)); })

int same_whole(struct table **place) {
  struct table *t = whole_of(place, struct table, next);
  return t->head;
}

static struct table *same_holder(struct table **place) {
  return whole_of(place, struct table, next);
}
int same_whole_of_helper(struct table **place) {
  return probe(same_holder(place)->head);
}

short same_whole_by_its_field(short *last) {
  return whole_of(last, struct inner, last)->first;
}

int other_whole(struct table **place) {
  struct table *t = whole_of(place, struct table, _(next, text));
  return t->head;
}

int other_field(struct table *t) {
  return _(t->one.last, t->one.first);
}

int other_element(struct table *t, int i) {
  return t->many[_(i, i + 1)].last;
}

long other_by_number(struct table *t) {
  return map((long)__builtin_offsetof(struct table, next), t->head);
}

int other_first(struct turned *t) {
  return t->second;
}

int other_bits(struct table *t) {
  return t->one._(high, low);
}
