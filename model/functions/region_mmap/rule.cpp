// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of vfio_pci_core_mmap and vfio_platform_mmap of 6.12, and of the nested fault region as it was
// discussed in 2019 (RFC v3 18/21, VFIO_REGION_TYPE_NESTED) and posted later.
#include "model/functions/region_mmap/rule.hpp"

namespace pfncheck::machine {

DecisionRule region_mmap_rule() {
  DecisionRule rule{"region_mmap",
                    "May user space map this part of a driver's region?",
                    "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap; mail \"vfio-pci: Add a new "
                    "VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14",
                    {"SHARED", "MAYWRITE", "write", "header", "fits", "sum_fits", "length_fits",
                     "offset_fits", "whole_pages"},
                    {"refuse", "map", "map for reading"},
                    {}};
  rule.add("beyond the region", "!fits", "refuse");
  rule.add("no whole page", "!whole_pages", "refuse");
  rule.add("a private mapping", "!SHARED", "refuse");
  rule.add("the header, to write", "header write", "refuse");
  rule.add("the header", "header", "map for reading");
  rule.add("the queue", "", "map");
  return rule;
}

}  // namespace pfncheck::machine
