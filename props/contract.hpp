// SPDX-License-Identifier: GPL-2.0-or-later
// The words of which contracts are made. Every word is about inputs, never about what a rule answers.
#pragma once

#include "model/functions/vm_normal_page/rule.hpp"

namespace pfncheck {

/// Whether constructors mark a raw huge entry special (where its level has a bit). Up to 6.11 none could.
bool marks_huge(const Facts& f);
/// Whether somebody makes raw huge entries at this level, DAX apart. vfio-pci, the GPU drivers and Hyper-V
/// that do are built where ARCH_SUPPORTS_PMD_PFNMAP or _PUD_PFNMAP is on (6.12, 7.3); up to 5.15 TTM did
/// without any bit.
bool raw_huge_is_made(const Facts& f, Level level);
/// 6.18 to 7.0: the PTE level's bit chooses the branch of the rule at every level (af38538801c6).
bool trusts_pte_bit(const Facts& f);

/// An entry under a contract.
class Entry {
 public:
  Entry(const normal_page::Inputs& inputs, const Facts& facts, Level level)
      : in(inputs), facts(facts), level(level) {}

  Term yes() const { return in.pfn.pool().boolean(true); }
  /// Kinds of VMA.
  Term pfnmap() const { return in.pfnmap & !in.mixedmap; }
  Term mixedmap() const { return in.mixedmap & !in.pfnmap; }
  Term both_flags() const { return in.pfnmap & in.mixedmap; }
  Term ordinary() const { return ~in.pfnmap & ~in.mixedmap; }
  Term cow() const { return normal_page::is_cow(in); }
  /// Not made with the protection of shared writable mappings: nobody maps a zero page so.
  Term read_only() const { return ne(in.prot, in.pfn.pool().constant(in.prot.width(), 3)); }
  Term no_hook() const { return !in.has_hook; }
  /// What the installer asked of the constructors.
  Term marked() const { return in.special & !in.devmap; }
  Term unmarked() const { return ~in.special & ~in.devmap; }
  Term device() const { return in.devmap & !in.special; }
  Term marked_if(bool asked) const { return asked ? marked() : unmarked(); }
  /// Frames.
  Term zero() const { return normal_page::is_zero(in, facts); }
  Term huge_zero() const;
  Term linear() const { return eq(in.pfn, normal_page::linear_pfn(in, facts)); }
  Term in_range() const { return ule(in.pfn, in.highest_pfn); }
  /// What rmap counts as anonymous memory (folio_add_new_anon_rmap), and pages of files and drivers, which
  /// insert_page() takes only if they are not.
  Term anonymous() const { return managed() & in.anon; }
  Term not_anonymous() const { return managed() & !in.anon; }
  /// A frame that the page allocator (or the driver that got it from there) refcounts.
  Term managed() const;
  bool bit() const { return has_special(facts, level); }

  const normal_page::Inputs& in;
  const Facts& facts;
  Level level;
};

}  // namespace pfncheck
