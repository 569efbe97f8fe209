// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/returns_apart.hpp"

#include <llvm/IR/CFG.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/Cloning.h>
#include <llvm/Transforms/Utils/ValueMapper.h>

#include <algorithm>
#include <set>
#include <vector>

namespace pfncheck::lifting {

namespace {

using llvm::BasicBlock;

/// Of all copies together.
constexpr std::size_t most_copied = 2000;

bool can_be_told_apart(const BasicBlock& block) {
  if (!llvm::isa<llvm::ReturnInst>(block.getTerminator()) || block.hasAddressTaken() ||
      !block.hasNPredecessorsOrMore(2))
    return false;
  std::set<const BasicBlock*> seen;
  return llvm::all_of(llvm::predecessors(&block), [&](const BasicBlock* from) {
    const llvm::Instruction* way = from->getTerminator();
    return seen.insert(from).second && (llvm::isa<llvm::BranchInst>(way) || llvm::isa<llvm::SwitchInst>(way));
  });
}

/// What the block defines is used in it alone: it leads nowhere.
void copy_for(BasicBlock& block, BasicBlock& from) {
  llvm::ValueToValueMapTy values;
  BasicBlock* copy = llvm::CloneBasicBlock(&block, values, "", block.getParent());
  for (llvm::PHINode& join : block.phis()) {
    auto* copied = llvm::cast<llvm::PHINode>(values[&join]);
    values[&join] = join.getIncomingValueForBlock(&from);
    copied->eraseFromParent();
  }
  llvm::remapInstructionsInBlocks({copy}, values);
  from.getTerminator()->replaceSuccessorWith(&block, copy);
  block.removePredecessor(&from, true);
}

}  // namespace

void set_returns_apart(llvm::Function& function) {
  std::size_t copied = 0;
  for (bool is_done = false; !is_done;) {
    is_done = true;
    std::vector<BasicBlock*> shared;
    for (BasicBlock& block : function)
      if (can_be_told_apart(block)) shared.push_back(&block);
    for (BasicBlock* block : shared) {
      const std::vector<BasicBlock*> ways(llvm::pred_begin(block), llvm::pred_end(block));
      copied += block->size() * (ways.size() - 1);
      if (copied > most_copied) return;
      for (std::size_t k = 1; k < ways.size(); ++k) copy_for(*block, *ways[k]);
      is_done = false;
    }
    for (auto at = function.begin(); at != function.end();) llvm::MergeBlockIntoPredecessor(&*at++);
  }
}

}  // namespace pfncheck::lifting
