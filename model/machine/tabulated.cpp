// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/machine/tabulated.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/functions/vm_normal_page/questions.hpp"
#include "model/term/aig.hpp"
#include "model/term/evaluate.hpp"
#include "model/term/operation.hpp"

namespace pfncheck::machine {

namespace {

using normal_page::Rule;

/// The answers to questions, by name; false for what a rule does not ask.
class Asked {
 public:
  Asked(const DecisionRule& rule, std::uint32_t bits) : rule_(rule), bits_(bits) {}
  bool operator()(std::string_view question) const {
    const auto it = std::ranges::find(rule_.questions, question);
    return it != rule_.questions.end() && (bits_ >> (it - rule_.questions.begin()) & 1) != 0;
  }

 private:
  const DecisionRule& rule_;
  std::uint32_t bits_;
};

/// Whether the architecture can have this combination, and no two answers contradict each other.
bool is_possible(const Asked& is, const Facts& f, Level level) {
  const bool huge = level != Level::pte;
  if (is("special_bit") != has_special(f, level)) return false;
  if (huge && is("pte_special_bit") != f.pte_special) return false;
  if (is("special") && !is("special_bit")) return false;
  if (is("devmap") && !f.devmap) return false;
  if (!huge && is("devmap") && f.devmap_is_special && !is("special")) return false;
  const bool zero = is("zero") || is("huge_zero");
  if (zero && !is("memmap")) return false;
  if (zero && is("above_highest")) return false;
  return !(is("zero") && is("huge_zero"));
}

/// Words for the inputs of a rule, by the names of its variables: those of a lifted rule are the kernel's.
class Words {
 public:
  void set(Term input, std::uint64_t value) {
    if (input.is_var()) values_[input.name()] = value & (input.width() == 0 ? 1 : mask_of(input.width()));
    wanted_.emplace_back(input, value);
  }
  const Assignment& values() const { return values_; }
  const std::vector<std::pair<Term, std::uint64_t>>& wanted() const { return wanted_; }

 private:
  Assignment values_;
  std::vector<std::pair<Term, std::uint64_t>> wanted_;
};

/// Words that give these answers.
Words words_for(const Asked& is, const Rule& rule, const World& world) {
  const Facts& f = rule.facts;
  const normal_page::Inputs& in = rule.in;
  const unsigned order = normal_page::order_of(f, rule.level);
  const std::uint64_t block = std::uint64_t{1} << order;
  const bool wide = world.large_pfn && f.word_bits == 64;
  // Scenes that the invariants of the globals allow: zero pages below the highest pfn, the huge one aligned.
  const std::uint64_t gap = order == 0 ? 16 : 4 * block;
  const std::uint64_t pfn = wide ? std::uint64_t{0x123} << 24 : 0xc000, elsewhere = pfn - gap;
  Words w;
  const auto flag = [&](Term input, bool value) { w.set(input, value ? 1 : 0); };
  flag(in.pfnmap, is("PFNMAP"));
  flag(in.mixedmap, is("MIXEDMAP"));
  flag(in.shared, is("SHARED"));
  flag(in.maywrite, is("MAYWRITE"));
  flag(in.special, is("special"));
  flag(in.devmap, is("devmap"));
  flag(in.memmap, is("memmap"));
  flag(in.young, world.young);
  flag(in.dirty, world.dirty);
  flag(in.has_hook, false);
  flag(in.hook_answers, is("PFNMAP") || is("MIXEDMAP") || is("SHARED"));  // vm_ops is not NULL
  flag(in.zero_memmap, true);
  w.set(in.prot.is_var() ? in.prot : in.prot.arg(0), is("write") ? 3 : 1);  // shared, read-only
  w.set(in.other_flags, 0);
  // Where the machine has its entries: a PMD, and the first of two PTEs, where the VMA begins.
  const std::uint64_t page_at = order != 0 || is("first_page") ? 0 : 1;
  constexpr std::uint64_t start = 0x40000000;
  w.set(in.vm_start, start);
  w.set(in.address, start + (page_at << (order + f.page_shift)));
  w.set(in.pfn, pfn);
  w.set(in.vm_pgoff, is("linear") ? pfn - (page_at << order) : 7);
  const std::uint64_t extra = f.colour_zero && world.last_colour ? 7 : 0;
  w.set(in.zero_extra, extra);
  w.set(in.zero_pfn, is("zero") ? pfn - extra : elsewhere);
  // Without a huge zero page its pfn is all ones, by a variable or a constant.
  const bool none = !is("huge_zero") && (order == 0 || in.huge_zero_pfn.is_const());
  w.set(in.huge_zero_pfn, none ? mask_of(f.word_bits) : is("huge_zero") ? pfn : elsewhere - gap);
  w.set(in.highest_pfn, is("above_highest") ? (world.right_above ? pfn - 1 : pfn - 2 * block)
                        : world.at_highest  ? pfn
                                            : pfn + 64 * block);
  return w;
}

unsigned answer_of(const std::array<bool, normal_page::answer_parts>& parts) {
  const auto [null, page, hook_page, other, reported, changes, head] = parts;
  if (changes) return answer_changes;
  if (head) return answer_head;
  if (other || hook_page) return answer_other_page;
  if (page) return answer_normal;
  return reported ? answer_reported : answer_raw;
}

/// The answers of a rule to all combinations; nothing where nobody can ask.
class Answers {
 public:
  Answers(const Rule& rule, const DecisionRule& reference, const World& world, const Assignment& others,
          Term about)
      : reference_(reference),
        answers_(std::size_t{1} << reference.questions.size()),
        is_askable_(answers_.size()) {
    const auto parts = normal_page::parts_of(rule.out);
    std::vector<Term> roots(parts.begin(), parts.end());
    roots.push_back(about.empty() ? rule.domain : rule.domain & about);
    const Words any = words_for(Asked(reference, 0), rule, world);
    for (const auto& [input, value] : any.wanted()) roots.push_back(input);
    Aig aig(roots);
    std::vector<Lane> lanes;
    for (std::uint32_t bits = 0; bits < answers_.size(); ++bits) {
      const Asked is(reference, bits);
      if (!is_possible(is, rule.facts, rule.level)) continue;
      is_askable_[bits] = true;
      const Words words = words_for(is, rule, world);
      Assignment values = words.values();
      values.insert(others.begin(), others.end());
      for (std::size_t i = 0; i < aig.inputs().size(); ++i) {
        const auto value = values.find(aig.inputs()[i].name());
        aig.set(i, static_cast<unsigned>(lanes.size()), value == values.end() ? 0 : value->second);
      }
      lanes.push_back({bits, words});
      if (lanes.size() == 64) take(aig, lanes);
    }
    take(aig, lanes);
  }

  /// Rows for what the reference answers otherwise, each as wide as the answers allow.
  std::vector<RuleRow> rows() const {
    std::vector<RuleRow> found;
    for (std::uint32_t bits = 0; bits < answers_.size(); ++bits) {
      if (!differs(bits) || std::ranges::any_of(found, [&](const RuleRow& row) { return row.fits(bits); }))
        continue;
      found.push_back(grown(bits));
    }
    return found;
  }

 private:
  struct Lane {
    std::uint32_t bits;
    Words words;
  };

  /// Entries that cannot be made, and words that inputs cannot be given, answer nothing.
  void take(Aig& aig, std::vector<Lane>& lanes) {
    aig.run();
    for (unsigned lane = 0; lane < lanes.size(); ++lane) {
      std::array<bool, normal_page::answer_parts> parts{};
      for (unsigned p = 0; p < parts.size(); ++p) parts[p] = aig.get(p, lane) != 0;
      bool is_real = aig.get(parts.size(), lane) != 0;
      std::size_t root = parts.size() + 1;
      for (const auto& [input, value] : lanes[lane].words.wanted()) is_real &= aig.get(root++, lane) == value;
      if (is_real) answers_[lanes[lane].bits] = answer_of(parts);
    }
    lanes.clear();
  }

  bool differs(std::uint32_t bits) const {
    return answers_[bits] && *answers_[bits] != reference_.answer_for(bits);
  }

  RuleRow grown(std::uint32_t bits) const {
    RuleRow row{"", static_cast<std::uint32_t>(answers_.size() - 1), bits, *answers_[bits], false};
    for (std::size_t q = reference_.questions.size(); q-- > 0;) {
      RuleRow wider = row;
      wider.care &= ~(std::uint32_t{1} << q);
      if (all_answer(wider)) row = wider;
    }
    for (std::size_t q = 0; q < reference_.questions.size(); ++q)
      if ((row.care >> q & 1) != 0)
        row.name += fmt::format("{}{}{}", row.name.empty() ? "" : ", ",
                                (row.value >> q & 1) != 0 ? "" : "not ", reference_.questions[q]);
    if (row.name.empty()) row.name = "always";
    return row;
  }

  /// Whether a row may stand for all that fits it: what the rule answers otherwise than the reference, and
  /// what nobody can ask.
  bool all_answer(const RuleRow& row) const {
    for (std::uint32_t bits = 0; bits < answers_.size(); ++bits)
      if (row.fits(bits) && is_askable_[bits] && (!differs(bits) || *answers_[bits] != row.answer))
        return false;
    return true;
  }

  const DecisionRule& reference_;
  std::vector<std::optional<unsigned>> answers_;
  std::vector<bool> is_askable_;
};

}  // namespace

std::vector<World> worlds_of(const Facts& facts) {
  std::vector<World> worlds;
  const auto add = [&](World world) { worlds.push_back(std::move(world)); };
  add({.name = ""});
  add({.name = "the frame's pfn is the highest one with a memmap", .at_highest = true});
  add({.name = "the stray pfn is the one right above the highest", .right_above = true});
  if (facts.colour_zero) add({.name = "the zero page is the last of several", .last_colour = true});
  if (facts.word_bits == 64) add({.name = "frames lie beyond 4 GiB", .large_pfn = true});
  add({.name = "entries are dirty", .dirty = true});
  add({.name = "entries are young and dirty", .dirty = true, .young = true});
  return worlds;
}

Term entries_can_be_made(const Rule& rule, const DecisionRule& reference, const World& world) {
  Pool& pool = rule.domain.pool();
  Term both = pool.boolean(true);
  for (const bool special : {false, true}) {
    std::uint32_t bits = 0;
    for (const char* question : {"memmap", "PFNMAP"})
      bits |= std::uint32_t{1} << reference.question(question);
    if (has_special(rule.facts, rule.level)) bits |= std::uint32_t{1} << reference.question("special_bit");
    if (special && has_special(rule.facts, rule.level))
      bits |= std::uint32_t{1} << reference.question("special");
    std::vector<std::pair<Term, Term>> values;
    const Words words = words_for(Asked(reference, bits), rule, world);
    for (const auto& [input, value] : words.wanted())
      if (input.is_var()) values.emplace_back(input, pool.constant(input.width(), value));
    both = both & substitute(rule.domain, values);
    // What an input is computed from must give the word that it is to have.
    for (const auto& [input, value] : words.wanted())
      if (!input.is_var()) both = both & eq(substitute(input, values), pool.constant(input.width(), value));
  }
  return both;
}

DecisionRule tabulated(const Rule& rule, const DecisionRule& reference, const World& world,
                       const Assignment& others, std::string source, Term about) {
  DecisionRule table = reference;
  table.source = std::move(source);
  table.rows = Answers(rule, reference, world, others, about).rows();
  table.rows.insert(table.rows.end(), reference.rows.begin(), reference.rows.end());
  return table;
}

bool same_answers(const DecisionRule& a, const DecisionRule& b) {
  for (std::uint32_t bits = 0; bits >> a.questions.size() == 0; ++bits)
    if (a.answer_for(bits) != b.answer_for(bits)) return false;
  return true;
}

}  // namespace pfncheck::machine
