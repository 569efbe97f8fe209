// SPDX-License-Identifier: GPL-2.0-or-later
// drivers/vfio/vfio_iommu_type1.c of 5.6, 5.7, 5.8 and 6.12: vaddr_get_pfns, follow_fault_pfn,
// is_invalid_reserved_pfn, vfio_unmap_unpin.
#include "model/functions/vaddr_get_pfns/rule.hpp"

namespace pfncheck::machine {

DecisionRule vaddr_get_pfn_rule(Translation how) {
  DecisionRule rule{
      "vaddr_get_pfn",
      "Which memory does a user address stand for, and what keeps it?",
      "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns, follow_fault_pfn",
      {"pinned", "PFNMAP", "present", "write", "writable", "reserved", "linear_reserved", "faulted"},
      {"refuse", "pin", "entry's pfn", "linear pfn", "fault and retry"},
      {}};
  rule.add("a page that GUP pins", "pinned", "pin");
  rule.add("no page, and no PFNMAP", "!PFNMAP", "refuse");
  if (how.linear) {
    rule.add("the linear pfn", "linear_reserved", "linear pfn");
    rule.add("the linear pfn is a page", "", "refuse");
    return rule;
  }
  if (how.checks_write) rule.add("an entry that may not be written", "present write !writable", "refuse");
  rule.add("an entry of no page, or a reserved one", "present reserved", "entry's pfn");
  rule.add("an entry of a page that is counted", "present", "refuse");
  if (how.faults_in) rule.add("nothing yet", "!faulted", "fault and retry");
  rule.add("nothing", "", "refuse");
  return rule;
}

DecisionRule invalid_or_reserved_rule() {
  DecisionRule rule{"is_invalid_reserved_pfn",
                    "Is a pfn memory that nobody counts?",
                    "drivers/vfio/vfio_iommu_type1.c: is_invalid_reserved_pfn, put_pfn",
                    {"memmap", "PG_reserved"},
                    {"page", "raw"},
                    {}};
  rule.add("no memmap", "!memmap", "raw");
  rule.add("PG_reserved", "PG_reserved", "raw");
  rule.add("any other", "", "page");
  return rule;
}

DecisionRule iova_to_phys_rule() {
  DecisionRule rule{
      "iova_to_phys",
      "Does an I/O address translate?",
      "drivers/vfio/vfio_iommu_type1.c: vfio_unmap_unpin; drivers/iommu/iommu.c: iommu_iova_to_phys",
      {"present", "address_zero"},
      {"none", "an address"},
      {}};
  rule.add_defensive("physical address 0", "present address_zero", "none");
  rule.add("a translation", "present", "an address");
  rule.add("none", "", "none");
  return rule;
}

}  // namespace pfncheck::machine
