// SPDX-License-Identifier: GPL-2.0-or-later
// Records worth running: values that stand in a relation to each other, drawn by a generator that gives the
// same numbers on every run.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/differential/machine_code.hpp"
#include "tests/random.hpp"

namespace pfncheck::differential {

using test::Random;

/// What the program itself says of its configuration.
struct Shape {
  unsigned word_bits = 64, page_shift = 12,
           leaf_shift = 12;  ///< leaf_shift: log2 of bytes of one entry of this level
};

/// How this configuration reads raw entries, found by asking the program.
struct RawForm {
  std::uint64_t base = 0;                 ///< an entry that is present and a leaf
  std::uint64_t base_pfn = 0;             ///< its pfn
  std::uint64_t pfn_bit[64] = {};         ///< by bit of the entry: what flipping it in base does to the pfn
  std::uint64_t special = 0, devmap = 0;  ///< bits of the entry that switch these on
};

/// One adapter of one program.
struct Subject {
  const Machine* machine;
  std::string program;
  record_adapter adapter;
  bool is_raw() const { return adapter == RECORD_RAW_PTE || adapter == RECORD_RAW_PMD; }
  bool is_pmd() const { return adapter == RECORD_MADE_PMD || adapter == RECORD_RAW_PMD; }
};

/// False: the configuration has no such rule.
bool read_shape(const Subject& subject, Shape& shape);
/// Asks for all entries of one and two bits. False: no such entry is present.
bool read_raw_form(const Subject& subject, const Shape& shape, RawForm& form);

/// `count` records for the subject. `form` is used by raw adapters only.
std::vector<Input> draw_records(const Subject& subject, const Shape& shape, const RawForm& form,
                                Random& random, std::size_t count);

}  // namespace pfncheck::differential
