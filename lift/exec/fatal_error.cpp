// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/fatal_error.hpp"

#include <llvm/Support/ErrorHandling.h>

namespace pfncheck::lifting {

namespace {

void pass_on(void* handler, const char* reason, bool) {
  reinterpret_cast<void (*)(const char*)>(handler)(reason);
}

void pass_on_want(void* handler, const char*, bool) {
  reinterpret_cast<void (*)()>(handler)();
}

}  // namespace

void on_fatal_error(void (*fault)(const char* reason), void (*no_memory)()) {
  llvm::remove_fatal_error_handler();
  llvm::remove_bad_alloc_error_handler();
  if (fault != nullptr) llvm::install_fatal_error_handler(pass_on, reinterpret_cast<void*>(fault));
  if (no_memory != nullptr)
    llvm::install_bad_alloc_error_handler(pass_on_want, reinterpret_cast<void*>(no_memory));
}

}  // namespace pfncheck::lifting
