// SPDX-License-Identifier: GPL-2.0-or-later
// The adapters of one unit as a program of the row's architecture that answers records.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/differential/runtime/record.h"

namespace pfncheck::differential {

using Input = std::array<std::uint64_t, IN_COUNT>;
using Output = std::array<std::uint64_t, OUT_COUNT>;

/// Names of the words of a record.
extern const std::array<const char*, IN_COUNT> input_names;
extern const std::array<const char*, OUT_COUNT> output_names;

/// A symbol whose address, not its contents, a rule compares with: it stands at this place in every program.
struct FixedSymbol {
  const char* name;
  std::uint64_t address;
};
inline constexpr FixedSymbol fixed_symbols[] = {
    {"invalid_pte_table", 0x4000000},  ///< what an empty PMD points to on loongarch and mips
};

/// What makes and runs code for one architecture.
struct Machine {
  std::vector<std::string> flags;  ///< of clang: target, ABI and code model
  std::string emulator;            ///< empty: runs here
  bool big_endian = false;
};

/// From the arguments of the recorded compile command. `why_not` says in one line what is missing on this
/// computer.
Machine machine_of(const std::vector<std::string>& recorded, std::string& why_not);

/// The unit's bitcode with the runtime, linked into `folder`; the path of the program. Throws
/// std::runtime_error with the tool's messages.
std::string build_program(const Machine& machine, const std::string& bitcode, const std::string& folder);

/// Runs the program once. Throws std::runtime_error if it does not answer every record.
std::vector<Output> run_program(const Machine& machine, const std::string& program,
                                const std::vector<Input>& records);

}  // namespace pfncheck::differential
