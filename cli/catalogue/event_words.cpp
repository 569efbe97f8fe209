// SPDX-License-Identifier: GPL-2.0-or-later
// Events of steps, and what is known of each: a trace ends with the one for which a property fails, "put of
// D0: count=0, counted=1".
#include <array>

#include "cli/catalogue/catalogue.hpp"

namespace pfncheck {
namespace {

struct Meaning {
  const char *name, *sentence;
};

/// As traces print them, with blanks.
constexpr std::array events = {
    Meaning{"get", "A reference of the frame is taken."},
    Meaning{"put", "A reference of the frame is dropped."},
    Meaning{"pin", "The frame is pinned (pin_user_pages())."},
    Meaning{"pin anonymous", "An anonymous page is pinned."},
    Meaning{"unpin", "A pin on the frame is dropped."},
    Meaning{"verdict", "The rule says whether an entry is normal."},
    Meaning{"asked", "A lifted rule was asked about the entry."},
    Meaning{"page access", "The struct page of the frame is used."},
    Meaning{"split", "A huge entry becomes a table of PTEs."},
    Meaning{"forked", "fork() copied the entry to the child."},
    Meaning{"fork copies", "fork() meets an anonymous entry."},
    Meaning{"fork ends", "fork() returns."},
    Meaning{"copied", "A write fault copied the page, or took it over."},
    Meaning{"modified", "pte_modify() or pmd_modify() changed the protection of the entry."},
    Meaning{"revoked", "The driver has zapped all mappings of what it takes back."},
    Meaning{"revoked from device", "The driver has taken its memory back from the devices."},
    Meaning{"looked up", "KVM looked the frame up in the host's page table."},
    Meaning{"look up of nothing", "type1 gives up on an entry that its fault handler would have made."},
    Meaning{"decided", "KVM decided on type and permission of the leaf."},
    Meaning{"refused", "KVM refuses the guest's access."},
    Meaning{"install", "KVM puts a leaf into the guest's page table (stage 2)."},
    Meaning{"block", "KVM maps a block (2 MiB) instead of a page."},
    Meaning{"cacheable install", "A cacheable mapping of memory is made."},
    Meaning{"memory install", "A mapping of memory is made, whatever its type."},
    Meaning{"maintenance", "The kernel cleans or invalidates caches through its own address of the frame."},
    Meaning{"relaxed", "A permission fault of the guest gives the leaf that is there more permission."},
    Meaning{"logged read", "The guest reads while dirty logging is on."},
    Meaning{"grants execution", "KVM makes the leaf executable."},
    Meaning{"tagged access", "A guest with memory tags uses the page."},
    Meaning{"guest reads", "The guest reads the memory with the type that it chose."},
    Meaning{"retyped", "mprotect() computed the memory type of the mapping anew."},
    Meaning{"probe failed", "The driver's probe gave up."},
    Meaning{"remap failed", "remap_pfn_range() failed half-way, and the mapping was taken back."},
    Meaning{"filled", "The driver's fault handler filled a page of its region."},
    Meaning{"fault answer", "The driver's fault handler chose a frame for the address."},
    Meaning{"driver maps", "The driver maps a range of its region."},
    Meaning{"remaps", "remap_pfn_range() fills a range of the mapping."},
    Meaning{"moved", "mremap() moved the mapping."},
    Meaning{"grow", "mremap() makes the mapping longer."},
    Meaning{"vma used", "A VMA is used after the mmap lock was dropped."},
    Meaning{"translated", "VFIO's type1 driver found the frame of an address for the device."},
    Meaning{"released", "type1 gives back what it got for an I/O page."},
    Meaning{"dma removed", "VFIO_IOMMU_UNMAP_DMA has ended."},
};

/// What is known of an event, "entrys_own=0".
constexpr std::array facts = {
    Meaning{"count", "The reference count at that point."},
    Meaning{"left", "Whether an entry or a translation is left that should be gone."},
    Meaning{"normal", "Whether the rule calls the entry normal."},
    Meaning{"same", "Whether it is the same as before, or as was decided."},
    Meaning{"stale", "Whether a cache holds newer data than memory, or memory newer than is read."},
    Meaning{"dirty", "Whether a cache holds a line that may overwrite memory later."},
    Meaning{"in_linear_map", "Whether the kernel's linear map reaches the frame."},
    Meaning{"fails", "Whether it ends with an error."},
    Meaning{"worked", "Whether the same access worked before, and nothing changed since."},
    Meaning{"accepted", "Whether the memslot was accepted with this memory."},
    Meaning{"right", "Whether it is the frame that the address stands for."},
    Meaning{"own", "Whether the driver maps nothing beyond its own frames."},
    Meaning{"occupied", "Whether an entry was there already."},
    Meaning{"grows", "Whether the mapping becomes longer."},
    Meaning{"in_place", "Whether it grows where it is."},
    Meaning{"copies", "Whether the child gets a copy of its own at once."},
    Meaning{"cow", "Whether the mapping is private and may be written to."},
    Meaning{"unsplit", "Whether it is the page that the mapping had before it was split."},
    Meaning{"raw_before", "Whether it was translated without a page."},
    Meaning{"raw_now", "Whether it is released as something without a page."},
    Meaning{"usable", "Whether the device can still use the translation."},
    Meaning{"alive", "Whether the VMA still exists."},
    Meaning{"entrys_own",
            "Whether it is the frame of the entry that is present, not one computed otherwise."},
    Meaning{"host_writable", "Whether the host's entry can be written through."},
    Meaning{"wrong_page", "Whether the rule answers the page of another frame."},
    Meaning{"changes", "Whether the rule changes something: a reference, a flag."},
    Meaning{"reported", "Whether the rule reports the entry as corrupt."},
};

}  // namespace

std::vector<Entry> event_words() {
  std::vector<Entry> words;
  for (const Meaning& event : events) words.push_back({event.name, "event", event.sentence, {}});
  for (const Meaning& fact : facts) words.push_back({fact.name, "fact of an event", fact.sentence, {}});
  return words;
}

}  // namespace pfncheck
