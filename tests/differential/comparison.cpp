// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/differential/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace pfncheck::differential {

namespace {

constexpr int from_nothing = -1, from_valid_pfn = -2, from_valid_zero = -3, from_fixed = -4;
constexpr std::size_t at_result = 0, at_returns = 1, at_beyond = 2, at_outputs = 3;
constexpr std::uint64_t other_value = 0x9e3779b97f4a7c15;  ///< for variables that must not matter

/// Variables that go under another name on the lifted side. A row fits every name that begins so.
struct Renamed {
  std::string_view begins;
  record_input input;
};
constexpr Renamed renamed[] = {
    {"__supported_pte_mask", IN_supported_pte_mask},
    {"__phys_offset", IN_phys_offset},
    {"zero_page_pfn", IN_zero_pfn},  // since 7.1
    {"_page_cachable_default", IN_page_cachable_default},
    {"_dflt_cache_att", IN_cache_attribute},
    {"__pte_index_size", IN_pte_index_size},
    {"__pmd_index_size", IN_pmd_index_size},
    {"__pud_index_size", IN_pud_index_size},
    {"pgprot_user", IN_pgprot_user},
    {"vm_layout+16", IN_identity_base},
    {"vm_layout+8", IN_kaslr_offset_phys},
    {"vm_layout", IN_kaslr_offset},
    {"cpu_data", IN_write_combine},
    {"TCR_EL1", IN_tcr_el1},
    {"T-Head memory types", IN_memory_type},
    {"_static_cpu_has(", IN_feature},
    {"alternative_has_cap", IN_feature},
    {"riscv_has_extension", IN_feature},
    {"mmu_has_feature", IN_feature},
    {"static key ", IN_feature},
};

/// Address of a symbol that the program is linked with; 0 for all other names.
std::uint64_t fixed_address(const std::string& variable) {
  for (const FixedSymbol& symbol : fixed_symbols)
    if (variable.starts_with('&') && variable.substr(1) == symbol.name) return symbol.address;
  return 0;
}

int source_of(const std::string& name) {
  for (unsigned i = 0; i < IN_COUNT; ++i)
    if (name == input_names[i]) return static_cast<int>(i);
  if (name.starts_with("pfn_valid("))
    return name.find("zero_pfn") != std::string::npos || name.find("zero_page_pfn") != std::string::npos
               ? from_valid_zero
               : from_valid_pfn;
  // The only memory that is known by address is the lowcore of s390: of get_lowcore() in 6.12, at 0 before.
  if (name.starts_with("memory[")) return IN_machine_flags;
  if (fixed_address(name) != 0) return from_fixed;
  for (const Renamed& row : renamed)
    if (name.starts_with(row.begins)) return row.input;
  return from_nothing;
}

bool is_report(const Effect& e) {
  return e.name.starts_with("print_bad_") || e.name == "warn" || e.name == "trap";
}

std::string place_of(const TraceStep& step) {
  if (step.lines.empty()) return "(no line)";
  const SourceLine& a = step.lines.front();
  const SourceLine& b = step.lines.back();
  std::string text = fmt::format("{}:{} {}", a.file, a.line, a.function);
  if (b.line != a.line || b.file != a.file) text += fmt::format(" .. {}:{} {}", b.file, b.line, b.function);
  return text;
}

std::vector<Term> fixed_roots(const LiftedFunction& f) {
  return {f.result, f.returns, f.beyond_bound};
}

std::vector<Term> all_roots(const LiftedFunction& f) {
  std::vector<Term> roots = fixed_roots(f);
  for (const char* name : output_names)
    if (const auto it = f.outputs.find(name); it != f.outputs.end()) roots.push_back(it->second);
  for (const Effect& e : f.effects)
    if (is_report(e)) roots.push_back(e.guard);
  for (const TraceStep& step : f.trace) roots.push_back(step.guard);
  return roots;
}

}  // namespace

Term addresses_as_linked(Term formula) {
  Term out = formula.pool().boolean(true);
  for (const Term& v : variables(std::span<const Term>(&formula, 1)))
    if (const std::uint64_t address = fixed_address(v.name()); address != 0)
      out = out & eq(v, formula.pool().constant(v.width(), address));
  return out;
}

void follow(const Assignment& model, Input& record) {
  bool zero_given = false;
  for (const auto& [name, value] : model) zero_given = zero_given || source_of(name) == from_valid_zero;
  for (const auto& [name, value] : model) {
    const int source = source_of(name);
    if (source >= 0) record[static_cast<std::size_t>(source)] = value;
    if (source == from_valid_zero) record[IN_zero_is_valid] = value;
    if (source == from_valid_pfn) record[IN_pfn_is_valid] = value;
    // Should the pfn be the zero page's, then this is the answer for it.
    if (source == from_valid_pfn && !zero_given) record[IN_zero_is_valid] = value;
  }
}

Comparison::Comparison(const LiftedFunction& f) : roots_(all_roots(f)), aig_(roots_) {
  for (unsigned i = 0; i < OUT_COUNT; ++i)
    if (f.outputs.contains(output_names[i])) expected_.push_back({output_names[i], i});
  first_report_ = at_outputs + expected_.size();
  first_trace_ =
      first_report_ + static_cast<std::size_t>(std::count_if(f.effects.begin(), f.effects.end(), is_report));
  for (const TraceStep& step : f.trace) blocks_.push_back({place_of(step)});
  for (const Term& variable : aig_.inputs()) {
    source_.push_back(source_of(variable.name()));
    if (source_.back() == from_nothing) free_names_.push_back(variable.name());
  }
}

std::uint64_t Comparison::value_of(std::size_t variable, const Input& in, const Output& out,
                                   std::uint64_t for_free) const {
  const int source = source_[variable];
  const bool raw = in[IN_adapter] == RECORD_RAW_PTE || in[IN_adapter] == RECORD_RAW_PMD;
  if (source == from_nothing) return for_free;
  if (source == from_valid_zero) return in[IN_zero_is_valid];
  if (source == from_fixed) return fixed_address(aig_.inputs()[variable].name());
  if (source != from_valid_pfn) return in[static_cast<std::size_t>(source)];
  // The runtime's pfn_valid() is a function: the zero page has one answer, whoever asks.
  const std::uint64_t pfn = raw ? out[OUT_raw_pfn] : in[IN_pfn];
  const std::uint64_t same = (pfn ^ in[IN_zero_pfn]) << (64 - out[OUT_word_bits]);
  return same == 0 ? in[IN_zero_is_valid] : in[IN_pfn_is_valid];
}

void Comparison::fill(const Input* records, const Output* answers, unsigned lanes, std::uint64_t for_free) {
  for (std::size_t v = 0; v < source_.size(); ++v)
    for (unsigned lane = 0; lane < lanes; ++lane)
      aig_.set(v, lane, value_of(v, records[lane], answers[lane], for_free));
  aig_.run();
}

void Comparison::difference(const Input& in, const std::string& what, std::uint64_t lifted,
                            std::uint64_t compiled) {
  ++differences_;
  if (shown_.size() >= 10) return;
  std::string text = fmt::format("{}: lifted {:#x}, compiled {:#x}; inputs", what, lifted, compiled);
  for (unsigned i = 0; i < IN_COUNT; ++i)
    if (in[i] != 0) text += fmt::format(" {}={:#x}", input_names[i], in[i]);
  shown_.push_back(text);
}

void Comparison::check_lane(const Input& in, const Output& out, unsigned lane) {
  ++compared_;
  if (aig_.get(at_beyond, lane) != 0) return difference(in, "more iterations than the bound", 1, 0);
  const std::uint64_t returns = aig_.get(at_returns, lane);
  if (returns == out[OUT_trapped]) return difference(in, "came back", returns, 1 - out[OUT_trapped]);
  std::uint64_t reports = 0;
  for (std::size_t r = first_report_; r < first_trace_; ++r) reports += aig_.get(r, lane);
  if (reports != out[OUT_reports]) difference(in, "reports", reports, out[OUT_reports]);
  if (returns == 0) return;
  if (const std::uint64_t result = aig_.get(at_result, lane); result != out[OUT_result])
    difference(in, "result", result, out[OUT_result]);
  for (std::size_t e = 0; e < expected_.size(); ++e)
    if (const std::uint64_t value = aig_.get(at_outputs + e, lane); value != out[expected_[e].output])
      difference(in, expected_[e].name, value, out[expected_[e].output]);
}

void Comparison::check_slowly(const Input& in, const Output& out, unsigned lane) {
  Assignment values;
  for (std::size_t v = 0; v < source_.size(); ++v)
    values[aig_.inputs()[v].name()] = value_of(v, in, out, other_value);
  const std::vector<std::uint64_t> slow = evaluate(roots_, values);
  for (std::size_t r = 0; r < roots_.size(); ++r)
    if (slow[r] != aig_.get(r, lane))
      difference(in, fmt::format("two evaluators, root {}", r), slow[r], aig_.get(r, lane));
}

void Comparison::run_lanes(const Input* records, const Output* answers, unsigned lanes, bool slowly) {
  fill(records, answers, lanes, 0);
  const std::uint64_t used = lanes == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << lanes) - 1;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const std::uint64_t taken = aig_.lanes(first_trace_ + b) & used;
    blocks_[b].taken += static_cast<std::uint64_t>(std::popcount(taken));
    blocks_[b].not_taken += lanes - static_cast<std::uint64_t>(std::popcount(taken));
  }
  for (unsigned lane = 0; lane < lanes; ++lane) check_lane(records[lane], answers[lane], lane);
  if (free_names_.empty() && !slowly) return;
  // Again with other values for what must not matter.
  fill(records, answers, lanes, other_value);
  compared_ -= lanes;
  for (unsigned lane = 0; lane < lanes; ++lane) check_lane(records[lane], answers[lane], lane);
  if (slowly) check_slowly(records[0], answers[0], 0);
}

void Comparison::run(const std::vector<Input>& records, const std::vector<Output>& answers, bool slowly) {
  for (std::size_t r = 0; r < records.size(); r += 64) {
    const unsigned lanes = static_cast<unsigned>(std::min<std::size_t>(64, records.size() - r));
    run_lanes(&records[r], &answers[r], lanes, slowly);
  }
}

}  // namespace pfncheck::differential
