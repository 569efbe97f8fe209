/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the parts of the runtime know of each other.
 */
#ifndef PFNCHECK_RUNTIME_H
#define PFNCHECK_RUNTIME_H

#include "record.h"

typedef unsigned long long word;

extern word input[IN_COUNT];
extern word output[OUT_COUNT];

/* kernel.c: makes the kernel's variables what the record says. */
void set_kernel(void);
/* driver.c: ends this record without a result and goes on with the next one. */
__attribute__((noreturn)) void end_record(void);

#endif
