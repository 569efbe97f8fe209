// SPDX-License-Identifier: GPL-2.0-or-later
// unit: arch/arm64/kvm/hyp/pgtable.c
// because: a guest that maps a device cacheable can lose writes, and bring the host down
#include <pfncheck.h>

void stage2_device(void) {
  struct kvm_pgtable pgt = {.flags = ANY(unsigned int, flags)};
  const enum kvm_pgtable_prot prot = ANY(unsigned int, prot);
  kvm_pte_t attr = 0;

#if defined(MT_S2_AS_S1)
  ASSUME(!(pgt.flags & KVM_PGTABLE_S2_AS_S1)); /* there the guest's own tables decide */
#endif
  ASSUME(!stage2_set_prot_attr(&pgt, prot, &attr));
  const unsigned long type = attr & KVM_PTE_LEAF_ATTR_LO_S2_MEMATTR;
  const bool is_cacheable = type == KVM_S2_MEMATTR(&pgt, NORMAL);
  CLAUSE(device_is_never_cacheable, !(prot & KVM_PGTABLE_PROT_DEVICE) || !is_cacheable);
  CLAUSE(nothing_else_is_uncached, prot & (KVM_PGTABLE_PROT_DEVICE | KVM_PGTABLE_PROT_NORMAL_NC) || is_cacheable);
}
