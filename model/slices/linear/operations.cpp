// SPDX-License-Identifier: GPL-2.0-or-later
// 6.12: mm/vma.c: __split_vma, copy_vma; mm/mremap.c: vma_to_resize, move_ptes; mm/memory.c:
// remap_pfn_range_internal, insert_pfn, insert_page, unmap_mapping_range_tree, wp_page_copy.
#include "model/slices/linear/operations.hpp"

#include <fmt/format.h>

#include "model/functions/vm_normal_page/asked.hpp"

namespace pfncheck::machine {

namespace {

using Area = Linear::Area;
using Entry = Linear::Entry;

class Operations {
 public:
  explicit Operations(Linear& linear) : linear_(linear), system_(linear.system) {}

  void add_all() {
    mmap();
    for (unsigned k = 1; k < Linear::pages; ++k) {
      munmap_part(k, false);
      munmap_part(k, true);
      mprotect_part(k);
      mremap_part(k);
    }
    for (unsigned a = 0; a < 2; ++a) {
      munmap(a);
      mremap(a);
      mremap_moves_and_grows(a);
      mremap_grows_in_place(a);
      remap_in_fault(a);
    }
    for (unsigned page = 0; page < Linear::slots; ++page) {
      driver_fault(page);
      write_fault(page);
      madvise(page);
    }
    for (unsigned f = 0; f <= Linear::device_frames; ++f) revoke(f);
  }

 private:
  Term no() const { return linear_.no(); }
  Term yes() const { return linear_.yes(); }
  bool has(std::string_view fault) const { return linear_.has(fault); }
  Term address(unsigned pages) const { return linear_.number(Linear::address_bits, pages); }
  Term driver_is(const Step& s, Linear::Idiom idiom) const { return linear_.is(s, linear_.driver, idiom); }
  Term split_is(const Step& s, unsigned k) const { return linear_.is(s, linear_.split_at, k); }
  Step step(const char* operation, std::string words) const {
    Step s = system_.step(operation, {});
    s.says(std::move(words));
    return s;
  }
  /// The page exists and lies in area `a`, mapped or not.
  Term is_in(const Step& s, unsigned page, unsigned a) const {
    const Term second = linear_.in_second(s, page);
    const Term exists = page < Linear::pages ? yes() : s[linear_.grown];
    return exists & (a == 1 ? second : ~second);
  }

  // ---- references and entries ----

  static std::vector<std::string> frame_names() {
    std::vector<std::string> names;
    for (unsigned f = 0; f < Linear::frames; ++f) names.push_back(Linear::frame_name(f));
    return names;
  }
  void get(Step& s, Term when, Term frame, Term counted) const {
    const Term count = s.at(linear_.references, frame);
    s.event({"get", when, {{"count", count}, {"counted", counted}}, frame_names(), frame});
    s.set_at(when, linear_.references, frame, count + linear_.number(3, 1));
  }
  void put(Step& s, Term when, Term frame, Term counted) const {
    const Term count = s.at(linear_.references, frame);
    s.event({"put", when, {{"count", count}, {"counted", counted}}, frame_names(), frame});
    s.set_at(when & ne(count, linear_.number(3, 0)), linear_.references, frame, count - linear_.number(3, 1));
  }
  void set(Step& s, Term when, const Entry& e, Term frame, Term special, Term write, Term counted) const {
    s.set_if(when, e.present, yes());
    s.set_if(when, e.frame, frame);
    s.set_if(when, e.special, special);
    s.set_if(when, e.write, write);
    s.set_if(when, e.counted, counted);
  }
  void install_raw(Step& s, Term when, const Entry& e, Term frame) const {
    set(s, when, e, frame, s[linear_.special_bit], s[linear_.shared] & s[linear_.maywrite], no());
  }
  Term normal(Step& s, Term asked, unsigned page) const {
    const Term is_normal =
        ask_normal(s, *linear_.normal_page, fmt::format("pte{}", page), asked, linear_.asked_of(s, page));
    s.event({"verdict",
             asked,
             {{"normal", is_normal}, {"counted", s[linear_.entries[page].counted]}},
             {fmt::format("pte{}", page)}});
    return is_normal;
  }
  void zap(Step& s, Term when, unsigned page) const {
    const Entry& e = linear_.entries[page];
    const Term present = when & s[e.present];
    put(s, normal(s, present, page), s[e.frame], s[e.counted]);
    for (const Var v : {e.present, e.special, e.write, e.counted}) s.set_if(present, v, no());
    s.set_if(present, e.frame, linear_.number(2, 0));
  }

  // ---- the VMAs ----

  /// vm_ops->open and vm_ops->close: a driver that frees its memory with the last user.
  void opened(Step& s, bool counts) const {
    if (counts) s.set(linear_.users, s[linear_.users] + linear_.number(2, 1));
  }
  void closed(Step& s) const {
    const Term last = linear_.is(s, linear_.users, 1);
    const Term frees = last & s[linear_.owned];
    s.set_if(!linear_.is(s, linear_.users, 0), linear_.users, s[linear_.users] - linear_.number(2, 1));
    for (unsigned f = 0; f < Linear::device_frames; ++f)
      put(s, frees & linear_.is_managed(s), linear_.number(2, f), yes());
    s.set_if(frees, linear_.owned, no());
  }

  void split(Step& s, unsigned k, bool advances) const {
    const auto& [first, second] = linear_.areas;
    s.require(s[first.mapped] & split_is(s, 0));
    s.set(linear_.split_at, linear_.number(2, k));
    s.set(second.mapped, yes());
    s.set(second.start, s[first.start] + address(k));
    s.set(second.pgoff, s[first.pgoff] + address(advances ? k : 0));
    s.set(second.pgoff_is_pfn, s[first.pgoff_is_pfn]);
    opened(s, !has("split_is_not_opened"));
  }
  bool split_advances() const { return !has("split_keeps_pgoff"); }

  void unmap(Step& s, unsigned a) const {
    for (unsigned page = 0; page < Linear::slots; ++page) zap(s, is_in(s, page, a), page);
    s.set(linear_.areas[a].mapped, no());
    closed(s);
  }

  void mmap() {
    Step s = step("mmap", "mmap() of the driver's region");
    const Area& area = linear_.areas[0];
    s.require(~s[area.mapped] & split_is(s, 0) & s[linear_.owned] & linear_.is(s, linear_.users, 0));
    s.set(area.mapped, yes());
    s.set(area.pgoff, s[linear_.file_offset]);
    opened(s, true);
    const Term pages = driver_is(s, Linear::insert_page) | driver_is(s, Linear::insert_mixed);
    s.set(linear_.pfnmap, ~pages);
    s.set(linear_.mixedmap, pages);
    remap(s, driver_is(s, Linear::remap_at_mmap), 0, address(0));
    system_.add(std::move(s));
  }

  /// remap_pfn_range() of a whole VMA: the frames from `index` on.
  void remap(Step& s, Term when, unsigned a, Term index) const {
    const Term cow = when & linear_.is_cow(s);
    for (unsigned page = 0; page < Linear::slots; ++page) {
      const Term here = when & is_in(s, page, a);
      const Term frame = index + linear_.from_start(s, page);
      s.event({"fault_answer", here, {{"right", eq(frame, address(page))}}});
      install_raw(s, here, linear_.entries[page], extract(frame, 0, 2));
    }
    if (has("remap_leaves_pgoff")) return;
    s.set_if(cow, linear_.areas[a].pgoff, address(Linear::first_pfn) + index);
    s.set_if(cow, linear_.areas[a].pgoff_is_pfn, yes());
  }

  void munmap_part(unsigned k, bool tail) {
    Step s = step("munmap_part", tail ? fmt::format("munmap() from page {} to the end", k)
                                      : fmt::format("munmap() of all before page {}", k));
    split(s, k, split_advances());
    unmap(s, tail ? 1 : 0);
    system_.add(std::move(s));
  }

  void munmap(unsigned a) {
    Step s = step("munmap", fmt::format("munmap() of VMA {}", a));
    s.require(s[linear_.areas[a].mapped]);
    unmap(s, a);
    system_.add(std::move(s));
  }

  void mprotect_part(unsigned k) {
    Step s = step("mprotect_part", fmt::format("mprotect(PROT_READ) from page {} to the end", k));
    split(s, k, split_advances());
    for (unsigned page = k; page < Linear::slots; ++page) s.set(linear_.entries[page].write, no());
    system_.add(std::move(s));
  }

  /// To a far away address; entries move as they are.
  void move(Step& s, unsigned a) const {
    const Var start = linear_.areas[a].start;
    s.require(ult(s[start], address(8)));
    s.set(start, s[start] + address(8));
    s.event({"moved", yes(), {}});
    opened(s, !has("move_is_not_opened"));  // the new VMA, before the old one is closed
    closed(s);
  }
  void mremap(unsigned a) {
    Step s = step("mremap", fmt::format("mremap() of VMA {} to another address", a));
    s.require(s[linear_.areas[a].mapped]);
    move(s, a);
    system_.add(std::move(s));
  }
  void mremap_part(unsigned k) {
    Step s = step("mremap_part", fmt::format("mremap() from page {} to the end to another address", k));
    split(s, k, split_advances() && !has("move_keeps_pgoff"));
    move(s, 1);
    system_.add(std::move(s));
  }

  /// By one page. vma_to_resize refuses VM_DONTEXPAND and VM_PFNMAP.
  Step grow(const char* words, unsigned a) const {
    Step s = step("mremap_grow", fmt::format(fmt::runtime(words), a));
    const Term has_end = a == 0 ? split_is(s, 0) : !split_is(s, 0);
    s.require(s[linear_.areas[a].mapped] & has_end & ~s[linear_.grown]);
    return s;
  }
  Term may_grow(const Step& s) const { return has("pfnmap_may_grow") ? yes() : ~s[linear_.pfnmap]; }

  /// Where there is no room behind it, or to an address of the caller's choice: the new VMA is longer.
  void mremap_moves_and_grows(unsigned a) {
    Step s = grow("mremap() moves VMA {} and lets it grow by a page", a);
    const Term grows = may_grow(s);
    s.require(grows);
    s.event({"grow", yes(), {{"raw", s[linear_.pfnmap]}, {"grows", yes()}, {"in_place", no()}}});
    s.set(linear_.grown, yes());
    move(s, a);
    system_.add(std::move(s));
  }

  /// Where there is room behind it: vma_merge_extend, and a VM_SPECIAL mapping is never merged (-ENOMEM). All
  /// drivers' mappings are VM_SPECIAL here.
  void mremap_grows_in_place(unsigned a) {
    Step s = grow("mremap() asks for a page more behind VMA {}", a);
    const Term grows = has("special_vma_is_extended") ? may_grow(s) : no();
    s.event({"grow", yes(), {{"raw", s[linear_.pfnmap]}, {"grows", grows}, {"in_place", yes()}}});
    s.set_if(grows, linear_.grown, yes());
    system_.add(std::move(s));
  }

  // ---- faults ----

  /// Which of its frames the driver's handler takes for a page; only the first is right in every VMA.
  Term index_of(const Step& s, unsigned page) const {
    const Term from_start = linear_.from_start(s, page);
    if (has("handler_ignores_pgoff")) return from_start;
    if (has("handler_keeps_first_address"))
      return ite(linear_.in_second(s, page), s[linear_.areas[1].start], s[linear_.areas[0].start]) +
             from_start;
    return linear_.linear(s, page) - s[linear_.file_offset];
  }
  Term is_inside(Term index) const {
    return has("handler_without_bound") ? yes() : ult(index, address(Linear::device_frames));
  }

  void driver_fault(unsigned page) {
    Step s = step("driver_fault", fmt::format("driver's fault handler, page {}", page));
    const Entry& e = linear_.entries[page];
    const Term mixed = driver_is(s, Linear::insert_mixed);
    const Term mixed_page = mixed & ~s[linear_.special_bit] & ~linear_.is(s, linear_.kind, Linear::mmio);
    const Term counted = driver_is(s, Linear::insert_page) | mixed_page;
    const Term raw = driver_is(s, Linear::insert_pfn) | (mixed & ~mixed_page);
    s.require(linear_.is_mapped(s, page) & ~s[e.present] & s[linear_.owned] & (raw | counted));
    const Term index = index_of(s, page), inside = is_inside(index);
    if (page < Linear::pages)
      s.event({"fault_answer", yes(), {{"right", inside & eq(index, address(page))}}});
    const Term frame = extract(index, 0, 2);
    s.event({"driver_maps", inside, {{"own", ult(index, address(Linear::device_frames))}}});
    install_raw(s, inside & raw, e, frame);
    get(s, inside & counted, frame, yes());
    set(s, inside & counted, e, frame, no(), s[linear_.shared] & s[linear_.maywrite], yes());
    system_.add(std::move(s));
  }

  void remap_in_fault(unsigned a) {
    Step s = step("driver_fault",
                  fmt::format("driver's fault handler remaps VMA {}{}", a,
                              fault_may_not_set_flags(linear_.variant.release)
                                  ? " (WARN with CONFIG_PER_VMA_LOCK: remap_pfn_range() sets vm_flags)"
                                  : ""));
    s.require(s[linear_.areas[a].mapped] & driver_is(s, Linear::remap_in_fault) & s[linear_.owned]);
    Term index = address(0), length = address(0), occupied = no();
    for (unsigned page = Linear::slots; page-- > 0;) {
      const Term here = is_in(s, page, a);
      occupied = occupied | (here & s[linear_.entries[page].present]);
      index = ite(here, index_of(s, page), index);
      length = length + ite(here, address(1), address(0));
    }
    if (!has("handler_without_bound"))
      s.require(ule(index, address(3)) & ule(length, address(3)) & ule(index + length, address(3)));
    // A fault comes for an empty entry; the rest of the VMA is the handler's to ask for. Two faults that wait
    // for one lock come one after the other, the second one when the first has filled the VMA.
    if (!has("handler_remaps_again")) s.require(~occupied);
    s.event({"remaps", yes(), {{"occupied", occupied}}});
    s.event({"driver_maps", yes(), {{"own", ule(index + length, address(Linear::device_frames))}}});
    remap(s, yes(), a, index);
    system_.add(std::move(s));
  }

  /// A private mapping: the page is replaced by a copy.
  void write_fault(unsigned page) {
    Step s = step("write_fault", fmt::format("write fault, page {} is copied", page));
    const Entry& e = linear_.entries[page];
    s.require(s[e.present] & ~s[e.write] & linear_.is_cow(s));
    const Var count = linear_.references[Linear::frame_a];
    s.bound(linear_.is(s, count, 0));
    put(s, normal(s, yes(), page), s[e.frame], s[e.counted]);
    s.set(count, linear_.number(3, 1));
    set(s, yes(), e, linear_.number(2, Linear::frame_a), no(), yes(), yes());
    system_.add(std::move(s));
  }

  void madvise(unsigned page) {
    Step s = step("zap", fmt::format("madvise(MADV_DONTNEED), page {}", page));
    s.require(linear_.is_mapped(s, page) & s[linear_.entries[page].present] & ~s[linear_.pfnmap]);
    zap(s, yes(), page);
    system_.add(std::move(s));
  }

  // unmap_mapping_range: VMAs are found by vm_pgoff alone. A driver that revokes must refuse private
  // VM_PFNMAP mappings: remap_pfn_range gives their vm_pgoff another meaning.
  void revoke(unsigned f) {
    const bool all = f == Linear::device_frames;
    Step s = step("revoke", all ? "driver: unmap_mapping_range() of its region"
                                : fmt::format("driver: unmap_mapping_range() of page {} of its region", f));
    s.require(s[linear_.owned] & (s[linear_.areas[0].mapped] | s[linear_.areas[1].mapped]));
    if (!has("driver_revokes_cow_mapping")) s.require(~(linear_.is_cow(s) & s[linear_.pfnmap]));
    Term left = no(), some = no();
    for (unsigned page = 0; page < Linear::slots; ++page) {
      const Entry& e = linear_.entries[page];
      const Term of_range = all ? !linear_.is(s, e.frame, Linear::frame_a) : linear_.is(s, e.frame, f);
      some = some | (s[e.present] & of_range);
      const Term offset = linear_.linear(s, page) - s[linear_.file_offset];
      const Term found = all ? ult(offset, address(Linear::device_frames)) : eq(offset, address(f));
      zap(s, linear_.is_mapped(s, page) & found, page);
      left = left | (s[e.present] & of_range);
    }
    s.event({"revoked", some, {{"left", left}}});
    system_.add(std::move(s));
  }

  Linear& linear_;
  System& system_;
};

}  // namespace

Term Linear::is_normal_now(unsigned page) const {
  return machine::is_normal_now(system, *normal_page, system[entries[page].present], asked_of(system, page));
}

void add_linear_operations(Linear& linear) {
  Operations(linear).add_all();
}

}  // namespace pfncheck::machine
