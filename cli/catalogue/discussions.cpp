// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/catalogue/discussions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/input_error.hpp"
#include "model/source.hpp"

namespace pfncheck {

std::span<const Discussion> discussions() {
  static const std::vector<Discussion> all = {
      {"thread-000",
       "KVM: arm64: Correctly handle the mmio faulting",
       "A driver may set VM_PFNMAP only when its fault handler remaps, so KVM has to decide by the pfn that "
       "it "
       "found and not by flags of the VMA that it read before.",
       {{"Santosh Shukla", "2020-10-21", "patch", "1603297010-18787-1-git-send-email-sashukla@nvidia.com"},
        {"Santosh Shukla", "2021-04-22", "reply", ""}}},
      {"thread-001",
       "KVM: arm64: Allow cacheable stage 2 mapping using VMA flags",
       "Which device memory may be write-back for a guest: a memmap is not the linear map, so cache "
       "maintenance by pfn_valid() may fault; options are the VMA's type with FWB, a flag that the driver "
       "sets, or the pfn alone.",
       {{"Ankit Agrawal", "2024-11-18", "patch v2 1/1", "20241118131958.4609-2-ankita@nvidia.com"},
        {"Catalin Marinas", "2024-12-11", "reply", "Z1oL1yZtdvGUIW9h@arm.com"}}},
      {"thread-002",
       "vfio/type1: Fix VA->PA translation for PFNMAP VMAs in vaddr_get_pfn()",
       "vm_pgoff is no pfn, so type1 has to ask the page table; and without a notifier the device keeps a "
       "translation that the owner of the VMA has taken away.",
       {{"Sean Christopherson", "2020-04-16", "patch",
         "20200416225057.8449-1-sean.j.christopherson@intel.com"},
        {"Sean Christopherson", "2020-04-20", "reply", ""}}},
      {"thread-003",
       "vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type",
       "A driver shows its own RAM to user space: it must be zeroed, whole pages, freed after the last "
       "mapping "
       "on every path, and no field on a page that is mapped writable is read-only.",
       {{"Eric Auger", "2019-01-08", "RFC v3 18/21", ""}, {"Eric Auger", "2019-01-14", "reply", ""}}},
      {"thread-004",
       "mm/pagewalk: Check pfnmap for folio_walk_start()",
       "Without a special bit vm_pgoff tells raw from COWed entries of VM_PFNMAP, which only "
       "remap_pfn_range() "
       "of a whole VMA guarantees: a driver that fills its VMA by faults must refuse private mappings, and "
       "VM_MIXEDMAP has to trust the memmap.",
       {{"Peter Xu", "2024-08-26", "patch v2 06/19", "20240826204353.2228736-7-peterx@redhat.com"},
        {"David Hildenbrand", "2024-08-29", "reply", "2123f339-2487-4b1c-abb1-313e9a012242@redhat.com"}}},
  };
  return all;
}

const Discussion& discussion_of(std::string_view id) {
  const std::string digits(id.starts_with("thread-") ? id.substr(7) : id);
  for (const Discussion& d : discussions())
    if (!digits.empty() && digits.size() <= 3 && d.id == fmt::format("thread-{:0>3}", digits)) return d;
  std::vector<std::string_view> ids;
  for (const Discussion& d : discussions()) ids.push_back(d.id);
  throw InputError(fmt::format("no discussion `{}`; there are: {}", id, fmt::join(ids, ", ")));
}

std::vector<const Discussion*> discussions_in(std::string_view source) {
  std::vector<const Discussion*> found;
  try {
    for (const SourceItem& item : read_source(source))
      if (item.kind == SourceItem::Kind::mail)
        for (const Discussion& d : discussions())
          if (d.subject == item.subject && std::ranges::find(found, &d) == found.end()) found.push_back(&d);
  } catch (const InputError&) {  // a case of one's own may have any source
    found.clear();
  }
  return found;
}

namespace {

bool belongs(const Entry& entry, const Discussion& discussion) {
  return std::ranges::any_of(entry.facts, [&](const auto& fact) {
    const auto named =
        fact.first == "source" ? discussions_in(fact.second) : std::vector<const Discussion*>{};
    return std::ranges::find(named, &discussion) != named.end();
  });
}

std::string words_of(const Message& m) {
  return fmt::format("{}, {}, {}{}", m.author, m.date, m.what,
                     m.id.empty() ? "" : fmt::format(": https://lore.kernel.org/all/{}", m.id));
}

}  // namespace

std::vector<Entry> discussion_entries(const std::vector<Entry>& cases, const std::vector<Entry>& faults) {
  std::vector<Entry> entries;
  for (const Discussion& d : discussions()) {
    Entry& e = entries.emplace_back(Entry{std::string(d.id), "discussion", std::string(d.argued), {}});
    e.facts.emplace_back("subject", std::string(d.subject));
    for (const Message& m : d.messages) e.facts.emplace_back("mail", words_of(m));
    for (const Entry& c : cases)
      if (belongs(c, d)) e.facts.emplace_back("case", fmt::format("{}: {}", c.name, c.sentence));
    std::vector<std::string> planted;
    for (const Entry& f : faults)
      if (belongs(f, d)) planted.push_back(f.name);
    e.facts.emplace_back("faults", fmt::format("{}", fmt::join(planted, ", ")));
  }
  return entries;
}

}  // namespace pfncheck
