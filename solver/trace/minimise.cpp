// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/trace/minimise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/functions/vm_normal_page/questions.hpp"
#include "solver/table/table.hpp"

namespace pfncheck {
namespace {

using normal_page::Inputs;
using normal_page::Rule;

std::vector<Term> flags_of(const Inputs& in) {
  return {in.special,  in.devmap,   in.pfnmap,       in.mixedmap, in.shared,
          in.maywrite, in.has_hook, in.hook_answers, in.young,    in.dirty};
}

// What a reader looks at first comes first. The highest pfn and the zero pages set the scene, so they come
// last.
std::vector<Term> numbers_of(const Inputs& in) {
  return {in.other_flags, in.prot,       in.pfn,      in.vm_pgoff,   in.vm_start,
          in.address,     in.zero_extra, in.zero_pfn, in.highest_pfn};
}

Term count(std::span<const Term> flags) {
  Pool& pool = flags.front().pool();
  Term sum = pool.constant(5, 0);
  for (Term flag : flags) sum = sum + zext(flag, 5);
  return sum;
}

// Scenes fit below a few leaves' worth of pages, addresses below that many bytes.
Term small(const Rule& rule) {
  const Facts& f = rule.facts;
  const unsigned leaf =
      std::max(normal_page::order_of(f, rule.level), normal_page::order_of(f, Level::pmd)) + 2;
  const auto below = [&](Term t, unsigned bits) {
    return bits >= t.width() ? t.pool().boolean(true)
                             : eq(extract(t, bits, t.width() - bits), t.pool().constant(t.width() - bits, 0));
  };
  const Inputs& in = rule.in;
  Term all = below(in.vm_start, f.page_shift + 2) & below(in.address, f.page_shift + 3);
  for (Term t : {in.pfn, in.vm_pgoff, in.zero_pfn, in.highest_pfn}) all = all & below(t, leaf);
  return all & below(in.other_flags, 0u);
}

}  // namespace

Reply minimise(const Query& query, const Rule& rule, Engine& engine, const Budget& budget) {
  const std::vector<Term> flags = flags_of(rule.in);
  std::vector<Term> least = {count(flags)};
  least.insert(least.end(), flags.begin(), flags.end());
  for (Term number : numbers_of(rule.in)) least.push_back(number);
  Reply reply = engine.ask_least({query.name + ", least", query.formula & small(rule)}, least, budget);
  if (reply.status != Status::sat)
    reply = engine.ask_least({query.name + ", least", query.formula}, least, budget);
  return reply;
}

namespace {

/// Whether the rule answers otherwise where the page is a head.
bool decides(Term head, std::uint64_t page, const Assignment& values, const Rule& rule) {
  Assignment as_head = values;
  as_head[head.name()] = page;
  return std::ranges::any_of(normal_page::parts_of(rule.out),
                             [&](Term part) { return evaluate(part, values) != evaluate(part, as_head); });
}

}  // namespace

std::vector<std::string> tails_in_words(const Assignment& values, const Rule& rule) {
  std::vector<std::string> words;
  for (const normal_page::Application& call : rule.applications) {
    if (call.function != "_compound_head" || !values.contains(call.variable.name())) continue;
    const std::uint64_t page = evaluate(call.arguments.front(), values), head = evaluate(call.value, values);
    if (page == head || !decides(call.variable, page, values, rule)) continue;
    // A page stands for its pfn; the address of the struct page that an engine gives a head says nothing.
    const bool own = page == evaluate(rule.in.pfn, values);
    const std::string word = own ? "its page is a tail of a large folio"
                                 : fmt::format("the page of pfn {:#x} is a tail of a large folio", page);
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  return words;
}

std::vector<std::string> changes_in_words(const Assignment& values) {
  std::vector<std::string> words;
  for (const auto& [name, later] : values) {
    if (!name.ends_with("'")) continue;
    const std::string first = name.substr(0, name.size() - 1);
    const auto found = values.find(first);
    const std::uint64_t before = found == values.end() ? 0 : found->second;
    if (before != later) words.push_back(fmt::format("{}: {:#x}, later {:#x}", first, before, later));
  }
  return words;
}

std::vector<Term> inputs_of(const Rule& rule) {
  const Inputs& in = rule.in;
  return {in.pfnmap,     in.mixedmap,    in.shared,        in.maywrite,     in.other_flags, in.vm_start,
          in.address,    in.vm_pgoff,    in.has_hook,      in.hook_answers, in.pfn,         in.special,
          in.devmap,     in.prot,        in.young,         in.dirty,        in.memmap,      in.zero_pfn,
          in.zero_extra, in.zero_memmap, in.huge_zero_pfn, in.highest_pfn};
}

void complete(Assignment& values, const Rule& rule) {
  for (Term t : variables(inputs_of(rule))) values.try_emplace(t.name(), 0);
}

namespace {

std::string pfn_word(std::uint64_t pfn, std::uint64_t other, std::string_view name) {
  if (pfn == other) return fmt::format("pfn = {}", name);
  if (pfn > other) return fmt::format("pfn = {} + {}", name, pfn - other);
  return fmt::format("pfn = {} - {}", name, other - pfn);
}

// Sayings for atoms that hold or not; flags are "name=0" or "name=1".
std::string saying(const Atom& atom, bool holds, const Rule& rule, const Assignment& values) {
  if (atom.name == "pfn > highest")
    return pfn_word(evaluate(rule.in.pfn, values), evaluate(rule.in.highest_pfn, values),
                    "highest_memmap_pfn");
  if (atom.name == "pfn = linear") {
    return holds ? "pfn is the linear one"
                 : pfn_word(evaluate(rule.in.pfn, values),
                            evaluate(normal_page::linear_pfn(rule.in, rule.facts), values), "the linear one");
  }
  if (atom.name == "pfn has a memmap") return holds ? atom.name : "pfn has no memmap";
  if (atom.name == "lookup hook") return holds ? "the VMA has a lookup hook" : "no lookup hook";
  if (atom.name == "hook answers") return holds ? "the hook answers a page" : "the hook answers NULL";
  if (atom.name.starts_with("pfn is")) return holds ? atom.name : "pfn is not" + atom.name.substr(6);
  return fmt::format("{}={}", atom.name, holds ? 1 : 0);
}

}  // namespace

std::vector<std::string> in_words(const Assignment& values, const Rule& rule,
                                  const std::vector<std::size_t>& matters) {
  const std::vector<Atom> atoms = atoms_of(rule);
  std::vector<std::string> words;
  bool linear = false;
  for (std::size_t i : matters) {
    words.push_back(saying(atoms[i], evaluate(atoms[i].holds, values) == 1, rule, values));
    linear = linear || atoms[i].name == "pfn = linear";
  }
  if (!linear) return words;
  const std::uint64_t bytes = evaluate(rule.in.address - rule.in.vm_start, values);
  words.push_back(fmt::format("address is in page {} of the VMA", bytes >> rule.facts.page_shift));
  return words;
}

}  // namespace pfncheck
