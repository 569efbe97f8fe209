// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/lockstep.hpp"

#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/LLVMContext.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "lift/exec/passes.hpp"
#include "lift/lockstep/apart.hpp"
#include "lift/lockstep/harmless.hpp"
#include "lift/lockstep/lay_out.hpp"
#include "lift/lockstep/normal_form.hpp"
#include "lift/lockstep/paths.hpp"
#include "lift/lockstep/printing.hpp"
#include "lift/lockstep/telling.hpp"
#include "lift/lockstep/walk.hpp"
#include "model/input_error.hpp"
#include "model/vocabulary/balance.hpp"

namespace pfncheck {
namespace {

/// Instructions of a function with all that stands in it.
constexpr std::size_t most_instructions = 6000;

/// include/linux/err.h: exits are told apart by what they make.
bool is_of_error_pointers(std::string_view function) {
  static constexpr auto names = std::to_array<std::string_view>(
      {"ERR_PTR", "PTR_ERR", "IS_ERR", "IS_ERR_OR_NULL", "ERR_CAST", "PTR_ERR_OR_ZERO"});
  return std::ranges::find(names, function) != names.end();
}

/// include/linux/cleanup.h: what guard() and scoped_guard() call.
bool is_of_a_guard(std::string_view function) {
  return function.starts_with("class_") &&
         (function.ends_with("_constructor") || function.ends_with("_destructor") ||
          function.ends_with("_lock_ptr"));
}

class Side {
 public:
  /// `written_out`: functions that stand in their callers because one side has them so somewhere.
  Side(const Module& module, const std::string& name, const LockstepOptions& options,
       LockstepOptions::Inlined inlined, const std::set<std::string>& written_out)
      : options_(options), mode_(inlined), written_out_(written_out), module_(module.open(context_)) {
    function_ = module_->getFunction(name);
    if (function_ == nullptr || function_->isDeclaration())
      throw InputError(name + "() is not defined in its unit");
    find_inlined(*function_);
  }

  /// Defined functions that it, and those that stand in it, call, and how often.
  const std::map<std::string, unsigned>& called() const { return called_; }

  /// Functions that stand in their callers.
  const std::set<std::string>& inlined() const { return inlined_; }

  /// Functions that would stand in their callers if there were not so much already.
  const std::set<std::string>& left_out() const { return left_out_; }

  /// Functions that do not stand in their callers here, for being too long or more than an answer.
  const std::set<std::string>& refused() const { return refused_; }

  /// Has the fields of structures where the other side has them; gives the structures.
  std::set<std::string> lay_out(const RelaidStructs& relaid) {
    std::set<std::string> used = lifting::lay_out(*function_, relaid);
    for (const std::string& name : inlined_)
      used.merge(lifting::lay_out(*module_->getFunction(name), relaid));
    return used;
  }

  /// Brings it into the short form. What the other side left out stays a call here too: else the two would
  /// part there.
  void normalise(const std::set<std::string>& left_out, const std::set<std::string>& refused) {
    for (const std::string& name : left_out) inlined_.erase(name);
    for (const std::string& name : left_out_) inlined_.erase(name);
    for (const std::string& name : refused)
      if (answering_.contains(name)) inlined_.erase(name);
    if (options_.solve) find_silent();
    lifting::normalise(*module_, *function_, inlined_);
    if (options_.printing_aside) lifting::put_texts_aside(*function_);
  }

  /// From the short form to the long one.
  void lengthen() { lifting::lengthen(*module_, *function_); }

  llvm::Function& function() { return *function_; }
  const std::set<std::string>& silent() const { return silent_; }

  /// It, or what stands in it, before it has a form.
  bool may_print() const {
    return lifting::may_print(*function_) || std::ranges::any_of(inlined_, [&](const std::string& name) {
             return lifting::may_print(*module_->getFunction(name));
           });
  }

  bool prints() const {
    return std::ranges::any_of(llvm::instructions(*function_), [](const llvm::Instruction& i) {
      const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
      return call != nullptr && lifting::is_printing(*call);
    });
  }

 private:
  void find_inlined(llvm::Function& caller) {
    lifting::materialize(caller);
    std::vector<llvm::Function*> called;
    for (const llvm::Instruction& i : llvm::instructions(caller)) {
      ++size_;
      const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
      llvm::Function* callee = call == nullptr ? nullptr : call->getCalledFunction();
      if (callee != nullptr && !callee->isDeclaration()) ++called_[callee->getName().str()];
      if (callee != nullptr && stands_in_callers(*callee)) called.push_back(callee);
    }
    for (llvm::Function* callee : called)
      if (inlined_.insert(callee->getName().str()).second) find_inlined(*callee);
  }

  /// Functions that are still called, and do nothing but give a value.
  void find_silent() {
    const auto find_in = [&](const llvm::Function& caller) {
      for (const llvm::Instruction& i : llvm::instructions(caller)) {
        const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
        llvm::Function* callee = call == nullptr ? nullptr : call->getCalledFunction();
        if (callee != nullptr && !is_balanced_function(callee->getName()) && harmless_.is(*callee))
          silent_.insert(callee->getName().str());
      }
    };
    find_in(*function_);
    for (const std::string& name : inlined_) find_in(*module_->getFunction(name));
  }

  bool stands_in_callers(llvm::Function& callee) {
    if (callee.isDeclaration() || &callee == function_ || callee.isVarArg()) return false;
    const std::string name = callee.getName().str();
    const bool counts = is_balanced_function(name);
    // Where takes and releases are counted they stay what they are, also where one side has none left.
    if (counts && mode_ == LockstepOptions::Inlined::balancing) return false;
    if (options_.changed.contains(name) || is_written_out(callee) || is_of_error_pointers(name) ||
        is_of_a_guard(name))
      return true;
    if (counts || mode_ == LockstepOptions::Inlined::changed || !callee.hasLocalLinkage()) return false;
    if (mode_ != LockstepOptions::Inlined::all && !balances(callee)) {
      if (!answers(callee)) refused_.insert(name);
      if (refused_.contains(name)) return false;
      answering_.insert(name);
    }
    if (size_ >= most_instructions && !inlined_.contains(name)) left_out_.insert(name);
    return !left_out_.contains(name);
  }

  /// Whether it does nothing but give a value, and is short. What it gives is not made up then: a value that
  /// an entry cannot have leads nowhere.
  bool answers(llvm::Function& function) {
    constexpr std::size_t most_instructions_of_an_answer = 60;
    return harmless_.is(function) && function.getInstructionCount() <= most_instructions_of_an_answer;
  }

  bool is_written_out(llvm::Function& callee) {
    constexpr std::size_t most_written_out = 400;  // instructions, before anything is simplified
    if (!written_out_.contains(callee.getName().str())) return false;
    lifting::materialize(callee);
    return callee.getInstructionCount() <= most_written_out;
  }

  /// Whether it comes to a function that counts by way of static ones.
  bool balances(llvm::Function& function) {
    const auto [known, is_first] = balancing_.emplace(&function, false);
    if (!is_first) return known->second;
    lifting::materialize(function);
    bool found = false;
    for (const llvm::Instruction& i : llvm::instructions(function)) {
      const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
      llvm::Function* callee = call == nullptr ? nullptr : call->getCalledFunction();
      if (callee == nullptr) continue;
      found = found || is_balanced_function(callee->getName()) ||
              (callee->hasLocalLinkage() && !callee->isDeclaration() && balances(*callee));
    }
    return balancing_[&function] = found;
  }

  const LockstepOptions& options_;
  const LockstepOptions::Inlined mode_;
  const std::set<std::string>& written_out_;
  llvm::LLVMContext context_;
  std::unique_ptr<llvm::Module> module_;
  llvm::Function* function_ = nullptr;
  std::set<std::string> inlined_, left_out_, silent_;
  std::set<std::string> answering_, refused_;  ///< stand in their callers for what they answer, or do not
  std::map<std::string, unsigned> called_;
  std::map<const llvm::Function*, bool> balancing_;
  lifting::Harmless harmless_;
  std::size_t size_ = 0;
};

Lockstep no_printing() {
  return {false, "they do not print", {}, {}, {}, {}};
}

/// Both sides with the same functions in their callers, in one form after the other.
class Pair {
 public:
  Pair(const Module& before, const std::string& before_name, const Module& after,
       const std::string& after_name, const LockstepOptions& options, LockstepOptions::Inlined inlined,
       const std::set<std::string>& written_out)
      : options_(options),
        changed_(options.changed),
        a_(before, before_name, options, inlined, written_out),
        b_(after, after_name, options, inlined, written_out) {
    // A function that calls itself does what its version does; the two are compared at this moment.
    if (before_name == after_name) changed_.erase(before_name);
  }

  /// What stands in the callers, and what does not for being too much: one comparison is like another if they
  /// are the same.
  using Kind = std::array<std::set<std::string>, 4>;
  Kind kind() const { return {a_.inlined(), a_.left_out(), b_.inlined(), b_.left_out()}; }

  /// A helper that one side calls more often is what the other has written out.
  std::set<std::string> written_out_somewhere() const {
    std::set<std::string> names;
    const auto collect = [&](const std::map<std::string, unsigned>& of,
                             const std::map<std::string, unsigned>& other) {
      for (const auto& [name, times] : of)
        if (const auto there = other.find(name); there == other.end() || there->second != times)
          names.insert(name);
    };
    collect(a_.called(), b_.called());
    collect(b_.called(), a_.called());
    return names;
  }

  bool may_print() const { return a_.may_print() && b_.may_print(); }

  void normalise() {
    const std::set<std::string> left_out = a_.left_out();
    if (options_.relaid != nullptr && !options_.relaid->empty())
      matched_by_name_ = a_.lay_out(*options_.relaid);
    a_.normalise(b_.left_out(), b_.refused());
    b_.normalise(left_out, a_.refused());
  }

  void lengthen() {
    a_.lengthen();
    b_.lengthen();
  }

  Lockstep same() const { return {true, {}, {}, {}, std::nullopt, matched_by_name_, false}; }

  /// Where their blocks do not correspond.
  bool is_same_on_every_way() {
    const std::set<std::string> silent;
    Pool pool;
    return lifting::is_same_on_every_way(
        a_.function(), b_.function(), {changed_, silent, options_.proves, {}, options_.printing_aside}, pool);
  }

  /// In the form that they have.
  Lockstep compare() {
    if (options_.printing_aside && !(a_.prints() && b_.prints())) return no_printing();
    std::set<std::string> silent = a_.silent();
    silent.insert(b_.silent().begin(), b_.silent().end());
    for (const std::string& name : changed_) silent.erase(name);
    const lifting::WalkOptions how{changed_, silent, options_.proves, options_.solve,
                                   options_.printing_aside};
    Pool pool;
    std::vector<lifting::Clue> clues;
    const lifting::Parting parting =
        lifting::walk(a_.function(), b_.function(), how, pool, options_.solve ? &clues : nullptr);
    Lockstep found{parting.what.empty(),
                   parting.what,
                   lifting::place_of(parting.before, options_.tree_root),
                   lifting::place_of(parting.after, options_.tree_root),
                   std::nullopt,
                   matched_by_name_,
                   a_.function().arg_size() != b_.function().arg_size()};
    if (!found.same && options_.solve)
      if (const auto apart = lifting::find_apart(a_.function(), b_.function(), clues, how))
        found.call = lifting::told(*apart, options_.tree_root);
    return found;
  }

 private:
  const LockstepOptions& options_;
  std::set<std::string> changed_;
  Side a_, b_;
  std::set<std::string> matched_by_name_;
};

/// All that is tried for two functions.
class Tries {
 public:
  Tries(const Module& before, const std::string& before_name, const Module& after,
        const std::string& after_name, const LockstepOptions& options)
      : before_(before),
        after_(after),
        before_name_(before_name),
        after_name_(after_name),
        options_(options) {}

  Lockstep run() {
    for (const LockstepOptions::Inlined mode : options_.inlined) {
      const std::set<std::string> none;
      const std::unique_ptr<Pair> plain = make(mode, none);
      const std::set<std::string> written_out = plain->written_out_somewhere();
      if (options_.printing_aside && !plain->may_print()) {
        keep(no_printing());
      } else if (options_.solve) {
        const bool is_done = search(written_out.empty() ? *plain : *make(mode, written_out));
        if (is_done) break;
      } else if (is_same(*plain) ||
                 (!options_.printing_aside && !written_out.empty() && is_same(*make(mode, written_out)))) {
        break;
      }
    }
    return best_.value_or(Lockstep{});
  }

 private:
  std::unique_ptr<Pair> make(LockstepOptions::Inlined mode, const std::set<std::string>& written_out) const {
    return std::make_unique<Pair>(before_, before_name_, after_, after_name_, options_, mode, written_out);
  }

  /// What is told if none is the same is what the first one found.
  bool keep(Lockstep found) {
    const bool is_same = found.same;
    if (!best_ || is_same) best_ = std::move(found);
    return is_same;
  }

  bool is_same(Pair& pair) {
    if (!tried_.insert(pair.kind()).second) return false;
    pair.normalise();
    if (keep(pair.compare())) return true;
    if (options_.printing_aside) return false;
    pair.lengthen();
    return keep(pair.compare()) || (pair.is_same_on_every_way() && keep(pair.same()));
  }

  /// Whether nothing better is to be found: an order is only told where nothing worse is.
  bool search(Pair& pair) {
    if (!tried_.insert(pair.kind()).second) return false;
    pair.normalise();
    Lockstep found = pair.compare();
    if (!best_ || found.same || (found.call && (!best_->call || best_->call->is_order)))
      best_ = std::move(found);
    return best_->same || (best_->call && !best_->call->is_order);
  }

  const Module& before_;
  const Module& after_;
  const std::string& before_name_;
  const std::string& after_name_;
  const LockstepOptions& options_;
  std::set<Pair::Kind> tried_;
  std::optional<Lockstep> best_;
};

}  // namespace

Lockstep in_lockstep(const Module& before, const std::string& before_name, const Module& after,
                     const std::string& after_name, const LockstepOptions& options) {
  return Tries(before, before_name, after, after_name, options).run();
}

}  // namespace pfncheck
