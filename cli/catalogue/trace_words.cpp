// SPDX-License-Identifier: GPL-2.0-or-later
// Words of traces: variables of slices and their values, the things that variables belong to, and rows,
// questions and answers of rules.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "cli/catalogue/catalogue.hpp"
#include "model/functions/kvm_fault/rule.hpp"
#include "model/input_error.hpp"
#include "model/slices/slices.hpp"
#include "review/life/case_file.hpp"

namespace pfncheck {
namespace {

struct Meaning {
  std::string_view name, sentence;
};

/// Variables by their whole name.
constexpr std::array variables = {
    Meaning{"special_bit", "Whether PTEs of the architecture have a special bit (ARCH_HAS_PTE_SPECIAL)."},
    Meaning{"pmd_special_bit", "Whether PMDs of the architecture have a special bit."},
    Meaning{"pmd_leaves", "Whether the architecture has huge leaves at PMD level."},
    Meaning{"devmap", "Whether the architecture has a devmap bit (before 6.17)."},
    Meaning{"vm_pat",
            "Whether fork() reads memory types back from the first entry (x86 VM_PAT, up to 6.15)."},
    Meaning{"secretmem", "Whether GUP-fast refuses pages without a mapping (CONFIG_SECRETMEM, since 6.10)."},
    Meaning{"type1", "Whether VFIO's type1 driver can be built (VFIO_IOMMU_TYPE1)."},
    Meaning{"sgx", "Whether there can be SGX memory (CONFIG_X86_SGX)."},
    Meaning{
        "frames.kind",
        "What memory the driver's frames are; it decides whether they have a memmap and who counts them."},
    Meaning{"frame.kind",
            "What memory the frame is; it decides whether it has a memmap and a cacheable alias."},
    Meaning{"frame0.kind", "What memory the driver's frame is."},
    Meaning{"region.kind", "What the driver's region is: RAM that it allocated, or a BAR."},
    Meaning{"driver",
            "How the driver makes entries: at mmap or in its fault handler, and by which function."},
    Meaning{"driver.users", "Open files that the driver counts, one per VMA (vm_ops->open and ->close)."},
    Meaning{"driver.inserts",
            "Whether the driver inserts single pfns (vmf_insert_pfn) instead of remapping a range."},
    Meaning{"driver.prot", "The memory type that the driver puts into vm_page_prot."},
    Meaning{"driver_holds_frame", "Whether the driver has not released its frame."},
    Meaning{"driver_holds_frames", "Whether the driver has not released its frames."},
    Meaning{"memory", "What the huge mapping maps."},
    Meaning{"file_offset", "The offset that mmap() was called with, in pages: vm_pgoff of a file's VMA."},
    Meaning{"offset", "The offset that mmap() was called with, in pages."},
    Meaning{"length", "The length that mmap() was called with, in pages."},
    Meaning{
        "vm_pgoff",
        "vm_pgoff of the VMA: the file's offset, or the first pfn after remap_pfn_range() of a COW mapping."},
    Meaning{"vm_pgoff_is_pfn",
            "Whether vm_pgoff is the first pfn (remap_pfn_range() of a COW mapping sets it)."},
    Meaning{"vm_page_prot", "The memory type in vm_page_prot of the VMA."},
    Meaning{"split_at", "The page at which the mapping was split into two VMAs."},
    Meaning{"grown", "Whether mremap() has grown the mapping."},
    Meaning{"vma", "What is mapped where the guest's memslot points to."},
    Meaning{"notifier",
            "Whether the driver tells secondary mappings before it zaps (an MMU notifier, a DMABUF move)."},
    Meaning{"fwb", "Whether stage 2 overrides the guest's memory types (FEAT_S2FWB)."},
    Meaning{"dic", "Whether instruction fetches need no invalidation (CTR_EL0.DIC)."},
    Meaning{"mte", "Whether the guest has memory tags (KVM_CAP_ARM_MTE)."},
    Meaning{"guest_types",
            "How the guest's memory types combine with the host's: not at all, arm64 stage 2, Intel EPT."},
    Meaning{"modify_type", "What pgprot_noncached() and its like do with the type that was there."},
    Meaning{"pat_tracked", "Whether the architecture tracks memory types of pfn ranges (x86 PAT)."},
    Meaning{"noncached_is_lost",
            "Whether pgprot_noncached() and its like change nothing on this architecture."},
    Meaning{"ept.ignores_guest_pat", "Whether KVM sets the ignore-PAT bit in EPT entries."},
    Meaning{"user.type", "The memory type of the user's mapping."},
    Meaning{"kernel.type", "The memory type of the driver's own kernel mapping."},
    Meaning{"guest.type", "The memory type that the guest chose in its own tables."},
    Meaning{"iommu.type", "The memory type of the device's mapping."},
    Meaning{"pat.type", "The memory type on record for the pfn (x86 memtype)."},
    Meaning{"s2.type", "The memory type of the leaf in the guest's page table (stage 2, EPT)."},
    Meaning{"pte.type", "The memory type of the host's entry."},
    Meaning{"dma.phase", "How far VFIO_IOMMU_MAP_DMA or UNMAP_DMA has come."},
    Meaning{"dma.page", "The page that MAP_DMA or UNMAP_DMA is at."},
    Meaning{"dma.stale", "Whether the VMA that was looked up may be gone: the mmap lock was dropped since."},
    Meaning{"fault.stage", "How far the guest fault has come."},
    Meaning{"fault.answer", "What the fault decided: an error, or the type and permission of the leaf."},
    Meaning{"region.memory", "Who has the region's memory: the driver, nobody, or somebody else."},
    Meaning{"region.references", "References that the region has: the driver's and one per VMA."},
    Meaning{"region.registered", "Whether the region can be mapped: the driver has registered it."},
    Meaning{"region.whole_pages", "Whether the region is whole pages of the driver's own."},
    Meaning{"secondary.present", "Whether a guest or a device has a translation of the region."},
    Meaning{"secondary.pfn", "The page of the region that the secondary translation is of."},
    Meaning{"secondary.write", "Whether the secondary translation can be written through."},
    Meaning{"device.enabled", "Whether the device's memory answers (PCI_COMMAND_MEMORY)."},
};

/// Variables by their last part: "p0.pte1.special".
constexpr std::array parts = {
    Meaning{"present", "Whether the entry maps something."},
    Meaning{"pfn", "The frame that the entry maps."},
    Meaning{"special", "The special bit of the entry."},
    Meaning{"write", "Whether the entry can be written through."},
    Meaning{
        "counted",
        "Whether a reference, a map count and rss were taken for the entry; the kernel keeps no such bit."},
    Meaning{"devmap", "The devmap bit of the entry (before 6.17)."},
    Meaning{"exclusive", "Whether one process only has the anonymous page (PageAnonExclusive)."},
    Meaning{"anon_vma", "Whether the VMA has an anon_vma: something was written, and fork() copies it."},
    Meaning{"mapped", "Whether the VMA exists."},
    Meaning{"references", "The reference count of the frame (page->_refcount)."},
    Meaning{"pins", "Pins on the frame (pin_user_pages(), FOLL_PIN)."},
    Meaning{"state", "Whether the frame is held by its owner, free, or in use by somebody else."},
    Meaning{"kind", "What memory it is."},
    Meaning{"type", "Memory type: write-back (WB), normal uncached (NC) or Device."},
    Meaning{"block", "Whether the leaf is a block (2 MiB) and not a page."},
    Meaning{"frame", "The frame that was found, or that the leaf maps."},
    Meaning{"W", "Whether the guest may write through the leaf."},
    Meaning{"X", "Whether the guest may execute through the leaf."},
    Meaning{"pinned", "Whether the translation holds a pin on its page."},
    Meaning{"raw", "Whether the translation was made of an entry without a page."},
    Meaning{"in_iotlb", "Whether the IOMMU may still have the translation cached."},
    Meaning{"due", "Whether user space was told that the address is mapped."},
    Meaning{"dirty_line", "Whether a cache holds a line of the frame that memory does not have."},
    Meaning{"tags_initialised", "Whether the memory tags of the frame were cleared."},
    Meaning{"memmap", "Whether the pfn has a struct page."},
    Meaning{"linear_map", "Whether the kernel's linear map reaches the frame."},
    Meaning{"reserved", "Whether the page is PG_reserved."},
    Meaning{"PG_reserved", "Whether the pages are PG_reserved."},
    Meaning{"never_freed", "Whether the frames are never freed, as firmware and device memory."},
    Meaning{"first_pfn", "The pfn of frame F0."},
    Meaning{"inserts", "Whether single pfns are inserted."},
    Meaning{"vm_start", "The first page of the VMA."},
    Meaning{"vm_pgoff", "vm_pgoff of the VMA."},
    Meaning{"vm_pgoff_is_pfn", "Whether vm_pgoff is the first pfn of a COW mapping that was remapped."},
    Meaning{"both_pages", "Whether the VMA spans both pages."},
    Meaning{"for_reading", "Whether the driver takes the mapping for a read-only one."},
    Meaning{"initialised", "Whether the memory was cleared or filled before user space can see it."},
    Meaning{"huge", "Whether the host maps the frame by a huge leaf."},
    Meaning{"contiguous", "Whether the frames behind it are contiguous memory of the same kind."},
    Meaning{"aligned", "Whether the memslot's addresses fit a block of the host."},
    Meaning{"checked_vma", "Whether KVM looked at the VMA when the memslot was registered."},
    Meaning{"logging", "Whether dirty logging is on."},
    Meaning{"registered", "Whether the memslot is registered with KVM."},
    Meaning{"runs", "Whether GUP-fast is between reading the entry and taking the reference."},
    Meaning{"access", "How the guest accessed the page."},
    Meaning{"permission", "Whether it is a permission fault: a leaf exists already."},
    Meaning{"invalidated", "Whether an MMU notifier ran since the VMA was sampled."},
    Meaning{"reference", "Whether the fault holds a reference of the page."},
    Meaning{"writable", "Whether the leaf may be made writable."},
    Meaning{"vma_is_anonymous", "Whether the VMA was anonymous when it was sampled."},
    Meaning{"IOMMU_WRITE", "Whether the device may write (VFIO_DMA_MAP_FLAG_WRITE)."},
    Meaning{"faulted", "Whether a fault was handled for the look-up."},
    Meaning{"lock_dropped", "Whether the mmap lock was dropped since the VMA was found."},
    Meaning{"lock", "The mmap lock."},
};

/// What variables belong to.
constexpr std::array things = {
    Meaning{"p0", "The process that maps."},
    Meaning{"p1", "The child that fork() makes of p0."},
    Meaning{"pte", "A PTE of the host."},
    Meaning{"pmd", "The PMD, a huge leaf or a table."},
    Meaning{"vma0", "The VMA, or its first part once it was split."},
    Meaning{"vma1", "The second part of the VMA once it was split."},
    Meaning{"D", "The driver's frames: the pair of them, which a PMD maps."},
    Meaning{"D0", "The first frame of the driver."},
    Meaning{"D1", "The second frame of the driver."},
    Meaning{"D2", "The third frame of the driver."},
    Meaning{"F0", "The first frame that user memory maps."},
    Meaning{"F1", "The second frame that user memory maps."},
    Meaning{"A", "A frame of the page allocator."},
    Meaning{"A0", "The first page of the folio of the page allocator."},
    Meaning{"A1", "The second page of the folio of the page allocator."},
    Meaning{"B", "A second frame of the page allocator."},
    Meaning{"H", "The huge folio."},
    Meaning{"H0", "The first page of the huge zero page."},
    Meaning{"H1", "The second page of the huge zero page."},
    Meaning{"N", "A page that is new after a copy."},
    Meaning{"Z", "The zero page."},
    Meaning{"elsewhere", "A pfn of neither frame."},
    Meaning{"iova0", "The first I/O address: a translation of the IOMMU."},
    Meaning{"iova1", "The second I/O address: a translation of the IOMMU."},
    Meaning{"dma", "MAP_DMA or UNMAP_DMA in flight."},
    Meaning{"s2", "The leaf in the guest's page table (stage 2)."},
    Meaning{"slot", "The memslot."},
    Meaning{"fault", "The guest fault in flight."},
    Meaning{"gup_fast", "GUP-fast in flight."},
    Meaning{"frame0", "The driver's frame."},
    Meaning{"frame1", "An anonymous frame."},
    Meaning{"device", "The device."},
    Meaning{"region", "The driver's region."},
    Meaning{"frames", "The driver's frames."},
    Meaning{"guest", "The guest and its own page tables."},
    Meaning{"kernel", "The kernel, with a mapping of its own beside the linear map."},
    Meaning{"pat", "The record of memory types of pfn ranges (x86 PAT)."},
    Meaning{"header", "The first page of the driver's region, with its header."},
    Meaning{"queue", "The second page of the driver's region, with its queue."},
    Meaning{"secondary", "A translation of a guest or a device."},
};

template <class Table>
std::string_view meaning_in(const Table& table, std::string_view name) {
  const auto found = std::ranges::find(table, name, &Meaning::name);
  return found == table.end() ? std::string_view() : found->sentence;
}

std::string meaning_of(const std::string& name) {
  const std::string part = name.substr(name.rfind('.') + 1);
  if (part.starts_with("VM_"))
    return fmt::format("The flag {} of the VMA{}.", part,
                       name.starts_with("fault.") ? ", when it was sampled" : "");
  std::string_view sentence = meaning_in(variables, name);
  if (sentence.empty()) sentence = meaning_in(parts, part);
  return std::string(sentence);
}

using Places = std::map<std::string, std::set<std::string>>;  ///< name -> where it is used

/// One part can mean several things: each variable that has a meaning of its own says it.
std::string sentence_of_part(const Meaning& part, const Places& used) {
  std::string special;
  bool usual = false;
  for (const auto& [name, slices] : used) {
    if (!name.ends_with(fmt::format(".{}", part.name))) continue;
    const std::string_view own = meaning_in(variables, name);
    if (own.empty())
      usual = true;
    else
      special += fmt::format(" Of {}: {}", name, own);
  }
  const std::string first = usual || special.empty() ? std::string(part.sentence) : "";
  return first.empty() ? special.substr(1) : first + special;
}

std::string listed(const std::set<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

/// Every slice, with every rule that one of its faults puts in a rule's place.
struct Found {
  Places variables, values, rows, questions, answers, abouts, lemmas;
  Places words;  ///< of a variable, slice by slice
};

void take_rule(Found& found, const machine::DecisionRule& rule) {
  for (const std::string& question : rule.questions) found.questions[question].insert(rule.name);
  for (const std::string& answer : rule.answers) found.answers[answer].insert(rule.name);
  for (const machine::RuleRow& row : rule.rows)
    found.rows[row.name].insert(fmt::format("{} says {}", rule.name, rule.answers[row.answer]));
}

void take_slice(Found& found, const machine::SliceInfo& info, const machine::Variant& variant) {
  Pool pool;
  const auto slice = machine::make_slice(info, pool, variant);
  for (const machine::Variable& v : slice->system.variables()) {
    found.variables[v.name].insert(std::string(info.name));
    if (!v.words.empty())
      found.words[v.name].insert(fmt::format("{}: {}", info.name, fmt::join(v.words, ", ")));
    for (const std::string& word : v.words) found.values[word].insert(v.name);
  }
  for (const auto& [name, rule] : slice->rules()) take_rule(found, rule);
  for (const machine::Step& step : slice->system.steps())
    for (const machine::Consultation& c : step.consultations())
      if (!c.about.empty()) found.abouts[c.about].insert(c.rule->name);
  for (const machine::Lemma& lemma : slice->system.lemmas())
    found.lemmas[lemma.name].insert(std::string(info.name));
}

Found look_everywhere() {
  Found found;
  for (const machine::SliceInfo& info : machine::slices()) {
    take_slice(found, info, {});
    for (const Release release : {Release{6, 1}, Release{6, 18}}) {
      machine::Variant variant;
      variant.release = release;
      try {
        take_slice(found, info, variant);
      } catch (const InputError&) {
        continue;  // the slice has no rules for that release
      }
    }
    for (const machine::FaultInfo& fault : info.faults) {
      machine::Variant variant;
      variant.faults = {std::string(fault.name)};
      take_slice(found, info, variant);
    }
  }
  for (const auto& [name, rule] : machine::kvm_fault_variants()) take_rule(found, rule);
  return found;
}

}  // namespace

std::vector<Entry> case_words() {
  Places rows;
  std::vector<Entry> entries;
  try {
    for (const std::string& file : case_files({cases_folder()})) {
      const Case c = read_case(file);
      for (const auto& [name, rule] : c.question.variant.rules)
        for (const machine::RuleRow& row : rule.rows)
          rows[row.name].insert(fmt::format("{} says {} ({})", name, rule.answers[row.answer], c.name));
    }
  } catch (const InputError&) {
    return entries;  // no catalogue, or a case with a mistake: `cases` says which
  }
  for (const auto& [name, uses] : rows)
    entries.push_back({name, "row of a case's rule", fmt::format("{}.", fmt::join(uses, "; ")), {}});
  return entries;
}

std::vector<Entry> trace_words() {
  const Found found = look_everywhere();
  std::vector<Entry> entries;
  for (const Meaning& thing : things)
    entries.push_back({std::string(thing.name), "part of a trace", std::string(thing.sentence), {}});
  for (const Meaning& part : parts)
    if (!found.variables.contains(std::string(part.name)))
      entries.push_back(
          {std::string(part.name), "part of a variable", sentence_of_part(part, found.variables), {}});
  for (const auto& [name, slices] : found.variables) {
    const auto words = found.words.find(name);
    entries.push_back(
        {name,
         "variable",
         meaning_of(name),
         {{"slices", listed(slices)},
          {"values", words == found.words.end() ? "" : fmt::format("{}", fmt::join(words->second, "; "))}}});
  }
  for (const auto& [name, variables_with_it] : found.values)
    if (meaning_in(things, name).empty())
      entries.push_back({name, "value", fmt::format("A value of {}.", listed(variables_with_it)), {}});
  for (const auto& [name, uses] : found.rows)
    entries.push_back({name,
                       "row of a rule",
                       fmt::format("The first row that fits decides: {}.", fmt::join(uses, "; ")),
                       {}});
  for (const auto& [name, rules] : found.abouts)
    if (!found.variables.contains(name) && meaning_in(things, name).empty())
      entries.push_back(
          {name, "subject of a question", fmt::format("{} is asked about it.", listed(rules)), {}});
  for (const auto& [name, slices] : found.lemmas)
    entries.push_back(
        {name, "lemma", fmt::format("Induction uses it once it is proved (slice {}).", listed(slices)), {}});
  for (const auto& [name, rules] : found.questions)
    entries.push_back({name, "question of a rule", fmt::format("Asked by {}.", listed(rules)), {}});
  for (const auto& [name, rules] : found.answers)
    entries.push_back({name, "answer of a rule", fmt::format("Given by {}.", listed(rules)), {}});
  return entries;
}

}  // namespace pfncheck
