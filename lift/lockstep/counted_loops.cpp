// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/counted_loops.hpp"

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScalarEvolutionExpressions.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/ScalarEvolutionExpander.h>

#include <utility>
#include <vector>

namespace pfncheck::lifting {

namespace {

/// Of one loop, which has one way in and one way back.
class Counted {
 public:
  Counted(llvm::Loop& loop, llvm::ScalarEvolution& evolution, llvm::SCEVExpander& expander)
      : loop_(loop), evolution_(evolution), expander_(expander) {}

  void run() {
    find_carried();
    find_ends();
    if (carried_.empty() && ends_.empty()) return;
    make_number();
    for (const auto& [join, value] : carried_) replace(*join, *value);
    for (const auto& [branch, turn] : ends_) compare(*branch, *turn);
  }

 private:
  void find_carried() {
    for (llvm::PHINode& join : loop_.getHeader()->phis()) {
      if (!evolution_.isSCEVable(join.getType())) continue;
      const auto* value = llvm::dyn_cast<llvm::SCEVAddRecExpr>(evolution_.getSCEV(&join));
      if (value == nullptr || value->getLoop() != &loop_ || !value->isAffine()) continue;
      if (expander_.isSafeToExpand(value->getStart()) &&
          expander_.isSafeToExpand(value->getStepRecurrence(evolution_)))
        carried_.emplace_back(&join, value);
    }
  }

  /// Conditions that end the loop in a turn whose number is known before it begins.
  void find_ends() {
    llvm::SmallVector<llvm::BasicBlock*, 4> blocks;
    loop_.getExitingBlocks(blocks);
    for (llvm::BasicBlock* block : blocks) {
      auto* branch = llvm::dyn_cast<llvm::BranchInst>(block->getTerminator());
      if (branch == nullptr || !branch->isConditional()) continue;
      const llvm::SCEV* turn = evolution_.getExitCount(&loop_, block);
      if (llvm::isa<llvm::SCEVCouldNotCompute>(turn) || turn->isZero() || !turn->getType()->isIntegerTy() ||
          turn->getType()->getIntegerBitWidth() > 64 || !expander_.isSafeToExpand(turn) ||
          !evolution_.isLoopInvariant(turn, &loop_))
        continue;
      ends_.emplace_back(branch, turn);
    }
  }

  void make_number() {
    llvm::BasicBlock* header = loop_.getHeader();
    llvm::Type* wide = llvm::Type::getInt64Ty(header->getContext());
    number_ = llvm::PHINode::Create(wide, 2, "", header->begin());
    llvm::IRBuilder<> at(loop_.getLoopLatch()->getTerminator());
    number_->addIncoming(llvm::ConstantInt::get(wide, 0), loop_.getLoopPreheader());
    number_->addIncoming(at.CreateAdd(number_, llvm::ConstantInt::get(wide, 1)), loop_.getLoopLatch());
  }

  void replace(llvm::PHINode& join, const llvm::SCEVAddRecExpr& value) {
    llvm::Instruction* before = loop_.getLoopPreheader()->getTerminator();
    const llvm::SCEV* step = value.getStepRecurrence(evolution_);
    llvm::Value* start = expander_.expandCodeFor(value.getStart(), join.getType(), before);
    llvm::Value* by = expander_.expandCodeFor(step, step->getType(), before);
    llvm::IRBuilder<> at(loop_.getHeader(), loop_.getHeader()->getFirstInsertionPt());
    llvm::Value* change = at.CreateMul(at.CreateZExtOrTrunc(number_, step->getType()), by);
    llvm::Value* now =
        join.getType()->isPointerTy() ? at.CreatePtrAdd(start, change) : at.CreateAdd(start, change);
    join.replaceAllUsesWith(now);
    join.eraseFromParent();
  }

  void compare(llvm::BranchInst& branch, const llvm::SCEV& turn) {
    llvm::IRBuilder<> before(loop_.getLoopPreheader()->getTerminator());
    llvm::Value* last =
        expander_.expandCodeFor(&turn, turn.getType(), loop_.getLoopPreheader()->getTerminator());
    before.SetInsertPoint(loop_.getLoopPreheader()->getTerminator());
    last = before.CreateZExt(last, number_->getType());
    llvm::IRBuilder<> at(&branch);
    const bool first_goes_on = loop_.contains(branch.getSuccessor(0));
    branch.setCondition(first_goes_on ? at.CreateICmpNE(number_, last) : at.CreateICmpEQ(number_, last));
  }

  llvm::Loop& loop_;
  llvm::ScalarEvolution& evolution_;
  llvm::SCEVExpander& expander_;
  std::vector<std::pair<llvm::PHINode*, const llvm::SCEVAddRecExpr*>> carried_;
  std::vector<std::pair<llvm::BranchInst*, const llvm::SCEV*>> ends_;
  llvm::PHINode* number_ = nullptr;
};

}  // namespace

llvm::PreservedAnalyses CountedLoops::run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  auto& evolution = analyses.getResult<llvm::ScalarEvolutionAnalysis>(function);
  const auto& loops = analyses.getResult<llvm::LoopAnalysis>(function);
  for (llvm::Loop* loop : loops.getLoopsInPreorder()) {
    if (!loop->isLoopSimplifyForm()) continue;
    llvm::SCEVExpander expander(evolution, function.getParent()->getDataLayout(), "");
    Counted(*loop, evolution, expander).run();
    evolution.forgetAllLoops();
  }
  return llvm::PreservedAnalyses::none();
}

}  // namespace pfncheck::lifting
