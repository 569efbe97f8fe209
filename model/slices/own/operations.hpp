// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and lemmas of slice `own`. For the inside of model/machine/own only.
#pragma once

#include "model/slices/own/own.hpp"

namespace pfncheck::machine {

void add_own_operations(Own& own);  ///< VMAs, faults, fork, the driver
void add_own_copies(Own& own);      ///< fork, mprotect
void add_own_pins(Own& own);        ///< GUP
void add_own_lemmas(Own& own);
std::vector<OperationInfo> own_operations();
std::vector<FaultInfo> own_faults();

/// What all operations do to entries and counts.
class OwnEntries {
 public:
  using Entry = Own::Entry;

  explicit OwnEntries(Own& own) : own_(own), system_(own.system) {}

 protected:
  Term no() const { return own_.no(); }
  Term yes() const { return own_.yes(); }
  bool has(std::string_view fault) const { return own_.has(fault); }
  Term driver_is(const Step& s, Own::Idiom idiom) const { return own_.is(s, own_.driver, idiom); }
  Term frame(unsigned f) const { return own_.number(Own::pfn_bits, f); }
  Term empty(const Step& s, unsigned p) const {
    return ~s[own_.entries[p][0].present] & ~s[own_.entries[p][1].present];
  }
  Step step(const char* operation, std::string words) const;
  Step on_page(const char* operation, const char* words, unsigned p, unsigned page) const;

  static std::vector<std::string> frame_names();
  /// `counted`: what it is for is a counted entry (or the driver, or a pin).
  void get(Step& s, Term when, Term pfn, Term counted) const;
  void put(Step& s, Term when, Term pfn, Term counted) const;

  void install_raw(Step& s, Term when, const Entry& e, Term pfn) const;
  void install_page(Step& s, Term when, const Entry& e, Term pfn, Term write) const;
  /// The entry's reference is the only one.
  Term is_alone(const Step& s, Term pfn) const { return eq(s.at(own_.references, pfn), own_.number(2, 1)); }
  void set_exclusive(Step& s, Term when, Term pfn, Term value) const;
  /// A page from the allocator, with the reference that the entry owns. Only copies take the second frame:
  /// what is copied may be the first one.
  void map_new_page(Step& s, Term when, unsigned p, unsigned page, bool copies, Term write) const;
  /// Asks the rule about an entry; true where it says normal.
  Term normal(Step& s, Term asked, unsigned p, unsigned page) const;
  /// The same where a reference is taken or dropped by the answer: properties hold it against `counted`.
  Term verdict(Step& s, Term asked, unsigned p, unsigned page) const;

  Own& own_;
  System& system_;
};

}  // namespace pfncheck::machine
