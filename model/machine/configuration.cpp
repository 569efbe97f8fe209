// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/machine/configuration.hpp"

#include <algorithm>
#include <array>

#include "model/term/node.hpp"

namespace pfncheck::machine {

namespace {

/// Positions of the bits that are set.
std::vector<std::uint64_t> bits_of(unsigned mask) {
  std::vector<std::uint64_t> found;
  for (unsigned i = 0; mask >> i != 0; ++i)
    if (((mask >> i) & 1U) != 0) found.push_back(i);
  return found;
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
  // Of own: 0 where it is not asked, else 1 (no) or 2 (yes).
  if (variable == "vm_pat") return {0, is_x86(row) && fork_reads_type_back(release) ? 2U : 1U};
  if (variable == "secretmem") return bits_of(row.secretmem.value ? 0b111 : 0b011);  // experts switch it off
  if (variable == "noncached_is_lost") return bits_of(row.noncached.value);
  // arch/arm64/kvm/mmu.c: user_mem_abort; arch/x86/kvm/vmx/vmx.c: vmx_get_mt_mask. Not modelled for others.
  if (variable == "guest_types")
    return one(row.kbuild_arch == "arm64" ? GuestTypes::stage2
               : is_x86(row)              ? GuestTypes::ept
                                          : GuestTypes::none);
  if (variable == "modify_type") return bits_of(row.modify_type.value);
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
