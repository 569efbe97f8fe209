// SPDX-License-Identifier: GPL-2.0-or-later
// What a driver's mapping shows while it is split, moved and grown.
#include <fmt/format.h>

#include "model/slices/linear/linear.hpp"
#include "props/life/families.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Linear;
using machine::Slice;

LifeProperty linear_rule_survives() {
  return {"linear_rule_survives_split_and_move",
          "Where remap_pfn_range() made vm_pgoff the first pfn, every raw entry keeps mapping the pfn that "
          "follows from it, in whatever VMA it ends up.",
          "Without a special bit a raw page is told from a COWed one by this sum: it would lose a reference "
          "that nobody took.",
          "mm/vma.c: __split_vma, copy_vma; mm/memory.c: vm_normal_page",
          "raw entries of VMAs that were split or moved after a remap of a private mapping",
          {"linear/split_keeps_pgoff", "linear/move_keeps_pgoff"},
          in<Linear>([](Linear& linear) {
            const auto& s = linear.system;
            for (unsigned page = 0; page < Linear::slots; ++page) {
              const Linear::Entry& e = linear.entries[page];
              const Term changed =
                  ~linear.is(s, linear.split_at, 0) | ~linear.is(s, linear.areas[0].start, 0);
              const Term premise = s[e.present] & ~s[e.counted] & changed & linear.pgoff_is_a_pfn(s, page);
              linear.system.add({"linear_rule_survives_split_and_move",
                                 implies(premise, linear.is_linear(s, page)),
                                 premise,
                                 {},
                                 fmt::format("pte{}", page)});
            }
          })};
}

LifeProperty fault_gives_the_same_frame() {
  return {
      "fault_gives_the_same_frame_in_every_vma",
      "Whichever VMA a page of the mapping belongs to by now, the driver's fault handler gives it the same "
      "frame as at first.",
      "After a split or a move user space reads and writes another part of the device, or gets a signal.",
      "drivers/vfio/pci/vfio_pci_core.c: vma_to_pfn; mm/vma.c: __split_vma",
      "every page that a driver's handler or mmap() fills",
      {"linear/handler_ignores_pgoff", "linear/handler_keeps_first_address", "linear/split_keeps_pgoff"},
      [](Slice& slice) {
        return check_events(slice, "fault_gives_the_same_frame_in_every_vma", "fault_answer",
                            [](const Event& e) { return e["right"]; });
      }};
}

LifeProperty driver_maps_its_own() {
  return {"driver_maps_only_its_region",
          "A driver's fault handler maps no frame outside of the region that the file stands for.",
          "User space gets the memory or the device that lies behind it.",
          "commit 05b252cccb2e; CVE-2023-2008; commit 8bdd9ef7e9b1; CVE-2024-42259",
          "every page that a driver's handler maps",
          {"linear/handler_without_bound"},
          [](Slice& slice) {
            return check_events(slice, "driver_maps_only_its_region", "driver_maps",
                                [](const Event& e) { return e["own"]; });
          }};
}

LifeProperty raw_mapping_does_not_grow() {
  return {"raw_mapping_does_not_grow",
          "mremap() never makes a VM_PFNMAP mapping longer.",
          "Pages come into it that the driver never checked: its handler maps what lies behind the region.",
          "mm/mremap.c: vma_to_resize",
          "every mremap() that asks for more pages of a VM_PFNMAP mapping",
          {"linear/pfnmap_may_grow"},
          [](Slice& slice) {
            return check_events(
                slice, "raw_mapping_does_not_grow", "grow", [](const Event& e) { return e["raw"]; },
                [](const Event& e) { return ~e["grows"]; });
          }};
}

LifeProperty special_mapping_is_not_extended() {
  return {"special_mapping_is_not_extended_in_place",
          "mremap() never makes a VM_SPECIAL mapping longer where it is.",
          "vm_ops->open() is not called: the driver has not heard of the pages that came into its mapping.",
          "mm/vma.c: vma_merge_extend, vma_merge_new_range",
          "every mremap() that asks for more pages of a driver's mapping, with room behind it",
          {"linear/special_vma_is_extended"},
          [](Slice& slice) {
            return check_events(
                slice, "special_mapping_is_not_extended_in_place", "grow",
                [](const Event& e) { return e["in_place"]; }, [](const Event& e) { return ~e["grows"]; });
          }};
}

LifeProperty remap_finds_only_empty_entries() {
  return {"remap_finds_only_empty_entries",
          "remap_pfn_range() is called only for a range without entries.",
          "The kernel stops at the first that is there (BUG), with the page-table lock held.",
          "mm/memory.c: remap_pte_range",
          "every remap in a fault handler",
          {"linear/handler_remaps_again"},
          [](Slice& slice) {
            return check_events(slice, "remap_finds_only_empty_entries", "remaps",
                                [](const Event& e) { return ~e["occupied"]; });
          }};
}

}  // namespace

std::vector<LifeProperty> mapping_properties() {
  return {linear_rule_survives(),      fault_gives_the_same_frame(),      driver_maps_its_own(),
          raw_mapping_does_not_grow(), special_mapping_is_not_extended(), remap_finds_only_empty_entries()};
}

}  // namespace pfncheck
