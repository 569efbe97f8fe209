// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/module.hpp"

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "lift/exec/code_lines.hpp"
#include "lift/exec/constant_text.hpp"
#include "lift/exec/data_text.hpp"
#include "lift/exec/executor.hpp"
#include "lift/exec/function_text.hpp"
#include "lift/exec/passes.hpp"
#include "lift/exec/simplify.hpp"
#include "model/input_error.hpp"

namespace pfncheck {

/// The file's bytes. Lifting reads them into a context of its own, lazily, so that passes may change
/// anything; questions that change nothing share one of which as much is read as they need.
struct Module::Impl {
  std::string path;
  std::unique_ptr<llvm::MemoryBuffer> bytes;
  std::set<std::string> defined;

  std::mutex reading;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> shared;
  bool is_whole = false;
  std::optional<CodeDigests> code;
  std::optional<std::vector<DataText>> data;

  /// Once it is whole it does not change any more.
  llvm::Module& all() {
    const std::scoped_lock lock(reading);
    if (is_whole) return *shared;
    // As Module::materializeAll() does, but without its verifier: clang has verified what it wrote.
    if (llvm::Error error = shared->materializeMetadata())
      throw InputError(path + ": " + llvm::toString(std::move(error)));
    for (llvm::Function& f : *shared) lifting::materialize(f);
    is_whole = true;
    return *shared;
  }

  /// The functions that `function` leads to; more may be read for it.
  std::set<llvm::Function*> reachable(const std::string& function) {
    return lifting::reachable_functions(find(*shared, function, path), lifting::StandIns::followed);
  }

  std::unique_ptr<llvm::Module> open(llvm::LLVMContext& context) const {
    llvm::Expected<std::unique_ptr<llvm::Module>> module =
        llvm::getLazyBitcodeModule(bytes->getMemBufferRef(), context, true);
    if (!module) throw InputError(path + ": not LLVM bitcode: " + llvm::toString(module.takeError()));
    return std::move(*module);
  }

  static llvm::Function& find(llvm::Module& module, const std::string& name, const std::string& path) {
    llvm::Function* function = module.getFunction(name);
    if (function == nullptr || function->isDeclaration())
      throw InputError(path + ": does not define " + name + "()");
    return *function;
  }
};

Module::Module(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Module::~Module() = default;
Module::Module(Module&&) noexcept = default;
Module& Module::operator=(Module&&) noexcept = default;

Module Module::read(const std::string& bitcode_path) {
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> file =
      llvm::MemoryBuffer::getFile(bitcode_path, false, false);
  if (!file) throw InputError(bitcode_path + ": " + file.getError().message());
  auto impl = std::make_unique<Impl>();
  impl->path = bitcode_path;
  impl->bytes = std::move(*file);
  impl->shared = impl->open(impl->context);
  for (const llvm::Function& f : *impl->shared)
    if (!f.isDeclaration()) impl->defined.insert(f.getName().str());
  return Module(std::move(impl));
}

std::unique_ptr<llvm::Module> Module::open(llvm::LLVMContext& context) const {
  return impl_->open(context);
}

const llvm::Module& Module::whole() const {
  return impl_->all();
}

const CodeDigests& Module::code_digests() const {
  const llvm::Module& module = impl_->all();
  const std::scoped_lock lock(impl_->reading);
  if (!impl_->code) impl_->code = lifting::code_digests(module);
  return *impl_->code;
}

const std::vector<DataText>& Module::data() const {
  const llvm::Module& module = impl_->all();
  const std::scoped_lock lock(impl_->reading);
  if (!impl_->data) impl_->data = lifting::data_texts(module);
  return *impl_->data;
}

bool Module::defines(const std::string& function) const {
  return impl_->defined.contains(function);
}

std::vector<FunctionText> Module::functions(const std::string& tree_root) const {
  return text(tree_root).functions;
}

ModuleText Module::text(const std::string& tree_root) const {
  const llvm::Module& module = impl_->all();
  return {lifting::function_texts(module, code_digests(), tree_root), data(),
          lifting::code_lines(module, tree_root)};
}

std::set<std::string> Module::reachable(const std::string& function) const {
  const std::scoped_lock lock(impl_->reading);
  std::set<std::string> out;
  for (const llvm::Function* f : impl_->reachable(function)) out.insert(f->getName().str());
  return out;
}

std::map<std::string, std::string> Module::code_of(const std::string& function) const {
  std::map<std::string, std::string> code;
  if (!defines(function)) return code;
  for (const std::string& name : reachable(function))
    if (const auto found = code_digests().find(whole().getFunction(name)); found != code_digests().end())
      code.emplace(name, found->second);
  return code;
}

std::map<std::string, SourceLine> Module::assertions(const std::string& function,
                                                     const std::string& tree_root) const {
  const std::scoped_lock lock(impl_->reading);
  std::map<std::string, SourceLine> found;
  for (llvm::Function* f : impl_->reachable(function))
    for (const llvm::Instruction& i : llvm::instructions(*f)) {
      const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
      const llvm::Function* called = call == nullptr ? nullptr : call->getCalledFunction();
      if (called != nullptr && called->getName() == "pfncheck_assert")
        found.emplace(lifting::literal_text(call->getArgOperand(1)), lifting::source_line(i, tree_root));
    }
  return found;
}

std::set<std::string> Module::used_elsewhere(const std::set<std::string>& functions) const {
  const auto is_ours = [&](const llvm::Value* user) {
    const auto* instruction = llvm::dyn_cast<llvm::Instruction>(user);
    if (instruction == nullptr) return false;  // a table of functions, say
    const llvm::StringRef name = instruction->getFunction()->getName();
    return name.starts_with(lifting::adapter_prefix) || functions.contains(name.str());
  };
  std::set<std::string> out;
  for (const llvm::Function& f : impl_->all())
    if (functions.contains(f.getName().str()) && !std::ranges::all_of(f.users(), is_ours))
      out.insert(f.getName().str());
  return out;
}

LiftedFunction Module::lift(const std::string& function, Pool& pool, const LiftOptions& options) const {
  llvm::LLVMContext context;
  const std::unique_ptr<llvm::Module> module = impl_->open(context);
  llvm::Function& root = Impl::find(*module, function, impl_->path);
  lifting::keep_only(*module, root);
  if (options.simplify) lifting::simplify(*module, root);
  return lifting::Executor(*module, pool, options).run(root);
}

void Module::save_simplified(const std::string& path, const std::string& function) const {
  llvm::LLVMContext context;
  const std::unique_ptr<llvm::Module> module = impl_->open(context);
  llvm::Function& root = Impl::find(*module, function, impl_->path);
  lifting::keep_only(*module, root);
  lifting::simplify(*module, root);
  std::error_code error;
  llvm::raw_fd_ostream file(path, error, llvm::sys::fs::OF_None);
  if (error) throw InputError(path + ": " + error.message());
  llvm::WriteBitcodeToFile(*module, file);
  file.close();
  if (file.has_error()) throw InputError(path + ": " + file.error().message());
}

struct SharedModule::State {
  std::string path;
  std::mutex reading;
  std::shared_ptr<const Module> module;
};

SharedModule::SharedModule(std::string bitcode_path) {
  if (bitcode_path.empty()) return;
  state_ = std::make_shared<State>();
  state_->path = std::move(bitcode_path);
}

std::shared_ptr<const Module> SharedModule::get() const {
  const std::scoped_lock lock(state_->reading);
  if (state_->module == nullptr) state_->module = std::make_shared<Module>(Module::read(state_->path));
  return state_->module;
}

void SharedModule::let_go() const {
  if (state_ == nullptr) return;
  const std::scoped_lock lock(state_->reading);
  state_->module.reset();
}

}  // namespace pfncheck
