// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/slices/type/type.hpp"

#include "model/functions/memory_type/rule.hpp"
#include "model/slices/slices.hpp"
#include "model/slices/type/operations.hpp"

namespace pfncheck::machine {

namespace {

const std::vector<std::string> view_words{"none", "WB", "NC", "Device"};

}  // namespace

Types::Types(Pool& p, Variant v) : Slice(p, std::move(v)) {
  user_type = &rule(user_type_rule());
  DecisionRule stage2 = stage2_type_rule(variant.release);
  if (has("stage2_trusts_memmap")) stage2.add_first("a memmap, taken for the linear map", "memmap", "WB");
  stage2_type = &rule(std::move(stage2));
  is_mmio_pfn = &rule(kvm_is_mmio_pfn_rule());
  iommu_type = &rule(iommu_type_rule());
  add_variables();
  restrict_environment();
  add_type_operations(*this);
}

void Types::add_variables() {
  guest_types = system.configuration("guest_types", 2);
  system.name_values(guest_types, {"none", "stage 2", "EPT"});
  modify_type = system.configuration("modify_type", 2);
  system.name_values(modify_type, {"keep", "replace", "combine"});
  pat_tracked = system.configuration("pat_tracked", 0);
  noncached_is_lost = system.configuration("noncached_is_lost", 0);
  fwb = system.configuration("fwb", 0);
  type1 = system.configuration("type1", 0);
  kind = system.free_variable_of("frame.kind", {"RAM", "coherent", "MMIO"});
  memmap = system.free_variable("frame.memmap", 0);
  linear_map = system.free_variable("frame.linear_map", 0);
  reserved = system.free_variable("frame.reserved", 0);
  prot = system.free_variable_of("driver.prot", view_words);
  vm_page_prot = system.free_variable_of("vm_page_prot", view_words);
  inserts = system.free_variable("driver.inserts", 0);
  any_uncached = system.free_variable("VM_ALLOW_ANY_UNCACHED", 0);
  ignores_guest_pat = system.free_variable("ept.ignores_guest_pat", 0);
  user = system.variable_of("user.type", view_words);
  kernel = system.free_variable_of("kernel.type", view_words);
  s2 = system.variable_of("s2.type", view_words);
  iommu = system.variable_of("iommu.type", view_words);
  guest = system.variable("guest.type", 2, device);  // a guest starts with its MMU and caches off
  system.name_values(guest, view_words);
  on_record = system.variable_of("pat.type", view_words);
  dirty_line = system.variable("frame.dirty_line", 0, 0);
}

/// What frames can be, and what drivers are obliged to.
void Types::restrict_environment() {
  const System& s = system;
  const auto always = [&](Term condition) { system.restrict_starts(condition); };
  const Term is_ram = is(s, kind, ram), is_mmio = is(s, kind, mmio);
  always(ule(s[kind], number(2, mmio)));
  always(~is(s, prot, none) & ~is(s, vm_page_prot, none));
  always(implies(s[linear_map], is_ram & s[memmap] & ~s[reserved]));
  always(implies(s[reserved], s[memmap]) & implies(s[memmap] & ~is_ram, s[reserved]));
  always(eq(s[kernel], ite(s[linear_map], number(2, wb), number(2, none))));
  always(implies(s[any_uncached], is_mmio & is_arm64(s)));
  always(implies(s[fwb], is_arm64(s)) & implies(s[ignores_guest_pat], is_x86(s)));
  if (!has("driver_forgets_noncached")) always(implies(is_mmio, ~is(s, prot, wb)));
  if (!has("ram_is_mapped_uncached"))
    always(implies(is_ram & (s[linear_map] | ~is_arm64(s)), is(s, prot, wb)));
  // pte_modify() takes the type of vm_page_prot, or combines both: then they must be one.
  if (!has("prot_differs_from_vma")) always(eq(s[prot], s[vm_page_prot]) | (is(s, modify_type, 0) & is_mmio));
  if (!has("noncached_request_is_lost")) always(implies(s[noncached_is_lost], is(s, prot, wb)));
}

SliceInfo type_slice() {
  return {"type",
          "kvm",
          "Memory types of one frame in all its mappings: user, kernel, guest, device.",
          Types::bounds,
          type_operations(),
          type_faults(),
          made<Types>};
}

}  // namespace pfncheck::machine
