// SPDX-License-Identifier: GPL-2.0-or-later
// What arm64 KVM decides in a guest fault, once the VMA was sampled and the pfn was looked up: five rules
// that existed or were proposed. Each is four decisions on the same questions, so that their tables can be
// put side by side.
//
// Questions: PFNMAP, MIXEDMAP, IO (flags of the sampled VMA), prot_cacheable (its vm_page_prot),
// any_uncached, mte_allowed, force_cached (its flags as well), memmap (pfn_valid), map_memory
// (pfn_is_map_memory), fwb, dic (of the CPU), mte (of the guest), logging (of the memslot), write, exec,
// perm (of the fault).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/machine/decision_rule.hpp"

namespace pfncheck::machine {

/// Answers of "kvm_fault", in this order. `X`: executable.
enum KvmFaultAnswer : unsigned {
  kvm_efault,
  kvm_enoexec,
  kvm_einval,
  kvm_device,
  kvm_nc,
  kvm_wb,
  kvm_wb_x,
  kvm_device_x,
};
/// Answers of "kvm_fault_block": one page; the leaf of the host's page table; what the struct page says; what
/// the address range of the VMA allows.
enum KvmBlockAnswer : unsigned { kvm_one_page, kvm_host_leaf, kvm_struct_page, kvm_vma_range };

struct KvmFaultRules {
  DecisionRule fault;     ///< "kvm_fault": error, or memory type and execute permission
  DecisionRule block;     ///< "kvm_fault_block": what may make the leaf a block
  DecisionRule writable;  ///< "kvm_fault_keeps_writable": false, true
  DecisionRule tags;      ///< "kvm_fault_clears_tags": false, true
};

/// `variant`: "by_vma_flag" (5.5 to 5.9), "by_pfn" (5.10 to 6.16), "v2" (November 2024), "merged" (6.17),
/// "opt_in" (proposed against v2). Aborts for another name.
KvmFaultRules kvm_fault_rules(const std::string& variant);
/// "kvm_fault" of all of them, in this order.
std::vector<std::pair<std::string, DecisionRule>> kvm_fault_variants();

/// "kvm_memslot": may the VMM register a memslot over this VMA? Questions: PFNMAP, prot_cacheable,
/// mte_allowed, fwb, dic, mte, logging. Answers: EINVAL, accepted.
DecisionRule kvm_memslot_rule(bool merged);

}  // namespace pfncheck::machine
