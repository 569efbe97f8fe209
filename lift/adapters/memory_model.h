/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lies over include/asm-generic/memory_model.h of a side. Every architecture goes through that header, so
 * this one place makes struct page pointers opaque: arithmetic on base and pfn could give NULL for a strange
 * pfn.
 */
#ifndef PFNCHECK_MEMORY_MODEL_H
#define PFNCHECK_MEMORY_MODEL_H

#include <asm-generic/pfncheck-original-memory_model.h>

#ifndef __ASSEMBLY__
struct page;
struct page* pfncheck_page_of(unsigned long pfn) __attribute__((const, nothrow));
unsigned long pfncheck_pfn_of(const struct page* page) __attribute__((const, nothrow));

#undef __pfn_to_page
#undef __page_to_pfn
#define __pfn_to_page(pfn) pfncheck_page_of(pfn)
#define __page_to_pfn(page) pfncheck_pfn_of(page)
#endif

#endif
