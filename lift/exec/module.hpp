// SPDX-License-Identifier: GPL-2.0-or-later
// LLVM bitcode in, Terms out. LLVM stays behind this header.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lift/exec/lifted_function.hpp"

namespace llvm {
class Function;
class LLVMContext;
class Module;
}  // namespace llvm

namespace pfncheck {

/// Extent of a function's text, from debug info of the unsimplified module.
struct FunctionText {
  std::string name;
  std::string file;              ///< relative to the tree
  unsigned first = 0, last = 0;  ///< lines, inclusive; `first` is that of the definition's head
  std::string digest;            ///< of its IR less debug info, line-number operands and counter-based names
  std::string linkage = {};      ///< linkage, visibility and section
};

/// A definition outside of functions: a variable, an alias, or the assembly of the whole file.
struct DataText {
  std::string name;    ///< "zero_pfn", "EXPORT_SYMBOL(vm_insert_page)", "initcall of init_zero_pfn()"
  std::string digest;  ///< of contents, type, linkage and section, less line numbers and counters
  bool alone = true;   ///< it is in the object whether or not a function uses it
};

/// Everything that a unit's object consists of, and the lines that it was made of.
struct ModuleText {
  std::vector<FunctionText> functions;  ///< defined, with debug info
  std::vector<DataText> data;           ///< one for each name
  std::map<std::string, std::set<unsigned>>
      code;  ///< by file: lines of instructions, of variables and of heads of functions
};

struct LiftOptions {
  bool simplify = true;     ///< run LLVM's passes first; false: lift the IR as clang made it
  unsigned loop_bound = 4;  ///< iterations
  std::string tree_root;    ///< prefix removed from file names
  double seconds = 0;       ///< of the thread's processor time for one lift; 0: no end
  /// Once one of them is true, the lift ends as if its time were over.
  const std::atomic<bool>*stop = nullptr, *late = nullptr;
  /// Names for the parameters, by position; those that are missing or empty: as the source has them. Two
  /// functions that get the same names are about the same arguments.
  std::vector<std::string> parameter_names = {};
  /// Also give what is in memory at the end, as outputs: memory_output, and one for each global that is
  /// written.
  bool observe_memory = false;
  /// The execution is a program's first: static variables start as they are written. Otherwise they can hold
  /// anything.
  bool from_program_start = false;
  std::string variable_prefix;  ///< put before fresh names (not before parameters and globals); usually ""
};

/// The output of LiftOptions::observe_memory for memory that pointers lead to: the byte at the address that
/// the variable observed_place names. For a global: "bytes of NAME", the byte at that offset.
inline constexpr std::string_view memory_output = "memory", observed_place = "observed place";

/// Of each function of Module::whole() with a body: its IR, as FunctionText::digest has it.
using CodeDigests = std::map<const llvm::Function*, std::string>;

/// A translation unit's bitcode. Several threads may ask one.
class Module {
 public:
  /// Throws InputError for bitcode that cannot be read.
  static Module read(const std::string& bitcode_path);
  ~Module();
  Module(Module&&) noexcept;
  Module& operator=(Module&&) noexcept;

  /// For this room: a copy in `context`, read lazily, that may be changed; and one that all share and nobody
  /// changes, whole.
  std::unique_ptr<llvm::Module> open(llvm::LLVMContext& context) const;
  const llvm::Module& whole() const;
  /// Made once, of the whole.
  const CodeDigests& code_digests() const;
  const std::vector<DataText>& data() const;
  bool defines(const std::string& function) const;
  /// Every defined function with debug info: text extents and IR digests (taken before any simplification).
  std::vector<FunctionText> functions(const std::string& tree_root) const;
  /// The same and the rest, taken before any simplification. Files are relative to the tree.
  ModuleText text(const std::string& tree_root) const;
  /// Names of functions whose code is reachable from `function` by direct calls (stand-ins are not entered).
  std::set<std::string> reachable(const std::string& function) const;
  /// IR digests of these, by name; empty if there is no such function.
  std::map<std::string, std::string> code_of(const std::string& function) const;
  /// Names and places of the assertions (lift/adapters/pfncheck.h) in the code that is reachable from
  /// `function`, whether or not an execution comes by.
  std::map<std::string, SourceLine> assertions(const std::string& function,
                                               const std::string& tree_root) const;
  /// Those of `functions` that code outside of them calls or names, adapters apart.
  std::set<std::string> used_elsewhere(const std::set<std::string>& functions) const;
  /// Executes one function. The same unknown (text, operands, order) gives the same variable in one Pool,
  /// whatever module it comes from, so that two sides of a patch can be compared.
  LiftedFunction lift(const std::string& function, Pool& pool, const LiftOptions& options) const;
  /// Writes a small module with this function, everything inlined and simplified. Lifting from it gives the
  /// same as lifting from the whole module, without the passes. Throws InputError if the file cannot be
  /// written.
  void save_simplified(const std::string& path, const std::string& function) const;

 private:
  struct Impl;
  explicit Module(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Bitcode that is read when it is first asked for, once for all copies of this.
class SharedModule {
 public:
  SharedModule() = default;
  explicit SharedModule(std::string bitcode_path);  ///< "": of nothing

  bool empty() const { return state_ == nullptr; }
  /// Not of nothing. Throws InputError for bitcode that cannot be read.
  std::shared_ptr<const Module> get() const;
  /// Those who hold it keep it; who asks later has it read again.
  void let_go() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace pfncheck
