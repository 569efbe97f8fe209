// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/matching.hpp"

#include <fmt/format.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <array>
#include <vector>

#include "lift/exec/call_places.hpp"
#include "lift/exec/constant_text.hpp"
#include "lift/exec/unset_locals.hpp"
#include "lift/lockstep/printing.hpp"
#include "lift/lockstep/signature.hpp"
#include "lift/lockstep/steps.hpp"
#include "lift/lockstep/words.hpp"

namespace pfncheck::lifting {

using llvm::BasicBlock;
using llvm::Instruction;

namespace {

const llvm::StoreInst* plain_store(const Instruction& i) {
  const auto* store = llvm::dyn_cast<llvm::StoreInst>(&i);
  return store != nullptr && store->isSimple() ? store : nullptr;
}

/// Plain stores from this one on with nothing between them that reads memory or does anything.
std::vector<const llvm::StoreInst*> stores_from(const Instruction& first,
                                                const std::set<std::string>& changed) {
  std::vector<const llvm::StoreInst*> all;
  for (auto at = first.getIterator(); !at->isTerminator(); ++at) {
    if (const llvm::StoreInst* store = plain_store(*at); store != nullptr && !is_beginning(*at))
      all.push_back(store);
    else if (is_effect(*at, changed) || (at->mayReadFromMemory() && !is_nothing(*at)))
      break;
  }
  return all;
}

std::string ordinal(unsigned i) {
  static constexpr std::array names = {"first", "second", "third", "fourth", "fifth", "sixth"};
  return i < names.size() ? names[i] : fmt::format("{}th", i + 1);
}

}  // namespace

BasicBlock::const_iterator after_stores(BasicBlock::const_iterator at, std::size_t stores) {
  for (; stores > 0; ++at)
    if (plain_store(*at) != nullptr && !is_beginning(*at)) --stores;
  return at;
}

Term apart(Term a, Term b) {
  return a.width() == b.width() ? ne(a, b) : Term();
}

bool Matching::equal(Term a, Term b, Term facts) const {
  if (a.same(b)) return true;
  if (a.width() != b.width()) return false;
  const Term formula = implies(facts, eq(a, b));
  return formula.is_true() || (!formula.is_false() && options_.proves && options_.proves(formula));
}

bool Matching::is_impossible(Term facts) const {
  return facts.is_false() || (!facts.is_true() && options_.proves && options_.proves(!facts));
}

bool Matching::is_same_store(const llvm::StoreInst& a, const llvm::StoreInst& b, Sides sides) const {
  return kind_of(a) == kind_of(b) &&
         equal(sides.a.of(*a.getPointerOperand()), sides.b.of(*b.getPointerOperand()), sides.facts) &&
         equal(sides.a.of(*a.getValueOperand()), sides.b.of(*b.getValueOperand()), sides.facts);
}

/// Both are of the second side.
bool Matching::are_disjoint(const llvm::StoreInst& x, const llvm::StoreInst& y, Sides sides) const {
  const Term p = sides.b.of(*x.getPointerOperand()), q = sides.b.of(*y.getPointerOperand());
  const auto bytes = [&](const llvm::StoreInst& s) {
    const llvm::DataLayout& layout = s.getModule()->getDataLayout();
    return pool_.constant(p.width(), layout.getTypeStoreSize(s.getValueOperand()->getType()).getFixedValue());
  };
  // Places of per-CPU variables count from where nobody says (x86's segments are address spaces).
  if (p.width() != q.width() || x.getPointerAddressSpace() != y.getPointerAddressSpace()) return false;
  const Term formula = implies(sides.facts, uge(q - p, bytes(x)) & uge(p - q, bytes(y)));
  return formula.is_true() || (!formula.is_false() && options_.proves && options_.proves(formula));
}

std::size_t Matching::stores(const Instruction& a, const Instruction& b, Sides sides) const {
  constexpr std::size_t most_stores = 24;
  if (plain_store(a) == nullptr || plain_store(b) == nullptr) return 0;
  if (is_same_store(*plain_store(a), *plain_store(b), sides)) return 1;
  const std::vector<const llvm::StoreInst*> of_a = stores_from(a, options_.changed),
                                            of_b = stores_from(b, options_.changed);
  std::vector<bool> used(of_b.size());
  std::size_t furthest = 0;
  for (std::size_t k = 0; k < std::min(of_a.size(), most_stores); ++k) {
    bool found = false;
    for (std::size_t j = 0; j < of_b.size() && !found; ++j) {
      if (used[j] || !is_same_store(*of_a[k], *of_b[j], sides)) continue;
      for (std::size_t i = 0; i < j; ++i)
        if (!used[i] && !are_disjoint(*of_b[i], *of_b[j], sides)) return 0;
      used[j] = found = true;
      furthest = std::max(furthest, j + 1);
    }
    if (!found) return 0;
    if (furthest == k + 1) return furthest;
  }
  return 0;
}

std::optional<Mismatch> Matching::effects(const Instruction& a, const Instruction& b, Sides sides) const {
  const auto *call_a = llvm::dyn_cast<llvm::CallBase>(&a), *call_b = llvm::dyn_cast<llvm::CallBase>(&b);
  if ((call_a == nullptr) != (call_b == nullptr) || kind_of(a) != kind_of(b))
    return Mismatch{fmt::format("{} on one side, {} on the other", in_words(&a), in_words(&b)), {}};
  if (call_a != nullptr) return calls(*call_a, *call_b, sides);
  for (unsigned i = 0; i < a.getNumOperands(); ++i) {
    const Term x = sides.a.of(*a.getOperand(i)), y = sides.b.of(*b.getOperand(i));
    if (equal(x, y, sides.facts)) continue;
    const bool is_value = llvm::isa<llvm::StoreInst>(a) && i == 0;
    return Mismatch{fmt::format("{} of {}", in_words(&a), is_value ? "another value" : "another place"),
                    apart(x, y)};
  }
  return std::nullopt;
}

/// Whether the second prints nothing that could be gone, unless the first prints it too.
bool Matching::print_enough_alike(const llvm::CallBase& a, const llvm::CallBase& b, Sides sides) const {
  if (!is_printing(a) || !is_printing(b) ||
      !equal(sides.a.of(*a.getCalledOperand()), sides.b.of(*b.getCalledOperand()), sides.facts))
    return false;
  return !prints_late(b) || std::ranges::all_of(b.args(), [&](const llvm::Use& printed) {
    return can_always_be_printed(*printed.get()) || std::ranges::any_of(a.args(), [&](const llvm::Use& old) {
             return equal(sides.a.of(*old.get()), sides.b.of(*printed.get()), sides.facts);
           });
  });
}

std::optional<Mismatch> Matching::calls(const llvm::CallBase& a, const llvm::CallBase& b, Sides sides) const {
  if (options_.printing_aside && print_enough_alike(a, b, sides)) return std::nullopt;
  const CallPlaces places_a(a), places_b(b);
  const bool is_assembly = llvm::isa<llvm::InlineAsm>(a.getCalledOperand());
  if (is_assembly != llvm::isa<llvm::InlineAsm>(b.getCalledOperand()) || a.arg_size() != b.arg_size() ||
      places_a.assembly() != places_b.assembly() ||
      type_text(*a.getFunctionType()) != type_text(*b.getFunctionType()) || convention(a) != convention(b) ||
      (!is_assembly &&
       !equal(sides.a.of(*a.getCalledOperand()), sides.b.of(*b.getCalledOperand()), sides.facts)))
    return Mismatch{
        fmt::format("a call of {} on one side, of {} on the other", called_in_words(a), called_in_words(b)),
        {}};
  for (const llvm::CallBase* call : {&a, &b})
    if (may_call_one_of(*call, options_.changed))
      return Mismatch{fmt::format("{} is called, which changes", called_in_words(*call)), {}};
  for (unsigned i = 0; i < a.arg_size(); ++i) {
    if (places_a.is_place(i) && places_b.is_place(i) && places_a.label_of(i) == places_b.label_of(i))
      continue;
    const auto what = [&] {
      return fmt::format("another {} argument for {}", ordinal(i), called_in_words(a));
    };
    if (llvm::isa<llvm::MetadataAsValue>(a.getArgOperand(i))) {
      if (data_text(*a.getArgOperand(i)) != data_text(*b.getArgOperand(i))) return Mismatch{what(), {}};
      continue;
    }
    const Term x = sides.a.of(*a.getArgOperand(i)), y = sides.b.of(*b.getArgOperand(i));
    if (!equal(x, y, sides.facts)) return Mismatch{what(), apart(x, y)};
  }
  return std::nullopt;
}

}  // namespace pfncheck::lifting
