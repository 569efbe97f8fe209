// SPDX-License-Identifier: GPL-2.0-or-later
// Driver mappings from probe to remove, as drivers/vfio/pci/vfio_pci_core.c of 6.12 and the region of thread
// 003 go about it; mm/mmap.c: split and close; mm/memory.c: remap_pfn_range, vmf_insert_pfn.
#include "model/slices/life/operations.hpp"

#include <fmt/format.h>

#include "model/functions/region_mmap/rule.hpp"

namespace pfncheck::machine {

namespace {

using Entry = Life::Entry;

class Operations {
 public:
  explicit Operations(Life& life) : life_(life), system_(life.system) {}

  void add_all() {
    probe();
    probe_fails();
    mmap();
    mmap_fails();
    split();
    grow();
    move();
    mprotect();
    disable();
    enable();
    remove();
    reuse();
    for (unsigned n = 0; n < Life::pages; ++n) {
      munmap(n);
      page_fault(n);
      secondary_maps(n);
    }
  }

 private:
  Term no() const { return life_.no(); }
  Term yes() const { return life_.yes(); }
  bool has(std::string_view fault) const { return life_.has(fault); }
  Term page(unsigned pfn) const { return life_.number(Life::pfn_bits, pfn); }
  Term is_ram(const Step& s) const { return life_.is(s, life_.region, Life::ram); }
  Term is_state(const Step& s, Life::State state) const { return life_.is(s, life_.state, state); }
  void set_state(Step& s, Term when, Life::State state) const {
    s.set_if(when, life_.state, life_.number(2, state));
  }
  Step step(const char* operation, std::string words) const {
    Step s = system_.step(operation, {});
    s.says(std::move(words));
    return s;
  }

  // ---- references of the region ----

  void get(Step& s, Term when) const {
    const Term count = s[life_.references];
    s.bound(implies(when, ult(count, life_.number(3, Life::most_references))));
    s.event({"get", when, {{"count", count}, {"counted", yes()}}, {"the region"}});
    s.set_if(when, life_.references, count + life_.number(3, 1));
  }
  /// The last one frees the memory; a BAR stays where it is.
  void put(Step& s, Term when) const {
    const Term count = s[life_.references], some = ne(count, life_.number(3, 0));
    s.event({"put", when, {{"count", count}, {"counted", yes()}}, {"the region"}});
    s.set_if(when & some, life_.references, count - life_.number(3, 1));
    set_state(s, when & is_ram(s) & eq(count, life_.number(3, 1)) & is_state(s, Life::held),
              Life::free_memory);
  }

  // ---- entries ----

  /// The page of the region that the driver maps at page n of user space.
  Term mapped_page(const Step& s, unsigned n) const {
    return has("offset_is_ignored") ? page(n) : s[life_.offset] + page(n);
  }
  void install(Step& s, Term when, unsigned n, Term pfn) const {
    const Entry& e = life_.entries[n];
    s.set_if(when, e.present, yes());
    s.set_if(when, e.pfn, pfn);
    s.set_if(when, e.write, s[life_.vma_write] & s[life_.shared]);
  }
  void clear(Step& s, Term when, const Entry& e) const {
    s.set_if(when, e.present, no());
    s.set_if(when, e.pfn, page(0));
    s.set_if(when, e.write, no());
  }
  /// Clears an entry; who holds a secondary translation of it is told.
  void zap(Step& s, Term when, unsigned n) const {
    const Entry& e = life_.entries[n];
    const Term was = when & s[e.present] & s[life_.secondary.present] & eq(s[e.pfn], s[life_.secondary.pfn]);
    if (!has("secondary_outlives_mapping")) clear(s, was, life_.secondary);
    clear(s, when, e);
  }

  // ---- the driver ----

  void probe() {
    Step s = step("probe", "driver: allocates its region and registers it");
    s.require(is_state(s, Life::none));
    set_state(s, yes(), Life::held);
    s.set(life_.registered, yes());
    s.set(life_.references, life_.number(3, 1));
    const Term clean = has("region_is_not_zeroed") ? ~is_ram(s) : yes();
    for (const Var initialised : life_.initialised) s.set(initialised, clean);
    system_.add(std::move(s));
  }

  void probe_fails() {
    Step s = step("probe_fails", "driver: probe fails after the region was registered, and frees it");
    s.require(is_state(s, Life::none) & is_ram(s));
    set_state(s, yes(), Life::free_memory);
    for (const Var initialised : life_.initialised) s.set(initialised, yes());
    if (has("probe_error_keeps_region")) s.set(life_.registered, yes());
    s.event({"probe_failed", yes(), {{"left", s[life_.registered]}}});
    system_.add(std::move(s));
  }

  /// A BAR goes with its device, which waits for those that have it open.
  void remove() {
    Step s = step("remove", "driver: removes the device and drops its reference of the region");
    s.require(s[life_.registered] & (is_ram(s) | ~life_.is_mapped(s)));
    if (has("remove_frees_while_mapped")) give_up_region(s);
    put(s, s[life_.registered]);
    s.set(life_.registered, no());
    system_.add(std::move(s));
  }

  void reuse() {
    Step s = step("reuse", "somebody else gets the region's memory");
    s.require(is_state(s, Life::free_memory));
    set_state(s, yes(), Life::reused);
    system_.add(std::move(s));
  }

  /// The whole region goes, whoever still maps it.
  void give_up_region(Step& s) const {
    put(s, s[life_.registered]);
    s.set(life_.registered, no());
    set_state(s, is_ram(s) & is_state(s, Life::held), Life::free_memory);
  }

  void disable() {
    Step s = step("disable", "driver: zaps its mappings by file offset and disables the BAR");
    s.require(~is_ram(s) & s[life_.registered] & s[life_.enabled]);
    Term left = no(), some = no();
    for (unsigned n = 0; n < Life::pages; ++n) {
      some = some | s[life_.entries[n].present];
      if (!has("disable_without_zap")) zap(s, ~s[life_.pgoff_is_pfn], n);
      left = left | s[life_.entries[n].present];
    }
    s.set(life_.enabled, no());
    if (!has("disable_without_zap")) s.event({"revoked", some, {{"left", left}}});
    system_.add(std::move(s));
  }

  void enable() {
    Step s = step("enable", "driver: enables the BAR");
    s.require(~s[life_.enabled]);
    s.set(life_.enabled, yes());
    system_.add(std::move(s));
  }

  // ---- mmap ----

  Term ask(Step& s) const {
    const auto fits = [&](Term end, unsigned bits) { return ule(end, life_.number(bits, Life::pages)); };
    const Term length = zext(s[life_.length], Life::pfn_bits), sum = s[life_.offset] + length;
    const Term exact = zext(s[life_.offset], Life::pfn_bits + 1) + zext(s[life_.length], Life::pfn_bits + 1);
    Term header = eq(mapped_page(s, 0), page(Life::header));
    header = header | (life_.is(s, life_.length, 2) & eq(mapped_page(s, 1), page(Life::header)));
    return s.consult(
        *life_.region_mmap, "mmap", yes(),
        {s[life_.shared], s[life_.maywrite], s[life_.write], header, fits(exact, Life::pfn_bits + 1),
         fits(sum, Life::pfn_bits), fits(length, Life::pfn_bits), ult(s[life_.offset], page(Life::pages)),
         s[life_.whole_pages]});
  }

  /// remap_pfn_range() needs a BAR that answers no more than the handler of a fault does.
  Term can_mmap(const Step& s) const {
    const Term remaps = life_.is(s, life_.driver, Life::remap_at_mmap);
    const Term answers = has("fault_ignores_gate") ? yes() : s[life_.enabled];
    return s[life_.registered] & ~life_.is_mapped(s) & (~remaps | answers);
  }

  void mmap() {
    Step s = step("mmap", "user: mmap()");
    s.require(can_mmap(s));
    const Term answer = ask(s);
    const Term reading = eq(answer, life_.number(2, answer_map_for_reading));
    const Term accepted = reading | eq(answer, life_.number(2, answer_map));
    const Term remaps = accepted & life_.is(s, life_.driver, Life::remap_at_mmap);
    const Term two = accepted & life_.is(s, life_.length, 2);
    get(s, accepted);
    s.set_if(accepted, life_.vmas[0], yes());
    s.set_if(accepted, life_.both, two);
    s.set_if(accepted, life_.vma_write, s[life_.write]);
    s.set_if(accepted, life_.vma_maywrite,
             has("maywrite_is_kept") ? s[life_.maywrite] : s[life_.maywrite] & ~reading);
    s.set_if(accepted, life_.for_reading, reading);
    const Term cow = life_.is_cow(s) & remaps;
    s.set_if(accepted, life_.pgoff_is_pfn, has("vm_pgoff_is_reused") ? yes() : cow);
    install(s, remaps, 0, mapped_page(s, 0));
    install(s, remaps & two, 1, mapped_page(s, 1));
    system_.add(std::move(s));
  }

  /// The core does not call close for a VMA that never was.
  void mmap_fails() {
    Step s = step("mmap_fails", "user: mmap(); the driver's remap runs out of memory");
    s.require(can_mmap(s) & life_.is(s, life_.driver, Life::remap_at_mmap));
    const Term accepted = ne(ask(s), life_.number(2, answer_refuse));
    get(s, accepted);
    if (!has("failed_mmap_keeps_reference")) put(s, accepted);
    if (has("failed_mmap_drops_twice")) put(s, accepted);
    system_.add(std::move(s));
  }

  void page_fault(unsigned n) {
    Step s = step("page_fault", fmt::format("user: touches page {}; the driver inserts a pfn", n));
    const Entry& e = life_.entries[n];
    s.require(life_.is(s, life_.driver, Life::insert_in_fault) & ~s[e.present]);
    s.require(n == 0 ? s[life_.vmas[0]] : (s[life_.vmas[0]] & s[life_.both]) | s[life_.vmas[1]]);
    if (!has("fault_ignores_gate")) s.require(s[life_.enabled]);
    const Term split = n == 1 ? s[life_.vmas[1]] : no();
    const Term base = has("fault_forgets_split") ? page(0) : page(n);
    const Term pfn = ite(split, mapped_page(s, 0) + base, mapped_page(s, n));
    if (!has("fault_checks_no_bound")) s.require(ult(pfn, page(Life::pages)));
    s.event({"filled",
             yes(),
             {{"cow", life_.is_cow(s)}, {"split", split}, {"unsplit", eq(pfn, mapped_page(s, n))}}});
    install(s, yes(), n, pfn);
    system_.add(std::move(s));
  }

  // ---- the VMA ----

  void split() {
    Step s = step("split", "user: a change of one page splits the VMA; open() of the second half");
    s.require(s[life_.vmas[0]] & s[life_.both]);
    s.set(life_.both, no());
    s.set(life_.vmas[1], yes());
    if (!has("split_takes_no_reference")) get(s, yes());
    system_.add(std::move(s));
  }

  void grow() {
    Step s = step("mremap", "user: mremap() to two pages");
    s.require(s[life_.vmas[0]] & ~s[life_.both] & ~s[life_.vmas[1]] & ~s[life_.dont_expand]);
    s.set(life_.both, yes());
    system_.add(std::move(s));
  }

  /// The new VMA is opened before the old one is closed; entries move along.
  void move() {
    Step s =
        step("mremap_moves", "user: mremap() moves a VMA; open() of the new one, close() of the old one");
    s.require(s[life_.vmas[0]]);
    if (!has("move_takes_no_reference")) get(s, yes());
    put(s, yes());
    system_.add(std::move(s));
  }

  void mprotect() {
    Step s = step("mprotect", "user: mprotect(PROT_READ | PROT_WRITE)");
    s.require(life_.is_mapped(s) & s[life_.vma_maywrite] & ~s[life_.vma_write]);
    s.set(life_.vma_write, yes());
    for (const Entry& e : life_.entries) s.set_if(s[e.present] & s[life_.shared], e.write, yes());
    system_.add(std::move(s));
  }

  void munmap(unsigned n) {
    Step s = step("munmap", fmt::format("user: munmap() of VMA {}", n));
    s.require(s[life_.vmas[n]]);
    zap(s, yes(), n);
    if (n == 0) zap(s, s[life_.both], 1);
    s.set(life_.vmas[n], no());
    if (n == 0) s.set(life_.both, no());
    put(s, yes());
    if (has("every_close_frees")) give_up_region(s);
    const Term last = ~life_.is_mapped(s);
    for (const Var v : {life_.vma_write, life_.vma_maywrite, life_.for_reading, life_.pgoff_is_pfn})
      s.set_if(last, v, no());
    system_.add(std::move(s));
  }

  void secondary_maps(unsigned n) {
    Step s = step("secondary_maps", fmt::format("KVM or an IOMMU: maps what the entry of page {} maps", n));
    const Entry& e = life_.entries[n];
    s.require(s[e.present] & ~s[life_.secondary.present]);
    s.set(life_.secondary.present, yes());
    s.set(life_.secondary.pfn, s[e.pfn]);
    s.set(life_.secondary.write, s[e.write]);
    system_.add(std::move(s));
  }

  Life& life_;
  System& system_;
};

}  // namespace

void add_life_operations(Life& life) {
  Operations(life).add_all();
}

}  // namespace pfncheck::machine
