// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/paths.hpp"

#include <fmt/format.h>
#include <llvm/Analysis/CFG.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "lift/lockstep/matching.hpp"
#include "lift/lockstep/signature.hpp"
#include "lift/lockstep/steps.hpp"

namespace pfncheck::lifting {

namespace {

using llvm::BasicBlock;
using llvm::Instruction;

/// Of one function: where its loops begin, and what is used from there on.
class Loops {
 public:
  explicit Loops(llvm::Function& function) : ways_(function) {
    llvm::SmallVector<std::pair<const BasicBlock*, const BasicBlock*>> back;
    llvm::FindFunctionBackedges(function, back);
    for (const auto& [from, to] : back) heads_.insert(to);
    for (const BasicBlock* head : heads_) find_carried(*head);
  }

  bool is_head(const BasicBlock& block) const { return heads_.contains(&block); }
  /// Values that are there before the head, and are used from it on.
  const std::vector<const llvm::Value*>& carried(const BasicBlock& head) const { return carried_.at(&head); }

 private:
  void find_carried(const BasicBlock& head) {
    std::set<const BasicBlock*> reached{&head};
    std::vector<const BasicBlock*> waiting{&head};
    while (!waiting.empty()) {
      const BasicBlock* block = waiting.back();
      waiting.pop_back();
      for (const BasicBlock* next : llvm::successors(block))
        if (reached.insert(next).second) waiting.push_back(next);
    }
    std::vector<const llvm::Value*>& all = carried_[&head];
    const llvm::Function& function = *head.getParent();
    for (const BasicBlock& block : function) {
      if (&block == &head || !ways_.dominates(&block, &head)) continue;
      for (const Instruction& i : block) {
        const bool is_used = std::ranges::any_of(i.users(), [&](const llvm::User* user) {
          return reached.contains(llvm::cast<Instruction>(user)->getParent());
        });
        if (is_used && !llvm::isa<llvm::AllocaInst>(i)) all.push_back(&i);
      }
    }
  }

  llvm::DominatorTree ways_;
  std::set<const BasicBlock*> heads_;
  std::map<const BasicBlock*, std::vector<const llvm::Value*>> carried_;
};

/// Such a local is another one whenever it is made; others are one on every way.
bool has_array_of_open_size(const llvm::Function& function) {
  return std::ranges::any_of(llvm::instructions(function), [](const Instruction& i) {
    const auto* local = llvm::dyn_cast<llvm::AllocaInst>(&i);
    return local != nullptr && !local->isStaticAlloca();
  });
}

class Paths {
 public:
  Paths(llvm::Function& before, llvm::Function& after, const WalkOptions& options, Pool& pool)
      : before_(before),
        after_(after),
        pool_(pool),
        opaque_(pool),
        matching_(options_, pool),
        options_(options),
        loops_of_a_(before),
        loops_of_b_(after) {
    if (options.proves)
      options_.proves = [&options, this](Term formula) {
        if (--questions_ <= 0 || Clock::now() > end_) questions_ = 0;
        return questions_ > 0 && options.proves(formula);
      };
  }

  bool run() {
    if (!are_called_alike(before_, after_) || has_array_of_open_size(before_) ||
        has_array_of_open_size(after_))
      return false;
    constexpr unsigned most_attempts = 16;
    for (unsigned attempt = 0; attempt < most_attempts && steps_ > 0; ++attempt) {
      const bool is_same = try_once();
      if (!is_split_) return is_same;
    }
    return false;
  }

 private:
  /// How far one side has come.
  struct Place {
    Expressions values;
    const BasicBlock* block;
    BasicBlock::const_iterator at;
    const BasicBlock* from = nullptr;  ///< where a loop begins: the block before it
  };
  /// Both sides, and what led there.
  struct Way {
    Place a, b;
    Term facts;
    std::map<unsigned, bool> decided;  ///< conditions, by the Term's id
    unsigned memory = 0;
  };

  bool try_once() {
    is_split_ = false;
    begun_.clear();
    waiting_.clear();
    Expressions a(opaque_, before_.getParent()->getDataLayout()),
        b(opaque_, after_.getParent()->getDataLayout());
    for (unsigned i = 0; i < before_.arg_size(); ++i) {
      const unsigned width = a.width_of(*before_.getArg(i)->getType());
      const Term variable = pool_.var(fmt::format("argument {}", i), width);
      a.bind(*before_.getArg(i), variable);
      b.bind(*after_.getArg(i), variable);
    }
    const BasicBlock &first = before_.getEntryBlock(), &other = after_.getEntryBlock();
    waiting_.push_back(
        {{a, &first, first.begin()}, {b, &other, other.begin()}, pool_.boolean(true), {}, ++states_});
    while (!waiting_.empty()) {
      Way way = std::move(waiting_.back());
      waiting_.pop_back();
      if (!follow(std::move(way)) || is_split_) return false;
    }
    return true;
  }

  /// Goes on to the next effect, to the function's end or to where a loop begins. Gives a condition that has
  /// to be decided first, if there is one.
  std::optional<Term> go_on(Place& place, const Way& way, const Loops& loops) {
    while (!at_head(place, loops)) {
      for (; !place.at->isTerminator(); ++place.at) {
        if (is_effect(*place.at, options_.changed)) return std::nullopt;
        if (llvm::isa<llvm::LoadInst>(*place.at)) place.values.set_memory(*place.at, way.memory);
      }
      const Instruction& end = *place.at;
      const BasicBlock* next = nullptr;
      if (const auto* branch = llvm::dyn_cast<llvm::BranchInst>(&end)) {
        next = branch->getSuccessor(0);
        if (branch->isConditional()) {
          const Term asked = place.values.of(*branch->getCondition());
          const std::optional<bool> answer = answer_of(asked, way);
          if (!answer) return asked;
          if (!*answer) next = branch->getSuccessor(1);
        }
      } else if (const auto* choice = llvm::dyn_cast<llvm::SwitchInst>(&end)) {
        next = choice->getDefaultDest();
        for (const auto& one : choice->cases()) {
          const Term asked =
              eq(place.values.of(*choice->getCondition()), place.values.of(*one.getCaseValue()));
          const std::optional<bool> answer = answer_of(asked, way);
          if (!answer) return asked;
          if (!*answer) continue;
          next = one.getCaseSuccessor();
          break;
        }
      } else {
        return std::nullopt;
      }
      enter(place, *next, loops);
    }
    return std::nullopt;
  }

  static std::optional<bool> answer_of(Term condition, const Way& way) {
    if (condition.is_true() || condition.is_false()) return condition.is_true();
    if (const auto known = way.decided.find(condition.id()); known != way.decided.end()) return known->second;
    if (const auto known = way.decided.find((!condition).id()); known != way.decided.end())
      return !known->second;
    return std::nullopt;
  }

  /// What a loop's beginning carries is bound when both sides are there.
  static void enter(Place& place, const BasicBlock& next, const Loops& loops) {
    std::vector<std::pair<const llvm::PHINode*, Term>> incoming;
    const BasicBlock* from = place.block;
    place.from = from;
    place.block = &next;
    place.at = next.getFirstNonPHIIt();
    if (loops.is_head(next)) return;
    for (const llvm::PHINode& phi : next.phis())
      incoming.emplace_back(&phi, place.values.of(*phi.getIncomingValueForBlock(from)));
    for (const auto& [phi, term] : incoming) place.values.bind(*phi, term);
  }

  static bool at_head(const Place& place, const Loops& loops) {
    return place.from != nullptr && loops.is_head(*place.block);
  }

  /// Whether both sides do the same from here on, until loops begin.
  bool follow(Way way) {
    for (;;) {
      if (steps_ == 0 || questions_ <= 0 || is_split_) return false;
      --steps_;
      if (const auto condition = go_on(way.a, way, loops_of_a_))
        return follow_both(std::move(way), *condition, false);
      if (const auto condition = go_on(way.b, way, loops_of_b_))
        return follow_both(std::move(way), *condition, true);
      const bool head_of_a = at_head(way.a, loops_of_a_), head_of_b = at_head(way.b, loops_of_b_);
      if (head_of_a && head_of_b) return begin_loop(way);
      const Instruction &a = *way.a.at, &b = *way.b.at;
      if (head_of_a || head_of_b || a.isTerminator() != b.isTerminator())
        return matching_.is_impossible(way.facts);
      if (a.isTerminator()) return end(way, a, b);
      const Sides sides{way.a.values, way.b.values, way.facts};
      if (const std::size_t stores = matching_.stores(a, b, sides); stores > 0) {
        way.a.at = after_stores(way.a.at, stores);
        way.b.at = after_stores(way.b.at, stores);
        way.memory = ++states_;
        continue;
      }
      if (matching_.effects(a, b, sides)) return matching_.is_impossible(way.facts);
      bind_result(way, a, b);
      if (a.mayWriteToMemory() || b.mayWriteToMemory()) way.memory = ++states_;
      ++way.a.at;
      ++way.b.at;
    }
  }

  void bind_result(Way& way, const Instruction& a, const Instruction& b) {
    if (a.getType()->isVoidTy()) return;
    const unsigned width = way.a.values.width_of(*a.getType());
    const Term result = pool_.var(fmt::format("result {} on a way, {}", ++results_, width), width);
    way.a.values.bind(a, result);
    way.b.values.bind(b, result);
  }

  /// The second side may not ask anything that is known already in other words.
  bool follow_both(Way way, Term condition, bool may_be_known) {
    for (const bool answer : {true, false}) {
      const Term taken = answer ? condition : !condition, facts = way.facts & taken;
      if (facts.is_false() || (may_be_known && matching_.is_impossible(facts))) continue;
      Way one = way;
      one.facts = facts;
      one.decided[condition.id()] = answer;
      if (!follow(std::move(one))) return false;
    }
    return true;
  }

  bool end(Way& way, const Instruction& a, const Instruction& b) {
    if (a.getOpcode() == b.getOpcode()) {
      if (llvm::isa<llvm::UnreachableInst>(a)) return true;
      if (const auto* leaves = llvm::dyn_cast<llvm::ReturnInst>(&a)) {
        const llvm::Value *x = leaves->getReturnValue(),
                          *y = llvm::cast<llvm::ReturnInst>(b).getReturnValue();
        if (x == nullptr || matching_.equal(way.a.values.of(*x), way.b.values.of(*y), way.facts)) return true;
      } else if (const auto* jump = llvm::dyn_cast<llvm::CallBrInst>(&a)) {
        return follow_jumps(way, *jump, llvm::cast<llvm::CallBrInst>(b));
      }
    }
    return matching_.is_impossible(way.facts);
  }

  /// asm goto.
  bool follow_jumps(Way& way, const llvm::CallBrInst& a, const llvm::CallBrInst& b) {
    if (a.getNumIndirectDests() != b.getNumIndirectDests() ||
        matching_.effects(a, b, {way.a.values, way.b.values, way.facts}))
      return matching_.is_impossible(way.facts);
    bind_result(way, a, b);
    if (a.mayWriteToMemory() || b.mayWriteToMemory()) way.memory = ++states_;
    for (unsigned i = 0; i < a.getNumSuccessors(); ++i) {
      Way one = way;
      enter(one.a, *a.getSuccessor(i), loops_of_a_);
      enter(one.b, *b.getSuccessor(i), loops_of_b_);
      if (!follow(std::move(one))) return false;
    }
    return true;
  }

  /// What is there where a loop begins.
  struct Carried {
    const llvm::Value* value;
    bool is_after;
    Term now;
    bool is_named;  ///< stands for any value; else it has the same on every way there
  };

  std::vector<Carried> carried_by(Way& way) {
    std::vector<Carried> all;
    for (const bool is_after : {false, true}) {
      Place& place = is_after ? way.b : way.a;
      for (const llvm::PHINode& phi : place.block->phis())
        all.push_back({&phi, is_after, place.values.of(*phi.getIncomingValueForBlock(place.from)), true});
      const Loops& loops = is_after ? loops_of_b_ : loops_of_a_;
      for (const llvm::Value* value : loops.carried(*place.block))
        all.push_back({value, is_after, place.values.of(*value), named_.contains(value)});
    }
    return all;
  }

  using Heads = std::pair<const BasicBlock*, const BasicBlock*>;
  struct Begun {
    Expressions a, b;
  };

  /// Both sides come to where a loop begins: what holds there is the same whenever they do.
  bool begin_loop(Way& way) {
    const Heads heads{way.a.block, way.b.block};
    const std::vector<Carried> carried = carried_by(way);
    if (const auto known = begun_.find(heads); known != begun_.end()) {
      check(known->second, carried, way.facts);
      return !is_split_;
    }
    std::map<std::pair<std::string, unsigned>, std::size_t> classes;
    const std::size_t number = begun_.size();
    std::vector<const llvm::Value*> kept[2];
    for (const Carried& one : carried) {
      kept[one.is_after ? 1 : 0].push_back(one.value);
      if (!one.is_named) continue;
      const std::size_t index =
          classes.emplace(std::pair(colours_[one.value], one.now.id()), classes.size()).first->second;
      const unsigned width = one.now.width();
      (one.is_after ? way.b : way.a)
          .values.bind(*one.value,
                       pool_.var(fmt::format("loop {} carries {}, {}", number, index, width), width));
    }
    // Nothing else is known from here on: instructions that come again give something else.
    way.a.values.keep_only(kept[0]);
    way.b.values.keep_only(kept[1]);
    begun_.emplace(heads, Begun{way.a.values, way.b.values});
    way.a.from = way.b.from = nullptr;
    way.facts = pool_.boolean(true);
    way.decided.clear();
    way.memory = ++states_;
    waiting_.push_back(std::move(way));
    return true;
  }

  /// Whether what was taken for the same is it on this way too; if not, it no longer is in the next attempt.
  void check(Begun& begun, const std::vector<Carried>& carried, Term facts) {
    std::map<unsigned, Term> value_of;  // by variable
    std::map<unsigned, std::size_t> ordinals;
    bool agree = true;
    for (const Carried& one : carried) {
      const Term there = (one.is_after ? begun.b : begun.a).of(*one.value);
      if (!one.is_named) {
        if (there.same(one.now)) continue;
        named_.insert(one.value);
        is_split_ = true;
        continue;
      }
      const auto [known, is_first] = value_of.emplace(there.id(), one.now);
      agree = agree && (is_first || matching_.equal(known->second, one.now, facts));
    }
    if (agree) return;
    for (const Carried& one : carried)
      if (one.is_named)
        colours_[one.value] +=
            fmt::format("/{}", ordinals.emplace(one.now.id(), ordinals.size()).first->second);
    is_split_ = true;
  }

  llvm::Function &before_, &after_;
  Pool& pool_;
  Opaque opaque_;
  Matching matching_;
  WalkOptions options_;
  Loops loops_of_a_, loops_of_b_;
  std::vector<Way> waiting_;
  std::map<Heads, Begun> begun_;
  std::set<const llvm::Value*> named_;
  std::map<const llvm::Value*, std::string> colours_;
  bool is_split_ = false;
  unsigned states_ = 0, results_ = 0;
  unsigned steps_ = 4000;
  int questions_ = 400;
  using Clock = std::chrono::steady_clock;
  Clock::time_point end_ = Clock::now() + std::chrono::seconds(10);  ///< no question is asked after it
};

}  // namespace

bool is_same_on_every_way(llvm::Function& before, llvm::Function& after, const WalkOptions& options,
                          Pool& pool) {
  return Paths(before, after, options, pool).run();
}

}  // namespace pfncheck::lifting
