// SPDX-License-Identifier: GPL-2.0-or-later
// arch/*/include/asm/pgtable.h: pte_modify; arch/x86/mm/pat/memtype.c; arch/arm64/kvm/mmu.c, hyp/pgtable.c;
// arch/x86/kvm/mmu/spte.c, vmx/vmx.c; drivers/vfio/vfio_iommu_type1.c; 6.12 unless said.
#include "model/slices/type/operations.hpp"

#include <fmt/format.h>

#include <array>

#include "model/functions/memory_type/rule.hpp"
#include "model/machine/configuration.hpp"

namespace pfncheck::machine {

namespace {

class Operations {
 public:
  explicit Operations(Types& types) : t_(types), system_(types.system) {}

  void add_all() {
    driver_maps();
    munmap();
    mprotect(0);
    mprotect(1);
    kernel_maps();
    kernel_unmaps();
    vcpu_map();
    guest_faults();
    guest_unmaps();
    for (const unsigned type : {Types::wb, Types::nc, Types::device}) guest_sets_type(type);
    guest_reads();
    vmm_writes();
    iommu_maps(false);
    iommu_maps(true);
    iommu_unmaps();
  }

 private:
  bool has(std::string_view fault) const { return t_.has(fault); }
  Term type(unsigned value) const { return t_.number(2, value); }
  template <class S>
  Term is(const S& s, Var v, unsigned value) const {
    return t_.is(s, v, value);
  }
  Step step(const char* operation, std::string words, std::vector<unsigned> arguments = {}) const {
    Step s = system_.step(operation, std::move(arguments));
    s.says(std::move(words));
    return s;
  }
  void add(Step s) { system_.add(std::move(s)); }

  // ---- the host ----

  void driver_maps() {
    Step s = step("driver_maps", "driver: maps the frame into user space");
    s.require(is(s, t_.user, Types::none));
    const Term recorded = ~is(s, t_.on_record, Types::none);
    const Term is_ram = is(s, t_.kind, Types::ram);
    // An insert does not put a type on record: who wants write-back must have done so before.
    s.require(implies(
        s[t_.pat_tracked] & s[t_.inserts] & is(s, t_.prot, Types::wb) & is(s, t_.kind, Types::coherent),
        recorded));
    const Term answer =
        s.consult(*t_.user_type, "user", t_.yes(),
                  {s[t_.noncached_is_lost], s[t_.pat_tracked], recorded, ~s[t_.inserts], is_ram});
    const auto says = [&](unsigned a) { return eq(answer, t_.number(answer.width(), a)); };
    s.set(t_.user, ite(says(type_wb), type(Types::wb),
                       ite(says(type_reserved), s[t_.on_record],
                           ite(says(type_uc), type(Types::device), s[t_.prot]))));
    s.set_if(s[t_.pat_tracked] & ~s[t_.inserts] & ~recorded, t_.on_record, s[t_.user]);
    add(std::move(s));
  }

  void munmap() {
    Step s = step("munmap", "munmap(): notifiers first");
    s.require(~is(s, t_.user, Types::none));
    unmap_guest(s);
    s.set(t_.user, type(Types::none));
    s.set_if(is(s, t_.kernel, Types::none), t_.on_record, type(Types::none));
    add(std::move(s));
  }

  // `way`: what combining gives where it is the bits that decide: 0 the cacheable, 1 the uncached type.
  void mprotect(unsigned way) {
    Step s = step("mprotect", way == 0 ? "mprotect()" : "mprotect(): uncached bits stay", {way});
    s.require(~is(s, t_.user, Types::none));
    const auto modifies = [&](ModifyType m) { return is(s, t_.modify_type, static_cast<unsigned>(m)); };
    if (way == 1) s.require(modifies(ModifyType::combine));
    const Term before = s[t_.user], other = s[t_.vm_page_prot];
    const Term lower = ite(ult(before, other), before, other),
               higher = ite(ult(before, other), other, before);
    s.set(t_.user, ite(modifies(ModifyType::keep), before,
                       ite(modifies(ModifyType::replace), ite(s[t_.noncached_is_lost], before, other),
                           way == 0 ? lower : higher)));
    s.event({"retyped", t_.yes(), {{"same", eq(before, s[t_.user])}}});
    add(std::move(s));
  }

  void kernel_maps() {
    Step s = step("kernel_maps", "driver: ioremap() or memremap() of the frame");
    s.require(is(s, t_.kernel, Types::none));
    const Term cached = is(s, t_.prot, Types::wb) & ~is(s, t_.kind, Types::mmio);
    const Term as_asked = ite(cached, type(Types::wb), type(Types::device));
    const Term recorded = ~is(s, t_.on_record, Types::none);
    s.set(t_.kernel, ite(recorded, s[t_.on_record], as_asked));
    s.set_if(s[t_.pat_tracked] & ~recorded, t_.on_record, as_asked);
    add(std::move(s));
  }

  void kernel_unmaps() {
    Step s = step("kernel_unmaps", "driver: iounmap() or memunmap()");
    s.require(~is(s, t_.kernel, Types::none) & ~s[t_.linear_map]);
    // The type that inserted entries were made with stays on record as long as they do.
    s.require(~(s[t_.pat_tracked] & s[t_.inserts] & ~is(s, t_.user, Types::none)));
    s.set(t_.kernel, type(Types::none));
    s.set_if(is(s, t_.user, Types::none), t_.on_record, type(Types::none));
    add(std::move(s));
  }

  // kvm_vcpu_map() and gpc_map() of a pfn without a page: memremap() write-back. The guest names the pfn.
  void vcpu_map() {
    Step s = step("vcpu_map", "KVM: kvm_vcpu_map() of the guest's page");
    s.require(~is(s, t_.s2, Types::none) & is(s, t_.kernel, Types::none));
    if (!has("vcpu_map_takes_mmio")) s.require(is(s, t_.user, Types::wb));
    s.set(t_.kernel, type(Types::wb));
    s.set_if(s[t_.pat_tracked] & is(s, t_.on_record, Types::none), t_.on_record, type(Types::wb));
    add(std::move(s));
  }

  // ---- the guest ----

  /// dcache_clean_inval_poc() of the frame, by its linear map address.
  void clean(Step& s, Term when) const {
    s.event({"maintenance", when, {{"in_linear_map", s[t_.linear_map]}}});
    s.set_if(when, t_.dirty_line, t_.no());
  }

  Term stage2_answer(Step& s) const {
    return s.consult(*t_.stage2_type, "stage 2", t_.is_arm64(s),
                     {s[t_.linear_map], ~s[t_.linear_map], is(s, t_.vm_page_prot, Types::wb), s[t_.fwb],
                      s[t_.any_uncached], s[t_.memmap]});
  }

  Term ept_answer(Step& s) const {
    const Term is_ram = is(s, t_.kind, Types::ram);
    const Term on_record = ~is(s, t_.on_record, Types::none);
    const Term uncached = ite(on_record, ~is(s, t_.on_record, Types::wb), ~is_ram);
    const Term is_mmio =
        s.consult(*t_.is_mmio_pfn, "EPT", t_.is_x86(s), {s[t_.memmap], s[t_.reserved], uncached, is_ram});
    if (has("npt_relies_on_mtrr")) return type(Types::wb);
    return ite(is_mmio, type(Types::device), type(Types::wb));
  }

  void guest_faults() {
    Step s = step("guest_faults", "KVM: maps the frame for the guest");
    s.require(is(s, t_.s2, Types::none) & ~is(s, t_.user, Types::none) & ~is(s, t_.guest_types, 0));
    // Memory that the VMM maps cacheable and the rule of 6.12 takes for a device: nobody may give it away.
    const Term known_as_memory =
        ite(t_.is_arm64(s), s[t_.linear_map], is(s, t_.kind, Types::ram) | s[t_.memmap]);
    if (!has("coherent_memory_for_guest")) s.require(~is(s, t_.user, Types::wb) | known_as_memory);
    const Term answer = ite(t_.is_arm64(s), stage2_answer(s), ept_answer(s));
    s.require(ne(answer, type(Types::none)));
    const Term cached = eq(answer, type(Types::wb));
    const Term needs_clean = t_.is_arm64(s) & cached & ~s[t_.fwb];
    if (!has("stage2_map_cleans_nothing")) clean(s, needs_clean);
    s.event({"cacheable_install", needs_clean, {{"dirty", s[t_.dirty_line]}}});
    s.event({"memory_install",
             t_.is_arm64(s) & ~is(s, t_.kind, Types::mmio),
             {{"stale", ~cached & s[t_.dirty_line]}}});
    s.set(t_.s2, answer);
    add(std::move(s));
  }

  void unmap_guest(Step& s) const {
    clean(s, t_.is_arm64(s) & is(s, t_.s2, Types::wb) & ~s[t_.fwb]);
    s.set(t_.s2, type(Types::none));
  }

  void guest_unmaps() {
    Step s = step("guest_unmaps", "KVM: takes the frame from the guest");
    s.require(~is(s, t_.s2, Types::none));
    unmap_guest(s);
    add(std::move(s));
  }

  // Without FWB KVM sees the guest switch its caches, and cleans what stage 2 maps. What the guest wrote
  // itself is the guest's to clean.
  void guest_sets_type(unsigned to) {
    constexpr std::array words{"", "write-back", "non-cacheable", "device memory"};
    Step s = step("guest_sets_type", fmt::format("guest: its own mapping is {}", words[to]), {to});
    s.require(~is(s, t_.guest_types, 0) & ~is(s, t_.guest, to));
    if (!has("cache_switch_cleans_nothing")) clean(s, t_.is_arm64(s) & is(s, t_.s2, Types::wb) & ~s[t_.fwb]);
    s.set(t_.guest, type(to));
    add(std::move(s));
  }

  void guest_reads() {
    Step s = step("guest_reads", "guest: reads the frame past the caches");
    s.require(t_.is_arm64(s) & t_.guest_is_uncached(s) & ~is(s, t_.kind, Types::mmio));
    s.event({"guest_reads", t_.yes(), {{"stale", s[t_.dirty_line]}}});
    add(std::move(s));
  }

  void vmm_writes() {
    Step s = step("vmm_writes", "VMM: writes through its cacheable mapping");
    s.require(is(s, t_.user, Types::wb) & ~s[t_.dirty_line] & ~is(s, t_.kind, Types::mmio));
    if (!has("vmm_writes_behind_uncached_guest")) s.require(~t_.guest_is_uncached(s));
    s.set(t_.dirty_line, t_.yes());
    add(std::move(s));
  }

  // ---- devices ----

  void iommu_maps(bool dmabuf) {
    Step s = step("iommu_maps", dmabuf ? "iommufd: maps the BAR as a DMABUF" : "VFIO type1: maps user memory",
                  {dmabuf});
    s.require(is(s, t_.iommu, Types::none));
    if (dmabuf)
      s.require(is(s, t_.kind, Types::mmio));
    else
      s.require(s[t_.type1] & ~is(s, t_.user, Types::none));
    if (!dmabuf && !has("type1_maps_mmio")) s.require(~is(s, t_.kind, Types::mmio));
    const Term is_device = s.consult(*t_.iommu_type, "IOMMU", t_.yes(), {t_.pool.boolean(dmabuf)});
    s.set(t_.iommu, ite(is_device, type(Types::device), type(Types::wb)));
    add(std::move(s));
  }

  void iommu_unmaps() {
    Step s = step("iommu_unmaps", "VFIO: unmaps the frame");
    s.require(~is(s, t_.iommu, Types::none));
    s.set(t_.iommu, type(Types::none));
    add(std::move(s));
  }

  Types& t_;
  System& system_;
};

}  // namespace

void add_type_operations(Types& types) {
  Operations(types).add_all();
}

}  // namespace pfncheck::machine
