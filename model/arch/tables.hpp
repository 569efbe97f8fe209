// SPDX-License-Identifier: GPL-2.0-or-later
// One table per architecture; rows.cpp puts them together in this order.
#pragma once

#include "model/arch/rows.hpp"

namespace pfncheck::arch_tables {

std::span<const ArchRow> x86();
std::span<const ArchRow> arm64();
std::span<const ArchRow> arm();
std::span<const ArchRow> riscv();
std::span<const ArchRow> s390();
std::span<const ArchRow> powerpc();
std::span<const ArchRow> loongarch();
std::span<const ArchRow> mips();
std::span<const ArchRow> um();
std::span<const ArchRow> hexagon();
std::span<const ArchRow> alpha();
std::span<const ArchRow> arc();
std::span<const ArchRow> csky();
std::span<const ArchRow> m68k();
std::span<const ArchRow> microblaze();
std::span<const ArchRow> nios2();
std::span<const ArchRow> openrisc();
std::span<const ArchRow> parisc();
std::span<const ArchRow> sh();
std::span<const ArchRow> sparc();
std::span<const ArchRow> xtensa();

}  // namespace pfncheck::arch_tables
