// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/slices/own/own.hpp"

#include <fmt/format.h>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/machine/configuration.hpp"
#include "model/slices/own/operations.hpp"
#include "model/slices/slices.hpp"

namespace pfncheck::machine {

std::string Own::frame_name(unsigned f) {
  constexpr std::array names{"D0", "D1", "A", "B", "Z"};
  return names[f];
}

Own::Own(Pool& p, Variant v) : Slice(p, std::move(v)) {
  normal_page = &rule(faulty_rule());
  add_variables();
  restrict_environment();
  restrict_configuration();
  add_own_operations(*this);
  add_own_lemmas(*this);
}

DecisionRule Own::faulty_rule() const {
  DecisionRule rule = normal_page_rule(variant.release);
  DecisionRule wrong = rule;
  wrong.rows.clear();
  if (has("rule_answers_another_page"))
    wrong.add("fault: page of its neighbour", "MIXEDMAP memmap", "another page");
  if (has("rule_changes_something")) wrong.add("fault: takes a reference", "PFNMAP", "a side effect");
  if (has("rule_forgets_the_highest_pfn")) wrong.add("fault: any pfn", "above_highest !special", "normal");
  rule.rows.insert(rule.rows.begin(), wrong.rows.begin(), wrong.rows.end());
  return rule;
}

Var Own::asked_configuration(std::string name) {
  const Var v = system.configuration(std::move(name), 2);
  system.name_values(v, {std::string(machine::not_asked), "no", "yes"});
  system.restrict_starts(ule(system[v], number(2, says_yes)));
  return v;
}

void Own::add_variables() {
  special_bit = system.configuration("special_bit", 0);
  vm_pat = asked_configuration("vm_pat");
  secretmem = asked_configuration("secretmem");
  kind = system.free_variable_of("frames.kind", {"MMIO", "reserved RAM", "driver's RAM", "uncounted RAM"});
  driver =
      system.free_variable_of("driver", {"none", "remap at mmap", "remap in fault", "remap per page",
                                         "insert pfn", "insert page", "insert mixed", "page from fault"});
  shared = system.free_variable("VM_SHARED", 0);
  maywrite = system.free_variable("VM_MAYWRITE", 0);
  file_offset = system.free_variable("file_offset", 3);
  pfnmap = system.variable("VM_PFNMAP", 0, 0);
  mixedmap = system.variable("VM_MIXEDMAP", 0, 0);
  for (unsigned p = 0; p < processes; ++p) {
    mapped.push_back(system.variable(fmt::format("p{}.mapped", p), 0, 0));
    pgoff.push_back(system.variable(fmt::format("p{}.vm_pgoff", p), 3, 0));
    pgoff_is_pfn.push_back(system.variable(fmt::format("p{}.vm_pgoff_is_pfn", p), 0, 0));
  }
  anon_vma = system.variable("p0.anon_vma", 0, 0);
  owned = system.variable("driver_holds_frames", 0, 1);
  for (unsigned f = 0; f < frames; ++f)
    references.push_back(f < device_frames ? system.free_variable(frame_name(f) + ".references", 2)
                                           : system.variable(frame_name(f) + ".references", 2, f == frame_z));
  for (unsigned f = 0; f < frame_z; ++f) pins.push_back(system.variable(frame_name(f) + ".pins", 0, 0));
  for (unsigned i = 0; i < exclusive.size(); ++i)
    exclusive[i] = system.variable(frame_name(frame_a + i) + ".exclusive", 0, 0);
  for (unsigned process = 0; process < processes; ++process) {
    for (unsigned page = 0; page < pages; ++page) {
      const auto name = [&](const char* what) { return fmt::format("p{}.pte{}.{}", process, page, what); };
      Entry& e = entries[process][page];
      e.present = system.variable(name("present"), 0, 0);
      e.pfn = system.variable_of(name("pfn"), {"0 (D0)", "1 (D1)", "2 (A)", "3 (B)", "4 (Z)"});
      e.special = system.variable(name("special"), 0, 0);
      e.write = system.variable(name("write"), 0, 0);
      e.counted = system.variable(name("counted"), 0, 0);
    }
  }
  gup_runs = system.variable("gup_fast.runs", 0, 0);
  gup_pfn = system.variable("gup_fast.pfn", pfn_bits, 0);
  gup_special = system.variable("gup_fast.special", 0, 0);
  say_what_belongs_together();
}

/// What traces tell of which thing, and what is the model's own.
void Own::say_what_belongs_together() {
  const System& s = system;
  const Term mapped_at_all = s[mapped[0]] | s[mapped[1]];
  system.belong({pfnmap, mixedmap}, mapped_at_all);
  // Anonymous memory has no frames of a driver, and nobody reads its offset.
  for (unsigned p = 0; p < processes; ++p)
    system.belong({pgoff[p]}, s[mapped[p]] & ~is(s, driver, anonymous));
  for (unsigned i = 0; i < exclusive.size(); ++i)
    system.belong({exclusive[i]}, !is(s, references[frame_a + i], 0));
  system.belong({kind, file_offset}, ~is(s, driver, anonymous));
  for (const auto& of_process : entries)
    for (const Entry& e : of_process) system.belong({e.pfn, e.special, e.write, e.counted}, s[e.present]);
  system.belong({gup_pfn, gup_special}, s[gup_runs]);
  system.keep_untold({pgoff_is_pfn[0], pgoff_is_pfn[1], gup_runs});
}

/// What a driver of each idiom is obliged to (facts: docs/machine.md). Faults that lift an obligation are
/// asked for here.
void Own::restrict_environment() {
  const System& s = system;
  const auto fills_by = [&](Idiom idiom) { return is(s, driver, idiom); };
  for (unsigned f = 0; f < device_frames; ++f)
    system.restrict_starts(eq(s[references[f]], zext(is_counted(s), 2)));
  // An offset into the file may be any number, that of a frame as well: 5 stands for none of them.
  system.restrict_starts(ule(s[file_offset], number(3, 5)) & !is(s, file_offset, frame_z));
  const Term one_of_many = fills_by(anonymous) & (s[shared] | !is(s, file_offset, 5) | !is(s, kind, mmio));
  system.restrict_starts(!one_of_many);  // anonymous memory has no frames of a driver and no offset
  // vm_insert_page, and a page that a fault handler returns, need a page that is counted.
  system.restrict_starts(implies(fills_by(insert_page) | fills_by(page_from_fault), is_managed(s)));
  // vmf_insert_mixed inserts a page where there is no special bit and the pfn has a memmap. Up to 6.10 it did
  // not look at the count.
  if (!has("mixed_inserts_what_nobody_counts") && !insert_refuses_uncounted(variant.release))
    system.restrict_starts(implies(fills_by(insert_mixed) & ~s[special_bit], !is(s, kind, uncounted_ram)));
  // vmf_insert_pfn and remap_pfn_range of a part refuse a mapping that can hold COWed pages.
  if (!has("insert_pfn_accepts_cow")) system.restrict_starts(implies(fills_by(insert_pfn), ~is_cow(s)));
  if (!has("remap_accepts_part_of_cow"))
    system.restrict_starts(implies(fills_by(remap_per_page), ~is_cow(s)));
}

/// Where configuration decides something; elsewhere it is not asked.
void Own::restrict_configuration() {
  const System& s = system;
  system.restrict_starts(eq(is(s, vm_pat, not_asked), ~is_whole_cow_remap(s)));
  // Inserted pages have no mapping; one that a fault handler returns may have one.
  const Term asks_mapping =
      gup_fast_asks_mapping(variant.release) ? s[special_bit] & is(s, driver, insert_page) : no();
  system.restrict_starts(eq(is(s, secretmem, not_asked), ~asks_mapping));
}

SliceInfo own_slice() {
  return {"own",
          "mm",
          "Who owns a reference: entries, fork, copy on write, zap, GUP, the driver's own frames.",
          Own::bounds,
          own_operations(),
          own_faults(),
          made<Own>};
}

}  // namespace pfncheck::machine
