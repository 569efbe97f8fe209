// SPDX-License-Identifier: GPL-2.0-or-later
// Facts of every state of slice `own` without faults, for induction: what each kind of driver maps, and what
// follows for counts. Induction proves them together with the properties and drops what a fault makes false.
#include "model/slices/own/operations.hpp"

namespace pfncheck::machine {

namespace {

using Entry = Own::Entry;

class Lemmas {
 public:
  explicit Lemmas(Own& own) : own_(own), s_(own.system) {}

  void add_all() {
    flags();
    for (unsigned p = 0; p < Own::processes; ++p)
      for (unsigned page = 0; page < Own::pages; ++page) of_entry(p, page);
    frames();
  }

 private:
  Term driver_is(std::initializer_list<Own::Idiom> idioms) const {
    Term one = own_.no();
    for (const Own::Idiom idiom : idioms) one = one | own_.is(s_, own_.driver, idiom);
    return one;
  }
  void add(const char* name, Term holds) { own_.system.add(Lemma{name, holds}); }

  void flags() {
    const Term some = s_[own_.mapped[0]] | s_[own_.mapped[1]];
    const Term remaps = driver_is({Own::remap_at_mmap, Own::remap_per_page});
    const Term raw = remaps | driver_is({Own::remap_in_fault, Own::insert_pfn});
    add("VM_PFNMAP is set exactly while a driver's raw mapping is there", eq(s_[own_.pfnmap], some & raw));
    add("VM_MIXEDMAP is set exactly while a driver that inserts pages has a mapping",
        eq(s_[own_.mixedmap], some & driver_is({Own::insert_page, Own::insert_mixed})));
    for (unsigned p = 0; p < Own::processes; ++p) pgoff(p);
    add("anonymous memory has no driver that gives back its frames",
        implies(driver_is({Own::anonymous}), s_[own_.owned]));
    add("GUP-fast goes on only with what has no special bit where there is one",
        implies(s_[own_.gup_runs], s_[own_.special_bit] & ~s_[own_.gup_special]));
    add("only anonymous memory and private mappings of pages ask for anon_vma",
        implies(s_[own_.anon_vma],
                s_[own_.mapped[0]] & own_.is_cow(s_) & driver_is({Own::anonymous, Own::page_from_fault})));
  }

  void pgoff(unsigned p) {
    add("vm_pgoff is a pfn only in private mappings that were remapped",
        implies(s_[own_.pgoff_is_pfn[p]], s_[own_.mapped[p]] & own_.is_cow(s_) &
                                              own_.is(s_, own_.pgoff[p], 0) &
                                              driver_is({Own::remap_at_mmap, Own::remap_in_fault})));
    add("a driver that remaps at mmap() has private mappings with vm_pgoff from then on",
        implies(s_[own_.mapped[p]] & own_.is_cow(s_) & driver_is({Own::remap_at_mmap}),
                s_[own_.pgoff_is_pfn[p]]));
  }

  void of_entry(unsigned p, unsigned page) {
    const Entry& e = own_.entries[p][page];
    const Term present = s_[e.present], counted = s_[e.counted], zero = own_.is(s_, e.pfn, Own::frame_z);
    const Term anonymous = own_.is_anonymous_page(s_, e), of_driver = ~zero & ~anonymous;
    add("an unmapped process has no entries", s_[own_.mapped[p]] | ~present);
    add("an entry that is not there has no other bits",
        present | (own_.is(s_, e.pfn, 0) & ~s_[e.special] & ~s_[e.write] & ~counted));
    add("a frame number is that of a frame", ule(s_[e.pfn], own_.number(Own::pfn_bits, Own::frame_z)));
    add("an entry of an anonymous page is counted and in a private mapping",
        implies(anonymous, counted & own_.is_cow(s_)));
    add("a writable entry of an anonymous page maps an exclusive one",
        implies(anonymous & s_[e.write], own_.is_exclusive(s_, s_[e.pfn])));
    if (p == 0)
      add("a VMA that maps an anonymous page has an anon_vma, where fork() asks for it",
          implies(anonymous & driver_is({Own::anonymous, Own::page_from_fault}), s_[own_.anon_vma]));
    add("an entry of the zero page is not counted and not writable",
        implies(zero, ~counted & ~s_[e.write] & driver_is({Own::anonymous, Own::insert_mixed}) &
                          (own_.is_cow(s_) | ~s_[own_.maywrite])));
    add("counted entries are not special; others are where there is a bit",
        implies(present, eq(s_[e.special], ~counted & s_[own_.special_bit])));
    const Term one_page = driver_is({Own::insert_page, Own::page_from_fault});
    const Term mixed_page = driver_is({Own::insert_mixed}) & ~s_[own_.special_bit];
    add("what is inserted as a page has a count",
        implies(present & of_driver & counted, own_.is_counted(s_)));
    add("an entry of the driver's frames is counted if its driver inserts pages",
        implies(present & of_driver,
                eq(counted, one_page | (mixed_page & !own_.is(s_, own_.kind, Own::mmio))) &
                    ~driver_is({Own::anonymous})));
    add("each page maps the driver's frame that its driver gives it",
        implies(present & of_driver, own_.is(s_, e.pfn, page) |
                                         (driver_is({Own::remap_per_page}) & own_.is(s_, e.pfn, 1 - page))));
    add("a private VM_PFNMAP mapping with entries was remapped as a whole",
        implies(present & s_[own_.pfnmap] & own_.is_cow(s_), s_[own_.pgoff_is_pfn[p]]));
    add("an entry is writable only in a mapping that may be written; one of the driver's frames if shared",
        implies(s_[e.write], s_[own_.maywrite] & (s_[own_.shared] | anonymous)));
    add("raw entries, and those of reserved RAM, keep to frames that the driver still has",
        implies(present & of_driver & ~(counted & own_.is_managed(s_)), s_[own_.owned]));
  }

  Term is_mapped_at(unsigned f, unsigned page) const {
    Term some = own_.no();
    for (unsigned p = 0; p < Own::processes; ++p) some = some | own_.maps(s_, own_.entries[p][page], f);
    return some;
  }

  void frames() {
    for (const unsigned f : {Own::frame_a, Own::frame_b})
      add("an anonymous frame is mapped at one page only", ~(is_mapped_at(f, 0) & is_mapped_at(f, 1)));
    for (unsigned i = 0; i < own_.exclusive.size(); ++i) {
      const unsigned f = Own::frame_a + i;
      for (unsigned page = 0; page < Own::pages; ++page)
        add("an exclusive page is mapped by one process only",
            ~(s_[own_.exclusive[i]] & own_.maps(s_, own_.entries[0][page], f) &
              own_.maps(s_, own_.entries[1][page], f)));
      add("an exclusive page has a reference", ~s_[own_.exclusive[i]] | ~own_.is(s_, own_.references[f], 0));
      add("a pinned anonymous page is exclusive", ~s_[own_.pins[f]] | s_[own_.exclusive[i]]);
    }
    for (unsigned f = 0; f < Own::device_frames; ++f)
      add("frames that nobody counts have no references and no pins",
          own_.is_counted(s_) | (own_.is(s_, own_.references[f], 0) & ~s_[own_.pins[f]]));
    for (unsigned f = 0; f < Own::frames; ++f)
      add("a counted frame has the references that it should have",
          implies(f < Own::device_frames ? own_.is_counted(s_) : own_.yes(),
                  eq(zext(s_[own_.references[f]], 4), own_.expected_references(s_, f))));
  }

  Own& own_;
  const System& s_;
};

}  // namespace

void add_own_lemmas(Own& own) {
  Lemmas(own).add_all();
}

}  // namespace pfncheck::machine
