// SPDX-License-Identifier: GPL-2.0-or-later
// Names, types and assembly without what the preprocessor and clang number: read by hand, for every
// comparison of two versions reads thousands of them and std::regex took a quarter of its time.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pfncheck::lifting {

/// Assembly without __COUNTER__ and the number of an initcall.
std::string assembly_without_counters(const std::string& assembly);
/// A symbol without these, and without the number by which clang tells names apart: "jumps.3". Of assembly
/// that would be ".float 1.5".
std::string without_counters(const std::string& name);
/// LLVM's text of a type: "%struct.anon.12" is "%struct.anon".
std::string without_structure_numbers(const std::string& type);
/// LLVM's text of an attribute: "sret(%struct.pair.7)" is "sret(%struct.pair)".
std::string without_attribute_number(const std::string& attribute);

/// Numbers of assembly before a colon, each once, as they come: "773:" of a label. Of at most nine digits.
std::vector<std::uint64_t> numbered_labels(std::string_view assembly);
/// Where a label is set or asked for ("773:", "773b", "773f"): those of `labels` by their order there
/// ("label_1_").
std::string with_named_labels(const std::string& assembly, std::span<const std::uint64_t> labels);
/// The same with "label" for each of four digits or more.
std::string without_long_labels(const std::string& assembly);

/// A number in a text.
struct NumberAt {
  std::size_t at = std::string::npos, size = 0;  ///< npos: there is none
};
/// What stands after the first ".short ", ".hword " or ".2byte " that a number follows.
NumberAt number_of_short(std::string_view assembly);

/// Whether the assembly has an instruction that traps whatever its operands hold.
bool has_trap(std::string_view assembly);

}  // namespace pfncheck::lifting
