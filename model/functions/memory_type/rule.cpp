// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/functions/memory_type/rule.hpp"

namespace pfncheck::machine {

// Without an uncached type pgprot_noncached() is the identity; with PAT what is on record wins over the
// driver; a remap puts its own type on record, an insert only looks it up.
DecisionRule user_type_rule() {
  DecisionRule rule{"user_type",
                    "Which memory type does a user entry get?",
                    "arch/x86/mm/pat/memtype.c: track_pfn_remap, track_pfn_insert (6.12); "
                    "include/linux/pgtable.h: pgprot_noncached",
                    {"noncached_is_lost", "pat_tracked", "reserved", "remap", "RAM"},
                    {"asked", "WB", "reserved", "UC"},
                    {}};
  rule.add("no uncached type", "noncached_is_lost", "WB");
  rule.add("no tracking", "!pat_tracked", "asked");
  rule.add("tracked, on record", "reserved", "reserved");
  rule.add("tracked, a remap", "remap", "asked");
  rule.add("tracked, insert of RAM", "RAM", "WB");
  rule.add("tracked, insert of what is not on record", "", "UC");
  return rule;
}

DecisionRule stage2_type_rule(Release release) {
  DecisionRule rule{"stage2_type",
                    "Which memory type does arm64 KVM give a stage 2 leaf?",
                    "arch/arm64/kvm/mmu.c: user_mem_abort",
                    {"map_memory", "PFNMAP", "prot_cacheable", "fwb_dic", "any_uncached", "memmap"},
                    {"refused", "WB", "NC", "Device"},
                    {}};
  if (release >= Release{6, 17}) {  // 0c67288e0c8b
    rule.add("cacheable PFNMAP, FWB and DIC", "PFNMAP !map_memory prot_cacheable fwb_dic", "WB");
    rule.add("cacheable PFNMAP", "PFNMAP !map_memory prot_cacheable", "refused");
    rule.add("PFNMAP, any uncached", "PFNMAP !map_memory any_uncached", "NC");
    rule.add("PFNMAP", "PFNMAP !map_memory", "Device");
    rule.add("any other", "", "WB");
    return rule;
  }
  rule.add("memory of the linear map", "map_memory", "WB");
  if (release >= Release{6, 9}) rule.add("any uncached", "any_uncached", "NC");
  rule.add("not in the linear map", "", "Device");
  return rule;
}

DecisionRule kvm_is_mmio_pfn_rule() {
  DecisionRule rule{"kvm_is_mmio_pfn",
                    "Does x86 KVM take a pfn for MMIO, and map it uncached?",
                    "arch/x86/kvm/mmu/spte.c: kvm_is_mmio_pfn (6.1, 6.12)",
                    {"memmap", "reserved", "uncached", "e820_ram"},
                    {"no", "yes"},
                    {}};
  rule.add("a page", "memmap !reserved", "no");
  rule.add("a reserved page, uncached", "memmap uncached", "yes");
  rule.add("a reserved page, cacheable", "memmap", "no");
  rule.add("no page, but RAM for the firmware", "e820_ram", "no");
  rule.add("no page", "", "yes");
  return rule;
}

DecisionRule iommu_type_rule() {
  DecisionRule rule{"iommu_type",
                    "Which memory type does an IOMMU entry get?",
                    "drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_map",
                    {"dmabuf"},
                    {"WB", "Device"},
                    {}};
  rule.add("DMABUF of a BAR", "dmabuf", "Device");
  rule.add("user memory", "", "WB");
  return rule;
}

}  // namespace pfncheck::machine
