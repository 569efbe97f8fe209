// SPDX-License-Identifier: GPL-2.0-or-later
// Memory that nobody has written yet: constants, inputs and what was never set.
#pragma once

#include <llvm/IR/DataLayout.h>
#include <llvm/IR/Module.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "lift/exec/environment.hpp"
#include "lift/exec/lifted_function.hpp"
#include "lift/exec/memory.hpp"

namespace pfncheck::lifting {

class InitialMemory : public InitialContents {
 public:
  /// Called for each variable that was made: kind, variable, text.
  using Record = std::function<void(ApproximationKind, Term, const std::string&)>;
  using ReadConstant = std::function<Value(const llvm::Constant*)>;

  InitialMemory(const llvm::DataLayout& layout, Objects& objects, Environment& environment,
                ReadConstant read_constant, Record record, std::map<std::string, Term>& globals)
      : layout_(layout),
        objects_(objects),
        environment_(environment),
        read_constant_(std::move(read_constant)),
        record_(std::move(record)),
        globals_(globals) {}

  Value at(const Object& object, Term index, std::int64_t offset, std::uint64_t size) override;
  Value at_symbolic(const Object& object, Term index, Term offset, std::uint64_t size) override;

  /// "vma.vm_file" for bytes of an object, by debug info; "vma+112:8" without. Different bytes, different
  /// names.
  std::string name_of(const Object& object, std::int64_t offset, std::uint64_t size) const;
  /// The pieces of a local or global that are variables of their own.
  std::vector<Extent> pieces(const Object& object, std::int64_t offset, std::uint64_t size);
  /// Contents of these roots are inputs with a contract.
  void trust(Term variable) { trusted_.insert(variable.node()); }
  void trust_low_memory() { low_memory_is_known_ = true; }
  void reserve(const std::string& name) { reserved_.insert(name); }
  /// Every variable of the module starts as it is written.
  void start_initialised() { starts_initialised_ = true; }

 private:
  Value constant_at(const Object& object, std::int64_t offset, std::uint64_t size);
  Term variable_at(const Object& object, Term index, Term root, const Extent& extent);
  Term one_variable(const Object& object, const Extent& extent);
  Value composed(const Object& object, Term index, Term root, std::int64_t offset, std::uint64_t size);
  bool is_constant(const Object& object) const;
  /// What is read instead of an object: a constant is itself; of a global that is set at boot, an adapter may
  /// say the value (PFNCHECK_VALUE); a variable of an adapter, pfncheck_*, starts as it is written. nullptr:
  /// the object has no known value.
  const llvm::GlobalVariable* value_of(const Object& object) const;

  const llvm::DataLayout& layout_;
  Objects& objects_;
  Environment& environment_;
  ReadConstant read_constant_;
  Record record_;
  std::map<std::string, Term>& globals_;
  std::set<const Node*> trusted_;
  std::set<std::string> reserved_;
  bool low_memory_is_known_ = false, starts_initialised_ = false;
};

/// The debug info type of a local or global, or nullptr.
const llvm::DIType* debug_type(const Object& object);

}  // namespace pfncheck::lifting
