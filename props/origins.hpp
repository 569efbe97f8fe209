// SPDX-License-Identifier: GPL-2.0-or-later
// Origins of page-table entries and what the code that made them guarantees.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "model/functions/vm_normal_page/rule.hpp"

namespace pfncheck {

enum class Counted { no, yes };

/// What an entry maps, by how it was made.
enum class Made {
  raw,    ///< a pfn that nobody counts: remap, raw insert, devmap
  page,   ///< a page with a reference for this entry
  cowed,  ///< a private copy of what was there, with a reference for this entry
  zero,   ///< the small or huge zero page
  hook,   ///< an entry whose page the VMA's hook knows
};

/// What a rule must answer for the note of an origin to be true of a counterexample.
enum class NoteSays {
  misjudged,  ///< an entry that nobody counts is a page, a counted page is none
  page,
  report,
};

/// One row of the contract table.
struct Origin {
  std::string_view name;      ///< "raw_remap_cow", "page_in_mixedmap", "zero_page_read_fault" ...
  std::string_view sentence;  ///< how such an entry comes to be
  std::string_view source;    ///< file, function, release
  Level level;                ///< PMD rows are used for PUD as well
  Counted counted;            ///< whether installing it took reference, map count and rss
  bool raw;                   ///< made by a raw insert or remap (for "a raw entry is never normal")
  bool outside;               ///< of the contracts: reported apart, never refuted
  std::string_view note;      ///< if stock kernels fail here: the true statement, in one sentence; else empty
  std::function<bool(const Facts&)> exists;  ///< era and configuration
  std::function<Term(const normal_page::Inputs&, const Facts&, Level)> contract;
  Made made = Made::raw;
  std::function<bool(const Facts&, Level)> at =
      nullptr;  ///< at which huge levels of such a kernel a PMD row is read; empty: at both
  std::function<bool(const Facts&)> noted =
      nullptr;  ///< where the note is true; empty: wherever the row exists
  NoteSays note_says = NoteSays::misjudged;
};

std::span<const Origin> origins();
/// Whether the row speaks of entries at this level of such a kernel.
bool applies(const Origin& origin, const Facts& facts, Level level);
const Origin* find_origin(std::string_view name);

/// Some installer of the contract table may have made the entry; those outside the contracts apart.
Term is_legal(const normal_page::Inputs& in, const Facts& facts, Level level);

/// Base invariants of the globals (zero page has a memmap and lies at or below the highest pfn ...), one
/// named row each.
struct Invariant {
  std::string_view name, sentence, source;
  std::function<Term(const normal_page::Inputs&, const Facts&)> holds;
};
std::span<const Invariant> invariants();
/// Conjunction of all invariants.
Term base_invariants(const normal_page::Inputs& in, const Facts& facts);

}  // namespace pfncheck
