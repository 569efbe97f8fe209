// SPDX-License-Identifier: GPL-2.0-or-later
// Facts of every state of slice `life` without faults, for induction: what is mapped was accepted by the
// driver's handler, and the region is there while anybody uses it. Induction drops what a fault makes false.
#include "model/slices/life/operations.hpp"

namespace pfncheck::machine {

namespace {

using Entry = Life::Entry;

class Lemmas {
 public:
  explicit Lemmas(Life& life) : life_(life), s_(life.system) {}

  void add_all() {
    region();
    vmas();
    for (unsigned n = 0; n < Life::pages; ++n) of_entry(n);
    secondary();
  }

 private:
  void add(const char* name, Term holds) { life_.system.add(Lemma{name, holds}); }
  Term is_ram() const { return life_.is(s_, life_.region, Life::ram); }
  Term is_held() const { return life_.is(s_, life_.state, Life::held); }

  void region() {
    const Term mapped = life_.is_mapped(s_), registered = s_[life_.registered];
    add("the region has the references that it should have",
        eq(s_[life_.references], life_.expected_references(s_)));
    add("a region that is registered or mapped is held", implies(registered | mapped, is_held()));
    add("a BAR that is mapped is registered", implies(mapped, is_ram() | registered));
    add("a region is initialised from probe on",
        life_.is(s_, life_.state, Life::none) | (s_[life_.initialised[0]] & s_[life_.initialised[1]]));
    add("memory is never disabled", implies(is_ram(), s_[life_.enabled]));
  }

  void vmas() {
    const Term mapped = life_.is_mapped(s_);
    const Term end = zext(s_[life_.offset], Life::pfn_bits + 1) + zext(s_[life_.length], Life::pfn_bits + 1);
    add("a mapping is shared, of whole pages, and begins within the region",
        implies(mapped, s_[life_.shared] & s_[life_.whole_pages] &
                            ule(end, life_.number(Life::pfn_bits + 1, Life::pages))));
    add("the first VMA covers both pages only before a split",
        implies(s_[life_.both], s_[life_.vmas[0]] & ~s_[life_.vmas[1]]));
    add("no mapping is private: vm_pgoff stays an offset", ~s_[life_.pgoff_is_pfn]);
    add("a mapping of the header is for reading",
        implies(mapped & life_.is(s_, life_.offset, Life::header), s_[life_.for_reading]));
    add("a mapping for reading is not writable and never will be",
        implies(s_[life_.for_reading], ~s_[life_.vma_write] & ~s_[life_.vma_maywrite]));
    add("what is writable may be written", implies(s_[life_.vma_write], s_[life_.vma_maywrite]));
    add("flags go with the last VMA",
        mapped | (~s_[life_.vma_write] & ~s_[life_.vma_maywrite] & ~s_[life_.for_reading]));
  }

  void of_entry(unsigned n) {
    const Entry& e = life_.entries[n];
    const Term present = s_[e.present];
    const Term covered = n == 0 ? s_[life_.vmas[0]] : s_[life_.both] | s_[life_.vmas[1]];
    add("a page of no VMA has no entry", implies(present, covered));
    add("an entry that is not there has no other bits", present | (life_.is(s_, e.pfn, 0) & ~s_[e.write]));
    add("an entry maps the page that was asked for, within the region",
        implies(present,
                life_.in_region(s_, e) & eq(zext(s_[e.pfn], Life::pfn_bits + 1), life_.asked_page(s_, n))));
    add("an entry is writable only where its VMA is", implies(s_[e.write], s_[life_.vma_write]));
    add("a BAR that is disabled has no entry", implies(present, s_[life_.enabled]));
  }

  void secondary() {
    const Entry& other = life_.secondary;
    Term some = life_.no();
    for (const Entry& e : life_.entries) some = some | (s_[e.present] & eq(s_[e.pfn], s_[other.pfn]));
    add("a secondary translation stands beside an entry", implies(s_[other.present], some));
  }

  Life& life_;
  const System& s_;
};

}  // namespace

void add_life_lemmas(Life& life) {
  Lemmas(life).add_all();
}

}  // namespace pfncheck::machine
