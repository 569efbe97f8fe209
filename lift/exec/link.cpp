// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/link.hpp"

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Linker/Linker.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/raw_ostream.h>

#include <memory>

#include "model/input_error.hpp"

namespace pfncheck {
namespace {

std::unique_ptr<llvm::Module> read(const std::string& path, llvm::LLVMContext& context) {
  const auto file = llvm::MemoryBuffer::getFile(path, false, false);
  if (!file) throw InputError(path + ": " + file.getError().message());
  llvm::Expected<std::unique_ptr<llvm::Module>> module =
      llvm::parseBitcodeFile((*file)->getMemBufferRef(), context);
  if (!module) throw InputError(path + ": not LLVM bitcode: " + llvm::toString(module.takeError()));
  return std::move(*module);
}

/// LLVM's own handler ends the program.
void keep_errors(const llvm::DiagnosticInfo* info, void* errors) {
  if (info->getSeverity() != llvm::DS_Error) return;
  llvm::raw_string_ostream text(*static_cast<std::string*>(errors));
  llvm::DiagnosticPrinterRawOStream printer(text);
  info->print(printer);
}

}  // namespace

void link_units(const std::vector<std::string>& bitcode_paths, const std::string& out) {
  std::string errors;
  llvm::LLVMContext context;
  context.setDiagnosticHandlerCallBack(keep_errors, &errors, true);
  const std::unique_ptr<llvm::Module> whole = read(bitcode_paths.at(0), context);
  llvm::Linker linker(*whole);
  for (std::size_t i = 1; i < bitcode_paths.size(); ++i)
    if (linker.linkInModule(read(bitcode_paths[i], context)))
      throw InputError("the units cannot be linked: " + errors);
  std::error_code error;
  llvm::raw_fd_ostream file(out, error);
  if (!error) llvm::WriteBitcodeToFile(*whole, file);
  file.close();
  if (error || file.has_error()) {
    file.clear_error();
    throw InputError(out + ": cannot be written");
  }
}

}  // namespace pfncheck
