// SPDX-License-Identifier: GPL-2.0-or-later
// Memory of a driver that user space maps: which part of it, with which rights, in which condition.
#include <fmt/format.h>

#include "model/slices/life/life.hpp"
#include "props/life/families.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Life;
using machine::Slice;

/// For each entry: premise and what must hold.
template <class F>
std::function<bool(Slice&)> for_entries(const char* property, F premise_and_goal) {
  return in<Life>([property, premise_and_goal](Life& life) {
    for (unsigned n = 0; n < Life::pages; ++n) {
      const auto [premise, goal] = premise_and_goal(life, life.entries[n], n);
      const Term present = life.system[life.entries[n].present] & premise;
      life.system.add({property, implies(present, goal), present, {}, fmt::format("pte{}", n)});
    }
  });
}

LifeProperty memory_was_initialised() {
  return {"user_memory_was_initialised",
          "Memory that user space can map was cleared or written in full before.",
          "User space reads what the kernel left in memory that it freed.",
          "mm/memory.c: remap_pfn_range; mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", "
          "Eric Auger, 2019-01-14",
          "every entry that maps a driver's memory",
          {"life/region_is_not_zeroed"},
          for_entries("user_memory_was_initialised", [](Life& life, const Life::Entry& e, unsigned) {
            const auto& s = life.system;
            const Term first = life.is(s, e.pfn, Life::header);
            return std::pair{life.in_region(s, e),
                             ite(first, s[life.initialised[0]], s[life.initialised[1]])};
          })};
}

LifeProperty read_only_fields() {
  return {
      "read_only_field_has_no_writable_page",
      "A page with a field that user space may only read is not mapped writable.",
      "Protection knows pages only: user space changes the field, and the kernel or the device trusts it.",
      "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14; "
      "include/uapi/linux/vfio.h: VFIO_REGION_INFO_CAP_SPARSE_MMAP",
      "entries of the header of a region",
      {"life/header_is_mapped_writable", "life/maywrite_is_kept"},
      for_entries("read_only_field_has_no_writable_page", [](Life& life, const Life::Entry& e, unsigned) {
        return std::pair{life.is(life.system, e.pfn, Life::header), ~life.system[e.write]};
      })};
}

LifeProperty stays_in_object() {
  return {"driver_mapping_stays_in_its_object",
          "A driver's mapping maps no page outside of the object that it belongs to.",
          "User space reads and writes memory or registers of others.",
          "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap; mm/memory.c: vm_iomap_memory",
          "every entry that a driver makes",
          {"life/bound_check_wraps", "life/size_and_offset_are_checked_apart", "life/offset_is_not_checked",
           "life/fault_checks_no_bound"},
          for_entries("driver_mapping_stays_in_its_object", [](Life& life, const Life::Entry& e, unsigned) {
            return std::pair{life.yes(), life.in_region(life.system, e)};
          })};
}

LifeProperty whole_pages() {
  return {"driver_maps_whole_pages_of_its_own",
          "What a driver maps begins where a page does, and nothing else is in its last page: it ends with "
          "it, or "
          "the rest is reserved for it.",
          "The rest of the page belongs to other registers, or to other objects of the kernel.",
          "drivers/uio/uio.c: uio_mmap_physical; drivers/vfio/pci/vfio_pci_core.c: vfio_pci_probe_mmaps",
          "every entry that a driver makes, of an object of any address and length",
          {"life/part_of_a_page_is_mapped"},
          for_entries("driver_maps_whole_pages_of_its_own", [](Life& life, const Life::Entry&, unsigned) {
            return std::pair{life.yes(), life.system[life.whole_pages]};
          })};
}

LifeProperty honours_offset() {
  return {
      "driver_mapping_honours_offset",
      "Page n of a mapping maps page offset + n of the object, without wrapping.",
      "User space gets another part than it asked for, and perhaps one that it must not have.",
      "drivers/vfio/pci/vfio_pci_core.c: vma_to_pfn; drivers/vfio/pci/nvgrace-gpu/main.c: nvgrace_gpu_mmap",
      "every entry that a driver makes",
      {"life/offset_is_ignored", "life/bound_check_wraps"},
      for_entries("driver_mapping_honours_offset", [](Life& life, const Life::Entry& e, unsigned n) {
        const auto& s = life.system;
        return std::pair{life.yes(), eq(zext(s[e.pfn], Life::pfn_bits + 1), life.asked_page(s, n))};
      })};
}

LifeProperty split_is_stable() {
  return {"split_changes_no_translation",
          "A page that is faulted in after its VMA was split maps what it would have mapped before.",
          "Half of the mapping shows other memory than it did.",
          "mm/vma.c: __split_vma; drivers/vfio/pci/vfio_pci_core.c: vma_to_pfn",
          "pages that a fault handler fills in the second half of a split VMA",
          {"life/fault_forgets_split"},
          [](Slice& slice) {
            return check_events(
                slice, "split_changes_no_translation", "filled", [](const Event& e) { return e["split"]; },
                [](const Event& e) { return e["unsplit"]; });
          }};
}

LifeProperty failed_probe() {
  return {"failed_probe_leaves_no_region",
          "A probe that fails leaves no region that can be mapped.",
          "The region's memory is freed, and the next mmap() hands it to user space.",
          "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14",
          "every probe that fails after it has registered something",
          {"life/probe_error_keeps_region"},
          [](Slice& slice) {
            return check_events(slice, "failed_probe_leaves_no_region", "probe_failed",
                                [](const Event& e) { return ~e["left"]; });
          }};
}

LifeProperty closed_gate() {
  return {"closed_gate_leaves_no_entry",
          "While a device's memory is disabled nothing maps it.",
          "An access raises a machine check, or reaches whatever answers at that address now.",
          "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock, "
          "vfio_pci_mmap_huge_fault",
          "entries and secondary translations of a BAR",
          {"life/disable_without_zap", "life/fault_ignores_gate", "life/vm_pgoff_is_reused"},
          in<Life>([](Life& life) {
            const auto& s = life.system;
            Term some = s[life.secondary.present];
            for (const Life::Entry& e : life.entries) some = some | s[e.present];
            const Term closed = ~s[life.enabled];
            life.system.add({"closed_gate_leaves_no_entry",
                             implies(closed, ~some),
                             closed & life.is_mapped(s),
                             {},
                             "the BAR"});
          })};
}

LifeProperty stays_read_only() {
  return {"read_only_mapping_stays_read_only",
          "A mapping that a driver gives for reading only cannot be made writable later.",
          "mprotect() grants what mmap() refused.",
          "drivers/block/ublk_drv.c: ublk_ch_mmap; commit f432a1621f04; CVE-2024-53071",
          "mappings whose handler refuses VM_WRITE",
          {"life/maywrite_is_kept"},
          in<Life>([](Life& life) {
            const auto& s = life.system;
            const Term given = life.is_mapped(s) & s[life.for_reading];
            life.system.add({"read_only_mapping_stays_read_only",
                             implies(given, ~s[life.vma_maywrite] & ~s[life.vma_write]),
                             given,
                             {},
                             "the VMA"});
          })};
}

LifeProperty fault_is_not_private() {
  return {"private_mapping_is_not_filled_in_fault",
          "A fault handler inserts no pfn into a mapping that may hold COWed pages.",
          "vmf_insert_pfn() stops the kernel with a BUG(); without a special bit COWed pages cannot be told "
          "from raw ones.",
          "mm/memory.c: vmf_insert_pfn_prot; mail \"mm/pagewalk: Check pfnmap for folio_walk_start()\", "
          "David Hildenbrand, 2024-08-29",
          "every pfn that a driver's fault handler inserts",
          {"life/private_mapping_is_accepted"},
          in<Life>([](Life& life) {
            check_events(life, "private_mapping_is_not_filled_in_fault", "filled",
                         [](const Event& e) { return ~e["cow"]; });
          })};
}

}  // namespace

std::vector<LifeProperty> driver_properties() {
  return {memory_was_initialised(), read_only_fields(),    stays_in_object(), whole_pages(),
          honours_offset(),         split_is_stable(),     failed_probe(),    closed_gate(),
          stays_read_only(),        fault_is_not_private()};
}

}  // namespace pfncheck
