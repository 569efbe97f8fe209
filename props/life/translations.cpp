// SPDX-License-Identifier: GPL-2.0-or-later
// What devices may reach through the IOMMU: translations made of user addresses, and what keeps them true.
#include <fmt/format.h>

#include "model/slices/vfio/vfio.hpp"
#include "props/life/families.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Slice;
using machine::Vfio;

/// For each I/O page that a device can use: premise and what must hold.
template <class F>
std::function<bool(Slice&)> for_usable(const char* property, F premise_and_goal) {
  return in<Vfio>([property, premise_and_goal](Vfio& vfio) {
    for (unsigned n = 0; n < Vfio::pages; ++n) {
      const Vfio::Iova& iova = vfio.iovas[n];
      const auto [premise, goal] = premise_and_goal(vfio, iova);
      const Term usable = vfio.usable(vfio.system, iova) & premise;
      vfio.system.add({property, implies(usable, goal), usable, {}, fmt::format("I/O page {}", n)});
    }
  });
}

LifeProperty translation_is_true() {
  return {"translation_is_the_page_tables_own",
          "The pfn that is translated for a device is that of the present entry, not one computed from "
          "vm_pgoff.",
          "The device gets whatever memory the number happens to stand for.",
          "commit 5cbf3264bc71; drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn",
          "every look-up that succeeds, at its instant",
          {"vfio/translation_is_linear", "vfio/nothing_pinned_is_no_error"},
          [](Slice& slice) {
            return check_events(slice, "translation_is_the_page_tables_own", "translated",
                                [](const Event& e) { return e["entrys_own"]; });
          }};
}

LifeProperty device_writes_where_user_may() {
  return {"device_writes_only_where_the_entry_is_writable",
          "A device is given write access only to memory whose entry is writable at the look-up.",
          "User space writes through its device what it may only read.",
          "commit 07956b6269d3; drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn; mm/gup.c: "
          "can_follow_write_pte",
          "every look-up for writing that finds an entry",
          {"vfio/translation_ignores_write"},
          [](Slice& slice) {
            return check_events(
                slice, "device_writes_only_where_the_entry_is_writable", "translated",
                [](const Event& e) { return e["write"]; }, [](const Event& e) { return e["writable"]; });
          }};
}

LifeProperty translation_is_kept_alive() {
  return {
      "translation_is_pinned_told_or_permanent",
      "A translation holds a pin, or its holder is told before the memory goes, or the memory never goes.",
      "Nothing stops the owner from giving the memory to somebody else under the device.",
      "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns; mail \"vfio/type1: Fix VA->PA translation for PFNMAP "
      "VMAs in vaddr_get_pfn()\", Sean Christopherson, 2020-04-20",
      "every translation that a device can use, in every state",
      {"vfio/raw_memory_without_notifier", "vfio/translation_accepts_pages"},
      for_usable("translation_is_pinned_told_or_permanent", [](Vfio& vfio, const Vfio::Iova& iova) {
        const auto& s = vfio.system;
        const Term known = ne(s[iova.target], vfio.number(2, Vfio::elsewhere));
        return std::pair{vfio.yes(), s[iova.pinned] | (s[iova.raw] & s[vfio.notifier] & known) |
                                         (s[vfio.never_freed] & known)};
      })};
}

LifeProperty class_is_stable() {
  return {"release_takes_memory_for_what_it_was",
          "At release memory is classified as it was when it was looked up: pinned page, or memory that "
          "nobody counts.",
          "The class is not stored but asked again: a pin is kept for ever, or dropped that was never taken.",
          "drivers/vfio/vfio_iommu_type1.c: put_pfn, is_invalid_reserved_pfn",
          "every release of what a look-up gave",
          {"vfio/clears_reserved_while_mapped", "vfio/inserted_page_is_reserved", "vfio/zero_page_is_pinned",
           "vfio/translation_accepts_pages"},
          [](Slice& slice) {
            return check_events(slice, "release_takes_memory_for_what_it_was", "released",
                                [](const Event& e) { return eq(e["raw_before"], e["raw_now"]); });
          }};
}

LifeProperty unmap_is_complete() {
  return {"unmap_removes_every_translation",
          "After an UNMAP_DMA no I/O address of its range translates, physical address 0 included.",
          "The device keeps memory that user space has taken back and that its pins no longer protect.",
          "drivers/vfio/vfio_iommu_type1.c: vfio_unmap_unpin",
          "the end of every UNMAP_DMA, and of a MAP_DMA that failed",
          {"vfio/memory_at_physical_address_zero"},
          [](Slice& slice) {
            return check_events(slice, "unmap_removes_every_translation", "dma_removed",
                                [](const Event& e) { return ~e["left"]; });
          }};
}

LifeProperty unpin_after_flush() {
  return {"unpin_comes_after_the_flush",
          "A page is unpinned only when no IOTLB entry leads to it any more.",
          "The page is freed and handed out while the device still writes to it.",
          "drivers/vfio/vfio_iommu_type1.c: vfio_sync_unpin",
          "every unpin of memory that was mapped for a device",
          {"vfio/unpin_before_flush"},
          in<Vfio>([](Vfio& vfio) {
            check_events(vfio, "unpin_comes_after_the_flush", "unpin",
                         [](const Event& e) { return ~e["usable"]; });
          })};
}

LifeProperty revoke_reaches_devices() {
  return {
      "revoke_leaves_no_translation",
      "When a driver has revoked its memory, no device translates to it, and no new one comes until it is "
      "enabled again.",
      "Another device reads and writes registers of a device that was reset or powered down.",
      "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock",
      "raw translations of memory whose driver has closed its gate",
      {"vfio/revoke_without_notifier", "vfio/map_ignores_invalidation", "vfio/notifier_forgets_flush"},
      in<Vfio>([](Vfio& vfio) {
        const auto& s = vfio.system;
        check_events(vfio, "revoke_leaves_no_translation", "revoked_from_device",
                     [](const Event& e) { return ~e["left"]; });
        Term some = vfio.no();
        for (const Vfio::Iova& iova : vfio.iovas) some = some | (vfio.usable(s, iova) & s[iova.raw]);
        vfio.system.add(
            {"revoke_leaves_no_translation", s[vfio.enabled] | ~some, ~s[vfio.enabled], {}, "the I/O pages"});
      })};
}

LifeProperty vma_is_looked_up_again() {
  return {"vma_is_looked_up_after_the_lock",
          "Where a fault has dropped the mmap lock, the VMA is looked up again before it is used.",
          "The VMA may have been unmapped and freed meanwhile.",
          "drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn, vaddr_get_pfns",
          "every look-up after a fault that dropped the lock",
          {"vfio/retry_keeps_vma"},
          [](Slice& slice) {
            return check_events(slice, "vma_is_looked_up_after_the_lock", "vma_used",
                                [](const Event& e) { return e["alive"]; });
          }};
}

LifeProperty untouched_memory_translates() {
  return {"untouched_memory_is_faulted_in",
          "MAP_DMA does not fail only because nobody has touched the mapping yet.",
          "A BAR that its driver maps on the first access cannot be given to another device.",
          "drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn; mail \"vfio/type1: Fix VA->PA translation for "
          "PFNMAP VMAs in vaddr_get_pfn()\", Sean Christopherson, 2020-04-20",
          "raw mappings without an entry, whose driver fills them in a fault",
          {"vfio/translation_without_fault"},
          [](Slice& slice) {
            return check_events(slice, "untouched_memory_is_faulted_in", "look_up_of_nothing",
                                [](const Event& e) { return ~e["refused"]; });
          }};
}

}  // namespace

std::vector<LifeProperty> translation_properties() {
  return {translation_is_true(),       device_writes_where_user_may(),
          translation_is_kept_alive(), class_is_stable(),
          unmap_is_complete(),         unpin_after_flush(),
          revoke_reaches_devices(),    untouched_memory_translates(),
          vma_is_looked_up_again()};
}

}  // namespace pfncheck
