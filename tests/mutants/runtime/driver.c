/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs both functions of each pair on many inputs, in the same world, until they differ. A line a pair goes
 * to standard output: the number of the pair, and of the first input on which they differ, from 1, or 0; both
 * in hexadecimal. No C library, but where -DGUARDED says that mutants may do anything: there one that faults
 * or does not end has an outcome of its own.
 */
#include "driver.h"

#ifdef GUARDED
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#else
#include "../../differential/runtime/system.h"
#endif

enum { OBJECTS = 3 };

int total;
u32 table[8];
static struct object objects[OBJECTS];

static u64 stream, digest;

/* SplitMix64 */
static u64 draw(void) {
  u64 z = stream += 0x9e3779b97f4a7c15ull;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

/* Below a bound, without a division: not every architecture has one. */
static u32 draw_below(u32 bound) {
  return (u32)((draw() >> 32) * bound >> 32);
}

/* Small, at the edge of a type, or any. */
static u64 drawn_value(void) {
  static const u64 edges[] = {0,
                              1,
                              2,
                              3,
                              7,
                              8,
                              15,
                              16,
                              31,
                              32,
                              127,
                              128,
                              255,
                              256,
                              0x7fff,
                              0xffff,
                              0x7fffffff,
                              0x80000000u,
                              0xbfffffffu,
                              0xc0000000u,
                              0xffffffffu,
                              0x100000000ull,
                              0x7fffffffffffffffull,
                              ~0ull,
                              ~1ull,
                              ~10ull,
                              ~11ull};
  u32 which = draw_below(3);

  if (which == 0) return edges[draw_below(sizeof(edges) / sizeof(edges[0]))];
  if (which == 1) return (u64)draw_below(9) - 2;
  return draw();
}

struct object* chosen_object(u64 word) {
  return &objects[(u32)((word & 0xffff) * OBJECTS >> 16)];
}

static void mix(u64 value) {
  digest = (digest ^ value) * 0x100000001b3ull;
  digest ^= digest >> 29;
}

static void mix_pointer(const struct object* o) {
  unsigned i;

  for (i = 0; i < OBJECTS; i++)
    if (o == &objects[i]) return mix(i + 1);
  mix(o ? 99 : 0); /* a local of the function */
}

static void mix_memory(void) {
  unsigned i, k;

  mix((u64)(s64)total);
  for (i = 0; i < 8; i++) mix(table[i]);
  for (i = 0; i < OBJECTS; i++) {
    const struct object* o = &objects[i];

    mix((u64)(s64)o->count);
    mix((u64)(s64)o->state);
    mix((u64)(s64)o->error);
    mix(o->kind | o->level << 3);
    mix(o->size);
    mix(o->flags);
    for (k = 0; k < 8; k++) mix(o->bytes[k]);
    mix_pointer(o->next);
  }
}

static void draw_object(struct object* o) {
  unsigned k;

  o->count = (int)drawn_value();
  o->state = draw() & 1 ? 0 : (int)drawn_value();
  o->error = draw() & 1 ? 0 : (int)drawn_value();
  o->kind = draw();
  o->level = draw_below(3) ? draw() : 0;
  o->size = (u16)drawn_value();
  o->flags = (unsigned long)(draw() & 1 ? draw() & 7 : drawn_value());
  for (k = 0; k < 8; k++) o->bytes[k] = draw_below(3) ? (u8)drawn_value() : 0;
  o->next = draw() & 1 ? &objects[draw_below(OBJECTS)] : 0;
}

/* What each call of what has no body sees, and what it answers. */
static u64 event(unsigned which, u64 argument) {
  mix(which);
  mix(argument);
  mix_memory();
  return draw() & 1 ? 0 : drawn_value();
}

int probe(int a) {
  return (int)event(1, (u64)(s64)a);
}
long map(unsigned long a, int b) {
  mix(a);
  return (long)event(2, (u64)(s64)b);
}
bool ready(struct object* o) {
  mix_pointer(o);
  return event(3, 0) & 1;
}
void put(struct object* o) {
  mix_pointer(o);
  event(4, 0);
}
void lock(struct object* o) {
  mix_pointer(o);
  event(5, 0);
}
void unlock(struct object* o) {
  mix_pointer(o);
  event(6, 0);
}
void fill(struct object* o) {
  mix_pointer(o);
  event(7, 0);
  draw_object(o);
}

#ifdef GUARDED
static sigjmp_buf start; /* without the mask of signals: saving it is a system call each time */
static volatile long fuel;

/* clang's -fsanitize-coverage=trace-pc calls it on every edge. */
__attribute__((no_sanitize("coverage"))) void __sanitizer_cov_trace_pc(void) {
  if (--fuel == 0) siglongjmp(start, 1);
}

static void faulted(int signal) {
  (void)signal;
  siglongjmp(start, 1);
}

static bool call(function f, u64* words) {
  fuel = 20000;
  if (sigsetjmp(start, 0)) return 0;
  mix(f(words));
  return 1;
}

static void prepare(void) {
  struct sigaction action = {0};

  action.sa_handler = faulted;
  action.sa_flags = SA_NODEFER;
  sigaction(SIGSEGV, &action, 0);
  sigaction(SIGBUS, &action, 0);
  sigaction(SIGFPE, &action, 0);
  sigaction(SIGILL, &action, 0);
  sigaction(SIGTRAP, &action, 0);
}

static void print(const char* text, unsigned length) {
  if (write(1, text, length) != (long)length) _exit(3);
}
#else
static bool call(function f, u64* words) {
  mix(f(words));
  return 1;
}

static void print(const char* text, unsigned length) {
  if (system_call(SYSTEM_WRITE, 1, (long)text, length) != (long)length)
    for (;;) system_call(SYSTEM_EXIT, 3, 0, 0);
}

/* The compiler may call these for aggregates. The volatile keeps it from seeing the loops as themselves. */
void* memset(void* to, int value, unsigned long bytes) {
  volatile unsigned char* at = to;

  while (bytes--) *at++ = (unsigned char)value;
  return to;
}

void* memcpy(void* to, const void* from, unsigned long bytes) {
  volatile unsigned char* at = to;
  const unsigned char* source = from;

  while (bytes--) *at++ = *source++;
  return to;
}

#ifdef __arm__
void __aeabi_memset(void* to, unsigned long bytes, int value) {
  memset(to, value, bytes);
}
void __aeabi_memclr4(void* to, unsigned long bytes) {
  memset(to, 0, bytes);
}
void __aeabi_memclr(void* to, unsigned long bytes) {
  memset(to, 0, bytes);
}
void __aeabi_memcpy4(void* to, const void* from, unsigned long bytes) {
  memcpy(to, from, bytes);
}
void __aeabi_memcpy(void* to, const void* from, unsigned long bytes) {
  memcpy(to, from, bytes);
}
#endif
#endif

static u64 outcome(function f, const struct pair* pair, unsigned input) {
  u64 words[MOST_WORDS];
  unsigned i;

  stream = 0x706f6e6368656bull + input * 0x1234567ull;
  digest = 0xcbf29ce484222325ull;
  total = (int)drawn_value();
  for (i = 0; i < 8; i++) table[i] = (u32)drawn_value();
  for (i = 0; i < OBJECTS; i++) draw_object(&objects[i]);
  for (i = 0; i < MOST_WORDS; i++) words[i] = drawn_value();
  if (input < pair->chosen_count)
    for (i = 0; i < MOST_WORDS; i++) words[i] = pair->chosen[input * MOST_WORDS + i];
  if (!call(f, words)) return 0;
  mix_memory();
  return digest;
}

static void print_number(u32 value, char end) {
  char text[9];
  unsigned at = sizeof(text);

  text[--at] = end;
  do text[--at] = "0123456789abcdef"[value & 15];
  while (value >>= 4);
  print(text + at, (unsigned)sizeof(text) - at);
}

/* From 1; 0: none. */
static u32 first_difference(const struct pair* pair) {
  u32 input;

  for (input = 0; input < INPUTS; input++)
    if (outcome(pair->before, pair, input) != outcome(pair->after, pair, input)) return input + 1;
  return 0;
}

static void print_answer(u32 p, u32 answer) {
  print_number(p, ' ');
  print_number(answer, '\n');
}

#ifdef GUARDED
/* A process for each pair: one that writes over the driver's own memory ends itself only, and prints nothing.
 */
int main(void) {
  u32* answer = mmap(0, sizeof(*answer), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  u32 p;

  if (answer == MAP_FAILED) return 3;
  prepare();
  for (p = 0; p < pair_count; p++) {
    int status = 0;
    pid_t child;

    *answer = 1;
    child = fork();
    if (child < 0) return 3;
    if (child == 0) {
      close(1);
      alarm(20);
      *answer = first_difference(&pairs[p]);
      _exit(0);
    }
    if (waitpid(child, &status, 0) != child) return 3;
    print_answer(p, status != 0 || *answer > INPUTS ? 1 : *answer);
  }
  return 0;
}
#else
__attribute__((noreturn, used)) void runtime_main(void) {
  u32 p;

  for (p = 0; p < pair_count; p++) print_answer(p, first_difference(&pairs[p]));
  for (;;) system_call(SYSTEM_EXIT, 0, 0, 0);
}

__asm__(".text\n.globl _start\n_start:\n" SYSTEM_START);
#endif
