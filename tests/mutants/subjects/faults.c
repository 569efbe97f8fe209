// SPDX-License-Identifier: GPL-2.0-or-later
// In the manner of mm, KVM and VFIO: faults that unwind on errors, counters that others change too, tables in two levels, loops within loops.
int fault(struct object* o, unsigned long address, bool write) {
  int ret;
  if (!o->kind && write) return -13;
  lock(o);
  if (o->error) {
    ret = o->error;
    goto unlock;
  }
  ret = probe((int)(address >> 12));
  if (ret == -11) goto drop;
  if (ret < 0) goto unlock;
  if (map(address & ~4095ul, write ? 3 : 1)) {
    ret = -12;
    goto drop;
  }
  o->count++;
  ret = write ? 2 : 1;
  goto unlock;
drop:
  put(o);
unlock:
  unlock(o);
  return ret;
}

int take_unless_zero(struct object* o) {
  int old = __atomic_load_n(&o->count, __ATOMIC_RELAXED);
  if (old <= 0) return 0;
  if (!__atomic_compare_exchange_n(&o->count, &old, old + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) return -11;
  return old + 1;
}

void drop_reference(struct object* o, u8 by) {
  int left = __atomic_sub_fetch(&o->count, by & 3, __ATOMIC_RELEASE);
  if (left == 0) {
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    put(o);
  } else if (left < 0) {
    o->error = -22;
    total--;
  }
}

int mark_busy(struct object* o, u8 bit) {
  int mask = 1 << (bit & 7);
  int old = __atomic_fetch_or(&o->state, mask, __ATOMIC_SEQ_CST);
  if (old & mask) return -16;
  if (o->flags & 2) o->level = bit & 7;
  return (old & ~mask) != 0;
}

int pin_pages(struct object* a, struct object* b, u8 wanted) {
  int pinned = 0;
  struct object* o = a;
  while (pinned < (wanted & 3)) {
    if (!ready(o)) break;
    o->count++;
    pinned++;
    o = o == a ? b : a;
  }
  if (pinned == 0 && wanted & 3) return -14;
  return pinned;
}

long unmap_all(struct object* o, unsigned long start, unsigned long end) {
  long freed = 0;
  unsigned long at = start & ~4095ul;
  if (end - start > 8192 || end < start) return -22;
  while (at < end) {
    long got = map(at, o->state);
    if (got < 0) return freed ? freed : got;
    freed += got ? 1 : 0;
    at += 4096;
  }
  if (freed) o->flags |= 8;
  return freed;
}

int memory_type(u8 guest, u8 host, bool forced) {
  if (forced) return host & 7;
  switch (guest & 7) {
    case 0:
      return 0;
    case 1:
      if ((host & 7) == 0) return 0;
      return 1;
    case 4:
      return (host & 7) == 6 ? 4 : host & 1;
    case 6:
      return host & 7;
    default:
      return (host & 7) < (guest & 7) ? host & 7 : 2;
  }
}

int entry_of(struct object* o, u8 upper, u8 lower) {
  u32 found = table[upper & 7];
  if (!(found & 1)) return -2;
  if (found & 128) return (int)(found >> 12) + (lower & 7);
  if ((found >> 12 & 7) == (upper & 7)) return -40;
  found = table[found >> 12 & 7];
  if (!(found & 1) && !o->kind) return -2;
  if (!(found & 2)) o->flags |= 16;
  return (int)(found >> 12) | (lower & 7);
}

void transfer(struct object* from, struct object* to, int pages) {
  if (pages <= 0 || from == to) return;
  lock(from);
  if (from->count < pages) {
    pages = from->count > 0 ? from->count : 0;
    from->error = -12;
  }
  from->count -= pages;
  unlock(from);
  if (!pages) return;
  lock(to);
  to->count += pages;
  if (to->flags & 1) to->state = pages;
  unlock(to);
}

int find_slot(u32 key, u8 start) {
  int best = -1;
  for (int i = 0; i < 3; i++) {
    int at = (start + i) & 7;
    if (table[at] == key) return at;
    if (best < 0 && !table[at]) best = at;
  }
  if (best >= 0) {
    table[best] = key;
    total++;
  }
  return best;
}

int clear_table(u8 rows, u8 columns) {
  int cleared = 0;
  for (u8 i = 0; i < (rows & 1) + 1; i++) {
    for (u8 j = 0; j < (columns & 1) + 1; j++) {
      u8 at = i * 2 + j;
      if (!table[at]) continue;
      table[at] = 0;
      cleared++;
    }
    if (cleared > 2) break;
  }
  return cleared;
}

int get_or_fill(struct object* o, bool again) {
  int tries = again ? 2 : 1;
  while (tries-- > 0) {
    if (o->size && !o->error) return o->size;
    fill(o);
    if (o->state < 0) return o->state;
    if (o->next) put(o->next);
  }
  return o->error ? -o->error : 0;
}

u64 make_entry(u64 pfn, u8 flags, u8 type, bool device) {
  u64 entry = (pfn & 0xfffffffull) << 12;
  if (flags & 1) entry |= 1;
  if (flags & 2 && flags & 1) entry |= 2;
  if (!(flags & 4)) entry |= 1ull << 63;
  if (device)
    entry |= 16 | 8;
  else
    entry |= (u64)(type & 3) << 3;
  return entry & 1 ? entry : 0;
}

bool is_range_valid(u64 start, u64 size, u64 limit, u8 order) {
  u64 mask = (1ull << (order & 15)) - 1;
  u64 end = start + size;
  if (size == 0 || (start | size) & mask) return 0;
  if (end < start) return 0;
  return end <= limit && (start >> 63) == (end - 1) >> 63;
}

int change_state(struct object* o, u8 event) {
  int old = o->state;
  if (old == 2 && (event & 3) != 3) return -1;
  switch (event & 3) {
    case 0:
      o->state = 0;
      break;
    case 1:
      if (old == 0) o->state = 1;
      break;
    case 2:
      o->count += old;
      o->state = 2;
      break;
    default:
      o->error = old;
      return 1;
  }
  return o->state != old;
}

int begin(struct object* vma, struct object* mm, bool exclusive) {
  int ret = -4;
  lock(mm);
  if (exclusive && mm->count > 1) goto out;
  if (!vma->next) {
    fill(vma);
    if (vma->error) {
      ret = -12;
      goto out;
    }
  }
  ret = probe(vma->state);
  if (!ret) {
    mm->count++;
    if (exclusive) mm->flags |= 32;
    return 0;
  }
out:
  unlock(mm);
  return ret;
}

int dirty_bytes(struct object* o, u8 from, u8 to) {
  int dirty = 0;
  u8 first = from & 3, last = to & 3;
  if (first > last) {
    u8 t = first;
    first = last;
    last = t;
  }
  for (u8 i = first; i < last; i++) {
    u8 was = o->bytes[i];
    o->bytes[i] = was & ~64;
    dirty += was >> 6 & 1;
  }
  return dirty;
}

void notify(struct object* o, u32 mask) {
  if (mask & 1 && o->flags & 1) put(o);
  if (mask & 2) {
    bool is_ready = ready(o);
    if (is_ready != (o->state > 0)) o->state = is_ready;
  }
  if (mask >> 2 & 1 || !o->next) return;
  o = o->next;
  if (o->count) put(o);
}

long grow(struct object* o, unsigned long by) {
  unsigned long old = o->flags, grown = old + by;
  int* counter = by > 16 ? &o->count : &o->state;
  if (grown < old) return -12;
  if (grown > 4096) {
    *counter += 1;
    return -28;
  }
  o->flags = grown;
  *counter = (int)(grown - old);
  return (long)old;
}

int swap_owner(struct object* o, struct object* owner) {
  struct object* old = o->next;
  if (old == owner) return 0;
  owner->count++;
  o->next = owner;
  if (!old) return 1;
  if (--old->count == 0) put(old);
  return o->next == owner ? 2 : -1;
}

s64 scaled(s32 value, u8 shift, bool round) {
  s64 wide = value;
  u8 by = shift & 7;
  if (round && by) wide += 1ll << (by - 1);
  wide >>= by;
  if (wide < 0 && !round) wide = -(-wide);
  return wide == value ? wide : wide * 2;
}
