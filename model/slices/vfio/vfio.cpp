// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/slices/vfio/vfio.hpp"

#include <fmt/format.h>

#include "model/functions/vaddr_get_pfns/rule.hpp"
#include "model/slices/slices.hpp"
#include "model/slices/vfio/operations.hpp"

namespace pfncheck::machine {

Vfio::Vfio(Pool& p, Variant v) : Slice(p, std::move(v)) {
  DecisionRule translation = vaddr_get_pfn_rule({.linear = has("translation_is_linear"),
                                                 .faults_in = !has("translation_without_fault"),
                                                 .checks_write = !has("translation_ignores_write")});
  if (has("translation_accepts_pages"))
    for (RuleRow& row : translation.rows)
      if (row.name == "an entry of a page that is counted") row.answer = answer_entry;
  vaddr_get_pfn = &rule(std::move(translation));
  invalid_or_reserved = &rule(invalid_or_reserved_rule());
  iova_to_phys = &rule(iova_to_phys_rule());
  add_variables();
  restrict_kinds();
  restrict_lifetimes();
  add_vfio_operations(*this);
  add_vfio_lemmas(*this);
}

void Vfio::add_variables() {
  notifier = system.configuration("notifier", 0);
  type1 = system.configuration("type1", 0);
  sgx = system.configuration("sgx", 0);
  kind = system.free_variable_of("frames.kind", {"MMIO", "page", "driver's RAM", "EPC", "zero page"});
  driver = system.free_variable_of("driver", {"none", "remap at mmap", "insert in fault"});
  never_freed = system.free_variable("frames.never_freed", 0);
  first_pfn = system.free_variable("frames.first_pfn", 1);
  pgoff = system.free_variable("vm_pgoff", 2);
  pgoff_is_pfn = system.free_variable("vm_pgoff_is_pfn", 0);
  reserved = system.free_variable("frames.PG_reserved", 0);
  vma = system.variable("vma.mapped", 0, 1);
  writable = system.free_variable("VM_WRITE", 0);
  enabled = system.variable("device.enabled", 0, 1);
  for (unsigned n = 0; n < pages; ++n) {
    Entry& e = entries[n];
    e.present = system.free_variable(fmt::format("pte{}.present", n), 0);
    e.frame = system.free_variable_of(fmt::format("pte{}.pfn", n), {"F0", "F1"});
    e.write = system.free_variable(fmt::format("pte{}.write", n), 0);
  }
  for (unsigned f = 0; f < frames; ++f) {
    states.push_back(system.free_variable_of(fmt::format("F{}.state", f), {"held", "free", "reused"}));
    pins.push_back(system.variable(fmt::format("F{}.pins", f), 2, 0));
  }
  phase = system.variable_of("dma.phase",
                             {"none", "look up", "fault", "map", "mapped", "unmap", "flush", "unpin"});
  at = system.variable("dma.page", 1, 0);
  wants_write = system.variable("dma.IOMMU_WRITE", 0, 0);
  faulted = system.variable("dma.faulted", 0, 0);
  lock_dropped = system.variable("dma.lock_dropped", 0, 0);
  stale = system.variable("dma.stale", 0, 0);
  for (unsigned n = 0; n < pages; ++n) {
    const auto name = [&](const char* what) { return fmt::format("iova{}.{}", n, what); };
    Iova& i = iovas[n];
    i.present = system.variable(name("present"), 0, 0);
    i.cached = system.variable(name("in_iotlb"), 0, 0);
    i.target = system.variable_of(name("pfn"), {"F0", "F1", "elsewhere"});
    i.write = system.variable(name("write"), 0, 0);
    i.due = system.variable(name("due"), 0, 0);
    i.pinned = system.variable(name("pinned"), 0, 0);
    i.raw = system.variable(name("raw"), 0, 0);
  }
  say_what_belongs_together();
}

/// What traces tell of which thing, and what is the model's own: the words of the steps tell how far a
/// MAP_DMA is.
void Vfio::say_what_belongs_together() {
  const System& s = system;
  system.belong({pgoff, pgoff_is_pfn, writable}, s[vma]);
  for (const Entry& e : entries) system.belong({e.frame, e.write}, s[e.present]);
  for (const Iova& i : iovas) system.belong({i.target, i.write, i.pinned, i.raw}, usable(s, i) | s[i.due]);
  system.keep_untold({phase, at, wants_write, faulted, pgoff_is_pfn});
  for (const Iova& i : iovas) system.keep_untold({i.due});
}

/// What the VMA and its entries are for each kind of memory.
void Vfio::restrict_kinds() {
  const System& s = system;
  const Term of_driver = is(s, kind, mmio) | is(s, kind, driver_ram);
  system.restrict_starts(s[type1]);
  system.restrict_starts(implies(is(s, kind, epc), s[sgx]));
  system.restrict_starts(eq(of_driver, ~is(s, driver, no_driver)));
  // Pages of the allocator, of EPC and the zero page come with the first fault: both or none at the start.
  const Term filled = ite(of_driver, is(s, driver, remap_at_mmap), s[entries[0].present]);
  const Term on_demand = is(s, kind, page) | is(s, kind, epc);
  for (unsigned n = 0; n < pages; ++n) {
    system.restrict_starts(eq(s[entries[n].present], filled));
    system.restrict_starts(eq(s[entries[n].write], filled & s[writable] & ~is(s, kind, zero_page)));
    system.restrict_starts(
        eq(s[states[n]], ite(on_demand & ~filled, number(2, free_frame), number(2, held))));
  }
  system.restrict_starts(is(s, entries[0].frame, 0) | (filled & is(s, kind, zero_page)));
  system.restrict_starts(implies(filled & is(s, kind, zero_page), is(s, entries[0].frame, zero_frame)));
  system.restrict_starts(eq(s[entries[1].frame], zext(filled, 1)));
  // A VMA without a driver has an offset too; only its meaning differs.
  system.restrict_starts(implies(s[pgoff_is_pfn], of_driver & eq(s[pgoff], zext(s[first_pfn], 2))));
  system.restrict_starts(implies(~is_pfnmap(s), is(s, pgoff, 0)));
  if (has("inserted_page_is_reserved"))
    system.restrict_starts(implies(s[reserved], is(s, kind, page) | is(s, kind, driver_ram)));
  else
    system.restrict_starts(implies(s[reserved], is(s, kind, driver_ram)));
  // vfio_unmap_unpin takes physical address 0 for no translation.
  if (!has("memory_at_physical_address_zero")) system.restrict_starts(is(s, first_pfn, 1));
}

/// Who may give memory back while a device uses it: type1 pins pages, and for what it does not pin nobody
/// tells it (vaddr_get_pfns).
void Vfio::restrict_lifetimes() {
  const System& s = system;
  const Term lasts = is(s, kind, mmio) | is(s, kind, zero_page);
  system.restrict_starts(ite(is(s, kind, driver_ram), yes(), eq(s[never_freed], lasts)));
  if (has("raw_memory_without_notifier")) return;
  system.restrict_starts(implies(is(s, kind, epc), s[notifier]));
  system.restrict_starts(implies(is(s, kind, driver_ram) & s[reserved], s[notifier] | s[never_freed]));
}

SliceInfo vfio_slice() {
  return {"vfio",
          "vfio",
          "Translations of user memory for a device: look-up, pins, revocation, release.",
          Vfio::bounds,
          vfio_operations(),
          vfio_faults(),
          made<Vfio>};
}

}  // namespace pfncheck::machine
