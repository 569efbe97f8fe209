// SPDX-License-Identifier: GPL-2.0-or-later
// What a guest's fault may install, and on what it may decide.
#include "model/slices/kvm/kvm.hpp"
#include "props/life/families.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Kvm;
using machine::Slice;

/// A state that is one check of all events of a name.
std::function<bool(Slice&)> at_events(std::string_view property, std::string_view event,
                                      std::function<Term(const Event&)> holds) {
  return [=](Slice& slice) { return check_events(slice, property, event, holds); };
}
std::function<bool(Slice&)> at_events(std::string_view property, std::string_view event,
                                      std::function<Term(const Event&)> premise,
                                      std::function<Term(const Event&)> holds) {
  return [=](Slice& slice) { return check_events(slice, property, event, premise, holds); };
}
/// Of every leaf that is there.
template <class F>
std::function<bool(Slice&)> of_leaves(std::string property, F premise_and_goal) {
  return in<Kvm>([=](Kvm& k) {
    const auto [premise, goal] = premise_and_goal(k, k.system);
    const Term present = k.system[k.s2.present] & premise;
    k.system.add({property, implies(present, goal), present, {}, "the stage 2 leaf"});
  });
}

LifeProperty one_instant() {
  return {
      "classification_and_pfn_belong_to_one_instant",
      "When a leaf is installed, asking the rules again about the VMA and the page as they are then gives "
      "the same answer.",
      "Flags of one mapping decide about the memory of another: device memory is taken for RAM.",
      "arch/arm64/kvm/mmu.c: user_mem_abort; include/linux/kvm_host.h: mmu_invalidate_retry; mail \"KVM: "
      "arm64: Correctly handle the mmio faulting\", Santosh Shukla, 2021-04-22",
      "every leaf that a guest fault installs; writes to flags count although no notifier tells of them",
      {"kvm/rule_by_vma_flag", "kvm/rule_merged", "kvm/install_ignores_sequence",
       "kvm/notifier_forgets_sequence"},
      at_events("classification_and_pfn_belong_to_one_instant", "install",
                [](const Event& e) { return e["same"]; })};
}

LifeProperty refusal_is_true() {
  return {"refusal_is_true_when_it_is_given",
          "A fault that is refused would be refused for what the host maps at that moment as well.",
          "The guest gets an abort, or the VMM an error, for a mapping that is not there any more.",
          "arch/arm64/kvm/mmu.c: user_mem_abort; include/linux/kvm_host.h: mmu_invalidate_retry",
          "every error that a guest fault ends with after the lookup",
          {"kvm/refuses_before_sequence_check"},
          at_events("refusal_is_true_when_it_is_given", "refused", [](const Event& e) { return e["same"]; })};
}

LifeProperty block_is_contiguous() {
  return {
      "stage2_block_is_contiguous_memory",
      "A stage 2 block maps only frames that the host maps side by side, of one type, inside the memslot.",
      "The guest reaches memory that nobody gave to it.",
      "arch/arm64/kvm/mmu.c: fault_supports_stage2_huge_mapping, get_user_mapping_size",
      "every block that a guest fault installs",
      {"kvm/block_from_vma_range", "kvm/block_ignores_alignment", "kvm/rule_by_vma_flag"},
      at_events("stage2_block_is_contiguous_memory", "block",
                [](const Event& e) { return e["contiguous"]; })};
}

LifeProperty executable_is_cacheable() {
  return {"only_write_back_leaves_are_executable",
          "A leaf that may be executed maps write-back memory.",
          "Instruction fetches from a device have side effects and are speculative.",
          "arch/arm64/kvm/hyp/pgtable.c: stage2_set_prot_attr, kvm_pgtable_stage2_relax_perms",
          "every stage 2 leaf",
          {"kvm/device_may_be_executed"},
          of_leaves("only_write_back_leaves_are_executable", [](Kvm& k, const auto& s) {
            return std::pair{s[k.s2.execute], k.is(s, k.s2.type, Kvm::wb)};
          })};
}

LifeProperty refused_execution() {
  return {"refused_execution_is_not_granted_by_data_faults",
          "No read or write fault makes executable what an instruction fetch would be refused.",
          "Whether the guest may execute depends on what it did first.",
          "arch/arm64/kvm/mmu.c: user_mem_abort; mail \"KVM: arm64: Allow cacheable stage 2 mapping using "
          "VMA flags\", Ankit Agrawal, 2024-11-18",
          "read and write faults that make a leaf executable",
          {"kvm/rule_v2"},
          at_events("refused_execution_is_not_granted_by_data_faults", "grants_execution",
                    [](const Event& e) { return ~e["refused"]; })};
}

LifeProperty tags_are_initialised() {
  return {"tags_are_initialised_before_guest_uses_them",
          "What a tagged guest may use tags of has tag storage, and its tags were cleared.",
          "The guest reads tags of the last owner, or provokes an external abort.",
          "arch/arm64/kvm/mmu.c: sanitise_mte_tags",
          "tagged accesses through write-back leaves",
          {"kvm/tags_are_not_cleared", "kvm/rule_v2"},
          at_events("tags_are_initialised_before_guest_uses_them", "tagged_access",
                    [](const Event& e) { return e["initialised"]; })};
}

LifeProperty struct_page_with_memmap() {
  return {"struct_page_is_touched_only_with_memmap",
          "A fault looks at the struct page only of a pfn that has one.",
          "The host reads or writes what is not there: an oops, or a huge page that is none.",
          "include/linux/mmzone.h: pfn_valid; arch/arm64/kvm/mmu.c: sanitise_mte_tags; virt/kvm/arm/mmu.c: "
          "transparent_hugepage_adjust (5.5); mail \"KVM: "
          "arm64: Correctly handle the mmio faulting\", Santosh Shukla, 2021-04-22; commit 91a2c34b7d6f",
          "every struct page that a guest fault uses",
          {"kvm/rule_by_vma_flag", "kvm/tags_of_any_pfn_are_cleared"},
          at_events("struct_page_is_touched_only_with_memmap", "page_access",
                    [](const Event& e) { return e["memmap"]; })};
}

LifeProperty nc_where_allowed() {
  return {"normal_uncached_only_where_driver_allows",
          "A leaf is Normal-NC only where the driver allows any uncached type.",
          "Gathered or speculative accesses reach a device that takes only plain ones.",
          "arch/arm64/kvm/mmu.c: user_mem_abort; include/linux/mm.h: VM_ALLOW_ANY_UNCACHED",
          "every stage 2 leaf that is Normal-NC",
          {"kvm/any_device_is_normal_uncached", "kvm/driver_edits_flags"},
          of_leaves("normal_uncached_only_where_driver_allows", [](Kvm& k, const auto& s) {
            return std::pair{k.is(s, k.s2.type, Kvm::nc), ~s[k.s2.frame] & s[k.any_uncached]};
          })};
}

LifeProperty relaxing_keeps_right_type() {
  return {"permission_fault_leaves_the_right_type",
          "A leaf that gets more permissions has the type that it would get if it were made now.",
          "It keeps a type that was right for flags of the past.",
          "arch/arm64/kvm/hyp/pgtable.c: kvm_pgtable_stage2_relax_perms",
          "permission faults",
          {"kvm/driver_edits_flags"},
          at_events("permission_fault_leaves_the_right_type", "relaxed",
                    [](const Event& e) { return e["same"]; })};
}

LifeProperty what_worked_still_works() {
  return {"what_6_12_maps_soundly_is_still_mapped",
          "A fault that 6.12 answers with a leaf of the host's own type does not fail.",
          "Guests that ran stop: every access to a BAR is an error of KVM_RUN.",
          "mail \"KVM: arm64: Allow cacheable stage 2 mapping using VMA flags\", Ankit Agrawal, 2024-11-18; "
          "arch/arm64/kvm/mmu.c: user_mem_abort",
          "faults whose answer in 6.12 is a leaf, write-back exactly where the host's entry is",
          {"kvm/rule_v2"},
          at_events(
              "what_6_12_maps_soundly_is_still_mapped", "decided", [](const Event& e) { return e["worked"]; },
              [](const Event& e) { return ~e["fails"]; })};
}

LifeProperty accepted_memslot() {
  return {"accepted_memslot_can_be_mapped",
          "What a memslot was registered over is mapped, or refused for execution only.",
          "The VMM learns only when the guest runs that it cannot.",
          "arch/arm64/kvm/mmu.c: kvm_arch_prepare_memory_region, user_mem_abort",
          "faults in a VMA that was there when its memslot was accepted",
          {"kvm/rule_v2", "kvm/rule_opt_in"},
          at_events(
              "accepted_memslot_can_be_mapped", "decided", [](const Event& e) { return e["accepted"]; },
              [](const Event& e) { return ~e["fails"]; })};
}

LifeProperty logged_read() {
  return {"logging_leaves_no_page_writable_on_read",
          "While a memslot is logged a read fault leaves the leaf read-only.",
          "The guest writes without a fault: the page is not sent to where the guest moves.",
          "arch/arm64/kvm/mmu.c: user_mem_abort",
          "read and execute faults while the dirty log is on",
          {"kvm/logging_keeps_writable", "kvm/rule_v2", "kvm/device_in_logged_slot"},
          at_events("logging_leaves_no_page_writable_on_read", "logged_read",
                    [](const Event& e) { return ~e["writable"]; })};
}

LifeProperty lookup_is_writable() {
  return {
      "lookup_is_writable_only_where_the_host_is",
      "A lookup says writable only of a pfn that the host's entry maps writable.",
      "The guest writes into memory that is shared, or protected against writing for its tracker.",
      "commit bd2fae8da794; virt/kvm/kvm_main.c: hva_to_pfn_remapped",
      "every lookup of a guest fault",
      {"kvm/lookup_assumes_writable"},
      at_events(
          "lookup_is_writable_only_where_the_host_is", "looked_up",
          [](const Event& e) { return e["writable"]; }, [](const Event& e) { return e["host_writable"]; })};
}

}  // namespace

std::vector<LifeProperty> guest_properties() {
  return {one_instant(),
          refusal_is_true(),
          block_is_contiguous(),
          executable_is_cacheable(),
          refused_execution(),
          tags_are_initialised(),
          struct_page_with_memmap(),
          nc_where_allowed(),
          relaxing_keeps_right_type(),
          what_worked_still_works(),
          accepted_memslot(),
          logged_read(),
          lookup_is_writable()};
}

}  // namespace pfncheck
