// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/pfnmini/pfnmini.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>

namespace pfncheck::pfnmini {

namespace {

using machine::Step;
using machine::System;
using machine::Var;

constexpr unsigned most_references = 3;
/// Bits of a sum of references.
constexpr unsigned sum_bits = 5;

struct Area {
  Var mapped, pfnmap, mixedmap, shared, maywrite, base;
};
struct Slot {
  Var present, pfn, special, write;
};
struct Kind {
  Var page, reserved, counted, device, owned;
};

/// The variables, and the few notions that operations and properties share.
class Model {
 public:
  Model(System& system, Mutant mutant, Size size)
      : system_(system),
        pool_(system.pool()),
        mutant_(mutant),
        processes(size.processes),
        slots(size.slots),
        pfns(size.pfns),
        pfn_bits(static_cast<unsigned>(std::bit_width(size.pfns))) {
    special_bit = system.free_variable("special bit", 0);
    for (unsigned f = 0; f < pfns; ++f) add_pfn(f);
    for (unsigned p = 0; p < processes; ++p) add_process(p);
  }

  void add_operations() {
    for (unsigned p = 0; p < processes; ++p) {
      for (unsigned flags = 0; flags < 4; ++flags) mmap(p, (flags & 1) != 0, (flags & 2) != 0);
      munmap(p);
      for (unsigned base = 0; base + slots <= pfns; ++base) remap_full(p, base);
      for (unsigned q = 0; q < processes; ++q)
        if (q != p) fork(p, q);
      for (unsigned s = 0; s < slots; ++s) add_slot_operations(p, s);
    }
    for (unsigned f = 0; f < pfns; ++f) unpin(f);
  }

  void add_properties() {
    for (unsigned f = 0; f < pfns; ++f) {
      const Step now = system_.step("", {});
      Term mapped = number(sum_bits, 0);
      for (unsigned p = 0; p < processes; ++p)
        for (unsigned s = 0; s < slots; ++s)
          mapped =
              mapped + zext(is_normal(now, p, s) & eq(now[entry[p][s].pfn], number(pfn_bits, f)), sum_bits);
      const Term expected = mapped + zext(now[pins[f]], sum_bits) + zext(now[kind[f].owned], sum_bits);
      system_.add(
          {"I1", eq(zext(now[references[f]], sum_bits), expected), ne(now[references[f]], number(2, 0))});
    }
    for (unsigned p = 0; p < processes; ++p)
      for (unsigned s = 0; s < slots; ++s) add_slot_properties(p, s);
  }

 private:
  Term number(unsigned bits, std::uint64_t value) const { return pool_.constant(bits, value); }
  Term truth(bool value) const { return pool_.boolean(value); }

  void add_pfn(unsigned f) {
    const auto name = [&](const char* what) { return fmt::format("pfn {} {}", f, what); };
    Kind k{system_.free_variable(name("page"), 0), system_.free_variable(name("reserved"), 0),
           system_.free_variable(name("counted"), 0), system_.free_variable(name("device"), 0),
           system_.free_variable(name("owned"), 0)};
    kind.push_back(k);
    owned.push_back(k.owned);
    counted.push_back(k.counted);
    page.push_back(k.page);
    device.push_back(k.device);
    references.push_back(system_.free_variable(name("references"), 2));
    pins.push_back(system_.variable(name("pins"), 2, 0));
    const System& s = system_;
    // MMIO, reserved RAM, driver's RAM page, allocatable RAM page, device page.
    constexpr std::array<std::array<bool, 5>, 5> kinds{{{false, false, false, true, false},
                                                        {true, true, false, false, false},
                                                        {true, false, true, false, true},
                                                        {true, false, true, false, false},
                                                        {true, false, true, true, true}}};
    Term some = truth(false);
    for (const auto& row : kinds)
      some = some | (eq(s[k.page], truth(row[0])) & eq(s[k.reserved], truth(row[1])) &
                     eq(s[k.counted], truth(row[2])) & eq(s[k.device], truth(row[3])) &
                     eq(s[k.owned], truth(row[4])));
    system_.restrict_starts(some & eq(s[references[f]], zext(s[k.owned], 2)));
  }

  void add_process(unsigned p) {
    const auto flag = [&](const char* what) {
      return system_.variable(fmt::format("process {} {}", p, what), 0, 0);
    };
    area.push_back({flag("mapped"), flag("PFNMAP"), flag("MIXEDMAP"), flag("SHARED"), flag("MAYWRITE"),
                    system_.variable(fmt::format("process {} base", p), pfn_bits, 0)});
    entry.emplace_back();
    for (unsigned s = 0; s < slots; ++s) {
      const auto name = [&](const char* what) { return fmt::format("process {} slot {} {}", p, s, what); };
      entry[p].push_back({system_.variable(name("present"), 0, 0), system_.variable(name("pfn"), pfn_bits, 0),
                          system_.variable(name("special"), 0, 0), system_.variable(name("write"), 0, 0)});
    }
  }

  Term is_cow(const Step& s, unsigned p) const { return s[area[p].maywrite] & ~s[area[p].shared]; }
  Term is_writable_at_once(const Step& s, unsigned p) const {
    return s[area[p].maywrite] & s[area[p].shared];
  }
  Term is_allocatable(const Step& s, unsigned f) const { return s[kind[f].counted] & ~s[kind[f].owned]; }

  Term is_normal(const Step& s, unsigned p, unsigned slot) const {
    const Slot& e = entry[p][slot];
    const Term linear = s[area[p].base] + number(pfn_bits, slot);
    const Term by_vma = ite(s[area[p].mixedmap], s.at(page, s[e.pfn]),
                            implies(s[area[p].pfnmap], is_cow(s, p) & ne(s[e.pfn], linear)));
    return s[e.present] & ite(s[special_bit], ~s[e.special], by_vma);
  }

  void get(Step& s, Term condition, Term pfn) const {
    s.set_at(condition, references, pfn, s.at(references, pfn) + number(2, 1));
  }
  void put(Step& s, Term condition, Term pfn) const {
    const Term count = s.at(references, pfn);
    s.check("no reference is dropped at zero", implies(condition, ne(count, number(2, 0))));
    s.set_at(condition & ne(count, number(2, 0)), references, pfn, count - number(2, 1));
  }
  void set_entry(Step& s, unsigned p, unsigned slot, unsigned pfn, Term special, Term write) const {
    const Slot& e = entry[p][slot];
    s.set(e.present, truth(true));
    s.set(e.pfn, number(pfn_bits, pfn));
    s.set(e.special, special);
    s.set(e.write, write);
  }
  void clear_entry(Step& s, unsigned p, unsigned slot) const {
    set_entry(s, p, slot, 0, truth(false), truth(false));
    s.set(entry[p][slot].present, truth(false));
  }

  void mmap(unsigned p, bool shared, bool maywrite) {
    Step s = system_.step("mmap", {p, shared, maywrite});
    s.require(~s[area[p].mapped]);
    s.set(area[p].mapped, truth(true));
    s.set(area[p].shared, truth(shared));
    s.set(area[p].maywrite, truth(maywrite));
    system_.add(std::move(s));
  }

  void zap_slot(Step& s, unsigned p, unsigned slot) const {
    put(s, is_normal(s, p, slot), s[entry[p][slot].pfn]);
    clear_entry(s, p, slot);
  }

  void munmap(unsigned p) {
    Step s = system_.step("munmap", {p});
    s.require(s[area[p].mapped]);
    for (unsigned slot = 0; slot < slots; ++slot) zap_slot(s, p, slot);
    for (const Var flag :
         {area[p].mapped, area[p].pfnmap, area[p].mixedmap, area[p].shared, area[p].maywrite})
      s.set(flag, truth(false));
    s.set(area[p].base, number(pfn_bits, 0));
    system_.add(std::move(s));
  }

  void remap_full(unsigned p, unsigned base) {
    Step s = system_.step("remap_full", {p, base});
    s.require(s[area[p].mapped]);
    if (mutant_ != Mutant::remap_into_mixedmap) s.require(~s[area[p].mixedmap]);
    for (unsigned slot = 0; slot < slots; ++slot)
      s.require(~s[entry[p][slot].present] & ~is_allocatable(s, base + slot));
    s.set(area[p].pfnmap, truth(true));
    s.set_if(is_cow(s, p), area[p].base, number(pfn_bits, base));
    for (unsigned slot = 0; slot < slots; ++slot)
      set_entry(s, p, slot, base + slot, s[special_bit], is_writable_at_once(s, p));
    system_.add(std::move(s));
  }

  void add_slot_operations(unsigned p, unsigned slot) {
    for (unsigned f = 0; f < pfns; ++f) {
      remap_part(p, slot, f);
      insert_page(p, slot, f);
      cow_copy(p, slot, f);
    }
    cow_reuse(p, slot);
    zap(p, slot);
    pin(p, slot);
  }

  void remap_part(unsigned p, unsigned slot, unsigned f) {
    Step s = system_.step("remap_part", {p, slot, f});
    s.require(s[area[p].mapped] & ~s[entry[p][slot].present] & ~is_allocatable(s, f));
    if (mutant_ != Mutant::remap_into_mixedmap) s.require(~s[area[p].mixedmap]);
    if (mutant_ != Mutant::partial_cow_remap) s.require(~is_cow(s, p));
    s.set(area[p].pfnmap, truth(true));
    s.set_if(is_cow(s, p), area[p].base, number(pfn_bits, f));
    set_entry(s, p, slot, f, s[special_bit], is_writable_at_once(s, p));
    system_.add(std::move(s));
  }

  void insert_page(unsigned p, unsigned slot, unsigned f) {
    Step s = system_.step("insert_page", {p, slot, f});
    const Kind& k = kind[f];
    s.require(s[area[p].mapped] & ~s[area[p].pfnmap] & ~s[entry[p][slot].present] & s[k.page] & s[k.counted] &
              s[k.owned] & ~s[k.reserved]);
    s.bound(ult(s[references[f]], number(2, most_references)));
    s.set(area[p].mixedmap, truth(true));
    set_entry(s, p, slot, f, truth(false), is_writable_at_once(s, p));
    s.set(references[f], s[references[f]] + number(2, 1));
    system_.add(std::move(s));
  }

  void fork(unsigned p, unsigned q) {
    Step s = system_.step("fork", {p, q});
    s.require(s[area[p].mapped] & ~s[area[q].mapped]);
    for (unsigned f = 0; f < pfns; ++f) {
      Term after = zext(s[references[f]], sum_bits);
      for (unsigned slot = 0; slot < slots; ++slot)
        after =
            after + zext(is_normal(s, p, slot) & eq(s[entry[p][slot].pfn], number(pfn_bits, f)), sum_bits);
      s.bound(ule(after, number(sum_bits, most_references)));
    }
    for (unsigned slot = 0; slot < slots; ++slot) get(s, is_normal(s, p, slot), s[entry[p][slot].pfn]);
    const Area &from = area[p], &to = area[q];
    for (const auto flag :
         {&Area::mapped, &Area::pfnmap, &Area::mixedmap, &Area::shared, &Area::maywrite, &Area::base})
      s.set(to.*flag, s[from.*flag]);
    for (unsigned slot = 0; slot < slots; ++slot) {
      s.set_if(is_cow(s, p), entry[p][slot].write, truth(false));
      for (const auto part : {&Slot::present, &Slot::pfn, &Slot::special, &Slot::write})
        s.set(entry[q][slot].*part, s[entry[p][slot].*part]);
    }
    system_.add(std::move(s));
  }

  /// A private, present, read-only entry whose page nobody else uses.
  Term may_reuse(const Step& s, unsigned p, unsigned slot) const {
    const Term pfn = s[entry[p][slot].pfn];
    return is_normal(s, p, slot) & ~s.at(owned, pfn) & eq(s.at(references, pfn), number(2, 1));
  }
  Term is_write_protected(const Step& s, unsigned p, unsigned slot) const {
    return is_cow(s, p) & s[entry[p][slot].present] & ~s[entry[p][slot].write];
  }

  void cow_reuse(unsigned p, unsigned slot) {
    Step s = system_.step("cow_reuse", {p, slot});
    s.require(is_write_protected(s, p, slot) & may_reuse(s, p, slot));
    s.set(entry[p][slot].write, truth(true));
    system_.add(std::move(s));
  }

  void cow_copy(unsigned p, unsigned slot, unsigned to) {
    Step s = system_.step("cow_copy", {p, slot, to});
    s.require(is_write_protected(s, p, slot) & ~may_reuse(s, p, slot) & is_allocatable(s, to) &
              eq(s[references[to]], number(2, 0)));
    put(s, is_normal(s, p, slot), s[entry[p][slot].pfn]);
    s.set(references[to], number(2, 1));
    set_entry(s, p, slot, to, truth(false), truth(true));
    system_.add(std::move(s));
  }

  void zap(unsigned p, unsigned slot) {
    Step s = system_.step("zap", {p, slot});
    s.require(s[entry[p][slot].present]);
    zap_slot(s, p, slot);
    system_.add(std::move(s));
  }

  void pin(unsigned p, unsigned slot) {
    Step s = system_.step("pin", {p, slot});
    const Term pfn = s[entry[p][slot].pfn];
    s.require(is_normal(s, p, slot) & ~s.at(device, pfn));
    s.bound(ult(s.at(references, pfn), number(2, most_references)));
    s.set_at(truth(true), pins, pfn, s.at(pins, pfn) + number(2, 1));
    get(s, truth(true), pfn);
    system_.add(std::move(s));
  }

  void unpin(unsigned f) {
    Step s = system_.step("unpin", {f});
    s.require(ne(s[pins[f]], number(2, 0)));
    s.set(pins[f], s[pins[f]] - number(2, 1));
    put(s, truth(true), number(pfn_bits, f));
    system_.add(std::move(s));
  }

  void add_slot_properties(unsigned p, unsigned slot) {
    const Step now = system_.step("", {});
    const Term pfn = now[entry[p][slot].pfn];
    const Term normal = is_normal(now, p, slot);
    system_.add({"I2", implies(normal, now.at(page, pfn) & now.at(counted, pfn)), normal});
    const Term counted_entry = now[entry[p][slot].present] & now.at(counted, pfn);
    system_.add({"I3", implies(counted_entry, ne(now.at(references, pfn), number(2, 0))), counted_entry});
  }

  System& system_;
  Pool& pool_;
  Mutant mutant_;
  const unsigned processes, slots, pfns, pfn_bits;
  Var special_bit;
  std::vector<Kind> kind;
  std::vector<Var> page, counted, owned, device, references, pins;
  std::vector<Area> area;
  std::vector<std::vector<Slot>> entry;
};

}  // namespace

System make_system(Pool& pool, Mutant mutant, Size size) {
  System system(pool);
  Model model(system, mutant, size);
  model.add_operations();
  model.add_properties();
  return system;
}

}  // namespace pfncheck::pfnmini
