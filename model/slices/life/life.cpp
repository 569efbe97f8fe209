// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/slices/life/life.hpp"

#include <fmt/format.h>

#include "model/functions/region_mmap/rule.hpp"
#include "model/slices/life/operations.hpp"
#include "model/slices/slices.hpp"

namespace pfncheck::machine {

namespace {

/// The handler with the test that a fault leaves out.
DecisionRule handler(const Life& life) {
  const DecisionRule whole = region_mmap_rule();
  DecisionRule rule = whole;
  rule.rows.clear();
  if (life.has("bound_check_wraps"))
    rule.add("the sum is beyond the region", "!sum_fits", "refuse");
  else if (life.has("size_and_offset_are_checked_apart"))
    rule.add("length or offset beyond the region", "!length_fits", "refuse");
  else if (life.has("offset_is_not_checked"))
    rule.add("longer than the region", "!length_fits", "refuse");
  else
    rule.rows.push_back(whole.rows[0]);
  if (life.has("size_and_offset_are_checked_apart"))
    rule.add("offset beyond the region", "!offset_fits", "refuse");
  if (!life.has("part_of_a_page_is_mapped")) rule.rows.push_back(whole.rows[1]);
  if (!life.has("private_mapping_is_accepted")) rule.rows.push_back(whole.rows[2]);
  if (life.has("header_is_mapped_writable"))
    rule.add("the header", "header", "map");
  else
    rule.rows.insert(rule.rows.end(), {whole.rows[3], whole.rows[4]});
  rule.rows.push_back(whole.rows[5]);
  return rule;
}

}  // namespace

Life::Life(Pool& p, Variant v) : Slice(p, std::move(v)) {
  region_mmap = &rule(handler(*this));
  add_variables();
  restrict_environment();
  add_life_operations(*this);
  add_life_lemmas(*this);
}

void Life::add_variables() {
  region = system.free_variable_of("region.kind", {"RAM", "BAR"});
  driver = system.free_variable_of("driver", {"remap at mmap", "insert in fault"});
  shared = system.free_variable("VM_SHARED", 0);
  maywrite = system.free_variable("VM_MAYWRITE", 0);
  write = system.free_variable("VM_WRITE", 0);
  offset = system.free_variable("offset", pfn_bits);
  length = system.free_variable("length", 2);
  dont_expand = system.free_variable("VM_DONTEXPAND", 0);
  whole_pages = system.free_variable("region.whole_pages", 0);
  state = system.variable_of("region.memory", {"none", "held", "free", "reused"});
  registered = system.variable("region.registered", 0, 0);
  references = system.variable("region.references", 3, 0);
  initialised = {system.variable("header.initialised", 0, 0), system.variable("queue.initialised", 0, 0)};
  enabled = system.variable("device.enabled", 0, 1);
  vmas = {system.variable("vma0.mapped", 0, 0), system.variable("vma1.mapped", 0, 0)};
  both = system.variable("vma0.both_pages", 0, 0);
  vma_write = system.variable("vma.VM_WRITE", 0, 0);
  vma_maywrite = system.variable("vma.VM_MAYWRITE", 0, 0);
  for_reading = system.variable("vma.for_reading", 0, 0);
  pgoff_is_pfn = system.variable("vm_pgoff_is_pfn", 0, 0);
  const auto entry = [&](const std::string& name) {
    Entry e;
    e.present = system.variable(name + ".present", 0, 0);
    e.pfn = system.variable(name + ".pfn", pfn_bits, 0);
    e.write = system.variable(name + ".write", 0, 0);
    return e;
  };
  for (unsigned n = 0; n < pages; ++n) entries[n] = entry(fmt::format("pte{}", n));
  secondary = entry("secondary");
  say_what_belongs_together();
}

/// What traces tell of which thing, and what is the model's own.
void Life::say_what_belongs_together() {
  const System& s = system;
  system.belong({both}, s[vmas[0]]);
  system.belong({vma_write, vma_maywrite}, s[vmas[0]] | s[vmas[1]]);
  for (const Entry& e : entries) system.belong({e.pfn, e.write}, s[e.present]);
  system.belong({secondary.pfn, secondary.write}, s[secondary.present]);
  system.keep_untold({pgoff_is_pfn, for_reading});
}

void Life::restrict_environment() {
  const System& s = system;
  system.restrict_starts(implies(s[write], s[maywrite]));
  // mm/mmap.c: what may be written and is shared has both flags; a read-only file clears both.
  system.restrict_starts(implies(s[shared], s[maywrite]));
  system.restrict_starts(is(s, length, 1) | is(s, length, 2));
  // remap_pfn_range sets VM_DONTEXPAND by itself.
  system.restrict_starts(implies(is(s, driver, remap_at_mmap), s[dont_expand]));
}

SliceInfo life_slice() {
  return {"life",
          "vfio",
          "A driver's region from probe to remove: who may map what of it, and for how long.",
          Life::bounds,
          life_operations(),
          life_faults(),
          made<Life>};
}

}  // namespace pfncheck::machine
