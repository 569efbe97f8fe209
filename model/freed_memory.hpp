// SPDX-License-Identifier: GPL-2.0-or-later
// What a process does with memory that it freed.
#pragma once

#include <malloc.h>

namespace pfncheck {

/// Each question to Z3 takes some megabytes and frees them. malloc gives such memory back to the kernel,
/// which clears every page of it for the next question: a fifth of the time of `check`. Once called, up to 32
/// MB for each thread stay with the process; blocks of 10 MB and more (an explorer's states) still go back at
/// once. For main(), before threads begin.
inline void keep_freed_memory() {
  constexpr int megabyte = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, 10 * megabyte);
  mallopt(M_TRIM_THRESHOLD, 32 * megabyte);
}

}  // namespace pfncheck
