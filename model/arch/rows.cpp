// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/arch/rows.hpp"

#include "model/arch/tables.hpp"

namespace pfncheck {
namespace {

std::vector<ArchRow> all_rows() {
  using namespace arch_tables;
  std::vector<ArchRow> rows;
  for (auto table : {x86(),        arm64(), arm(),      riscv(),  s390(), powerpc(), loongarch(),
                     mips(),       um(),    hexagon(),  alpha(),  arc(),  csky(),    m68k(),
                     microblaze(), nios2(), openrisc(), parisc(), sh(),   sparc(),   xtensa()})
    rows.insert(rows.end(), table.begin(), table.end());
  return rows;
}

// What decides which origins exist.
Facts with_installers(Facts f, const ArchRow& row) {
  f.devmap_is_special = f.devmap && row.devmap_is_special.value;
  f.fs_dax = f.devmap && row.fs_dax.value;
  f.fuse_dax = (f.devmap || !f.core.has_devmap) && row.fuse_dax.value;
  f.limited_dax = row.limited_dax.value && limited_dax_exists(f.core.release);
  f.vmcore = row.vmcore.value;
  return f;
}

}  // namespace

std::span<const ArchRow> arch_rows() {
  static const std::vector<ArchRow> rows = all_rows();
  return rows;
}

const ArchRow* find_arch(std::string_view name) {
  for (const ArchRow& row : arch_rows())
    if (row.name == name) return &row;
  return nullptr;
}

namespace {

/// The bits came after 6.12.
bool has_new_huge_bits(const ArchRow& row, Release release) {
  return row.huge_special_since.value != Release{} && release >= row.huge_special_since.value;
}

}  // namespace

bool has_leaves(const ArchRow& row, Level level, Release release) {
  if (level == Level::pte) return true;
  if (level == Level::pmd) return row.pmd_level.value;
  return row.pud_level.value || has_new_huge_bits(row, release);
}

Facts facts_of(const ArchRow& row, Release release) {
  const bool devmap = row.devmap.value && release >= row.devmap_since && CoreMm(release).has_devmap;
  const bool huge_special = CoreMm(release).marks_huge;
  Facts f;
  f.core = release;
  f.word_bits = row.word_bits.value;
  f.page_shift = row.page_shift.value;
  f.pmd_shift = row.pmd_shift.value;
  f.pud_shift = row.pud_shift.value;
  f.pte_special = row.pte_special.value;
  f.pmd_special = (row.pmd_special.value && huge_special) || has_new_huge_bits(row, release);
  f.pud_special = (row.pud_special.value && huge_special) || has_new_huge_bits(row, release);
  f.devmap = devmap;
  f.colour_zero = row.colour_zero.value || release <= row.colour_zero_until;
  return with_installers(f, row);
}

std::vector<const ArchRow*> default_archs() {
  return {find_arch("x86_64"), find_arch("arm64"), find_arch("arm")};
}

}  // namespace pfncheck
