// SPDX-License-Identifier: GPL-2.0-or-later
// Memory types: who may reach a frame through the cache, and what cache maintenance that takes.
#include <fmt/format.h>

#include "model/slices/kvm/kvm.hpp"
#include "model/slices/type/type.hpp"
#include "props/life/families.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Kvm;
using machine::Slice;
using machine::Types;

void add_not_cacheable(Types& t, std::string_view property, machine::Var view) {
  const auto& s = t.system;
  const Term premise = t.is(s, t.kind, Types::mmio) & ~t.is(s, view, Types::none);
  t.system.add({std::string(property),
                implies(premise, ~t.is(s, view, Types::wb)),
                premise,
                {},
                t.system.variables()[view.index].name});
}

LifeProperty user_entry_of_device() {
  return {
      "device_memory_is_not_cacheable_for_user_space",
      "No user entry maps the registers of a device write-back.",
      "Writes wait in the cache, reads are answered from it, and speculation reads registers that have side "
      "effects.",
      "include/linux/pgtable.h: pgprot_noncached, pgprot_modify; arch/arm64/include/asm/pgtable.h: "
      "pte_modify",
      "user entries of MMIO frames",
      {"type/driver_forgets_noncached", "type/noncached_request_is_lost", "type/prot_differs_from_vma"},
      in<Types>(
          [](Types& t) { add_not_cacheable(t, "device_memory_is_not_cacheable_for_user_space", t.user); })};
}

LifeProperty guest_leaf_of_device() {
  return {
      "device_memory_is_not_cacheable_for_guests",
      "No stage 2 or EPT leaf maps the registers of a device write-back.",
      "With FWB the guest cannot weaken it, and without it must not be relied upon: the host takes errors "
      "that it cannot contain.",
      "arch/arm64/kvm/mmu.c: user_mem_abort; arch/x86/kvm/mmu/spte.c: make_spte",
      "second translations of MMIO frames",
      {"type/npt_relies_on_mtrr", "type/stage2_trusts_memmap", "kvm/rule_merged"},
      either({in<Types>(
                  [](Types& t) { add_not_cacheable(t, "device_memory_is_not_cacheable_for_guests", t.s2); }),
              in<Kvm>([](Kvm& k) {
                const auto& s = k.system;
                const Term premise = s[k.s2.present] & k.is_mmio(s, s[k.s2.frame]);
                k.system.add({"device_memory_is_not_cacheable_for_guests",
                              implies(premise, ~k.is(s, k.s2.type, Kvm::wb)),
                              premise,
                              {},
                              "the stage 2 leaf"});
              })})};
}

LifeProperty iommu_entry_of_device() {
  return {"device_memory_is_not_cacheable_for_devices",
          "No IOMMU entry maps the registers of a device as cacheable memory.",
          "Peer-to-peer writes may be gathered, snooped or answered by a cache.",
          "drivers/iommu/io-pgtable-arm.c: arm_lpae_prot_to_pte; drivers/vfio/vfio_iommu_type1.c: "
          "vfio_dma_do_map, vfio_iommu_map",
          "IOMMU entries of MMIO frames",
          {"type/type1_maps_mmio"},
          in<Types>(
              [](Types& t) { add_not_cacheable(t, "device_memory_is_not_cacheable_for_devices", t.iommu); })};
}

LifeProperty kernel_alias_of_device() {
  return {"device_memory_has_no_cacheable_kernel_alias",
          "The kernel itself maps the registers of a device never write-back.",
          "Speculation through the alias reaches the device at any time.",
          "virt/kvm/kvm_main.c: kvm_vcpu_map; virt/kvm/pfncache.c: gpc_map",
          "kernel mappings of MMIO frames",
          {"type/vcpu_map_takes_mmio"},
          in<Types>([](Types& t) {
            add_not_cacheable(t, "device_memory_has_no_cacheable_kernel_alias", t.kernel);
          })};
}

LifeProperty types_are_compatible() {
  return {
      "mappings_of_a_frame_have_compatible_types",
      "The CPU's mappings of a frame are all cacheable or all uncached.",
      "What one writes the other does not see; a dirty line may be written back over newer data.",
      "arch/x86/mm/pat/memtype.c: memtype_reserve; commit 2a8dfab26677",
      "user entry, kernel alias and leaf of the guest; not what the guest makes of its leaf, and not DMA",
      {"type/ram_is_mapped_uncached", "type/coherent_memory_for_guest", "type/driver_forgets_noncached",
       "type/prot_differs_from_vma", "kvm/ram_is_mapped_uncached", "kvm/cacheable_device_memory"},
      either({in<Types>([](Types& t) {
                const auto& s = t.system;
                const auto pair = [&](machine::Var a, machine::Var b) {
                  const Term both = ~t.is(s, a, Types::none) & ~t.is(s, b, Types::none);
                  const Term same = eq(t.is(s, a, Types::wb), t.is(s, b, Types::wb));
                  const std::string about = fmt::format("{} and {}", t.system.variables()[a.index].name,
                                                        t.system.variables()[b.index].name);
                  t.system.add(
                      {"mappings_of_a_frame_have_compatible_types", implies(both, same), both, {}, about});
                };
                pair(t.user, t.kernel);
                pair(t.user, t.s2);
                pair(t.kernel, t.s2);
              }),
              in<Kvm>([](Kvm& k) {
                const auto& s = k.system;
                const Term both = s[k.s2.present] & s[k.present] & eq(s[k.s2.frame], k.host_frame(s));
                const Term same = eq(k.host_is_cached(s), k.is(s, k.s2.type, Kvm::wb));
                k.system.add({"mappings_of_a_frame_have_compatible_types",
                              implies(both, same),
                              both,
                              {},
                              "the host's entry and the stage 2 leaf"});
              })})};
}

LifeProperty type_survives_mprotect() {
  return {"memory_type_survives_mprotect",
          "Changing protections keeps the memory type of an entry.",
          "A device's registers become cacheable by a call that any process may make.",
          "arch/arm64/include/asm/pgtable.h: pte_modify; mm/memory.c: vmf_insert_pfn_prot",
          "every entry that mprotect() touches",
          {"type/prot_differs_from_vma"},
          [](Slice& slice) {
            return check_events(slice, "memory_type_survives_mprotect", "retyped",
                                [](const Event& e) { return e["same"]; });
          }};
}

LifeProperty guest_reads_what_was_written() {
  return {
      "guest_reads_no_stale_memory",
      "What the VMM wrote through the cache is in memory before a guest reaches the frame past the cache.",
      "The guest reads what was there before: zeroes are lost, and with them the secrets of the last owner "
      "come back.",
      "commit 2a8dfab26677; arch/arm64/kvm/mmu.c: user_mem_abort",
      "memory that a guest maps or reads uncached, on arm64",
      {"type/coherent_memory_for_guest", "type/cache_switch_cleans_nothing",
       "type/vmm_writes_behind_uncached_guest", "type/stage2_map_cleans_nothing",
       "kvm/cacheable_device_memory"},
      [](Slice& slice) {
        bool found = false;
        for (const char* event : {"memory_install", "guest_reads"})
          found |= check_events(slice, "guest_reads_no_stale_memory", event,
                                [](const Event& e) { return ~e["stale"]; });
        return found;
      }};
}

LifeProperty cacheable_leaf_is_cleaned() {
  return {"cacheable_leaf_without_fwb_is_cleaned",
          "Without FWB a write-back leaf is installed only after the cache was cleaned.",
          "A guest starts with its caches off and reads memory that the host has not written yet.",
          "arch/arm64/kvm/hyp/pgtable.c: stage2_map_walker_try_leaf",
          "write-back stage 2 leaves where the CPU has no FWB",
          {"type/stage2_map_cleans_nothing", "kvm/map_cleans_nothing"},
          [](Slice& slice) {
            return check_events(slice, "cacheable_leaf_without_fwb_is_cleaned", "cacheable_install",
                                [](const Event& e) { return ~e["dirty"]; });
          }};
}

LifeProperty maintenance_reaches() {
  return {"maintenance_only_where_linear_map_reaches",
          "Cache maintenance by address is done only for memory of the linear map.",
          "The address is not mapped: the host takes a fault in the hypervisor.",
          "commit 873ba463914c; arch/arm64/kvm/mmu.c: clean_dcache_guest_page",
          "every clean and invalidation that KVM does for a leaf",
          {"type/stage2_trusts_memmap", "kvm/rule_merged"},
          [](Slice& slice) {
            return check_events(slice, "maintenance_only_where_linear_map_reaches", "maintenance",
                                [](const Event& e) { return e["in_linear_map"]; });
          }};
}

}  // namespace

std::vector<LifeProperty> type_properties() {
  return {user_entry_of_device(),         guest_leaf_of_device(),      iommu_entry_of_device(),
          kernel_alias_of_device(),       types_are_compatible(),      type_survives_mprotect(),
          guest_reads_what_was_written(), cacheable_leaf_is_cleaned(), maintenance_reaches()};
}

}  // namespace pfncheck
