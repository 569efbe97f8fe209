// SPDX-License-Identifier: GPL-2.0-or-later
// What is printed changes: functions whose names begin with "only" do the same but for that, the others do not.
#include "pairs.h"

int _printk(const char *, ...);
int scnprintf(char *, size_t, const char *, ...);

#ifndef AFTER
void only_less(struct object *o, int a) {
  _printk("state %d of %d", o->state, a);
  put(o);
}
void only_another_format(struct object *o, int a) {
  probe(a);
  _printk("count %d", a);
}
void only_by_way_of_a_text(struct object *o, int a) {
  _printk("count %d\n", a);
  put(o);
}
void only_less_after_put(struct object *o, struct object *p) {
  int count = o->count;
  put(o);
  _printk("count %d of %p", count, p);
}
void moved_over_put(struct object *o) {
  _printk("state %d", o->state);
  put(o);
}
void reads_after_put(struct object *o) {
  put(o);
  _printk("done");
}
void points_after_put(struct object *o) {
  put(o);
  _printk("done");
}
void dropped(int a) {
  probe(a);
  _printk("done");
}
void asked_for(int a) {
  probe(_printk("a %d", a));
}
void text_is_used(int a) {
  char text[20] = "";
  scnprintf(text, sizeof(text), "%d", a);
  _printk("%s", text);
  probe(text[0]);
}
void other_effect(int a) {
  _printk("a %d", a);
  probe(a);
}
#else
void only_less(struct object *o, int a) {
  _printk("of %d", a);
  put(o);
}
void only_another_format(struct object *o, int a) {
  probe(a);
  _printk("count of %s is %d", "it", a);
}
void only_by_way_of_a_text(struct object *o, int a) {
  char text[20];
  scnprintf(text, sizeof(text), "%d", a);
  _printk("count %s\n", text);
  put(o);
}
void only_less_after_put(struct object *o, struct object *p) {
  int count = o->count;
  put(o);
  _printk("%d is the count", count);
}
void moved_over_put(struct object *o) {
  put(o);
  _printk("state %d", o->state);
}
void reads_after_put(struct object *o) {
  put(o);
  _printk("done with %d", o->state);
}
void points_after_put(struct object *o) {
  put(o);
  _printk("done with %s", (char *)o);
}
void dropped(int a) {
  probe(a);
}
void asked_for(int a) {
  probe(_printk("a is %d", a));
}
void text_is_used(int a) {
  char text[20] = "";
  scnprintf(text, sizeof(text), "%x", a);
  _printk("%s", text);
  probe(text[0]);
}
void other_effect(int a) {
  _printk("a is %d", a);
  probe(a + 1);
}
#endif
