// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/known_changes.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "model/functions/vm_normal_page/changes.hpp"
#include "solver/enumerate/abstraction.hpp"

namespace pfncheck {
namespace {

using namespace normal_page;

constexpr std::uint64_t all_parts = (std::uint64_t{1} << 2 * answer_parts) - 1;
/// The part "reported" of both packed answers.
constexpr std::uint64_t report_parts = std::uint64_t{1} << 4 | std::uint64_t{1} << (4 + answer_parts);

/// The reference rule of a kernel in the inputs of a lifted one.
Term reference_answer(const Facts& facts, const Rule& lifted) {
  Pool& pool = lifted.domain.pool();
  const Rule rule = reference(pool, facts, lifted.level);
  std::vector<std::pair<Term, Term>> names;
  for (const auto global : machine_globals) {
    const Term theirs = rule.in.*global, ours = lifted.in.*global;
    if (theirs.is_var() && !theirs.same(ours)) names.emplace_back(theirs, ours);
  }
  return substitute(packed_answer(rule), names);
}

/// A configuration without huge pages has no huge zero page: neither side asks for one, the reference rule
/// does.
Term no_huge_zero_page(const TwoKernels& kernels) {
  const Term pfn = kernels.before.in.huge_zero_pfn;
  const std::vector<Term> read =
      variables(std::array{packed_answer(kernels.before), packed_answer(kernels.after)});
  Pool& pool = pfn.pool();
  if (!pfn.is_var() || std::ranges::any_of(read, [&](Term t) { return t.same(pfn); }))
    return pool.boolean(true);
  return eq(pfn, pool.constant(pfn.width(), ~std::uint64_t{0}));
}

/// The reference rule on the way from one kernel to the other.
struct Stages {
  std::vector<Term> answers;               ///< first kernel, then after each change
  std::vector<const CoreChange*> changes;  ///< between them
};

Stages stages_of(const Rule& before, const Rule& after) {
  Facts facts = before.facts;
  Stages stages{{reference_answer(facts, before)}, {}};
  for (const CoreChange& change : core_changes()) {
    const Facts old = facts;
    change.take(facts, after.facts);
    if (facts == old) continue;
    stages.changes.push_back(&change);
    stages.answers.push_back(reference_answer(facts, before));
  }
  return stages;
}

class Reasons {
 public:
  Reasons(const TwoKernels& kernels, Engine& engine, const Budget& budget)
      : kernels_(kernels),
        engine_(engine),
        budget_(budget),
        valid_(valid_inputs(kernels.before) & no_huge_zero_page(kernels)),
        stages_(stages_of(kernels.before, kernels.after)) {}

  std::vector<Cause> of(const Table& table, const Cube& row) {
    Term inputs = valid_;
    for (std::size_t i = 0; i < table.holds.size(); ++i)
      if (row.values[i]) inputs = inputs & (*row.values[i] ? table.holds[i] : !table.holds[i]);
    const std::uint64_t said = row.answers.front();
    const bool is_exact = ends_say(said, all_parts, inputs);
    // The reference rule warns of no zero page: only configurations for debugging do.
    const bool only_warns = !is_exact && (kernels_.before_debugs || kernels_.after_debugs) &&
                            ends_say(said, all_parts & ~report_parts, inputs);
    if (!is_exact && !only_warns) return {{"no change that pfncheck knows explains it", ""}};
    std::vector<Cause> reasons;
    for (std::size_t i = 0; i < stages_.changes.size(); ++i)
      if (is_some(inputs & ne(stages_.answers[i], stages_.answers[i + 1])))
        reasons.push_back({std::string(stages_.changes[i]->what), std::string(stages_.changes[i]->source)});
    if (only_warns) reasons.push_back(warning());
    return reasons;
  }

 private:
  Cause warning() const {
    if (kernels_.before_debugs != kernels_.after_debugs)
      return {
          "only one of the two configurations warns about a zero page that counts as normal "
          "(CONFIG_DEBUG_VM)",
          "mm/memory.c: vm_normal_page: VM_WARN_ON_ONCE (6.12)"};
    return {"with CONFIG_DEBUG_VM the huge zero page as a normal one is warned about too (6.18)",
            "mm/memory.c: __vm_normal_page: VM_WARN_ON_ONCE (6.18)"};
  }
  /// Whether the reference rules of both kernels are proved to answer so on all of the inputs.
  bool ends_say(std::uint64_t said, std::uint64_t compared, Term inputs) {
    const Term both = concat(stages_.answers.back(), stages_.answers.front());
    Pool& pool = inputs.pool();
    const Term differs =
        ne(both & pool.constant(both.width(), compared), pool.constant(both.width(), said & compared));
    return engine_.ask({"the reference rule answers as the row says", inputs & differs}, budget_).status ==
           Status::unsat;
  }
  bool is_some(Term inputs) {
    return engine_.ask({"a change gives another answer", inputs}, budget_).status != Status::unsat;
  }

  const TwoKernels& kernels_;
  Engine& engine_;
  Budget budget_;
  Term valid_;
  Stages stages_;
};

}  // namespace

std::vector<std::vector<Cause>> reasons_of(const Table& table, const TwoKernels& kernels, Engine& engine,
                                           const Budget& each) {
  std::vector<std::vector<Cause>> all(table.cubes.size());
  if (!table.complete || table.cubes.empty()) return all;
  Reasons reasons(kernels, engine, phase_of(each));
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = reasons.of(table, table.cubes[i]);
  return all;
}

}  // namespace pfncheck
