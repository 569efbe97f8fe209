// SPDX-License-Identifier: GPL-2.0-or-later
// What is called, with what, in which order, and what is taken and given back on each exit.
int start(struct object* o, int mode) {
  int ret;
  lock(o);
  if (o->state) {
    unlock(o);
    return -16;
  }
  ret = probe(mode);
  if (ret < 0) goto out;
  o->state = mode;
  ret = 0;
out:
  unlock(o);
  return ret;
}

long map_range(unsigned long start, u8 pages, int prot) {
  for (int i = 0; i < (pages & 3); i++) {
    long ret = map(start + i * 4096ul, prot);
    if (ret) return ret;
  }
  return 0;
}

void release(struct object* o) {
  if (--o->count > 0) return;
  if (o->next) put(o->next);
  put(o);
}

int retry(int what) {
  int tries = 0, ret;
  do {
    ret = probe(what);
    if (ret != -11) break;
  } while (++tries < 3);
  return ret ? ret : tries;
}

bool wait(struct object* o, bool blocking) {
  if (ready(o)) return 1;
  if (!blocking) return 0;
  put(o);
  return ready(o) && o->count > 0;
}

int copy_on_write(struct object* old, struct object* new) {
  if (old->count == 1) {
    old->flags |= 2;
    return 0;
  }
  fill(new);
  if (new->error) return -14;
  new->flags = old->flags | 2;
  old->count--;
  put(old);
  return 1;
}

int by_local(int mode) {
  struct object o;
  fill(&o);
  if (o.count < mode) return -1;
  return o.count - mode;
}

int install(struct object* o, unsigned long pfn, bool special) {
  int prot = special ? 3 : 1;
  if (o->flags & 4) return -17;
  if (!special && !ready(o)) return -22;
  if (map(pfn << 4, prot) < 0) {
    if (!special) put(o);
    return -12;
  }
  if (!special) o->count++;
  total++;
  return 0;
}

void both_locks(struct object* a, struct object* b) {
  lock(a);
  if (a != b) lock(b);
  a->state += b->state;
  if (a != b) unlock(b);
  unlock(a);
}

int count_errors(struct object* o, u8 n) {
  int errors = 0;
  for (u8 i = 0; i < (n & 3); i++) {
    if (!o->bytes[i]) continue;
    if (probe(o->bytes[i]) < 0) errors++;
  }
  o->error = errors;
  return errors;
}

long walk(struct object* o, unsigned long address) {
  if (!o->kind) return -2;
  if (o->level == 0) return map(address, o->state);
  if (o->flags & 1) {
    long ret = map(address & ~4095ul, 0);
    if (ret <= 0) return ret;
    address = (unsigned long)ret;
  }
  o->level--;
  return map(address >> 3, o->level);
}

int once(int a) {
  static bool done;
  if (done) return 0;
  done = 1;
  return probe(a);
}
