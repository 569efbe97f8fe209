// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/differential/rewrite_ir.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <stdexcept>
#include <vector>

namespace pfncheck::differential {

namespace {

using std::string_view_literals::operator""sv;

/// Functions that the lifter takes as inputs too (lift/env), and reports, which end at printing. The runtime
/// has them.
constexpr std::array stand_ins{
    "pfn_valid"sv,
    "print_bad_pte"sv,
    "print_bad_page_map"sv,
    // Features of the processor and branches that the kernel patches at boot.
    "_static_cpu_has"sv,
    "alternative_has_cap_likely"sv,
    "alternative_has_cap_unlikely"sv,
    "riscv_has_extension_likely"sv,
    "riscv_has_extension_unlikely"sv,
    "arch_static_branch"sv,
    "arch_static_branch_jump"sv,
    "mmu_has_feature"sv,
    // An alternative that yields an address that no process has (s390).
    "get_lowcore"sv,
};

/// Inline assembly, known by a piece of its text as IR spells it, and the function of the runtime that takes
/// its place with these operands.
struct Replacement {
  std::string_view text, function;
  std::vector<unsigned> operands;
};

const std::vector<Replacement>& replacements() {
  static const std::vector<Replacement> table{
      {"mrs $0, tcr_el1", "pfncheck_asm_tcr_el1", {}},  // arm64 arch/arm64/include/asm/pgtable.h
      {".2byte\\090x5b7",
       "pfncheck_asm_memory_type",
       {0, 1, 2, 3}},                               // riscv ALT_THEAD_PMA; 0x5b7 is the vendor
      {"tdnei  $4, 0", "pfncheck_bug_if", {2, 4}},  // powerpc BUG_ON, WARN_ON
      {"twi 31, 0, 0", "pfncheck_bug", {2}},        // powerpc BUG, WARN
      {"ebreak\\0A.pushsection __bug_table", "pfncheck_bug", {2}},  // riscv BUG, WARN
  };
  return table;
}

std::vector<std::string_view> split_operands(std::string_view list) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  int depth = 0;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && (list[i] == '(' || list[i] == '[')) ++depth;
    if (i < list.size() && (list[i] == ')' || list[i] == ']')) --depth;
    if (i < list.size() && (list[i] != ',' || depth != 0)) continue;
    if (i > start) out.push_back(list.substr(start, i - start));
    start = i + 2;
  }
  return out;
}

std::string_view type_of(std::string_view operand) {
  return operand.substr(0, operand.find(' '));
}

/// A call of inline assembly, cut up.
struct AsmCall {
  std::string_view head;  ///< "  %0 = "
  std::string_view type;
  std::vector<std::string_view> operands;
};

std::optional<AsmCall> read_asm_call(std::string_view line) {
  const std::size_t call = line.find("call ");
  const std::size_t word = line.find(" asm ");
  if (call == std::string_view::npos || word == std::string_view::npos || word < call) return std::nullopt;
  AsmCall out;
  out.head = line.substr(0, call);
  if (out.head.ends_with("tail ")) out.head.remove_suffix(5);
  out.type = line.substr(call + 5, word - call - 5);
  // Behind the fourth quote (text, constraints) come the operands; quotes inside are spelt \22.
  std::size_t quote = word;
  for (int i = 0; i < 4; ++i) quote = line.find('"', quote + 1);
  const std::size_t end = line.find(") #", quote);
  const std::size_t close = end != std::string_view::npos ? end : line.rfind(')');
  out.operands = split_operands(line.substr(quote + 2, close - quote - 2));
  return out;
}

/// Before get_lowcore() (6.12), s390 had a structure at address 0, where a process has nothing.
constexpr std::string_view lowcore_at_zero = "(%struct.lowcore, ptr null,";

class Rewriter {
 public:
  std::string run(std::string_view ir) {
    while (!ir.empty()) {
      const std::size_t end = std::min(ir.find('\n'), ir.size());
      take_line(ir.substr(0, end));
      ir.remove_prefix(std::min(end + 1, ir.size()));
    }
    for (const auto& [name, declaration] : declared_) out_ += declaration + "\n";
    return std::move(out_);
  }

 private:
  void take_line(std::string_view line) {
    if (skipping_) {
      skipping_ = line != "}";
      return;
    }
    if (line.starts_with("module asm") || line.starts_with("@llvm.used") ||
        line.starts_with("@llvm.compiler.used"))
      return;
    if (line.starts_with("define ") && is_stand_in(line)) {
      skipping_ = true;
      put(declaration_of(line));
    } else if (line.starts_with("attributes #")) {
      put(plain_attributes(std::string(line)));
    } else if (line.find(" asm ") != std::string_view::npos) {
      put(without_asm(line));
    } else if (line.find(lowcore_at_zero) != std::string_view::npos) {
      put(with_own_lowcore(std::string(line)));
    } else {
      put(line);
    }
  }

  void put(std::string_view line) {
    out_ += line;
    out_ += '\n';
  }

  std::string with_own_lowcore(std::string line) {
    declared_["pfncheck_lowcore"] = "@pfncheck_lowcore = external global [8192 x i8]";
    for (std::size_t at; (at = line.find(lowcore_at_zero)) != std::string::npos;)
      line.replace(at, lowcore_at_zero.size(), "(%struct.lowcore, ptr @pfncheck_lowcore,");
    return line;
  }

  static bool is_stand_in(std::string_view line) {
    const std::size_t at = line.find('@');
    const std::string_view name = line.substr(at + 1, line.find('(', at) - at - 1);
    return std::find(stand_ins.begin(), stand_ins.end(), name) != stand_ins.end();
  }

  static std::string declaration_of(std::string_view line) {
    std::string text(line);
    text.replace(0, 7, "declare ");
    for (const std::string_view linkage : {" internal", " available_externally", " {"})
      if (const std::size_t at = text.find(linkage); at != std::string::npos) text.erase(at, linkage.size());
    return text;
  }

  /// No stack protector, no entry hooks for tracing, no thunks against speculation: the process has none of
  /// them.
  static std::string plain_attributes(std::string text) {
    static constexpr std::array gone{" sspstrong"sv,           " sspreq"sv,          " ssp"sv,
                                     " fn_ret_thunk_extern"sv, " \"mnop-mcount\""sv, " \"mrecord-mcount\""sv};
    static constexpr std::array gone_with_value{" \"patchable-function"sv, " \"fentry-call"sv,
                                                " \"instrument-function-entry"sv};
    for (const std::string_view word : gone)
      if (const std::size_t at = text.find(word); at != std::string::npos) text.erase(at, word.size());
    for (const std::string_view word : gone_with_value)
      for (std::size_t at; (at = text.find(word)) != std::string::npos;) {
        const std::size_t value = text.find('=', at);
        text.erase(at, text.find('"', value + 2) + 1 - at);
      }
    for (std::size_t at; (at = text.find("+retpoline")) != std::string::npos;)
      text.erase(at, std::min(text.find_first_of(",\"", at), text.find('"', at)) - at +
                         (text[text.find_first_of(",\"", at)] == ','));
    return text;
  }

  std::string without_asm(std::string_view line) {
    for (const Replacement& row : replacements())
      if (line.find(row.text) != std::string_view::npos) return call_of(row, line);
    return std::string(line);
  }

  std::string call_of(const Replacement& row, std::string_view line) {
    const std::optional<AsmCall> call = read_asm_call(line);
    if (!call) throw std::runtime_error("cannot read the assembly call: " + std::string(line));
    // The runtime has one function per type of the last operand: a bool of 32 bits may carry anything above.
    std::string name(row.function), arguments, types;
    for (const unsigned i : row.operands) {
      const std::string_view operand = call->operands.at(i);
      arguments += (arguments.empty() ? "" : ", ") + std::string(operand);
      types += (types.empty() ? "" : ", ") + std::string(type_of(operand));
      if (i == row.operands.back() && row.operands.size() > 1) name += "_" + std::string(type_of(operand));
    }
    const std::string type(call->type);
    declared_[name] = "declare " + type + " @" + name + "(" + types + ")";
    return std::string(call->head) + "call " + type + " @" + name + "(" + arguments + ")";
  }

  std::string out_;
  std::map<std::string, std::string> declared_;
  bool skipping_ = false;
};

}  // namespace

std::string rewrite_ir(std::string_view ir) {
  return Rewriter().run(ir);
}

}  // namespace pfncheck::differential
