// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/functions/functions.hpp"
#include "model/vocabulary/ledger.hpp"

namespace pfncheck::functions {

namespace {

constexpr auto clauses = std::to_array<Clause>({
    {"what_no_fault_brings_back_is_copied",
     "fork() copies the entries of VMAs that have anonymous pages or were filled by a driver.",
     "The child would find other memory there, or none.", "mm/memory.c: vma_needs_copy (6.12)"},
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"what_no_fault_brings_back_is_copied", "has_anon_vma", true, "fork_forgets_anon_vma"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::vm_flags,
    {"has_anon_vma", "The VMA has had anonymous pages."},
});

}  // namespace

const Contract vma_needs_copy{
    "vma_needs_copy",
    "mm/memory.c",
    "PTE",
    "Says whether fork() copies the entries of a VMA, or leaves them to the child's faults.",
    "mm/memory.c: vma_needs_copy (6.12)",
    "the child's VMA is the parent's, without what userfaultfd does",
    "bits of userfaultfd, guard regions, and copies that a fault would have made as well",
    "own",
    "fork",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
