// SPDX-License-Identifier: GPL-2.0-or-later
// Who owns a reference, and for how long.
#include <fmt/format.h>

#include "model/slices/kvm/kvm.hpp"
#include "model/slices/life/life.hpp"
#include "model/slices/vfio/vfio.hpp"
#include "props/life/families.hpp"
#include "props/life/page_tables.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Kvm;
using machine::Life;
using machine::Slice;
using machine::Vfio;

enum class Balance { no_leak, no_underflow };

/// A count and what accounts for it; at rest if it is that of its owner alone.
struct Count {
  std::string label;
  Term actual, expected, is_kept, at_rest;
};

std::vector<Count> counts_of(Slice& slice) {
  std::vector<Count> counts;
  for (const FrameView& f : frames_of(slice))
    counts.push_back(
        {fmt::format("references of {}", f.name), f.actual, f.expected, f.is_counted, f.at_rest});
  if (const auto* vfio = dynamic_cast<Vfio*>(&slice))
    for (unsigned f = 0; f < Vfio::frames; ++f) {
      const Term expected = vfio->expected_pins(vfio->system, f);
      counts.push_back({fmt::format("pins of F{}", f), zext(vfio->system[vfio->pins[f]], 3), expected,
                        vfio->yes(), eq(expected, vfio->number(3, 0))});
    }
  if (const auto* kvm = dynamic_cast<Kvm*>(&slice))
    for (unsigned f = 0; f < Kvm::driver_and_anonymous; ++f) {
      const Term expected = kvm->expected_references(kvm->system, f);
      counts.push_back({fmt::format("references of frame {}", f), kvm->system[kvm->references[f]], expected,
                        kvm->yes(), eq(expected, kvm->number(2, 0))});
    }
  if (const auto* life = dynamic_cast<Life*>(&slice)) {
    const Term expected = life->expected_references(life->system);
    counts.push_back({"references of the region", life->system[life->references], expected, life->yes(),
                      eq(expected, life->number(3, 0))});
  }
  return counts;
}

std::function<bool(Slice&)> balance(std::string property, Balance which) {
  return [property, which](Slice& slice) {
    const std::vector<Count> counts = counts_of(slice);
    for (const Count& c : counts)
      slice.system.add({property,
                        implies(c.is_kept, which == Balance::no_leak ? ule(c.actual, c.expected)
                                                                     : ule(c.expected, c.actual)),
                        c.is_kept & ~c.at_rest,
                        {{c.label, c.actual, c.expected}},
                        c.label});
    return !counts.empty();
  };
}

bool add_no_free_while_mapped(Slice& slice) {
  const std::vector<FrameView> frames = frames_of(slice);
  for (const FrameView& f : frames)
    slice.system.add({"mapped_memory_is_not_free", implies(f.mapped, ~f.free), f.mapped, {}, f.name});
  return !frames.empty();
}

void add_no_free_while_translated(Vfio& vfio, std::string_view property) {
  const auto& s = vfio.system;
  for (unsigned f = 0; f < Vfio::frames; ++f) {
    Term reached = vfio.no();
    for (const Vfio::Entry& e : vfio.entries) reached = reached | vfio.maps(s, e, f);
    for (const Vfio::Iova& iova : vfio.iovas)
      reached = reached | (vfio.usable(s, iova) & vfio.is(s, iova.target, f));
    vfio.system.add({std::string(property),
                     implies(reached, vfio.is(s, vfio.states[f], Vfio::held)),
                     reached,
                     {},
                     fmt::format("F{}", f)});
  }
}

void add_no_free_region_while_mapped(Life& life, std::string_view property) {
  const auto& s = life.system;
  Term reached = life.no();
  for (const Life::Entry& e : {life.entries[0], life.entries[1], life.secondary})
    reached = reached | (s[e.present] & life.in_region(s, e));
  life.system.add({std::string(property),
                   implies(reached, life.is(s, life.state, Life::held)),
                   reached,
                   {},
                   "the region"});
}

void add_no_free_leaf(Kvm& k, std::string_view property) {
  const auto& s = k.system;
  const Term is_free = ite(s[k.s2.frame], k.is(s, k.references[1], 0), ~s[k.driver_holds]);
  k.system.add(
      {std::string(property), implies(s[k.s2.present], ~is_free), s[k.s2.present], {}, "the stage 2 leaf"});
}

LifeProperty no_reference_leaks() {
  return {
      "no_reference_leaks",
      "A counted frame has no more references than its owner, its counted entries and its pins account for.",
      "The page is never freed: memory is lost with every round, and a driver waits for it for ever.",
      "mm/memory.c: vm_normal_page, zap_present_folio_ptes",
      "every frame with a reference count, in every state between two operations",
      {"own/zap_keeps_reference", "own/copy_keeps_old_reference", "vfio/zero_page_is_pinned",
       "vfio/error_exit_keeps_pins", "vfio/last_page_is_not_unpinned", "vfio/inserted_page_is_reserved",
       "life/failed_mmap_keeps_reference", "huge/zap_keeps_reference_of_huge_folio",
       "kvm/error_keeps_reference", "kvm/rule_v2"},
      balance("no_reference_leaks", Balance::no_leak)};
}

LifeProperty no_reference_is_lost() {
  return {
      "no_reference_is_lost",
      "A counted frame never has fewer references than its owner, its counted entries and its pins account "
      "for.",
      "The count reaches zero while somebody still uses the page: it is freed and handed out again.",
      "mm/memory.c: zap_present_ptes, copy_present_ptes; mm/gup.c: unpin_user_page",
      "every frame with a reference count, in every state between two operations",
      {"own/zap_drops_references_of_raw_entries", "own/unpin_what_was_not_pinned",
       "own/zero_page_forgets_special", "vfio/error_exit_unpins_twice", "life/split_takes_no_reference",
       "life/failed_mmap_drops_twice", "life/move_takes_no_reference", "linear/split_keeps_pgoff",
       "huge/huge_zero_where_only_ptes_have_a_bit", "huge/zap_drops_reference_of_huge_zero",
       "huge/unpoison_drops_reference_of_huge_zero", "huge/split_takes_no_reference",
       "kvm/release_puts_twice"},
      balance("no_reference_is_lost", Balance::no_underflow)};
}

LifeProperty mapped_memory_is_not_free() {
  return {
      "mapped_memory_is_not_free",
      "Memory that a present entry or a usable translation maps has not been given back by its owner.",
      "User space, or its device, reads and writes memory that belongs to somebody else by now.",
      "commit 79a61cc3fc04; mm/memory.c: remap_pfn_range_notrack; drivers/vfio/vfio_iommu_type1.c: "
      "vaddr_get_pfns",
      "all frames; for those without a count it is the driver who must zap first",
      {"own/driver_frees_while_mapped", "own/failed_remap_keeps_entries", "vfio/raw_memory_without_notifier",
       "vfio/unpin_before_flush", "life/remove_frees_while_mapped", "life/every_close_frees",
       "life/secondary_outlives_mapping", "life/split_takes_no_reference", "life/probe_error_keeps_region",
       "linear/split_is_not_opened", "linear/move_is_not_opened", "huge/driver_frees_while_mapped",
       "kvm/notifier_forgets_guest", "kvm/install_ignores_sequence"},
      either({add_no_free_while_mapped,
              in<Kvm>([](Kvm& k) { add_no_free_leaf(k, "mapped_memory_is_not_free"); }),
              in<Vfio>([](Vfio& vfio) { add_no_free_while_translated(vfio, "mapped_memory_is_not_free"); }),
              in<Life>(
                  [](Life& life) { add_no_free_region_while_mapped(life, "mapped_memory_is_not_free"); })})};
}

LifeProperty reference_is_taken_only_above_zero() {
  return {
      "reference_is_taken_only_above_zero",
      "A reference is taken only of a page that has one.",
      "A page with no reference is free or was never counted: taking one and dropping it frees it again.",
      "commit f8be156be163; virt/kvm/kvm_main.c: kvm_try_get_pfn; mm/memory.c: validate_page_before_insert",
      "every reference taken",
      {"own/mixed_inserts_what_nobody_counts", "own/gup_fast_takes_from_zero", "own/gup_slow_trusts_memmap",
       "life/probe_error_keeps_region", "kvm/lookup_takes_uncounted_page"},
      [](Slice& slice) {
        return check_events(slice, "reference_is_taken_only_above_zero", "get", [](const Event& e) {
          return ne(e["count"], e["count"].pool().constant(e["count"].width(), 0));
        });
      }};
}

LifeProperty reference_is_dropped_only_above_zero() {
  return {"reference_is_dropped_only_above_zero",
          "A reference is dropped only of a page that has one.",
          "The count underflows: the page looks used for ever, or is freed twice.",
          "include/linux/mm.h: put_page_testzero; mm/page_alloc.c: bad_page",
          "every reference dropped",
          {"own/zap_drops_references_of_raw_entries", "life/failed_mmap_drops_twice",
           "huge/raw_huge_mapping_without_file"},
          [](Slice& slice) {
            return check_events(slice, "reference_is_dropped_only_above_zero", "put", [](const Event& e) {
              return ne(e["count"], e["count"].pool().constant(e["count"].width(), 0));
            });
          }};
}

LifeProperty raw_entries_touch_no_counter() {
  return {"raw_entries_touch_no_counter",
          "Copying, zapping and replacing a raw entry takes and drops no reference.",
          "Nobody took a reference for it: each one dropped belongs to somebody else.",
          "mm/memory.c: copy_present_ptes, zap_present_ptes",
          "every reference taken or dropped because of an entry",
          {"own/zap_drops_references_of_raw_entries", "own/fork_counts_raw_entries",
           "huge/zap_drops_reference_of_huge_zero"},
          [](Slice& slice) {
            bool found = false;
            for (const char* event : {"get", "put"})
              found |= check_events(slice, "raw_entries_touch_no_counter", event,
                                    [](const Event& e) { return e["counted"]; });
            return found;
          }};
}

LifeProperty only_pinned_pages_are_unpinned() {
  return {
      "only_pinned_pages_are_unpinned",
      "A page is unpinned only while it is pinned.",
      "The reference that goes belongs to an entry or to the owner.",
      "mm/gup.c: unpin_user_page; drivers/vfio/vfio_iommu_type1.c: put_pfn",
      "every unpin",
      {"own/unpin_what_was_not_pinned", "vfio/error_exit_unpins_twice", "vfio/clears_reserved_while_mapped"},
      [](Slice& slice) {
        return check_events(slice, "only_pinned_pages_are_unpinned", "unpin",
                            [](const Event& e) { return e["pinned"]; });
      }};
}

}  // namespace

std::vector<LifeProperty> reference_properties() {
  return {no_reference_leaks(),
          no_reference_is_lost(),
          mapped_memory_is_not_free(),
          reference_is_taken_only_above_zero(),
          reference_is_dropped_only_above_zero(),
          raw_entries_touch_no_counter(),
          only_pinned_pages_are_unpinned()};
}

}  // namespace pfncheck
