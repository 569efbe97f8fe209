// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/env/stand_ins.hpp"

#include <algorithm>
#include <array>

namespace pfncheck::lifting {

namespace {

using enum StandInKind;

constexpr bool whole = false, prefix = true;

constexpr auto rows = std::to_array<StandIn>({
    // Memory map.
    {"pfn_valid", whole, predicate,
     "the pfn has a struct page; include/linux/mmzone.h, arch/*/include/asm/page.h"},
    {"pfn_is_map_memory", whole, predicate, "the pfn is memory of the linear map; arch/arm64/mm/init.c"},
    {"_compound_head", whole, head_of_page, "the head of the page's folio; include/linux/page-flags.h"},
    {"folio_test_anon", whole, predicate, "anonymous memory; include/linux/page-flags.h"},
    {"folio_test_large", whole, predicate, "more than one page; include/linux/page-flags.h"},
    {"folio_test_swapbacked", whole, predicate, "include/linux/page-flags.h"},
    {"pfn_modify_allowed", whole, predicate, "not refused for L1TF; arch/x86/mm/mmap.c"},
    // References and mappings of pages: they change counters that no rule here reads.
    {"folio_get", whole, effect, "one more reference; include/linux/mm.h"},
    {"folio_put", whole, effect, "one reference less; include/linux/mm.h"},
    {"folio_ref_add", whole, effect, "more references; include/linux/page_ref.h"},
    {"folio_ref_sub", whole, effect, "fewer references; include/linux/page_ref.h"},
    {"folio_dup_file_rmap_pte", prefix, effect, "one more mapping; include/linux/rmap.h"},
    {"folio_try_dup_anon_rmap_pte", prefix, value,
     "0, or not 0 if the page must be copied; include/linux/rmap.h"},
    // Reports: they change nothing that a rule reads.
    {"print_bad_", prefix, effect, "report of a corrupt entry; mm/memory.c"},
    {"bad_page", whole, effect, "report; mm/page_alloc.c"},
    {"dump_page", whole, nothing, "report; mm/debug.c"},
    {"dump_vma", whole, nothing, "report; mm/debug.c"},
    {"dump_mm", whole, nothing, "report; mm/debug.c"},
    {"dump_stack", whole, nothing, "report; lib/dump_stack.c"},
    {"warn_slowpath_", prefix, effect, "report of a WARN; kernel/panic.c"},
    {"__warn_printk", whole, effect, "report of a WARN; kernel/panic.c"},
    {"__warn", whole, effect, "report of a WARN; kernel/panic.c"},
    {"_printk", whole, nothing, "report; kernel/printk/printk.c"},
    {"printk", whole, nothing, "report; kernel/printk/printk.c"},
    {"___ratelimit", whole, nothing, "report rate; lib/ratelimit.c"},
    // The compiler proves that these calls are never reached; include/linux/compiler_types.h.
    {"__compiletime_assert_", prefix, trap,
     "a failed compile-time assertion; include/linux/compiler_types.h"},
    {"panic", whole, trap, "does not return; kernel/panic.c"},
    {"__stack_chk_fail", whole, trap, "does not return; kernel/panic.c"},
    // Configuration bits of the running machine: patched in at boot, constant afterwards.
    {"arch_static_branch_jump", whole, static_branch, "include/linux/jump_label.h"},
    {"arch_static_branch", whole, static_branch, "include/linux/jump_label.h"},
    {"_static_cpu_has", whole, feature, "arch/x86/include/asm/cpufeature.h"},
    {"alternative_has_cap", prefix, feature, "arch/arm64/include/asm/alternative-macros.h"},
    {"cpus_have_", prefix, feature, "arch/arm64/include/asm/cpufeature.h"},
    {"cpu_has_", prefix, feature, "arch/*/include/asm/cpufeature.h"},
    {"riscv_has_extension", prefix, feature, "arch/riscv/include/asm/cpufeature.h"},
    {"__riscv_has_extension", prefix, feature, "arch/riscv/include/asm/cpufeature.h"},
    {"__riscv_isa_extension_available", whole, feature, "arch/riscv/kernel/cpufeature.c"},
    {"mmu_has_feature", whole, feature, "arch/powerpc/include/asm/mmu.h"},
    {"early_mmu_has_feature", whole, feature, "arch/powerpc/include/asm/mmu.h"},
    {"cpu_has_feature", whole, feature, "arch/powerpc/include/asm/cpu_has_feature.h"},
    {"early_cpu_has_feature", whole, feature, "arch/powerpc/include/asm/cpu_has_feature.h"},
    {"get_lowcore", whole, value, "the same address for the whole run; arch/s390/include/asm/lowcore.h"},
    {"get_current", whole, value, "the running task does not change during a call"},
    // Exclusion: one execution is looked at by itself. A lock is taken from others; being a reader is not.
    {"__rcu_read_", prefix, nothing, "exclusion; kernel/rcu"},
    {"rcu_read_", prefix, nothing, "exclusion; include/linux/rcupdate.h"},
    {"rcu_preempt_", prefix, nothing, "exclusion; kernel/rcu"},
    {"rcu_lock_", prefix, nothing, "lockdep; include/linux/rcupdate.h"},
    {"preempt_count_", prefix, nothing, "exclusion; include/linux/preempt.h"},
    {"__preempt_count_", prefix, nothing, "exclusion; arch/*/include/asm/preempt.h"},
    {"preempt_schedule", prefix, nothing, "exclusion; kernel/sched/core.c"},
    {"_raw_spin_", prefix, effect, "exclusion; kernel/locking/spinlock.c"},
    {"_raw_read_", prefix, effect, "exclusion; kernel/locking/spinlock.c"},
    {"_raw_write_", prefix, effect, "exclusion; kernel/locking/spinlock.c"},
    {"spin_lock", prefix, effect, "exclusion; include/linux/spinlock.h"},
    {"spin_unlock", prefix, effect, "exclusion; include/linux/spinlock.h"},
    {"__raw_spin_", prefix, effect, "exclusion; include/linux/spinlock_api_smp.h"},
    {"mutex_", prefix, effect, "exclusion; kernel/locking/mutex.c"},
    {"down_read", prefix, effect, "exclusion; kernel/locking/rwsem.c"},
    {"down_write", prefix, effect, "exclusion; kernel/locking/rwsem.c"},
    {"up_read", prefix, effect, "exclusion; kernel/locking/rwsem.c"},
    {"up_write", prefix, effect, "exclusion; kernel/locking/rwsem.c"},
    {"lock_acquire", whole, nothing, "lockdep; kernel/locking/lockdep.c"},
    {"lock_release", whole, nothing, "lockdep; kernel/locking/lockdep.c"},
    {"lockdep_", prefix, nothing, "lockdep; kernel/locking/lockdep.c"},
    {"debug_lockdep_", prefix, nothing, "lockdep; kernel/rcu/update.c"},
    {"mmap_assert_", prefix, nothing, "assertion; include/linux/mmap_lock.h"},
    {"__might_", prefix, nothing, "debugging; kernel/sched/core.c"},
    {"__cond_resched", prefix, nothing, "scheduling; kernel/sched/core.c"},
    // Lazy MMU mode only delays what the hardware sees.
    {"arch_enter_lazy_mmu_mode", whole, nothing, "arch/*/include/asm/pgtable.h"},
    {"arch_leave_lazy_mmu_mode", whole, nothing, "arch/*/include/asm/pgtable.h"},
    {"__kasan_", prefix, nothing, "sanitizer"},
    {"__kcsan_", prefix, nothing, "sanitizer"},
    {"kasan_", prefix, nothing, "sanitizer"},
    {"instrument_", prefix, nothing, "sanitizer; include/linux/instrumented.h"},
    {"__page_table_check_", prefix, nothing, "debugging; mm/page_table_check.c"},
    {"page_table_check_", prefix, nothing, "debugging; include/linux/page_table_check.h"},
    {"__mod_lruvec_", prefix, effect, "statistics; mm/memcontrol.c"},
    {"__mod_node_page_state", whole, effect, "statistics; mm/vmstat.c"},
    {"track_pfn_", prefix, effect, "memory type tracking; arch/x86/mm/pat/memtype.c"},
    {"pfnmap_track", prefix, effect, "memory type tracking, since 6.16; arch/x86/mm/pat/memtype.c"},
    {"pfnmap_untrack", whole, effect, "memory type tracking, since 6.16; arch/x86/mm/pat/memtype.c"},
    {"pfnmap_setup_cachemode", prefix, effect, "memory type, since 6.16; arch/x86/mm/pat/memtype.c"},
    // What the hardware sees of an entry that is already in memory.
    {"flush_tlb_", prefix, effect, "Documentation/core-api/cachetlb.rst"},
    {"flush_cache_", prefix, effect, "Documentation/core-api/cachetlb.rst"},
    {"update_mmu_", prefix, effect, "Documentation/core-api/cachetlb.rst"},
    {"__update_tlb", whole, effect, "Documentation/core-api/cachetlb.rst"},
    {"hash__tlb", prefix, effect, "arch/powerpc/include/asm/book3s/64/tlbflush-hash.h"},
    {"hash__flush", prefix, effect, "arch/powerpc/include/asm/book3s/64/tlbflush-hash.h"},
    {"radix__flush", prefix, effect, "arch/powerpc/include/asm/book3s/64/tlbflush-radix.h"},
});

constexpr auto asm_rows = std::to_array<AsmStandIn>({
    {"bne     t3, zero, 2f", thead_memory_type, "T-Head memory types",
     "arch/riscv/include/asm/errata_list.h"},
    {"slli $0,$0,$4", riscv_memory_type, "Svpbmt", "arch/riscv/include/asm/errata_list.h"},
    {"tcr_el1", value, "TCR_EL1", "set at boot, constant afterwards; arch/arm64/mm/proc.S"},
});

constexpr auto fixed_globals = std::to_array<std::string_view>({
    "huge_zero_pfn",  // changes from all ones only while nobody maps the huge zero page; mm/huge_memory.c
    "highest_memmap_pfn",  // grows at memory hotplug only; mm/memory.c
    "zero_pfn",            // set at boot; mm/memory.c
    "zero_page_pfn",       // the same since 7.1; mm/mm_init.c
    "zero_page_mask",      // set at boot; arch/s390/mm/init.c, arch/mips/mm/init.c
    "max_mapnr",           // set at boot; mm/memory.c
    "max_low_pfn",
    "high_memory",
    "mem_map",
    "memstart_addr",  // arch/arm64/mm/init.c
    "physvirt_offset",
    "vabits_actual",
    "__supported_pte_mask",  // arch/x86/mm/init.c
    "phys_base",
    "page_offset_base",
    "vmemmap_base",
});

}  // namespace

const StandIn* find_stand_in(std::string_view function) {
  const auto it = std::find_if(rows.begin(), rows.end(), [&](const StandIn& row) {
    return row.prefix ? function.starts_with(row.name) : function == row.name;
  });
  return it == rows.end() ? nullptr : &*it;
}

bool counts_pages(std::string_view function) {
  return function.starts_with("folio_") && !function.starts_with("folio_test_");
}

bool is_fixed_at_boot(std::string_view function) {
  if (function.starts_with("static key ")) return true;  // patched at boot; the rules' keys do not flip later
  const StandIn* row = find_stand_in(function);
  if (row == nullptr) return false;
  return row->kind == feature || row->name == "get_lowcore" || row->name.starts_with("pfn_");
}

const AsmStandIn* find_asm_stand_in(std::string_view text) {
  const auto it = std::find_if(asm_rows.begin(), asm_rows.end(), [&](const AsmStandIn& row) {
    return text.find(row.contains) != std::string_view::npos;
  });
  return it == asm_rows.end() ? nullptr : &*it;
}

bool stays_the_same(std::string_view global) {
  return std::find(fixed_globals.begin(), fixed_globals.end(), global) != fixed_globals.end();
}

}  // namespace pfncheck::lifting
