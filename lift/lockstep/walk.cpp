// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/walk.hpp"

#include <fmt/format.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "lift/lockstep/expressions.hpp"
#include "lift/lockstep/matching.hpp"
#include "lift/lockstep/signature.hpp"
#include "lift/lockstep/steps.hpp"
#include "lift/lockstep/trial.hpp"
#include "lift/lockstep/words.hpp"

namespace pfncheck::lifting {

namespace {

using llvm::BasicBlock;
using llvm::Instruction;

constexpr unsigned most_attempts = 64;

class Walk {
 public:
  Walk(llvm::Function& before, llvm::Function& after, const WalkOptions& options, Pool& pool,
       std::vector<Clue>* clues)
      : before_(before),
        after_(after),
        options_(options),
        pool_(pool),
        opaque_(pool),
        clues_(clues),
        matching_(options, pool),
        ways_of_a_(before) {}

  Parting run() {
    if (!are_called_alike(before_, after_)) return {"they take or return other types", nullptr, nullptr};
    for (unsigned attempt = 0; attempt < most_attempts; ++attempt) {
      start();
      while (!waiting_.empty() && goes_on()) {
        const std::size_t pair = waiting_.back();
        waiting_.pop_back();
        visit(pair);
      }
      if (!is_split_) return parting_;
    }
    return {"what loops carry could not be matched", nullptr, nullptr};
  }

 private:
  struct Pair {
    const BasicBlock *a, *b;
    Term facts;           ///< what holds wherever it is reached
    unsigned memory = 0;  ///< state of memory at its beginning
    struct Way {
      std::size_t parent;
      Term taken;  ///< what holds on this step
    };
    std::vector<Way> ways = {};      ///< that lead there, some of them
    std::vector<Term> results = {};  ///< of its own effects, as they are seen
    std::vector<Clue::Answer> answers = {};
  };

  /// For a clue more than one parting is worth to be known.
  bool goes_on() const {
    constexpr std::size_t most_clues = 40;
    if (is_split_) return false;
    return parting_.what.empty() || (clues_ != nullptr && clues_->size() < most_clues);
  }

  /// Both sides come to this place, and `apart` holds there.
  void note_clue(std::size_t number, Term apart) {
    if (clues_ == nullptr) return;
    std::vector<std::size_t> way{number};
    WaySearch search;
    note_ways(way, apart, search);
    if (search.found == 0 && search.steps == most_steps_of_ways) note_first_way(number, apart);
  }

  /// Among loops most ways back may end where they were before: there are more of them than can be followed.
  struct WaySearch {
    unsigned found = 0, steps = 0;
  };
  static constexpr unsigned most_steps_of_ways = 2000;

  /// The way on which each pair was found first.
  void note_first_way(std::size_t number, Term reached) {
    std::vector<std::size_t> way{number};
    while (way.back() != 0) {
      const Pair::Way& first = pairs_[way.back()].ways.front();
      reached = reached & first.taken;
      way.push_back(first.parent);
    }
    if (!reached.is_false()) add_clue(way, reached);
  }

  /// Some of the ways from the beginning to the last of `way`, which is in reverse order.
  void note_ways(std::vector<std::size_t>& way, Term reached, WaySearch& search) {
    constexpr unsigned most_ways = 6;
    const std::size_t at = way.back();
    if (search.found >= most_ways || search.steps == most_steps_of_ways || reached.is_false()) return;
    ++search.steps;
    if (at == 0) {
      ++search.found;
      add_clue(way, reached);
      return;
    }
    // Ways are tried from the last that was found: the first ones are much alike.
    const std::vector<Pair::Way> ways = pairs_[at].ways;
    for (auto it = ways.rbegin(); it != ways.rend(); ++it) {
      if (std::ranges::find(way, it->parent) != way.end()) continue;
      way.push_back(it->parent);
      note_ways(way, reached & it->taken, search);
      way.pop_back();
    }
  }

  void add_clue(const std::vector<std::size_t>& way, Term reached) {
    // They are where the trial has them.
    for (const auto& [id, place] : opaque_.places()) {
      const Term& address = place.first;
      reached = reached &
                eq(address, pool_.constant(address.width(), place_of_global(place.second, address.width())));
    }
    Clue clue{reached, {}, {}, {}, {}};
    for (auto at = way.rbegin(); at != way.rend(); ++at) {
      clue.results.insert(clue.results.end(), pairs_[*at].results.begin(), pairs_[*at].results.end());
      clue.answers.insert(clue.answers.end(), pairs_[*at].answers.begin(), pairs_[*at].answers.end());
    }
    for (const llvm::Argument& argument : before_.args()) clue.arguments.push_back(a_->of(argument));
    for (const Expressions* side : {&*a_, &*b_})
      clue.reads.insert(clue.reads.end(), side->reads().begin(), side->reads().end());
    clues_->push_back(std::move(clue));
  }

  void start() {
    a_.emplace(opaque_, before_.getParent()->getDataLayout());
    b_.emplace(opaque_, after_.getParent()->getDataLayout());
    pairs_.clear();
    of_a_.clear();
    of_b_.clear();
    waiting_.clear();
    parting_ = {};
    is_split_ = false;
    for (unsigned i = 0; i < before_.arg_size(); ++i) {
      const unsigned width = a_->width_of(*before_.getArg(i)->getType());
      const Term variable = pool_.var(fmt::format("argument {}", i), width);
      a_->bind(*before_.getArg(i), variable);
      b_->bind(*after_.getArg(i), variable);
    }
    if (clues_ != nullptr) clues_->clear();
    add_pair({&before_.getEntryBlock(), &after_.getEntryBlock(), pool_.boolean(true)});
  }

  void add_pair(Pair pair) {
    of_a_[pair.a] = of_b_[pair.b] = pairs_.size();
    waiting_.push_back(pairs_.size());
    pairs_.push_back(std::move(pair));
  }

  /// `apart`: what tells the sides apart there; empty: that they come there.
  void part(std::string what, const Instruction* a, const Instruction* b, Term apart = {}) {
    const Term facts = pairs_[at_].facts;
    if (!facts.is_true() && options_.proves && options_.proves(!facts)) return;  // nobody comes here
    if (parting_.what.empty()) parting_ = {std::move(what), a, b};
    note_clue(at_, apart.empty() ? pool_.boolean(true) : apart);
  }

  bool equal(Term a, Term b, Term facts) { return matching_.equal(a, b, facts); }

  /// Memory has a new state after each effect that can write; both sides have it in common.
  unsigned state_of(std::size_t pair, unsigned effect) {
    return states_.emplace(std::pair(pair, effect), static_cast<unsigned>(states_.size() + 1)).first->second;
  }

  const Instruction* next_effect(BasicBlock::const_iterator& at, unsigned memory, Expressions& side) const {
    for (; !at->isTerminator(); ++at) {
      if (is_effect(*at, options_.changed)) return &*at;
      if (llvm::isa<llvm::LoadInst>(*at)) side.set_memory(*at, memory);
    }
    return nullptr;
  }

  void visit(std::size_t number) {
    const Pair pair = pairs_[number];
    at_ = number;
    auto at_a = pair.a->getFirstNonPHIIt();
    auto at_b = pair.b->getFirstNonPHIIt();
    unsigned memory = pair.memory;
    for (unsigned effect = 0;; ++effect) {
      const Instruction* a = next_effect(at_a, memory, *a_);
      const Instruction* b = next_effect(at_b, memory, *b_);
      if (a == nullptr && b == nullptr) break;
      if (a == nullptr || b == nullptr) {
        part(fmt::format("{} on one side where the other has {}", in_words(a != nullptr ? a : b),
                         in_words(a != nullptr ? &*at_b : &*at_a)),
             a != nullptr ? a : &*at_a, b != nullptr ? b : &*at_b);
        return;
      }
      const Sides sides{*a_, *b_, pair.facts};
      if (const std::size_t stores = matching_.stores(*a, *b, sides); stores > 0) {
        effect += static_cast<unsigned>(stores) - 1;
        memory = state_of(number, effect);
        at_a = after_stores(at_a, stores);
        at_b = after_stores(at_b, stores);
        continue;
      }
      if (const auto mismatch = matching_.effects(*a, *b, sides))
        return part(mismatch->what, a, b, mismatch->apart);
      if (a->getType()->isVoidTy()) {
        if (!llvm::isa<llvm::StoreInst>(*a) && !llvm::isa<llvm::MemIntrinsic>(*a))
          pairs_[number].results.emplace_back();
      } else {
        const unsigned width = a_->width_of(*a->getType());
        const Term result = pool_.var(fmt::format("result {} {} {}", number, effect, width), width);
        a_->bind(*a, result);
        b_->bind(*b, result);
        const auto* call = llvm::dyn_cast<llvm::CallBase>(a);
        if (call != nullptr && calls_one_of(*call, options_.silent))
          note_answer(pairs_[number], *call, result);
        else
          pairs_[number].results.push_back(result);
      }
      // An access that is only volatile orders nothing else; but nothing is gained by moving over it.
      if (a->mayWriteToMemory() || b->mayWriteToMemory()) memory = state_of(number, effect);
      ++at_a;
      ++at_b;
    }
    terminate(pair, *pair.a->getTerminator(), *pair.b->getTerminator(), memory);
  }

  void note_answer(Pair& pair, const llvm::CallBase& call, Term result) {
    Clue::Answer answer{called_in_words(call), {}, result};
    for (const llvm::Use& argument : call.args()) answer.arguments.push_back(a_->of(*argument.get()));
    pair.answers.push_back(std::move(answer));
  }

  void terminate(const Pair& pair, const Instruction& a, const Instruction& b, unsigned memory) {
    if (a.getOpcode() != b.getOpcode()) {
      part(fmt::format("{} on one side, {} on the other", in_words(&a), in_words(&b)), &a, &b);
      return;
    }
    if (llvm::isa<llvm::UnreachableInst>(a)) return;
    if (const auto* end = llvm::dyn_cast<llvm::ReturnInst>(&a)) {
      const llvm::Value *x = end->getReturnValue(), *y = llvm::cast<llvm::ReturnInst>(b).getReturnValue();
      if (x != nullptr && !equal(a_->of(*x), b_->of(*y), pair.facts))
        part("another value is returned", &a, &b, apart(a_->of(*x), b_->of(*y)));
      return;
    }
    if (const auto* branch = llvm::dyn_cast<llvm::BranchInst>(&a))
      return branch_on(pair, *branch, llvm::cast<llvm::BranchInst>(b), memory);
    if (const auto* way = llvm::dyn_cast<llvm::SwitchInst>(&a))
      return branch_on(pair, *way, llvm::cast<llvm::SwitchInst>(b), memory);
    if (const auto* way = llvm::dyn_cast<llvm::CallBrInst>(&a))
      return branch_on(pair, *way, llvm::cast<llvm::CallBrInst>(b), memory);
    part("a branch of another kind", &a, &b);
  }

  void branch_on(const Pair& pair, const llvm::BranchInst& a, const llvm::BranchInst& b, unsigned memory) {
    if (a.isConditional() != b.isConditional()) return part("a condition on one side only", &a, &b);
    if (a.isUnconditional())
      return enter({pair.a, a.getSuccessor(0)}, {pair.b, b.getSuccessor(0)}, pair.facts, memory, a, b);
    const Term x = a_->of(*a.getCondition()), y = b_->of(*b.getCondition());
    const bool same_sense = equal(x, y, pair.facts);
    if (!same_sense && !equal(x, !y, pair.facts)) {
      part("another condition", &a, &b, x ^ y);
      // The other sense may be the one that was meant.
      return note_clue(at_, !(x ^ y));
    }
    for (const unsigned way : {0U, 1U}) {
      const Term taken = pair.facts & (way == 0 ? x : !x);
      enter({pair.a, a.getSuccessor(way)}, {pair.b, b.getSuccessor(same_sense ? way : 1 - way)}, taken,
            memory, a, b);
    }
  }

  void branch_on(const Pair& pair, const llvm::SwitchInst& a, const llvm::SwitchInst& b, unsigned memory) {
    if (a.getNumCases() != b.getNumCases() ||
        !equal(a_->of(*a.getCondition()), b_->of(*b.getCondition()), pair.facts))
      return part("another condition", &a, &b, apart(a_->of(*a.getCondition()), b_->of(*b.getCondition())));
    const Term asked = a_->of(*a.getCondition());
    Term none = pair.facts;
    for (const auto& way : a.cases()) {
      const Term taken = eq(asked, a_->of(*way.getCaseValue()));
      none = none & !taken;
      const BasicBlock* other = nullptr;
      for (const auto& candidate : b.cases())
        if (candidate.getCaseValue()->getValue() == way.getCaseValue()->getValue())
          other = candidate.getCaseSuccessor();
      if (other == nullptr) return part("a case on one side only", &a, &b);
      enter({pair.a, way.getCaseSuccessor()}, {pair.b, other}, pair.facts & taken, memory, a, b);
    }
    enter({pair.a, a.getDefaultDest()}, {pair.b, b.getDefaultDest()}, none, memory, a, b);
  }

  /// asm goto.
  void branch_on(const Pair& pair, const llvm::CallBrInst& a, const llvm::CallBrInst& b, unsigned memory) {
    if (const auto mismatch = matching_.effects(a, b, {*a_, *b_, pair.facts}))
      return part(mismatch->what, &a, &b, mismatch->apart);
    if (a.getNumIndirectDests() != b.getNumIndirectDests()) return part("another assembly", &a, &b);
    const std::size_t number = of_a_.at(pair.a);
    pairs_[number].results.emplace_back();
    if (!a.getType()->isVoidTy()) {
      const unsigned width = a_->width_of(*a.getType());
      const Term result = pool_.var(fmt::format("result {} of goto {}", number, width), width);
      a_->bind(a, result);
      b_->bind(b, result);
    }
    constexpr unsigned end = ~0U;
    if (a.mayWriteToMemory() || b.mayWriteToMemory()) memory = state_of(number, end - 1);
    enter({pair.a, a.getDefaultDest()}, {pair.b, b.getDefaultDest()}, pair.facts, memory, a, b);
    for (unsigned i = 0; i < a.getNumIndirectDests(); ++i)
      enter({pair.a, a.getIndirectDest(i)}, {pair.b, b.getIndirectDest(i)}, pair.facts, memory, a, b);
  }

  void enter(Edge a, Edge b, Term facts, unsigned memory, const Instruction& at_a, const Instruction& at_b) {
    if (!goes_on()) return;
    a = followed(a);
    b = followed(b);
    const auto known_a = of_a_.find(a.to), known_b = of_b_.find(b.to);
    if (known_a == of_a_.end() && known_b == of_b_.end()) {
      const bool alone = a.is_only_way && b.is_only_way;
      constexpr unsigned beginning = ~0U;
      const std::size_t number = pairs_.size();
      add_pair(
          {a.to, b.to, alone ? facts : facts_above(*a.to), alone ? memory : state_of(number, beginning)});
      name_joins(number, a, b, alone);
      note_way(number, a, b, facts);
      return;
    }
    if (known_a == of_a_.end() || known_b == of_b_.end() || known_a->second != known_b->second)
      return part("the ways through them are arranged differently", &at_a, &at_b);
    note_way(known_a->second, a, b, facts);
    check_joins(a, b, facts);
  }

  /// What holds wherever the block is reached, as every way there leads through one that it holds in: nothing
  /// that it is about is computed again in between.
  Term facts_above(const BasicBlock& block) {
    for (const auto* node = ways_of_a_.getNode(&block)->getIDom(); node != nullptr; node = node->getIDom())
      if (const auto known = of_a_.find(node->getBlock()); known != of_a_.end())
        return pairs_[known->second].facts;
    return pool_.boolean(true);
  }

  void note_way(std::size_t number, const Edge& a, const Edge& b, Term facts) {
    constexpr std::size_t most_ways = 4;
    if (clues_ == nullptr || pairs_[number].ways.size() >= most_ways) return;
    for (const Joined& j : joins(a, b)) facts = facts & eq((j.is_after ? *b_ : *a_).of(*j.phi), j.incoming);
    pairs_[number].ways.push_back({at_, facts});
  }

  struct Joined {
    const llvm::PHINode* phi;
    bool is_after;
    Term incoming;
  };

  std::vector<Joined> joins(const Edge& a, const Edge& b) {
    std::vector<Joined> all;
    for (const llvm::PHINode& phi : a.to->phis())
      all.push_back({&phi, false, a_->of(*phi.getIncomingValueForBlock(a.from))});
    for (const llvm::PHINode& phi : b.to->phis())
      all.push_back({&phi, true, b_->of(*phi.getIncomingValueForBlock(b.from))});
    return all;
  }

  /// What has one value on the first way into a pair is taken to be one, until another way says otherwise.
  void name_joins(std::size_t number, const Edge& a, const Edge& b, bool alone) {
    std::map<std::pair<std::string, unsigned>, std::size_t> classes;
    for (const Joined& j : joins(a, b)) {
      if (alone) {
        (j.is_after ? *b_ : *a_).bind(*j.phi, j.incoming);
        continue;
      }
      const auto key = std::pair(colours_[j.phi], j.incoming.id());
      const std::size_t index = classes.emplace(key, classes.size()).first->second;
      const unsigned width = j.incoming.width();
      const Term variable = pool_.var(fmt::format("join {} {} {}", number, index, width), width);
      (j.is_after ? *b_ : *a_).bind(*j.phi, variable);
    }
  }

  void check_joins(const Edge& a, const Edge& b, Term facts) {
    const std::vector<Joined> all = joins(a, b);
    std::map<unsigned, Term> value_of;  // by variable
    bool agree = true;
    for (const Joined& j : all) {
      const Term variable = (j.is_after ? *b_ : *a_).of(*j.phi);
      const auto [known, is_first] = value_of.emplace(variable.id(), j.incoming);
      agree = agree && (is_first || equal(known->second, j.incoming, facts));
    }
    if (agree) return;
    std::map<unsigned, std::size_t> ordinals;
    for (const Joined& j : all)
      colours_[j.phi] += fmt::format("/{}", ordinals.emplace(j.incoming.id(), ordinals.size()).first->second);
    is_split_ = true;
  }

  llvm::Function &before_, &after_;
  const WalkOptions& options_;
  Pool& pool_;
  Opaque opaque_;
  std::vector<Clue>* clues_;
  Matching matching_;
  llvm::DominatorTree ways_of_a_;
  std::size_t at_ = 0;  ///< the pair at work
  std::optional<Expressions> a_, b_;
  std::vector<Pair> pairs_;
  std::map<const BasicBlock*, std::size_t> of_a_, of_b_;
  std::vector<std::size_t> waiting_;
  std::map<std::pair<std::size_t, unsigned>, unsigned> states_;
  std::map<const llvm::PHINode*, std::string> colours_;
  Parting parting_;
  bool is_split_ = false;
};

}  // namespace

Parting walk(llvm::Function& before, llvm::Function& after, const WalkOptions& options, Pool& pool,
             std::vector<Clue>* clues) {
  return Walk(before, after, options, pool, clues).run();
}

}  // namespace pfncheck::lifting
