// SPDX-License-Identifier: GPL-2.0-or-later
// The rule family vm_normal_page: does a present page-table entry count as "normal", that is, does it own a
// reference, a map count and rss of the page that it maps?
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/kernel/facts.hpp"
#include "model/term/term.hpp"

namespace pfncheck::normal_page {

/// One symbolic call of the rule. Names are those of the adapter's parameters and of the kernel's globals, so
/// that reference and lifted rule read the same variables of one Pool. `word` is the row's unsigned long.
struct Inputs {
  // The VMA (bool unless said otherwise).
  Term pfnmap, mixedmap, shared, maywrite;
  Term other_flags;                  ///< word: all other vm_flags, free
  Term vm_start, address, vm_pgoff;  ///< words; start and address in bytes, pgoff in pages
  Term has_hook;                     ///< vm_ops has a lookup hook
  Term hook_answers;                 ///< it answers a page and not NULL; without a hook: vm_ops is not NULL
  // What the inserting code asked of the tree's constructors.
  Term pfn;              ///< word
  Term special, devmap;  ///< pte_mkspecial / pte_mkdevmap was applied (identity where the level has no bit)
  Term prot;             ///< 2 bits: which of the tree's user protections (none, read-only, copy, shared)
  Term young, dirty;
  // The machine.
  Term memmap;                ///< pfn_valid(pfn)
  Term anon;                  ///< PageAnon() of its page: anonymous memory, KSM pages included
  Term zero_pfn, zero_extra;  ///< words: the zero pages are the pfns [zero_pfn, zero_pfn + zero_extra]
  Term zero_memmap;           ///< pfn_valid(zero_pfn)
  Term huge_zero_pfn;         ///< word; all ones: not allocated
  Term highest_pfn;           ///< word: highest_memmap_pfn
};

/// What the machine's globals say, whatever a kernel calls them: zero pages and memmap.
inline constexpr std::array machine_globals = {&Inputs::memmap,        &Inputs::zero_pfn,
                                               &Inputs::zero_extra,    &Inputs::zero_memmap,
                                               &Inputs::huge_zero_pfn, &Inputs::highest_pfn};

/// Exactly one of null, page, hook_page, other is true where the rule returns; `head` only where `other` is.
struct Answer {
  Term null;       ///< raw
  Term page;       ///< the page of `pfn`: normal
  Term hook_page;  ///< what the VMA's hook answered
  Term other;      ///< any other pointer (never right)
  Term reported;   ///< a bad entry was reported
  Term changes;    ///< something outside of the rule was changed: a count, a flag, memory, a lock
  Term head;       ///< the other pointer is the head of the page's folio: the count is the right one
};
inline constexpr unsigned answer_parts = 7;
inline constexpr std::array answer_members = {&Answer::null,  &Answer::page,     &Answer::hook_page,
                                              &Answer::other, &Answer::reported, &Answer::changes,
                                              &Answer::head};
/// The parts in the order above.
std::array<Term, answer_parts> parts_of(const Answer& answer);
/// "NULL", "page", "the hook's page", "another pointer", "the head page of its folio", with " + report" and
/// " + side effect"; bit i is part i.
std::string text_of_answer(std::uint64_t parts);

/// A call of a kernel function that is not looked into: pfn_valid(pfn). Equal arguments, equal value.
struct Application {
  std::string function;
  std::vector<Term> arguments;
  Term variable;  ///< stands for the call; free where an earlier call has the same arguments
  Term value;     ///< what the call gives
};

/// Where a Rule comes from: the reference rule, or a function of a tree.
struct Rule {
  std::string name;  ///< "vm_normal_page", "vm_normal_page_pmd", "vm_normal_page_pud"
  Level level;
  Facts facts;  ///< of the row and tree (always those of the unpatched side)
  Inputs in;
  Answer out;
  Term domain;  ///< the constructors kept the pfn (round trip) and the entry is present
  std::vector<Application> applications;
  std::vector<Term>
      constants;  ///< variables that nothing changes while the kernel runs: CPU features, memmap
};

/// The variables of one call, by their fixed names, in `pool`.
Inputs make_inputs(Pool& pool, const Facts& facts);

/// Derived notions of the contract, from inputs only (never through the tree's helpers).
Term is_cow(const Inputs& in);                      ///< maywrite and not shared
Term linear_pfn(const Inputs& in, const Facts& f);  ///< vm_pgoff + ((address - vm_start) >> page_shift)
Term is_zero(const Inputs& in, const Facts& f);     ///< pfn is a small zero page
Term is_huge_zero(const Inputs& in,
                  const Facts& f);     ///< a huge zero page is allocated and pfn is its first pfn
Term has_no_vm_ops(const Inputs& in);  ///< vma_is_anonymous()
/// The special bit that the entry really carries: asked for, and this level has one.
Term carries_special(const Inputs& in, const Facts& f, Level level);
Term carries_devmap(const Inputs& in, const Facts& f, Level level);

/// The reference rule at one level, written from the documented contract.
Rule reference(Pool& pool, const Facts& facts, Level level);

}  // namespace pfncheck::normal_page
