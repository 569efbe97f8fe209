// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/functions/kvm_fault/rule.hpp"

#include "model/term/node.hpp"

namespace pfncheck::machine {

namespace {

DecisionRule asking(std::string name, std::string sentence, std::string source,
                    std::vector<std::string> answers) {
  return {std::move(name),
          std::move(sentence),
          std::move(source),
          {"PFNMAP", "MIXEDMAP", "IO", "prot_cacheable", "any_uncached", "mte_allowed", "force_cached",
           "memmap", "map_memory", "fwb", "dic", "mte", "logging", "write", "exec", "perm"},
          std::move(answers),
          {}};
}

KvmFaultRules empty_rules(const std::string& source) {
  return {asking("kvm_fault", "What does a guest's fault give: a leaf of which type, or which error?", source,
                 {"EFAULT", "ENOEXEC", "EINVAL", "Device", "NC", "WB", "WB+X", "Device+X"}),
          asking("kvm_fault_block", "What decides whether the leaf may be a block?", source,
                 {"one page", "host leaf", "struct page", "VMA range"}),
          asking("kvm_fault_keeps_writable", "May the leaf be writable after a read fault?", source,
                 {"no", "yes"}),
          asking("kvm_fault_clears_tags", "Are the tags of the page initialised?", source, {"no", "yes"})};
}

void add_cacheable(DecisionRule& rule) {
  rule.add("memory, executed", "exec", "WB+X");
  rule.add("memory, coherent instruction cache", "dic", "WB+X");
  rule.add("memory", "", "WB");
}

/// Memory under a dirty log is read-only until it is written.
void add_permission_by_log(DecisionRule& writable) {
  writable.add("dirty logging of memory", "logging !write map_memory", "no");
  writable.add("any other", "", "yes");
}

void add_tags_of_memory(DecisionRule& tags) {
  tags.add("tagged guest", "map_memory mte mte_allowed !perm", "yes");
  tags.add("any other", "", "no");
}

void add_no_tags(DecisionRule& tags) {
  tags.add("no tags in this release", "", "no");
}

// 6d674e28f642: the VMA says what must not be a block; the pfn says which type.
KvmFaultRules by_vma_flag() {
  KvmFaultRules rules = empty_rules("commit 6d674e28f642; virt/kvm/arm/mmu.c: user_mem_abort (5.5)");
  rules.fault.add("execution of a device", "exec !map_memory", "ENOEXEC");
  rules.fault.add("not in the linear map", "!map_memory", "Device");
  add_cacheable(rules.fault);
  rules.block.add("PFNMAP", "PFNMAP", "one page");
  rules.block.add("dirty logging", "logging", "one page");
  rules.block.add("any other", "", "struct page");
  add_permission_by_log(rules.writable);
  add_no_tags(rules.tags);
  return rules;
}

KvmFaultRules by_pfn() {
  KvmFaultRules rules = empty_rules("arch/arm64/kvm/mmu.c: user_mem_abort (6.12)");
  rules.fault.add("execution of a device", "exec !map_memory", "ENOEXEC");
  rules.fault.add("tagged guest, VMA without tags", "map_memory mte !mte_allowed !perm", "EFAULT");
  rules.fault.add("not in the linear map, any uncached", "!map_memory any_uncached", "NC");
  rules.fault.add("not in the linear map", "!map_memory", "Device");
  add_cacheable(rules.fault);
  rules.block.add("dirty logging", "logging", "one page");
  rules.block.add("any other", "", "host leaf");
  add_permission_by_log(rules.writable);
  add_tags_of_memory(rules.tags);
  return rules;
}

// 91a2c34b7d6f: what the pfn says to be a device is one page; no guest uses tags yet.
KvmFaultRules by_pfn_5_10() {
  KvmFaultRules rules = empty_rules("arch/arm64/kvm/mmu.c: user_mem_abort (5.10); commit 91a2c34b7d6f");
  rules.fault.add("execution of a device", "exec !map_memory", "ENOEXEC");
  rules.fault.add("device", "!map_memory", "Device");
  add_cacheable(rules.fault);
  rules.block.add("PFNMAP", "PFNMAP", "one page");
  rules.block.add("dirty logging", "logging", "one page");
  rules.block.add("device", "!map_memory", "one page");
  rules.block.add("any other", "", "struct page");
  add_permission_by_log(rules.writable);
  add_no_tags(rules.tags);
  return rules;
}

// A device is left out of the look at the host's leaf. A tagged guest is refused shared VMAs, which are those
// that may not have tags.
KvmFaultRules by_pfn_5_14() {
  KvmFaultRules rules = empty_rules("arch/arm64/kvm/mmu.c: user_mem_abort (5.14, 6.1); commit 2aa53d68cee6");
  rules.fault.add("execution of a device", "exec !map_memory", "ENOEXEC");
  rules.fault.add("tagged guest, shared VMA", "map_memory mte !mte_allowed !perm", "EFAULT");
  rules.fault.add("device", "!map_memory", "Device");
  add_cacheable(rules.fault);
  rules.block.add("dirty logging", "logging", "one page");
  rules.block.add("device", "!map_memory", "one page");
  rules.block.add("any other", "", "host leaf");
  add_permission_by_log(rules.writable);
  add_tags_of_memory(rules.tags);
  return rules;
}

// `noncacheable` there: VM_IO, or tags wanted and not allowed, or no memmap. The type looks at the prot only.
KvmFaultRules v2() {
  KvmFaultRules rules = empty_rules(
      "mail \"KVM: arm64: Allow cacheable stage 2 mapping using VMA flags\", Ankit Agrawal, 2024-11-18");
  rules.fault.add("execution, VM_IO", "exec IO", "ENOEXEC");
  rules.fault.add("execution, tags not allowed", "exec mte !mte_allowed", "ENOEXEC");
  rules.fault.add("execution, no memmap", "exec !memmap", "ENOEXEC");
  rules.fault.add("execution, uncached VMA", "exec !prot_cacheable", "ENOEXEC");
  rules.fault.add("no memmap, no FWB", "!memmap !fwb", "EINVAL");
  rules.fault.add("uncached VMA, any uncached", "!prot_cacheable any_uncached", "NC");
  rules.fault.add("uncached VMA", "!prot_cacheable", "Device");
  // What has a memmap is cleaned by its linear map address, which it need not have.
  rules.fault.add("a memmap, taken for the linear map, executed", "memmap exec", "WB+X");
  rules.fault.add("a memmap, taken for the linear map, coherent instruction cache", "memmap dic", "WB+X");
  rules.fault.add("a memmap, taken for the linear map", "memmap", "WB");
  rules.fault.add("no memmap, FWB, coherent instruction cache", "dic", "WB+X");
  rules.fault.add("no memmap, FWB", "", "WB");
  for (DecisionRule* rule : {&rules.block, &rules.writable, &rules.tags}) {
    const char* const answer = rule == &rules.block ? "one page" : rule == &rules.tags ? "no" : "yes";
    rule->add("VM_IO", "IO", answer);
    rule->add("tags not allowed", "mte !mte_allowed", answer);
    rule->add("no memmap", "!memmap", answer);
  }
  rules.block.add("dirty logging", "logging", "one page");
  rules.block.add("any other", "", "host leaf");
  rules.writable.add("dirty logging", "logging !write", "no");
  rules.writable.add("any other", "", "yes");
  rules.tags.add("tagged guest", "mte mte_allowed !perm", "yes");
  rules.tags.add("any other", "", "no");
  return rules;
}

KvmFaultRules merged() {
  KvmFaultRules rules = empty_rules("commit 0c67288e0c8b; arch/arm64/kvm/mmu.c: user_mem_abort (6.17)");
  for (const std::string flag : {"PFNMAP", "MIXEDMAP"}) {
    const std::string device = flag + " !map_memory ";
    rules.fault.add(flag + ", cacheable, no FWB", device + "prot_cacheable !fwb", "EFAULT");
    rules.fault.add(flag + ", cacheable, no DIC", device + "prot_cacheable !dic", "EFAULT");
    rules.fault.add(flag + ", execution", device + "!prot_cacheable exec", "ENOEXEC");
    rules.fault.add(flag + ", any uncached", device + "!prot_cacheable any_uncached", "NC");
    rules.fault.add(flag + ", uncached", device + "!prot_cacheable", "Device");
    rules.block.add(flag + ", uncached", device + "!prot_cacheable", "one page");
    rules.writable.add(flag + " of no memory", device, "yes");
    rules.tags.add(flag + ", uncached", device + "!prot_cacheable", "no");
  }
  rules.fault.add("tagged guest, VMA without tags", "mte !mte_allowed !perm", "EFAULT");
  add_cacheable(rules.fault);
  rules.block.add("dirty logging", "logging", "one page");
  rules.block.add("any other", "", "host leaf");
  rules.writable.add("dirty logging", "logging !write", "no");
  rules.writable.add("any other", "", "yes");
  rules.tags.add("tagged guest", "mte mte_allowed !perm", "yes");
  rules.tags.add("any other", "", "no");
  return rules;
}

// The device test of 6.12 stays; among devices a flag of the driver chooses, and only with FWB. Execution
// stays refused, and a tagged guest gets no such memory.
KvmFaultRules opt_in() {
  KvmFaultRules rules = by_pfn();
  const DecisionRule old = rules.fault;
  rules.fault = asking(
      old.name, old.sentence,
      "mail \"KVM: arm64: Allow cacheable stage 2 mapping using VMA flags\", Catalin Marinas, 2024-12-11",
      old.answers);
  rules.fault.rows.assign(old.rows.begin(), old.rows.begin() + 2);
  rules.fault.add("opted in, no FWB", "!map_memory force_cached !fwb", "EFAULT");
  rules.fault.add("opted in, tagged guest", "!map_memory force_cached mte", "EFAULT");
  rules.fault.add("opted in", "!map_memory force_cached", "WB");
  rules.fault.rows.insert(rules.fault.rows.end(), old.rows.begin() + 2, old.rows.end());
  return rules;
}

}  // namespace

KvmFaultRules kvm_fault_rules(const std::string& variant) {
  if (variant == "by_vma_flag") return by_vma_flag();
  if (variant == "by_pfn_5_10") return by_pfn_5_10();
  if (variant == "by_pfn_5_14") return by_pfn_5_14();
  if (variant == "by_pfn") return by_pfn();
  if (variant == "v2") return v2();
  if (variant == "merged") return merged();
  if (variant == "opt_in") return opt_in();
  broken_term("kvm_fault_rules: an unknown variant");
}

std::vector<std::pair<std::string, DecisionRule>> kvm_fault_variants() {
  std::vector<std::pair<std::string, DecisionRule>> variants;
  for (const char* name : {"by_vma_flag", "by_pfn_5_10", "by_pfn_5_14", "by_pfn", "v2", "merged", "opt_in"})
    variants.emplace_back(name, kvm_fault_rules(name).fault);
  return variants;
}

DecisionRule kvm_memslot_rule(bool merged) {
  DecisionRule rule{"kvm_memslot",
                    "May the VMM register a memslot over this VMA, or switch its dirty log on?",
                    "arch/arm64/kvm/mmu.c: kvm_arch_prepare_memory_region",
                    {"PFNMAP", "prot_cacheable", "mte_allowed", "fwb", "dic", "mte", "logging"},
                    {"EINVAL", "accepted"},
                    {}};
  rule.add("dirty log of PFNMAP", "PFNMAP logging", "EINVAL");
  rule.add("tagged guest, VMA without tags", "mte !mte_allowed", "EINVAL");
  if (merged) {
    rule.add("cacheable PFNMAP, no FWB", "PFNMAP prot_cacheable !fwb", "EINVAL");
    rule.add("cacheable PFNMAP, no DIC", "PFNMAP prot_cacheable !dic", "EINVAL");
  }
  rule.add("any other", "", "accepted");
  return rule;
}

}  // namespace pfncheck::machine
