// SPDX-License-Identifier: GPL-2.0-or-later
// Memory types per architecture: arch/*/include/asm/pgtable.h, pte_modify and pgprot_noncached of 6.12.
#include "model/machine/configuration.hpp"

#include <algorithm>
#include <array>

#include "model/term/node.hpp"

namespace pfncheck::machine {

namespace {

using enum ModifyType;

struct TypeRow {
  std::string_view arch;
  std::array<ModifyType, 2> modify;  ///< both where the source does not decide it
  bool noncached_is_lost;            ///< pgprot_noncached() is the identity
  std::string_view source;
};

constexpr std::array<TypeRow, 25> types{{
    {"x86_64",
     {keep, keep},
     false,
     "arch/x86/include/asm/pgtable_types.h: _PAGE_CHG_MASK has the cache bits"},
    {"i386", {keep, keep}, false, "arch/x86/include/asm/pgtable_types.h: _PAGE_CHG_MASK has the cache bits"},
    {"arm", {keep, keep}, false, "arch/arm/include/asm/pgtable.h: pte_modify masks permissions only"},
    {"arm-lpae", {keep, keep}, false, "arch/arm/include/asm/pgtable.h: pte_modify masks permissions only"},
    {"arm64", {replace, replace}, false, "arch/arm64/include/asm/pgtable.h: pte_modify takes PTE_ATTRINDX"},
    {"riscv64", {replace, replace}, false, "arch/riscv/include/asm/pgtable.h: _PAGE_CHG_MASK has no type"},
    {"powerpc", {replace, replace}, false, "arch/powerpc/include/asm: _PAGE_CHG_MASK has no type"},
    {"s390", {keep, replace}, true, "arch/s390/pci/pci_clp.c: the place of the bit comes from firmware"},
    {"mips32", {keep, keep}, false, "arch/mips/include/asm/pgtable.h: _CACHE_MASK is kept"},
    {"mips64", {keep, keep}, false, "arch/mips/include/asm/pgtable.h: _CACHE_MASK is kept"},
    {"loongarch", {keep, keep}, false, "arch/loongarch/include/asm/pgtable.h: _CACHE_MASK is kept"},
    {"sparc64", {keep, keep}, false, "arch/sparc/include/asm/pgtable_64.h: CP, CV and E are kept"},
    {"sh", {combine, combine}, false, "arch/sh/include/asm/pgtable_32.h: old and new are ored"},
    {"m68k", {combine, combine}, false, "arch/m68k/include/asm: old no-cache bits are ored in"},
    {"nios2", {keep, keep}, false, "arch/nios2/include/asm/pgtable.h: only permissions are replaced"},
    {"parisc", {replace, replace}, false, "arch/parisc/include/asm/pgtable.h: _PAGE_CHG_MASK has no U bit"},
    {"arc", {replace, replace}, false, "arch/arc/include/asm: _PAGE_CHG_MASK has no cacheable bit"},
    {"csky", {replace, replace}, false, "arch/csky/include/asm/pgtable.h"},
    {"microblaze", {replace, replace}, false, "arch/microblaze/include/asm/pgtable.h"},
    {"sparc32", {replace, replace}, false, "arch/sparc/include/asm/pgtable_32.h"},
    {"xtensa", {replace, replace}, false, "arch/xtensa/include/asm/pgtable.h"},
    {"hexagon", {replace, replace}, true, "arch/hexagon/include/asm/pgtable.h"},
    {"openrisc", {replace, replace}, true, "arch/openrisc/include/asm/pgtable.h"},
    {"alpha", {replace, replace}, true, "arch/alpha/include/asm/pgtable.h"},
    {"um", {keep, keep}, true, "arch/um/include/asm/pgtable.h: no memory types"},
}};

const TypeRow& types_of(const ArchRow& row) {
  const auto it = std::ranges::find(types, row.name, &TypeRow::arch);
  if (it == types.end()) broken_term("configuration: a row without memory types");
  return *it;
}

bool is_one_of(const ArchRow& row, std::initializer_list<std::string_view> archs) {
  return std::ranges::find(archs, row.kbuild_arch) != archs.end();
}

bool is_x86(const ArchRow& row) {
  return row.kbuild_arch == "x86_64" || row.kbuild_arch == "i386";
}

}  // namespace

std::vector<std::uint64_t> values_on(const ArchRow& row, Release release, std::string_view variable) {
  const Facts facts = facts_of(row, release);
  const auto one = [](auto value) { return std::vector{static_cast<std::uint64_t>(value)}; };
  if (variable == "special_bit") return one(facts.pte_special);
  if (variable == "pmd_special_bit") return one(facts.pmd_special);
  if (variable == "pmd_leaves") return one(row.pmd_level.value);
  if (variable == "devmap") return one(facts.devmap);
  if (variable == "pat_tracked") return one(is_x86(row));
  if (variable == "noncached_is_lost") return one(types_of(row).noncached_is_lost);
  // arch/arm64/kvm/mmu.c: user_mem_abort; arch/x86/kvm/vmx/vmx.c: vmx_get_mt_mask. Not modelled for others.
  if (variable == "guest_types")
    return one(row.kbuild_arch == "arm64" ? GuestTypes::stage2
               : is_x86(row)              ? GuestTypes::ept
                                          : GuestTypes::none);
  if (variable == "modify_type") {
    const auto& [a, b] = types_of(row).modify;
    return a == b ? one(a) : std::vector{static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b)};
  }
  // drivers/vfio/Kconfig: VFIO and VFIO_CONTAINER select VFIO_IOMMU_TYPE1 for these only (6.1, 6.12).
  if (variable == "type1") return one(is_x86(row) || is_one_of(row, {"s390", "arm", "arm64"}));
  // arch/x86/Kconfig: X86_SGX depends on X86_64; arch/x86/kernel/cpu/sgx came with 5.11.
  if (variable == "sgx") return one(row.kbuild_arch == "x86_64" && release >= Release{5, 11});
  // arch/arm64/kernel/cpufeature.c: ARM64_HAS_STAGE2_FWB, ARM64_HAS_CACHE_DIC, ARM64_HAS_CACHE_IDC,
  // ARM64_MTE.
  constexpr std::array of_arm64{"fwb", "dic", "idc", "mte"};
  const bool is_feature = std::ranges::find(of_arm64, variable) != of_arm64.end();
  if (is_feature && row.kbuild_arch != "arm64") return one(false);
  if (!is_feature && variable != "notifier") broken_term("configuration: an unknown variable");
  return {};
}

std::vector<Var> configuration_variables(const System& system) {
  std::vector<Var> found;
  for (unsigned i = 0; i < system.variables().size(); ++i)
    if (system.variables()[i].configuration) found.push_back({i});
  return found;
}

void restrict_to(Slice& slice, std::span<const ArchRow* const> rows) {
  System& system = slice.system;
  Term some = slice.no();
  for (const ArchRow* row : rows) {
    Term of_row = slice.yes();
    for (const Var v : configuration_variables(system)) {
      const Term now = system[v];
      const auto values = values_on(*row, slice.variant.release, system.variables()[v.index].name);
      if (values.empty()) continue;
      Term any = slice.no();
      for (const std::uint64_t value : values) any = any | eq(now, slice.number(now.width(), value));
      of_row = of_row & any;
    }
    some = some | of_row;
  }
  system.restrict_starts(some);
}

bool can_be(const ArchRow& row, const Slice& slice, const Configuration& configuration) {
  const std::vector<Var> variables = configuration_variables(slice.system);
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const auto values =
        values_on(row, slice.variant.release, slice.system.variables()[variables[i].index].name);
    if (!values.empty() && std::ranges::find(values, configuration[i]) == values.end()) return false;
  }
  return true;
}

}  // namespace pfncheck::machine
