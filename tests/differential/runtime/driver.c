/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads records until the end of input, calls the adapter for each and writes what came out. No C library.
 */
#include "runtime.h"
#include "system.h"

enum { BATCH = 64 };

typedef _Bool flag;
typedef unsigned long ul;

/* lift/adapters/declarations.h has the parameters and their order. */
#define VMA_PARAMETERS flag, flag, flag, flag, ul, ul, ul, ul, flag, flag
unsigned pfncheck_normal_page_pte(VMA_PARAMETERS, ul, flag, flag, unsigned char, flag, flag);
unsigned pfncheck_raw_page_pte(VMA_PARAMETERS, word);
unsigned pfncheck_normal_page_pmd(VMA_PARAMETERS, ul, flag, flag, unsigned char, flag, flag);
unsigned pfncheck_raw_page_pmd(VMA_PARAMETERS, word);

word input[IN_COUNT];
word output[OUT_COUNT];

static word in_batch[BATCH][IN_COUNT];
static word out_batch[BATCH][OUT_COUNT];
static unsigned in_count, next, out_count;

__attribute__((noreturn)) static void leave(long status) {
  for (;;) system_call(SYSTEM_EXIT, status, 0, 0);
}

static unsigned long read_full(void* to, unsigned long bytes) {
  unsigned long have = 0;

  while (have < bytes) {
    long got = system_call(SYSTEM_READ, 0, (long)to + (long)have, (long)(bytes - have));

    if (got < 0) leave(2);
    if (got == 0) break;
    have += (unsigned long)got;
  }
  return have;
}

static void write_batch(void) {
  unsigned long done = 0, bytes = out_count * sizeof(out_batch[0]);

  while (done < bytes) {
    long put = system_call(SYSTEM_WRITE, 1, (long)out_batch + (long)done, (long)(bytes - done));

    if (put <= 0) leave(3);
    done += (unsigned long)put;
  }
  out_count = 0;
}

static flag next_record(void) {
  unsigned i;

  if (next == in_count) {
    unsigned long bytes = read_full(in_batch, sizeof(in_batch));

    write_batch();
    if (bytes % sizeof(in_batch[0])) leave(4);
    in_count = (unsigned)(bytes / sizeof(in_batch[0]));
    next = 0;
    if (in_count == 0) return 0;
  }
  for (i = 0; i < IN_COUNT; i++) input[i] = in_batch[next][i];
  for (i = 0; i < OUT_COUNT; i++) output[i] = 0;
  next++;
  return 1;
}

static void put_record(void) {
  unsigned i;

  for (i = 0; i < OUT_COUNT; i++) out_batch[out_count][i] = output[i];
  out_count++;
}

#define BIT(name) (input[IN_##name] != 0)
#define UL(name) ((ul)input[IN_##name])
#define VMA_ARGUMENTS                                                                                 \
  BIT(pfnmap), BIT(mixedmap), BIT(shared), BIT(maywrite), UL(other_flags), UL(vm_start), UL(address), \
      UL(vm_pgoff), BIT(has_hook), BIT(hook_answers)
#define ENTRY_ARGUMENTS UL(pfn), BIT(special), BIT(devmap), (unsigned char)UL(prot), BIT(young), BIT(dirty)

static unsigned call_adapter(void) {
  switch ((unsigned)input[IN_adapter]) {
    case RECORD_MADE_PTE:
      return pfncheck_normal_page_pte(VMA_ARGUMENTS, ENTRY_ARGUMENTS);
    case RECORD_RAW_PTE:
      return pfncheck_raw_page_pte(VMA_ARGUMENTS, input[IN_raw]);
    case RECORD_MADE_PMD:
      return pfncheck_normal_page_pmd(VMA_ARGUMENTS, ENTRY_ARGUMENTS);
    case RECORD_RAW_PMD:
      return pfncheck_raw_page_pmd(VMA_ARGUMENTS, input[IN_raw]);
    default:
      leave(5);
  }
}

__attribute__((noreturn, noinline)) static void run_records(void) {
  while (next_record()) {
    set_kernel();
    output[OUT_result] = call_adapter();
    put_record();
  }
  leave(0);
}

/* Never unwinds: the frames of the record that is given up stay below. A run has few such records. */
void end_record(void) {
  output[OUT_trapped] = 1;
  put_record();
  run_records();
}

__attribute__((noreturn, used)) void runtime_main(void) {
  run_records();
}

__asm__(".text\n.globl _start\n_start:\n" SYSTEM_START);
