// SPDX-License-Identifier: GPL-2.0-or-later
// What a rule asks that no right rule does: a patched one may test any VMA flag or any predicate of a page.
#pragma once

#include <string>
#include <vector>

#include "solver/table/table.hpp"

namespace pfncheck {

/// Questions beside the family's atoms that `answer` reads: single VMA flags ("VM_IO"), predicates and other
/// bool values that stand for calls ("folio_test_anon()"), and whether the page is a tail of a folio.
/// Empty if there are too many to be columns; then the answer is a function of words.
std::vector<Atom> asked_atoms(const normal_page::Rule& rule, Term answer);

/// Those of them that are of use in the words of a witness, with their values: flags that are asked at all
/// ("VM_IO=1"), and calls that would decide otherwise.
std::vector<std::string> asked_in_words(const normal_page::Rule& rule, const Assignment& values);

}  // namespace pfncheck
