// SPDX-License-Identifier: GPL-2.0-or-later
// The operations of slice `huge`. For the inside of model/machine/huge only.
#pragma once

#include "model/slices/huge/huge.hpp"

namespace pfncheck::machine {

void add_huge_operations(Huge& huge);   ///< VMAs, fork, protections, pins, the driver
void add_huge_page_faults(Huge& huge);  ///< what fills, copies and splits
std::vector<OperationInfo> huge_operations();
std::vector<FaultInfo> huge_faults();

/// What both kinds of operations do to entries and counts.
class HugeEntries {
 public:
  using Entry = Huge::Entry;

  explicit HugeEntries(Huge& huge) : huge_(huge) {}

 protected:
  Term no() const { return huge_.no(); }
  Term yes() const { return huge_.yes(); }
  Term frame(unsigned f) const { return huge_.number(Huge::pfn_bits, f); }
  Term count(unsigned c) const { return huge_.number(Huge::count_bits, c); }
  bool has(std::string_view fault) const { return huge_.has(fault); }
  Term memory_is(const Step& s, Huge::Memory memory) const { return huge_.is(s, huge_.memory, memory); }
  Term is_anonymous(const Step& s) const { return memory_is(s, Huge::anonymous); }
  Step step(const char* operation, std::string words) const;
  Step of_process(const char* operation, const char* words, unsigned p) const;
  Step of_page(const char* operation, const char* words, unsigned p, unsigned page) const;
  Term no_ptes(const Step& s, unsigned p) const {
    return ~s[huge_.ptes[p][0].present] & ~s[huge_.ptes[p][1].present];
  }
  Term is_empty(const Step& s, unsigned p) const { return no_ptes(s, p) & ~s[huge_.pmds[p].present]; }

  void get(Step& s, Term when, Term pfn, Term counted) const;
  void put(Step& s, Term when, Term pfn, Term counted) const;
  void allocate(Step& s, Term when, Huge::Folio folio) const;
  /// Asks the rule about an entry; true where it says normal. A report is an event.
  Term normal(Step& s, const DecisionRule& rule, std::string about, Term asked,
              std::vector<Term> inputs) const;
  Term normal_pte(Step& s, Term asked, unsigned p, unsigned page) const;
  void verdict(Step& s, Term when, const Entry& e, Term normal) const;
  void zap_pmd(Step& s, Term when, unsigned p) const;
  void zap_pte(Step& s, Term when, unsigned p, unsigned page) const;
  void zap_all(Step& s, unsigned p) const;
  /// __split_huge_pmd.
  void split(Step& s, Term when, unsigned p) const;

  Huge& huge_;
};

}  // namespace pfncheck::machine
