// SPDX-License-Identifier: GPL-2.0-or-later
// Slices: small transition systems, one for each thing that can go wrong over the life of pages and mappings.
// A slice has just the components and operations that its properties need; what is not in it is absent, not
// frozen. It is built for a variant: with a rule in the place of a reference rule, or with seeded faults.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/kernel/facts.hpp"
#include "model/machine/decision_rule.hpp"
#include "model/machine/system.hpp"

namespace pfncheck::machine {

/// What a slice is built with.
struct Variant {
  Release release = {6, 12};                  ///< whose rules and operations
  std::set<std::string> faults;               ///< of SliceInfo::faults: edits of operations and rules
  std::set<std::string> own;                  ///< faults that the release has by itself: see history.hpp
  std::map<std::string, DecisionRule> rules;  ///< by name: asked instead of the reference rule
};

/// Whether the environment of a slice leaves out what a fault brings back.
enum class Exclusion : std::uint8_t {
  none,         ///< nothing is left out: the fault is an edit of an operation or a rule
  environment,  ///< what drivers, programs and machines are obliged not to do
  today,        ///< the same, and today's kernels, drivers or programs do it: each answer says so
};

/// An edit of an operation or a rule, for tests of properties and for cases. Never an edit of a property.
struct FaultInfo {
  std::string_view name;      ///< "fork_takes_no_reference"
  std::string_view sentence;  ///< what it makes wrong
  std::string_view source;    ///< the bug, discussion or sheet that it comes from
  Exclusion excluded = Exclusion::none;
};

struct OperationInfo {
  std::string_view name;        ///< Step::operation()
  std::string_view sentence;    ///< what it does
  std::string_view source;      ///< file, function, release
  std::string_view chain = {};  ///< the kernel's call chain, outermost first (6.12 unless its source says
                                ///< another release): "munmap -> unmap_vmas -> zap_present_ptes"; see
                                ///< call_chain(). Empty: no call of the kernel (hardware, a guest)
};

/// Base of all slices. Derived classes give the variables names that properties use.
class Slice {
 public:
  Slice(Pool& pool, Variant variant);
  virtual ~Slice() = default;
  Slice(const Slice&) = delete;
  Slice& operator=(const Slice&) = delete;

  Pool& pool;
  System system;
  const Variant variant;

  /// Seeded, or the release's own.
  bool has(std::string_view fault) const { return is_seeded(fault) || is_own(fault); }
  bool is_seeded(std::string_view fault) const { return variant.faults.contains(std::string(fault)); }
  bool is_own(std::string_view fault) const { return variant.own.contains(std::string(fault)); }
  /// The rule of that name: the variant's, else the reference rule (kept for the life of the slice). Throws
  /// InputError if the variant's rule asks something else or has other answers than the reference rule.
  const DecisionRule& rule(DecisionRule reference);
  const std::map<std::string, DecisionRule>& rules() const { return rules_; }

  /// Whether a variable has this value. `s` is a Step (values at that point) or the System (a state).
  template <class S>
  Term is(const S& s, Var v, unsigned value) const {
    return eq(s[v], number(s[v].width(), value));
  }
  Term yes() const { return pool.boolean(true); }
  Term no() const { return pool.boolean(false); }
  Term number(unsigned bits, std::uint64_t value) const { return pool.constant(bits, value); }

 private:
  std::map<std::string, DecisionRule> rules_;  ///< nodes of a map stay where they are
};

/// How SliceInfo makes a slice of this type.
template <class S>
std::unique_ptr<Slice> made(Pool& pool, Variant variant) {
  return std::make_unique<S>(pool, std::move(variant));
}

struct SliceInfo {
  std::string_view name;      ///< "own"
  std::string_view suite;     ///< "mm", "kvm", "vfio"
  std::string_view sentence;  ///< what it is about
  std::string_view bounds;    ///< "2 processes, 1 VMA, 2 PTEs ..."
  std::vector<OperationInfo> operations;
  std::vector<FaultInfo> faults;
  std::unique_ptr<Slice> (*make)(Pool& pool, Variant variant) = nullptr;
};

/// All slices, in the order of the suites.
std::span<const SliceInfo> slices();
const SliceInfo* find_slice(std::string_view name);
/// Builds a slice without properties. Throws InputError for a fault or rule that it does not know.
std::unique_ptr<Slice> make_slice(const SliceInfo& info, Pool& pool, Variant variant);

}  // namespace pfncheck::machine
