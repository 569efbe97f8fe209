// SPDX-License-Identifier: GPL-2.0-or-later
// Who owns a reference, and for how long.
#include <fmt/format.h>

#include "model/machine/kvm/kvm.hpp"
#include "model/machine/own/own.hpp"
#include "props/life/families.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Kvm;
using machine::Own;
using machine::Slice;

/// Frames that the page allocator counts.
Term is_counted(const Own& own, unsigned frame) {
  return frame < Own::device_frames ? own.is_managed(own.system) : own.yes();
}

enum class Balance { no_leak, no_underflow };

void add_balance(Own& own, std::string_view property, Balance which) {
  for (unsigned f = 0; f < Own::frames; ++f) {
    const Term actual = zext(own.system[own.references[f]], 4);
    const Term expected = own.expected_references(own.system, f);
    const Term holds = which == Balance::no_leak ? ule(actual, expected) : ule(expected, actual);
    const Term counted = is_counted(own, f);
    own.system.add({std::string(property),
                    implies(counted, holds),
                    counted & ne(expected, own.number(4, f == Own::frame_z ? 1 : 0)),
                    {{fmt::format("references of {}", Own::frame_name(f)), actual, expected}}});
  }
}

void add_fault_balance(Kvm& k, std::string_view property, Balance which) {
  const auto& s = k.system;
  for (unsigned f = 0; f < Kvm::frames; ++f) {
    const Term actual = s[k.references[f]], expected = k.expected_references(s, f);
    const Term holds = which == Balance::no_leak ? ule(actual, expected) : ule(expected, actual);
    k.system.add({std::string(property),
                  holds,
                  ne(expected, k.number(2, 0)),
                  {{fmt::format("references of frame {}", f), actual, expected}}});
  }
}

void add_no_free_leaf(Kvm& k, std::string_view property) {
  const auto& s = k.system;
  const Term is_free = ite(s[k.s2.frame], k.is(s, k.references[1], 0), ~s[k.driver_holds]);
  k.system.add({std::string(property), implies(s[k.s2.present], ~is_free), s[k.s2.present]});
}

/// Memory that its owner gave back: counted frames at zero references, others when the driver lets go.
Term is_free(const Own& own, unsigned frame) {
  const auto& s = own.system;
  const Term none = own.is(s, own.references[frame], 0);
  if (frame >= Own::device_frames) return none;
  return ite(own.is_managed(s), none, ~s[own.owned]);
}

void add_no_free_while_mapped(Own& own, std::string_view property) {
  for (unsigned f = 0; f < Own::frames; ++f) {
    Term mapped = own.no();
    for (const auto& of_process : own.entries)
      for (const Own::Entry& e : of_process) mapped = mapped | own.maps(own.system, e, f);
    own.system.add({std::string(property), implies(mapped, ~is_free(own, f)), mapped});
  }
}

LifeProperty no_reference_leaks() {
  return {
      "no_reference_leaks",
      "A counted frame has no more references than its owner, its counted entries and its pins account for.",
      "The page is never freed: memory is lost with every round, and a driver waits for it for ever.",
      "mm/memory.c: comment above vm_normal_page; zap_present_folio_ptes",
      "every frame with a reference count, in every state between two operations",
      "P-REF-1, V08, M27, M36",
      {"own/zap_keeps_reference", "own/copy_keeps_old_reference", "kvm/error_keeps_reference", "kvm/rule_v2"},
      either({in<Own>([](Own& own) { add_balance(own, "no_reference_leaks", Balance::no_leak); }),
              in<Kvm>([](Kvm& k) { add_fault_balance(k, "no_reference_leaks", Balance::no_leak); })})};
}

LifeProperty no_reference_is_lost() {
  return {
      "no_reference_is_lost",
      "A counted frame never has fewer references than its owner, its counted entries and its pins account "
      "for.",
      "The count reaches zero while somebody still uses the page: it is freed and handed out again.",
      "mm/memory.c: zap_present_ptes, copy_present_ptes; mm/gup.c: unpin_user_page",
      "every frame with a reference count, in every state between two operations",
      "P-REF-1, V11, P-R3",
      {"own/zap_drops_references_of_raw_entries", "own/unpin_what_was_not_pinned",
       "own/zero_page_forgets_special", "kvm/release_puts_twice"},
      either({in<Own>([](Own& own) { add_balance(own, "no_reference_is_lost", Balance::no_underflow); }),
              in<Kvm>([](Kvm& k) { add_fault_balance(k, "no_reference_is_lost", Balance::no_underflow); })})};
}

LifeProperty mapped_memory_is_not_free() {
  return {"mapped_memory_is_not_free",
          "Memory that a present entry maps has not been given back by its owner.",
          "User space reads and writes memory that belongs to somebody else by now.",
          "mm/memory.c: remap_pfn_range_notrack (79a61cc3fc04); fact sheet vfio, section 4",
          "all frames; for those without a count it is the driver who must zap first",
          "D-11, M19, V18",
          {"own/driver_frees_while_mapped", "own/failed_remap_keeps_entries", "kvm/notifier_forgets_guest",
           "kvm/install_ignores_sequence"},
          either({in<Own>([](Own& own) { add_no_free_while_mapped(own, "mapped_memory_is_not_free"); }),
                  in<Kvm>([](Kvm& k) { add_no_free_leaf(k, "mapped_memory_is_not_free"); })})};
}

LifeProperty reference_is_taken_only_above_zero() {
  return {"reference_is_taken_only_above_zero",
          "A reference is taken only of a page that has one.",
          "A page with no reference is free or was never counted: taking one and dropping it frees it again.",
          "virt/kvm/kvm_main.c: kvm_try_get_pfn (f8be156be163); mm/memory.c: validate_page_before_insert",
          "every reference taken",
          "P-R2, M28, D-01",
          {"own/mixed_inserts_what_nobody_counts", "own/gup_slow_trusts_memmap",
           "kvm/lookup_takes_uncounted_page"},
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
          "P-REF-2, V11, P-R3",
          {"own/zap_drops_references_of_raw_entries"},
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
          "P-REF-2",
          {"own/zap_drops_references_of_raw_entries", "own/fork_counts_raw_entries"},
          [](Slice& slice) {
            bool found = false;
            for (const char* event : {"get", "put"})
              found |= check_events(slice, "raw_entries_touch_no_counter", event,
                                    [](const Event& e) { return e["counted"]; });
            return found;
          }};
}

LifeProperty only_pinned_pages_are_unpinned() {
  return {"only_pinned_pages_are_unpinned",
          "A page is unpinned only while it is pinned.",
          "The reference that goes belongs to an entry or to the owner.",
          "mm/gup.c: unpin_user_page; drivers/vfio/vfio_iommu_type1.c: put_pfn",
          "every unpin",
          "V11, V09",
          {"own/unpin_what_was_not_pinned"},
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
