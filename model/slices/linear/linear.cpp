// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/slices/linear/linear.hpp"

#include <fmt/format.h>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/slices/linear/operations.hpp"
#include "model/slices/slices.hpp"

namespace pfncheck::machine {

std::string Linear::frame_name(unsigned f) {
  constexpr std::array names{"D0", "D1", "D2", "A"};
  return names[f];
}

Linear::Linear(Pool& p, Variant v) : Slice(p, std::move(v)) {
  // A driver's mapping has no zero page here: slice `own` asks of it.
  normal_page = &rule(left_to_other_slices(normal_page_rule(variant.release),
                                           {"MIXEDMAP, zero page", "special zero page", "zero page"}));
  add_variables();
  restrict_environment();
  add_linear_operations(*this);
  add_linear_lemmas(*this);
}

void Linear::add_variables() {
  special_bit = system.configuration("special_bit", 0);
  kind = system.free_variable_of("frames.kind", {"MMIO", "reserved RAM", "driver's RAM", "ZONE_DEVICE"});
  driver = system.free_variable_of(
      "driver", {"remap at mmap", "remap in fault", "insert pfn", "insert page", "insert mixed"});
  shared = system.free_variable("VM_SHARED", 0);
  maywrite = system.free_variable("VM_MAYWRITE", 0);
  file_offset = system.free_variable("file_offset", address_bits);
  pfnmap = system.variable("VM_PFNMAP", 0, 0);
  mixedmap = system.variable("VM_MIXEDMAP", 0, 0);
  split_at = system.variable("split_at", 2, 0);
  grown = system.variable("grown", 0, 0);
  users = system.variable("driver.users", 2, 0);
  owned = system.variable("driver_holds_frames", 0, 1);
  for (unsigned f = 0; f < frames; ++f)
    references.push_back(f < device_frames ? system.free_variable(frame_name(f) + ".references", 3)
                                           : system.variable(frame_name(f) + ".references", 3, 0));
  for (unsigned a = 0; a < areas.size(); ++a) {
    const auto name = [&](const char* what) { return fmt::format("vma{}.{}", a, what); };
    areas[a].mapped = system.variable(name("mapped"), 0, 0);
    areas[a].start = system.variable(name("vm_start"), address_bits, 0);
    areas[a].pgoff = system.variable(name("vm_pgoff"), address_bits, 0);
    areas[a].pgoff_is_pfn = system.variable(name("vm_pgoff_is_pfn"), 0, 0);
  }
  for (unsigned page = 0; page < slots; ++page) {
    const auto name = [&](const char* what) { return fmt::format("pte{}.{}", page, what); };
    Entry& e = entries[page];
    e.present = system.variable(name("present"), 0, 0);
    e.frame = system.variable_of(name("pfn"), {"4 (D0)", "5 (D1)", "6 (D2)", "7 (A)"});
    e.special = system.variable(name("special"), 0, 0);
    e.write = system.variable(name("write"), 0, 0);
    e.counted = system.variable(name("counted"), 0, 0);
  }
  say_what_belongs_together();
}

/// What traces tell of which thing, and what is the model's own.
void Linear::say_what_belongs_together() {
  const System& s = system;
  system.belong({pfnmap, mixedmap}, s[areas[0].mapped] | s[areas[1].mapped]);
  for (const Area& area : areas) {
    system.belong({area.start, area.pgoff}, s[area.mapped]);
    system.keep_untold({area.pgoff_is_pfn});
  }
  for (const Entry& e : entries) system.belong({e.frame, e.special, e.write, e.counted}, s[e.present]);
}

/// What a driver of each idiom is obliged to. Faults that lift an obligation are asked for here.
void Linear::restrict_environment() {
  const System& s = system;
  for (unsigned f = 0; f < device_frames; ++f)
    system.restrict_starts(eq(s[references[f]], zext(is_managed(s), 3)));
  // Where the region begins in the file: at 0; at 2, so that offsets and pfns overlap; at the pfn itself; far
  // away.
  system.restrict_starts(is(s, file_offset, 0) | is(s, file_offset, 2) | is(s, file_offset, first_pfn) |
                         is(s, file_offset, 9));
  // vm_insert_page needs pages that are counted.
  system.restrict_starts(implies(is(s, driver, insert_page), is_managed(s)));
  // vmf_insert_mixed inserts a page where there is no special bit and the pfn has a memmap.
  system.restrict_starts(
      implies(is(s, driver, insert_mixed) & ~s[special_bit], is_managed(s) | is(s, kind, mmio)));
  // vmf_insert_pfn refuses a mapping that can hold COWed pages.
  if (!has("insert_pfn_accepts_cow")) system.restrict_starts(implies(is(s, driver, insert_pfn), ~is_cow(s)));
}

SliceInfo linear_slice() {
  return {"linear",
          "mm",
          "What vm_pgoff means while a mapping of a driver's region is split, moved, grown and revoked.",
          Linear::bounds,
          linear_operations(),
          linear_faults(),
          made<Linear>};
}

}  // namespace pfncheck::machine
