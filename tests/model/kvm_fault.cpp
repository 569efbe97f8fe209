// SPDX-License-Identifier: GPL-2.0-or-later
// The rules of a guest fault against the truth table of types, case by case.
#include "model/functions/kvm_fault/rule.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <sstream>
#include <string>

namespace pfncheck::machine {

namespace {

struct TableRow {
  std::string mapping;
  std::string asked;  ///< questions that are true, apart from those of the CPU
  // By VMA flag, by pfn, v2 with FWB and without, merged with FWB and DIC and without.
  std::array<std::string, 6> types;
};

const std::array<std::string, 6> columns{"by_vma_flag", "by_pfn", "v2", "v2", "merged", "merged"};

const std::array<TableRow, 11> table{{
    {"c1 anonymous", "memmap map_memory prot_cacheable mte_allowed", {"WB", "WB", "WB", "WB", "WB", "WB"}},
    {"c2 RAM in PFNMAP", "memmap map_memory prot_cacheable PFNMAP IO", {"WB", "WB", "WB", "WB", "WB", "WB"}},
    {"c3 RAM in PFNMAP, NC", "memmap map_memory PFNMAP IO", {"WB", "WB", "Device", "Device", "WB", "WB"}},
    {"c3 the same, any uncached",
     "memmap map_memory PFNMAP IO any_uncached",
     {"WB", "WB", "NC", "NC", "WB", "WB"}},
    {"c4 MMIO", "PFNMAP IO", {"Device", "Device", "Device", "EINVAL", "Device", "Device"}},
    {"c5 MMIO, any uncached", "PFNMAP IO any_uncached", {"Device", "NC", "NC", "EINVAL", "NC", "NC"}},
    {"c6 coherent memory", "PFNMAP IO prot_cacheable", {"Device", "Device", "WB", "EINVAL", "WB", "EFAULT"}},
    {"c7 DAX", "memmap prot_cacheable", {"Device", "Device", "WB", "WB", "WB", "WB"}},
    {"c8 NOMAP RAM", "memmap PFNMAP IO", {"Device", "Device", "Device", "Device", "Device", "Device"}},
    {"c9 flags that come later", "prot_cacheable", {"Device", "Device", "WB", "EINVAL", "WB", "WB"}},
    {"c11 MMIO in MIXEDMAP", "MIXEDMAP IO", {"Device", "Device", "Device", "EINVAL", "Device", "Device"}},
}};

std::string answer(const DecisionRule& rule, const std::string& asked, bool features) {
  std::uint32_t bits = 0;
  std::istringstream words(asked + (features ? " fwb dic" : ""));
  for (std::string word; words >> word;) bits |= std::uint32_t{1} << rule.question(word);
  const std::string text = rule.answers[rule.answer_for(bits)];
  return text.substr(0, text.find('+'));  // the type alone
}

}  // namespace

TEST_CASE("The rules of a guest fault give the types of the truth table") {
  for (const TableRow& row : table) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      INFO(row.mapping << ", " << columns[i] << ", column " << i);
      const bool features = i == 2 || i == 4;
      CHECK(answer(kvm_fault_rules(columns[i]).fault, row.asked, features) == row.types[i]);
    }
  }
}

TEST_CASE("All rules of a guest fault ask the same questions") {
  const DecisionRule first = kvm_fault_rules("by_pfn").fault;
  for (const auto& [name, rule] : kvm_fault_variants()) {
    INFO(name);
    CHECK(rule.questions == first.questions);
    CHECK(rule.answers == first.answers);
    const KvmFaultRules all = kvm_fault_rules(name);
    for (const DecisionRule* one : {&all.block, &all.writable, &all.tags})
      CHECK(one->questions == first.questions);
  }
}

}  // namespace pfncheck::machine
