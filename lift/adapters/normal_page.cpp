// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/adapters/normal_page.hpp"

#include <algorithm>
#include <array>

#include "lift/env/stand_ins.hpp"
#include "lift/exec/environment.hpp"
#include "model/input_error.hpp"

namespace pfncheck::normal_page {

namespace {

// Return values of the adapters (README.md of this folder).
constexpr std::uint64_t code_null = 0, code_page = 1, code_hook_page = 2, code_other = 3, code_head = 4,
                        code_no_rule = 18;

struct Names {
  const char *rule, *made, *raw;
};

const Names& names(Level level) {
  static constexpr std::array<Names, 3> table{{
      {"vm_normal_page", "pfncheck_normal_page_pte", "pfncheck_raw_page_pte"},
      {"vm_normal_page_pmd", "pfncheck_normal_page_pmd", "pfncheck_raw_page_pmd"},
      {"vm_normal_page_pud", "pfncheck_normal_page_pud", "pfncheck_raw_page_pud"},
  }};
  return table[static_cast<std::size_t>(level)];
}

/// An output of the adapter that the configuration fixes, or `otherwise` if it does not say.
std::uint64_t constant_output(const LiftedFunction& f, const std::string& name, std::uint64_t otherwise) {
  const auto it = f.outputs.find(name);
  return it != f.outputs.end() && it->second.is_const() ? it->second.value() : otherwise;
}

Facts read_facts(const LiftedFunction& f, const CoreMm& core) {
  Facts facts;
  facts.core = core;
  facts.word_bits = static_cast<unsigned>(constant_output(f, "word_bits", 64));
  facts.page_shift = static_cast<unsigned>(constant_output(f, "page_shift", 12));
  facts.pmd_shift = static_cast<unsigned>(constant_output(f, "pmd_shift", 0));
  facts.pud_shift = static_cast<unsigned>(constant_output(f, "pud_shift", 0));
  facts.pte_special = constant_output(f, "config_pte_special", 0) != 0;
  facts.pmd_special = constant_output(f, "config_pmd_special", 0) != 0;
  facts.pud_special = constant_output(f, "config_pud_special", 0) != 0;
  facts.devmap = constant_output(f, "config_devmap", 0) != 0;
  facts.colour_zero = constant_output(f, "colour_zero", 0) != 0;
  facts.devmap_is_special = constant_output(f, "devmap_is_special", 0) != 0;
  facts.fs_dax = constant_output(f, "config_fs_dax", 0) != 0;
  facts.fuse_dax = constant_output(f, "config_fuse_dax", 0) != 0;
  facts.limited_dax = constant_output(f, "config_limited_dax", 0) != 0;
  facts.vmcore = constant_output(f, "config_vmcore", 0) != 0;
  facts.lookup_hook = constant_output(f, "lookup_hook", 0) != 0;
  return facts;
}

std::string why_absent(const Module& module, Level level) {
  return module.defines(rule_name(level)) ? "this configuration has no such level"
                                          : "this kernel has no " + rule_name(level) + "()";
}

Term output(const LiftedFunction& f, const std::string& name, unsigned width, Term otherwise) {
  const auto it = f.outputs.find(name);
  if (it == f.outputs.end()) return otherwise;
  return width == 0 ? to_bool(it->second) : resize(it->second, width);
}

/// What the machine's globals are, by the side's own reading of them.
void take_globals(Inputs& in, const LiftedFunction& f, const Facts& facts) {
  const unsigned word = facts.word_bits;
  in.zero_pfn = output(f, "zero_pfn", word, in.zero_pfn);
  in.zero_extra = output(f, "zero_extra", word, in.zero_extra);
  in.zero_memmap = output(f, "zero_memmap", 0, in.zero_memmap);
  in.highest_pfn = output(f, "highest_pfn", word, in.highest_pfn);
  in.huge_zero_pfn = output(f, "huge_zero_pfn", word, in.huge_zero_pfn);
}

bool is_report(const Effect& e) {
  constexpr std::array<std::string_view, 4> reports{"print_bad_", "warn", "__warn", "bad_page"};
  return e.name == "trap" ||
         std::ranges::any_of(reports, [&](std::string_view r) { return e.name.starts_with(r); });
}

/// Whether an effect is the rule's own: constructors may warn and trap as well.
Term in_rule(const Effect& e) {
  const auto it = e.outputs_before.find("entry_made");
  return it == e.outputs_before.end() ? e.guard.pool().boolean(false) : to_bool(it->second);
}

/// Whether a function without a body or inline assembly changes anything is an unknown.
Term changes_something(const Effect& e, LiftedFunction& f) {
  if (!e.name.starts_with(unknown_call) && !e.name.starts_with(unknown_assembly)) return e.guard;
  const std::string what = e.name + " changes something";
  const Term variable = e.guard.pool().var(what, 0);
  f.approximations.push_back({ApproximationKind::unknown, variable, what, e.where, what, {}});
  return e.guard & variable;
}

Answer read_answer(LiftedFunction& f) {
  Pool& pool = f.result.pool();
  const auto code = [&](std::uint64_t value) {
    return f.returns & eq(f.result, pool.constant(f.result.width(), value));
  };
  Answer out;
  out.null = code(code_null);
  out.page = code(code_page);
  out.hook_page = code(code_hook_page);
  out.head = code(code_head);
  out.other = code(code_other) | out.head;
  out.reported = pool.boolean(false);
  out.changes = pool.boolean(false);
  for (const Effect& e : f.effects) {
    if (is_report(e))
      out.reported = out.reported | (in_rule(e) & e.guard);
    else if (!e.name.starts_with(quiet_effect) && !in_rule(e).is_false())
      out.changes = out.changes | (in_rule(e) & changes_something(e, f));
  }
  return out;
}

/// Nothing can be said of flags that share a bit: who sets one sets the other.
bool flags_are_distinct(LiftedFunction& f) {
  if (constant_output(f, "flags_distinct", 1) != 0) return true;
  f.unsupported.push_back(
      {"VM_PFNMAP, VM_MIXEDMAP, VM_SHARED or VM_MAYWRITE shares a bit with another VMA flag", {}});
  return false;
}

bool no_such_rule(const LiftedFunction& f) {
  return f.unsupported.empty() && f.result.is_const() && f.result.value() == code_no_rule;
}

std::vector<Application> applications_in(Pool& pool) {
  std::vector<Application> all;
  for (const lifting::Environment::Application& call : lifting::Environment::of(pool).applications())
    all.push_back({call.name, call.arguments, call.variable, call.value});
  return all;
}

/// What a verdict may rest on besides entry and VMA: nobody changes it between insert and zap.
std::vector<Term> constants_of(const LiftedFunction& f) {
  std::vector<Term> all;
  for (const Approximation& a : f.approximations) {
    const bool fixed = lifting::is_fixed_at_boot(a.name) || lifting::find_asm_stand_in(a.name) != nullptr;
    if (a.kind == ApproximationKind::stand_in && fixed) all.push_back(a.variable);
  }
  for (const auto& [name, variable] : f.globals)
    if (lifting::stays_the_same(name)) all.push_back(variable);
  return all;
}

/// The head of a page that a huge entry maps is that page, and so is that of a small zero page: there
/// compound_head() of it says nothing new.
void take_heads_for_pages(LiftedFunction& f, Rule& rule) {
  const bool is_huge = rule.level != Level::pte && constant_output(f, "huge_entry_maps_a_head", 0) != 0;
  const Term is_head = is_huge ? rule.domain.pool().boolean(true) : is_zero(rule.in, rule.facts);
  std::vector<std::pair<Term, Term>> heads;
  for (const Application& call : applications_in(rule.domain.pool())) {
    if (call.function != "_compound_head") continue;
    const Term page = call.arguments.front(), pfn = resize(rule.in.pfn, page.width());
    heads.emplace_back(call.variable, ite(is_head & eq(page, pfn), page, call.variable));
  }
  if (heads.empty()) return;
  for (const auto part : normal_page::answer_members) rule.out.*part = substitute(rule.out.*part, heads);
}

/// What folio_test_anon() says of the entry's own page, or of its head, is an input: a rule may ask it, and
/// the contract table knows it of what it speaks of.
void take_anonymous_for_input(Rule& rule) {
  const std::vector<Application> calls = applications_in(rule.domain.pool());
  std::vector<std::pair<Term, Term>> known;
  for (const Application& call : calls) {
    if (call.function != "folio_test_anon") continue;
    const Term asked = call.arguments.front(), page = resize(rule.in.pfn, asked.width());
    Term is_own = eq(asked, page);
    for (const Application& head : calls)
      if (head.function == "_compound_head")
        is_own = is_own | (eq(head.arguments.front(), page) & eq(asked, head.value));
    known.emplace_back(call.variable, ite(is_own, rule.in.anon, call.variable));
  }
  if (known.empty()) return;
  for (const auto part : normal_page::answer_members) rule.out.*part = substitute(rule.out.*part, known);
}

/// Common to both adapters: fills everything but the inputs that they read differently.
Rule make_rule(LiftedFunction& f, Level level, const Facts& facts, const Inputs& in) {
  Pool& pool = f.result.pool();
  Rule rule;
  rule.name = rule_name(level);
  rule.level = level;
  rule.facts = facts;
  rule.in = in;
  // Calls that want more loop iterations than the bound are outside: the bound is part of the verdict.
  rule.domain = output(f, "entry_made", 0, pool.boolean(true)) & !f.beyond_bound;
  rule.out = read_answer(f);
  take_anonymous_for_input(rule);
  take_heads_for_pages(f, rule);
  rule.applications = applications_in(pool);
  rule.constants = constants_of(f);
  return rule;
}

/// Pages are compared as opaque values, entries as the unpatched side reads them: a page of another pfn than
/// the one that `before` sees in the pattern is some other page.
void keep_meaning_of(const Rule& before, Term own_pfn, Rule& after) {
  const Term same_pfn = eq(own_pfn, before.in.pfn);
  after.out.other = after.out.other | (after.out.page & !same_pfn);
  after.out.page = after.out.page & same_pfn;
  after.out.head = after.out.head & same_pfn;
  after.domain = before.domain;
}

}  // namespace

std::string rule_name(Level level) {
  return names(level).rule;
}
std::string adapter_name(Level level) {
  return names(level).made;
}
std::string raw_adapter_name(Level level) {
  return names(level).raw;
}

Lifted lift_made(const Module& module, Level level, Pool& pool, const CoreMm& core, const Facts* facts,
                 const LiftOptions& options) {
  Lifted lifted;
  lifted.function = module.lift(adapter_name(level), pool, options);
  LiftedFunction& f = lifted.function;
  if (!f.unsupported.empty()) return lifted;
  lifted.exists = !no_such_rule(f);
  if (!lifted.exists) lifted.absent = why_absent(module, level);
  if (!lifted.exists || !flags_are_distinct(f)) return lifted;
  const Facts own = facts != nullptr ? *facts : read_facts(f, core);
  Inputs in = make_inputs(pool, own);
  take_globals(in, f, own);
  in.memmap = output(f, "pfn_valid", 0, in.memmap);
  lifted.rule = make_rule(f, level, own, in);
  return lifted;
}

void keep_entries_of(const Rule& before, Rule& after) {
  const Term lost = before.domain & !after.domain;
  for (const auto part : {&Answer::null, &Answer::page, &Answer::hook_page, &Answer::head})
    after.out.*part = after.out.*part & !lost;
  after.out.other = after.out.other | lost;
  after.domain = after.domain | before.domain;
}

Lifted lift_raw(const Module& module, Level level, Pool& pool, const Facts& facts, const Rule* before,
                const LiftOptions& options) {
  Lifted lifted;
  lifted.function = module.lift(raw_adapter_name(level), pool, options);
  LiftedFunction& f = lifted.function;
  if (!f.unsupported.empty()) return lifted;
  lifted.exists = !no_such_rule(f);
  if (!lifted.exists) lifted.absent = why_absent(module, level);
  if (!lifted.exists || !flags_are_distinct(f)) return lifted;
  Inputs in = make_inputs(pool, facts);
  if (before != nullptr) {
    in = before->in;
  } else {
    take_globals(in, f, facts);
    in.pfn = output(f, "raw_pfn", facts.word_bits, in.pfn);
    in.special = output(f, "raw_special", 0, in.special);
    in.devmap = output(f, "raw_devmap", 0, in.devmap);
    in.memmap = output(f, "raw_valid", 0, in.memmap);
  }
  lifted.rule = make_rule(f, level, facts, in);
  if (before != nullptr)
    keep_meaning_of(*before, output(f, "raw_pfn", facts.word_bits, before->in.pfn), *lifted.rule);
  return lifted;
}

}  // namespace pfncheck::normal_page
