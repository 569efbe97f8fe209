// SPDX-License-Identifier: GPL-2.0-or-later
// Which memory type a mapping gets: user entries, stage 2 of arm64, EPT, IOMMU entries.
#pragma once

#include "model/kernel/facts.hpp"
#include "model/machine/decision_rule.hpp"

namespace pfncheck::machine {

/// Name "user_type". Questions: noncached_is_lost, pat_tracked, reserved (a memory type of the range is on
/// record), remap (not an insert), RAM. Answers: asked, WB, reserved, UC.
DecisionRule user_type_rule();
enum UserTypeAnswer : unsigned { type_asked, type_wb, type_reserved, type_uc };

/// Name "stage2_type": the type alone, as user_mem_abort() of a release decides it (rules/kvm_fault.hpp has
/// the whole decision). Questions: map_memory, PFNMAP, prot_cacheable, fwb_dic, any_uncached. Answers:
/// refused, WB, NC, Device: in the order of Types::View.
DecisionRule stage2_type_rule(Release release);

/// Name "kvm_is_mmio_pfn". Questions: memmap, reserved, uncached (memory type on record), e820_ram.
DecisionRule kvm_is_mmio_pfn_rule();

/// Name "iommu_type". Questions: dmabuf (iommufd maps the BAR as a DMABUF). Answers: WB, Device.
DecisionRule iommu_type_rule();

}  // namespace pfncheck::machine
