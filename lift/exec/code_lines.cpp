// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/code_lines.hpp"

#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/DebugProgramInstruction.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>

#include "lift/exec/function_text.hpp"

namespace pfncheck::lifting {

namespace {

class Lines {
 public:
  Lines(const llvm::Module& module, const std::string& tree_root) : tree_root_(tree_root) {
    for (const llvm::GlobalVariable& variable : module.globals()) add(variable);
    for (const llvm::Function& function : module) {
      if (const llvm::DISubprogram* head = function.getSubprogram()) add(head->getFile(), head->getLine());
      for (const llvm::Instruction& i : llvm::instructions(function)) add(i);
    }
  }
  std::map<std::string, std::set<unsigned>> take() {
    std::map<std::string, std::set<unsigned>> out;
    for (auto& [file, lines] : files_) out[file_in_tree(file, tree_root_)].merge(lines);
    return out;
  }

 private:
  void add(const llvm::DIFile* file, unsigned line) {
    if (file != nullptr && line != 0) files_[file].insert(line);
  }
  void add(const llvm::DILocation* location) {
    for (; location != nullptr; location = location->getInlinedAt())
      add(location->getFile(), location->getLine());
  }
  void add(const llvm::Instruction& i) {
    add(i.getDebugLoc().get());
    for (const llvm::DbgRecord& record : i.getDbgRecordRange()) {
      add(record.getDebugLoc().get());
      if (const auto* of_variable = llvm::dyn_cast<llvm::DbgVariableRecord>(&record))
        add(of_variable->getVariable()->getFile(), of_variable->getVariable()->getLine());
    }
    if (const auto* of_variable = llvm::dyn_cast<llvm::DbgVariableIntrinsic>(&i))
      add(of_variable->getVariable()->getFile(), of_variable->getVariable()->getLine());
  }
  void add(const llvm::GlobalVariable& variable) {
    llvm::SmallVector<llvm::DIGlobalVariableExpression*, 1> found;
    variable.getDebugInfo(found);
    for (const auto* expression : found)
      add(expression->getVariable()->getFile(), expression->getVariable()->getLine());
  }

  const std::string& tree_root_;
  std::map<const llvm::DIFile*, std::set<unsigned>> files_;
};

}  // namespace

std::map<std::string, std::set<unsigned>> code_lines(const llvm::Module& module,
                                                     const std::string& tree_root) {
  return Lines(module, tree_root).take();
}

}  // namespace pfncheck::lifting
