// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/telling.hpp"

#include <fmt/format.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include "lift/exec/call_places.hpp"
#include "lift/exec/executor.hpp"
#include "lift/lockstep/words.hpp"

namespace pfncheck::lifting {
namespace {

/// The last line of the function itself that the call comes by before the versions part.
SourceLine place_of_exit(const Unbalanced& exit, const std::string& tree_root) {
  SourceLine place;
  for (const llvm::Instruction* at : {exit.at, exit.decision}) {
    if (at == nullptr) continue;
    const SourceLine one = outer_line(*at, tree_root);
    if (place.line == 0 || (one.file == place.file && one.line > place.line)) place = one;
  }
  return place;
}

/// What each number of Step::arguments is, as far as words are known: "argument 2".
struct Named {
  std::string name;
  const llvm::Type* type;
};

std::vector<Named> named_arguments(const llvm::Instruction& at) {
  std::vector<Named> all;
  if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(&at))
    return {{"its address", store->getPointerOperand()->getType()},
            {"its value", store->getValueOperand()->getType()}};
  const auto* call = llvm::dyn_cast<llvm::CallBase>(&at);
  if (call != nullptr && call->isInlineAsm())
    for (const llvm::Use& one : call->args())
      all.push_back({fmt::format("operand {}", one.getOperandNo() + 1), one->getType()});
  else if (call != nullptr)
    for (const Given& one : given_to(*call))
      all.push_back({one.position == 0 ? "the callee" : fmt::format("argument {}", one.position),
                     one.value->getType()});
  return all;
}

/// Of a step that the other version does as well, in what its own differs: "argument 2 is 4". Pointers that
/// lead somewhere are only said to be others.
std::string given_apart(const Step& step, const Step& other) {
  if (step.what != other.what) return {};
  if (step.arguments == other.arguments)
    return step.contents == other.contents ? "" : "a local that it gets holds something else";
  const std::vector<Named> named = named_arguments(*step.at);
  if (named.size() != step.arguments.size() || named.size() != other.arguments.size()) return {};
  const llvm::DataLayout& layout = step.at->getModule()->getDataLayout();
  std::string text;
  for (std::size_t k = 0; k < named.size(); ++k) {
    if (step.arguments[k] == other.arguments[k]) continue;
    const bool leads_somewhere = named[k].type->isPointerTy() && step.arguments[k] != 0;
    text += fmt::format(
        "{}{} is {}", text.empty() ? "" : ", ", named[k].name,
        leads_somewhere ? "another one" : number_in_words(step.arguments[k], *named[k].type, layout));
  }
  return text;
}

std::string step_text(const Step& step, const Step* other, const std::string& tree_root) {
  std::string what = step.what;
  if (llvm::isa<llvm::LoadInst>(step.at)) what = "a volatile read";
  if (llvm::isa<llvm::StoreInst>(step.at)) what = step.is_write ? "a write" : "a volatile write";
  if (const auto* call = llvm::dyn_cast<llvm::CallBase>(step.at); call != nullptr && call->isInlineAsm())
    what = "assembly";
  if (const std::string apart = other == nullptr ? "" : given_apart(step, *other); !apart.empty())
    what += ", " + apart;
  const SourceLine where = place_of(step.at, tree_root);
  return where.line == 0 ? what : fmt::format("{} ({}:{})", what, where.file, where.line);
}

/// From the place where it parts from the other, and a few steps of it.
std::vector<std::string> rest_of(const Trial& trial, const Trial& other, std::size_t first,
                                 const std::string& tree_root) {
  constexpr std::size_t most = 5;
  std::vector<std::string> all;
  for (std::size_t k = first; k < trial.trace.size(); ++k) {
    if (all.size() == most) {
      all.push_back(fmt::format("{} more steps", trial.trace.size() - k));
      break;
    }
    all.push_back(step_text(trial.trace[k], k == first && k < other.trace.size() ? &other.trace[k] : nullptr,
                            tree_root));
  }
  if (!trial.returned) all.emplace_back("does not return");
  if (trial.has_value) {
    const auto value = static_cast<std::int64_t>(trial.value),
               narrow = static_cast<std::int64_t>(static_cast<std::int32_t>(trial.value));
    const bool is_error =
        (value < 0 && value > -4096) || (trial.value >> 32 == 0 && narrow < 0 && narrow > -4096);
    all.push_back(is_error               ? fmt::format("returns {}", value < 0 ? value : narrow)
                  : trial.value < 0x1000 ? fmt::format("returns {}", trial.value)
                                         : fmt::format("returns {:#x}", trial.value));
  } else if (trial.returned) {
    all.emplace_back("returns");
  }
  return all;
}

}  // namespace

SourceLine place_of(const llvm::Instruction* instruction, const std::string& tree_root) {
  return instruction == nullptr ? SourceLine{} : source_line(*instruction, tree_root);
}

PartingCall told(const Apart& apart, const std::string& tree_root) {
  PartingCall call;
  call.is_order = apart.is_order;
  call.when = apart.when;
  call.before = rest_of(apart.before, apart.after, apart.first, tree_root);
  call.after = rest_of(apart.after, apart.before, apart.first, tree_root);
  for (const auto& [decision, way] : apart.after.decisions)
    if (const SourceLine at = place_of(decision, tree_root); at.line != 0)
      call.way.push_back(fmt::format("{}:{}", at.file, at.line));
  if (apart.first < apart.after.trace.size())
    call.where = place_of(apart.after.trace[apart.first].at, tree_root);
  for (const Unbalanced& exit : apart.unbalanced)
    call.unbalanced.push_back({exit.what, exit.before, exit.after, place_of_exit(exit, tree_root)});
  return call;
}

}  // namespace pfncheck::lifting
