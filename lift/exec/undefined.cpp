// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/undefined.hpp"

#include <fmt/format.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

#include <optional>
#include <vector>

namespace pfncheck::lifting {

namespace {

/// Bytes of the local, if these bytes at this place are not all within it.
std::optional<std::uint64_t> passed_end(const llvm::Value& place, std::uint64_t bytes,
                                        const llvm::DataLayout& layout) {
  llvm::APInt offset(layout.getIndexTypeSizeInBits(place.getType()), 0);
  const auto* local = llvm::dyn_cast<llvm::AllocaInst>(
      place.stripAndAccumulateConstantOffsets(layout, offset, /*AllowNonInbounds=*/true));
  if (local == nullptr) return std::nullopt;
  const auto size = local->getAllocationSize(layout);
  if (!size || size->isScalable()) return std::nullopt;
  const std::int64_t begin = offset.getSExtValue();
  const std::uint64_t all = size->getFixedValue();
  if (begin >= 0 && bytes <= all && static_cast<std::uint64_t>(begin) <= all - bytes) return std::nullopt;
  return all;
}

std::optional<std::uint64_t> passed_end(const llvm::Instruction& i, const llvm::DataLayout& layout) {
  const auto bytes_of = [&](llvm::Type* type) { return layout.getTypeStoreSize(type).getFixedValue(); };
  if (const auto* load = llvm::dyn_cast<llvm::LoadInst>(&i))
    return passed_end(*load->getPointerOperand(), bytes_of(load->getType()), layout);
  if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(&i))
    return passed_end(*store->getPointerOperand(), bytes_of(store->getValueOperand()->getType()), layout);
  const auto* copy = llvm::dyn_cast<llvm::MemIntrinsic>(&i);
  const auto* length = copy == nullptr ? nullptr : llvm::dyn_cast<llvm::ConstantInt>(copy->getLength());
  if (length == nullptr) return std::nullopt;
  if (const auto size = passed_end(*copy->getRawDest(), length->getZExtValue(), layout)) return size;
  const auto* transfer = llvm::dyn_cast<llvm::MemTransferInst>(copy);
  return transfer == nullptr ? std::nullopt
                             : passed_end(*transfer->getRawSource(), length->getZExtValue(), layout);
}

bool is_marked(const llvm::Instruction& i, const std::string& name) {
  const auto* call = llvm::dyn_cast_or_null<llvm::CallInst>(i.getPrevNonDebugInstruction());
  return call != nullptr && call->getCalledFunction() != nullptr &&
         call->getCalledFunction()->getName() == name;
}

bool mark(llvm::Module& module, llvm::Function& function) {
  std::vector<std::pair<llvm::Instruction*, std::string>> found;
  for (llvm::Instruction& i : llvm::instructions(function))
    if (const auto size = passed_end(i, module.getDataLayout()))
      if (std::string name = beyond_local_text(*size); !is_marked(i, name))
        found.emplace_back(&i, std::move(name));
  for (const auto& [i, name] : found) {
    llvm::IRBuilder<> before(i);
    before.CreateCall(module.getOrInsertFunction(name, before.getVoidTy()));
  }
  return !found.empty();
}

}  // namespace

std::string beyond_local_text(std::uint64_t bytes) {
  return fmt::format("{} of {} bytes", beyond_local, bytes);
}

void mark_accesses_beyond_locals(llvm::Module& module) {
  std::vector<llvm::Function*> functions;
  for (llvm::Function& f : module)
    if (!f.isDeclaration()) functions.push_back(&f);
  for (llvm::Function* f : functions) mark(module, *f);
}

llvm::PreservedAnalyses MarkAccessesBeyondLocals::run(llvm::Module& module,
                                                      llvm::ModuleAnalysisManager& /*analyses*/) {
  mark_accesses_beyond_locals(module);
  return llvm::PreservedAnalyses::none();
}

void freeze_shifts(llvm::Function& function) {
  std::vector<llvm::Instruction*> shifts;
  for (llvm::Instruction& i : llvm::instructions(function))
    if (i.isShift() && !llvm::isa<llvm::Constant>(i.getOperand(1))) shifts.push_back(&i);
  for (llvm::Instruction* shift : shifts) {
    auto* frozen = new llvm::FreezeInst(shift, "", std::next(shift->getIterator()));
    frozen->setDebugLoc(shift->getDebugLoc());
    shift->replaceUsesWithIf(frozen, [&](const llvm::Use& use) { return use.getUser() != frozen; });
  }
}

}  // namespace pfncheck::lifting
