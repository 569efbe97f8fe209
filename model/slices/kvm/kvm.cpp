// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/slices/kvm/kvm.hpp"

#include <fmt/format.h>

#include "model/slices/kvm/operations.hpp"
#include "model/slices/slices.hpp"

namespace pfncheck::machine {

Kvm::Kvm(Pool& p, Variant v) : Slice(p, std::move(v)), before(kvm_fault_rules("by_pfn")) {
  choose_rules();
  add_variables();
  add_fault_variables();
  restrict_environment();
  add_kvm_host_operations(*this);
  add_kvm_guest_operations(*this);
}

/// The rules of the release; a seeded fault puts others in their place.
std::string Kvm::rules_in_force() const {
  const std::array rules{"by_vma_flag", "v2", "merged", "opt_in"};
  for (const char* name : rules)
    if (is_seeded(std::string("rule_") + name)) return name;
  for (const char* name : rules)
    if (is_own(std::string("rule_") + name)) return name;
  if (variant.release < Release{5, 14}) return "by_pfn_5_10";
  return variant.release <= Release{6, 1} ? "by_pfn_5_14" : "by_pfn";
}

void Kvm::choose_rules() {
  const std::string name = rules_in_force();
  KvmFaultRules rules = kvm_fault_rules(name);
  if (has("device_may_be_executed"))
    rules.fault.add_first("execution of a device", "exec !map_memory", "Device+X");
  if (has("any_device_is_normal_uncached")) rules.fault.add_first("device", "!exec !map_memory", "NC");
  if (has("tags_are_not_cleared")) rules.tags.add_first("any", "", "no");
  if (has("tags_of_any_pfn_are_cleared")) rules.tags.add_first("tagged guest", "mte !perm", "yes");
  if (has("logging_keeps_writable")) rules.writable.add_first("any", "", "yes");
  if (has("block_from_vma_range")) rules.block.add_first("PFNMAP", "PFNMAP !logging", "VMA range");
  kvm_fault = &rule(std::move(rules.fault));
  block_rule = &rule(std::move(rules.block));
  writable_rule = &rule(std::move(rules.writable));
  tags_rule = &rule(std::move(rules.tags));
  memslot_rule = &rule(kvm_memslot_rule(name == "merged"));
}

void Kvm::add_variables() {
  guest_types = system.configuration("guest_types", 2);
  system.name_values(guest_types, {"none", "stage 2", "EPT"});
  fwb = system.configuration("fwb", 0);
  dic = system.configuration("dic", 0);
  mte = system.configuration("mte", 0);
  kind = system.free_variable_of(
      "frame0.kind", {"RAM", "NOMAP RAM", "coherent", "DAX", "MMIO", "MMIO in a hole", "tail page"});
  driver = system.free_variable_of("driver", {"file", "flags at mmap", "flags in fault", "mixed"});
  const std::vector<std::string> types{"WB", "NC", "Device"};
  vm_page_prot = system.free_variable_of("vm_page_prot", types);
  pte_type = system.free_variable_of("pte.type", types);
  huge = system.free_variable("pte.huge", 0);
  contiguous = system.free_variable("pte.contiguous", 0);
  aligned = system.free_variable("slot.aligned", 0);
  any_uncached = system.free_variable("VM_ALLOW_ANY_UNCACHED", 0);
  force_cached = system.free_variable("VM_FORCE_CACHED", 0);
  mte_allowed = system.free_variable("VM_MTE_ALLOWED", 0);
  vma = system.variable_of("vma", {"none", "driver's", "anonymous"});
  pfnmap = system.variable("VM_PFNMAP", 0, 0);
  mixedmap = system.variable("VM_MIXEDMAP", 0, 0);
  io = system.variable("VM_IO", 0, 0);
  present = system.variable("pte.present", 0, 0);
  host_write = system.variable("pte.write", 0, 0);
  slot = system.variable("slot.registered", 0, 0);
  logging = system.variable("slot.logging", 0, 0);
  checked = system.variable("slot.checked_vma", 0, 0);
}

void Kvm::add_fault_variables() {
  fault.stage = system.variable_of("fault.stage", {"none", "sampled", "found", "decided"});
  fault.access = system.variable_of("fault.access", {"read", "write", "execute"});
  fault.perm = system.variable("fault.permission", 0, 0);
  fault.of_anonymous = system.variable("fault.vma_is_anonymous", 0, 0);
  fault.pfnmap = system.variable("fault.VM_PFNMAP", 0, 0);
  fault.invalidated = system.variable("fault.invalidated", 0, 0);
  fault.frame = system.variable("fault.frame", 0, 0);
  fault.writable = system.variable("fault.writable", 0, 0);
  fault.reference = system.variable("fault.reference", 0, 0);
  fault.answer = system.variable("fault.answer", 3, 0);
  std::vector<std::string> answers = kvm_fault->answers;
  answers.front() = "none";  // errors end the fault: none is kept
  system.name_values(fault.answer, answers);
  s2.present = system.variable("s2.present", 0, 0);
  s2.frame = system.variable("s2.frame", 0, 0);
  s2.type = system.variable_of("s2.type", {"WB", "NC", "Device"});
  s2.write = system.variable("s2.W", 0, 0);
  s2.execute = system.variable("s2.X", 0, 0);
  s2.block = system.variable("s2.block", 0, 0);
  driver_holds = system.variable("driver_holds_frame", 0, 1);
  references[0] = system.free_variable("frame0.references", 2);
  references[1] = system.variable("frame1.references", 2, 0);
  for (unsigned f = 0; f < driver_and_anonymous; ++f) {
    dirty_line[f] = system.variable(fmt::format("frame{}.dirty_line", f), 0, 0);
    tags[f] = system.variable(fmt::format("frame{}.tags_initialised", f), 0, 0);
  }
  say_what_belongs_together();
}

/// What traces tell of which thing, and what is the model's own: the words of the steps tell the stage of the
/// fault, and the question at it the answer.
void Kvm::say_what_belongs_together() {
  const System& s = system;
  const Term runs = ~is(s, fault.stage, idle);
  const Term knows_pfn = is(s, fault.stage, found) | is(s, fault.stage, decided);
  system.belong({fault.access, fault.perm, fault.of_anonymous, fault.pfnmap}, runs);
  system.belong({fault.frame, fault.writable, fault.reference}, knows_pfn);
  system.belong({fault.invalidated}, runs);
  system.belong({pfnmap, mixedmap, io}, ~is(s, vma, no_vma));
  system.belong({host_write}, s[present]);
  system.belong({logging}, s[slot]);
  system.belong({s2.frame, s2.type, s2.write, s2.execute, s2.block}, s[s2.present]);
  system.keep_untold({fault.stage, fault.answer, checked});
}

/// What frames can be, and what drivers and the VMM are obliged to.
void Kvm::restrict_environment() {
  const System& s = system;
  const auto always = [&](Term condition) { system.restrict_starts(condition); };
  const Term of_file = is(s, driver, file);
  const Term is_ram = kind_in(s, {ram, tail_page}), on_device = kind_in(s, {coherent, dax});
  const Term is_registers = kind_in(s, {mmio, mmio_in_hole});
  always(is(s, guest_types, 1));
  always(ule(s[kind], number(3, tail_page)));
  always(~is(s, vm_page_prot, 3) & ~is(s, pte_type, 3));
  always(eq(s[references[0]], zext(is_counted(s), 2)));
  // A file maps pages, write-back; DAX files have no flags and no other memory comes so.
  always(implies(of_file, kind_in(s, {ram, dax}) & is(s, vm_page_prot, wb) & is(s, pte_type, wb)));
  always(implies(is(s, kind, dax), of_file));
  always(implies(s[any_uncached], is_registers & is(s, driver, flags_at_mmap)));
  if (variant.release < Release{6, 9}) always(~s[any_uncached]);  // no such flag
  always(implies(s[mte_allowed], of_file & is(s, kind, ram)));
  always(implies(s[force_cached], on_device & ~of_file & is(s, vm_page_prot, wb)));
  always(implies(s[huge], s[contiguous]) & (s[huge] | s[aligned]));
  // What is beside a frame that no leaf of the host covers is only read by who does not look at the leaf.
  if (!has("block_from_vma_range")) always(eq(s[contiguous], s[huge]));
  if (!has("driver_forgets_noncached")) always(implies(is_registers, ~is(s, pte_type, wb)));
  if (!has("ram_is_mapped_uncached")) always(implies(is_ram, is(s, pte_type, wb)));
  // A driver's entries may have another type than vm_page_prot: that of 6.12 does not look at it.
  const Term differs = is_registers & is(s, driver, flags_at_mmap) & is(s, vm_page_prot, wb);
  always(eq(s[vm_page_prot], s[pte_type]) | differs);
  // Which uncached type it is matters where the driver allows any, and for the user's own RAM.
  always(implies(on_device, ~is(s, pte_type, device)) & implies(is(s, kind, nomap), ~is(s, pte_type, nc)));
  always(implies(is(s, kind, mmio_in_hole), ~is(s, pte_type, nc)));
  if (variant.release < Release{5, 14} || rules_in_force() == "by_vma_flag") always(~s[mte]);
  // /dev/mem maps what is not in the linear map uncached.
  always(implies(is(s, kind, nomap), ~is(s, pte_type, wb)));
  // What the rule in force has an answer for may be given to guests.
  Term answered = rules_in_force() == "opt_in" ? s[force_cached] : no();
  if (rules_in_force() == "merged") answered = of_file | is(s, driver, flags_at_mmap);
  if (!has("cacheable_device_memory")) always(implies(on_device, ~is(s, pte_type, wb) | answered));
}

SliceInfo kvm_slice() {
  return {"kvm",
          "kvm",
          "A guest fault of arm64 KVM, step by step, against a VMM and a driver that change its VMA.",
          Kvm::bounds,
          kvm_operations(),
          kvm_faults(),
          made<Kvm>};
}

}  // namespace pfncheck::machine
