// SPDX-License-Identifier: GPL-2.0-or-later
// Facts of every state of slice `linear` without faults, for induction: what vm_pgoff is in each VMA, which
// page maps which frame, who still uses the region. Induction drops what a fault makes false.
#include "model/slices/linear/operations.hpp"

namespace pfncheck::machine {

namespace {

using Entry = Linear::Entry;

class Lemmas {
 public:
  explicit Lemmas(Linear& linear) : linear_(linear), s_(linear.system) {}

  void add_all() {
    users();
    flags();
    pgoff();
    for (unsigned page = 0; page < Linear::slots; ++page) of_entry(page);
    frames();
  }

 private:
  Term driver_is(std::initializer_list<Linear::Idiom> idioms) const {
    Term one = linear_.no();
    for (const Linear::Idiom idiom : idioms) one = one | linear_.is(s_, linear_.driver, idiom);
    return one;
  }
  Term inserts_pages() const { return driver_is({Linear::insert_page, Linear::insert_mixed}); }
  Term some_mapped() const { return s_[linear_.areas[0].mapped] | s_[linear_.areas[1].mapped]; }
  Term is_split() const { return ~linear_.is(s_, linear_.split_at, 0); }
  Term is_cow_pfnmap() const { return s_[linear_.pfnmap] & linear_.is_cow(s_); }
  void add(const char* name, Term holds) { linear_.system.add(Lemma{name, holds}); }

  void users() {
    const auto& [first, second] = linear_.areas;
    add("the driver counts each VMA once",
        eq(s_[linear_.users], zext(s_[first.mapped], 2) + zext(s_[second.mapped], 2)));
    add("the driver holds its frames while a VMA is mapped", implies(some_mapped(), s_[linear_.owned]));
    const Term untouched = ~is_split() & ~s_[linear_.grown] & ~s_[linear_.pfnmap] & ~s_[linear_.mixedmap] &
                           ~s_[first.pgoff_is_pfn] & linear_.is(s_, first.pgoff, 0);
    add("frames that are held and not mapped were never mapped",
        implies(s_[linear_.owned] & ~some_mapped(), untouched));
    add("there is no second VMA before a split",
        is_split() | (~s_[second.mapped] & ~s_[second.pgoff_is_pfn]));
    add("a split leaves a page on both sides", ult(s_[linear_.split_at], linear_.number(2, Linear::pages)));
  }

  void flags() {
    add("VM_PFNMAP is set exactly where a driver maps raw",
        implies(some_mapped(), eq(s_[linear_.pfnmap], ~inserts_pages())));
    add("VM_MIXEDMAP is set exactly where a driver inserts pages",
        implies(some_mapped(), eq(s_[linear_.mixedmap], inserts_pages())));
    add("a mapping that grew is no VM_PFNMAP", ~(s_[linear_.grown] & s_[linear_.pfnmap]));
  }

  void pgoff() {
    const auto base = [&](const Linear::Area& area) {
      return ite(s_[area.pgoff_is_pfn], linear_.number(Linear::address_bits, Linear::first_pfn),
                 s_[linear_.file_offset]);
    };
    const auto& [first, second] = linear_.areas;
    add("vm_pgoff of the first VMA is the file's offset or the first pfn",
        implies(s_[first.mapped] | is_split(), eq(s_[first.pgoff], base(first))));
    add("vm_pgoff of the second VMA is advanced by the pages before it",
        implies(is_split(),
                eq(s_[second.pgoff], base(second) + zext(s_[linear_.split_at], Linear::address_bits))));
    for (const Linear::Area& area : linear_.areas) {
      add("vm_pgoff is a pfn only in private mappings that were remapped",
          implies(s_[area.pgoff_is_pfn],
                  is_cow_pfnmap() & driver_is({Linear::remap_at_mmap, Linear::remap_in_fault})));
      add("a private mapping that is remapped at mmap() has a pfn in vm_pgoff",
          implies(s_[area.mapped] & linear_.is_cow(s_) & driver_is({Linear::remap_at_mmap}),
                  s_[area.pgoff_is_pfn]));
    }
  }

  void of_entry(unsigned page) {
    const Entry& e = linear_.entries[page];
    const Term present = s_[e.present], counted = s_[e.counted];
    const Term copy = linear_.is(s_, e.frame, Linear::frame_a), of_driver = present & ~copy;
    add("a page of no VMA has no entry", linear_.is_mapped(s_, page) | ~present);
    add("an entry that is not there has no other bits",
        present | (linear_.is(s_, e.frame, 0) & ~s_[e.special] & ~s_[e.write] & ~counted));
    add("a page maps its own frame or a copy; behind the region there is none",
        page < Linear::pages ? implies(of_driver, linear_.is(s_, e.frame, page)) : ~present);
    add("a copy is counted and in a private mapping", implies(copy, counted & linear_.is_cow(s_)));
    add("counted entries are not special; others are where there is a bit",
        implies(present, eq(s_[e.special], ~counted & s_[linear_.special_bit])));
    const Term mixed_page = driver_is({Linear::insert_mixed}) & ~s_[linear_.special_bit] &
                            ~linear_.is(s_, linear_.kind, Linear::mmio);
    add("an entry of the driver's frames is counted if its driver inserts pages",
        implies(of_driver, eq(counted, driver_is({Linear::insert_page}) | mixed_page)));
    add("an entry is writable only in a mapping that may be written; one of the driver's frames if shared",
        implies(s_[e.write], s_[linear_.maywrite] & (s_[linear_.shared] | copy)));
    const Term remapped = linear_.pgoff_is_a_pfn(s_, page);
    add("entries of a private VM_PFNMAP mapping come from a remap of their VMA",
        implies(present & is_cow_pfnmap(), remapped));
    if (page < Linear::pages)
      add("a remap fills its VMA, and nothing but munmap() empties it",
          implies(remapped & linear_.is_mapped(s_, page), present));
  }

  void frames() {
    add("there is one copy at a time", ult(s_[linear_.references[Linear::frame_a]], linear_.number(3, 2)));
    for (unsigned f = 0; f < Linear::frames; ++f) {
      const Term is_counted = f < Linear::device_frames ? linear_.is_managed(s_) : linear_.yes();
      add("a counted frame has the references that it should have",
          implies(is_counted, eq(zext(s_[linear_.references[f]], 4), linear_.expected_references(s_, f))));
      add("frames that nobody counts have no references",
          is_counted | linear_.is(s_, linear_.references[f], 0));
    }
  }

  Linear& linear_;
  const System& s_;
};

}  // namespace

void add_linear_lemmas(Linear& linear) {
  Lemmas(linear).add_all();
}

}  // namespace pfncheck::machine
