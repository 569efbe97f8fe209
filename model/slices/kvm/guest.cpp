// SPDX-License-Identifier: GPL-2.0-or-later
// Memslots and the guest's fault. arch/arm64/kvm/mmu.c: kvm_arch_prepare_memory_region, user_mem_abort;
// arch/arm64/kvm/hyp/pgtable.c; virt/kvm/kvm_main.c: hva_to_pfn; 6.12 unless a rule says otherwise.
#include <fmt/format.h>

#include "model/slices/kvm/operations.hpp"

namespace pfncheck::machine {

namespace {

using Fault = Kvm::Fault;

class GuestOperations {
 public:
  explicit GuestOperations(Kvm& kvm) : k_(kvm), f_(kvm.fault), s2_(kvm.s2), system_(kvm.system) {}

  void add_all() {
    register_memslot();
    start_logging();
    delete_memslot();
    for (const unsigned access : {Kvm::read, Kvm::write, Kvm::execute}) sample(access);
    look_up();
    classify();
    install();
    guest_tagged_access();
  }

 private:
  bool has(std::string_view fault) const { return k_.has(fault); }
  template <class S>
  Term is(const S& s, Var v, unsigned value) const {
    return k_.is(s, v, value);
  }
  Term says(Term answer, unsigned value) const { return eq(answer, k_.number(answer.width(), value)); }
  Step step(const char* operation, std::string words, std::vector<unsigned> arguments = {}) const {
    return kvm_step(k_, operation, std::move(words), std::move(arguments));
  }
  /// Of one of the two frames.
  template <class S>
  Term of_frame(const S& s, const std::array<Var, Kvm::driver_and_anonymous>& array, Term frame) const {
    return ite(frame, s[array[1]], s[array[0]]);
  }
  void set_of_frame(Step& s, Term when, const std::array<Var, Kvm::driver_and_anonymous>& array, Term frame,
                    Term value) const {
    s.set_if(when & ~frame, array[0], value);
    s.set_if(when & frame, array[1], value);
  }

  // ---- memslots ----

  Term accepts(Step& s, bool logging) const {
    const Term some = ~is(s, k_.vma, Kvm::no_vma);
    const Term anonymous = is(s, k_.vma, Kvm::anonymous);
    const Term answer =
        s.consult(*k_.memslot_rule, "memslot", some,
                  {s[k_.pfnmap], anonymous | is(s, k_.vm_page_prot, Kvm::wb), anonymous | s[k_.mte_allowed],
                   s[k_.fwb], s[k_.dic], s[k_.mte], k_.pool.boolean(logging)});
    return ~some | answer;  // no VMA: nothing to look at
  }

  void register_memslot() {
    Step s = step("register_memslot", "VMM: KVM_SET_USER_MEMORY_REGION");
    s.require(~s[k_.slot]);
    const Term accepted = accepts(s, false);
    s.set(k_.slot, accepted);
    s.set(k_.checked, accepted & ~is(s, k_.vma, Kvm::no_vma));
    system_.add(std::move(s));
  }

  void start_logging() {
    Step s = step("start_logging", "VMM: dirty log on; the leaf loses its write permission");
    s.require(s[k_.slot] & ~s[k_.logging]);
    // The check looks for VM_PFNMAP only: nobody logs a device that it does not see.
    if (!has("device_in_logged_slot"))
      s.require(~is(s, k_.vma, Kvm::of_driver) | k_.is_map_memory(s, k_.no()));
    const Term accepted = accepts(s, true);
    s.set_if(accepted, k_.logging, k_.yes());
    s.set_if(accepted, s2_.write, k_.no());
    system_.add(std::move(s));
  }

  void delete_memslot() {
    Step s = step("delete_memslot", "VMM: deletes the memslot");
    s.require(s[k_.slot] & is(s, f_.stage, Kvm::idle));
    kvm_unmap_leaf(k_, s, k_.yes());
    for (const Var v : {k_.slot, k_.logging, k_.checked}) s.set(v, k_.no());
    system_.add(std::move(s));
  }

  // ---- the fault ----

  void sample(unsigned access) {
    constexpr std::array words{"reads", "writes", "executes"};
    Step s = step("sample_vma", fmt::format("guest {}: KVM samples the VMA", words[access]), {access});
    s.require(is(s, f_.stage, Kvm::idle) & s[k_.slot] & ~is(s, k_.vma, Kvm::no_vma));
    Term allowed = k_.yes();
    if (access == Kvm::write) allowed = s[s2_.write];
    if (access == Kvm::execute) allowed = s[s2_.execute];
    s.require(~s[s2_.present] | ~allowed);
    s.set(f_.stage, k_.number(2, Kvm::sampled));
    s.set(f_.access, k_.number(2, access));
    s.set(f_.perm, s[s2_.present]);
    s.set(f_.of_anonymous, is(s, k_.vma, Kvm::anonymous));
    s.set(f_.pfnmap, s[k_.pfnmap]);
    system_.add(std::move(s));
  }

  void end_fault(Step& s, Term when) const {
    s.set_if(when, f_.stage, k_.number(2, Kvm::idle));
    s.set_if(when, f_.access, k_.number(2, Kvm::read));
    s.set_if(when, f_.answer, k_.number(3, 0));
    for (const Var v :
         {f_.perm, f_.of_anonymous, f_.pfnmap, f_.invalidated, f_.frame, f_.writable, f_.reference})
      s.set_if(when, v, k_.no());
  }

  // GUP where the VMA allows it, else the host's entry. Up to 6.12 a reference also of a page behind a raw
  // entry, if it has one; since 6.13 none.
  void look_up() {
    Step s = step("look_up_pfn", "KVM: looks up the pfn");
    s.require(is(s, f_.stage, Kvm::sampled));
    const Term none = is(s, k_.vma, Kvm::no_vma);
    const Term remapped = s[k_.io] | s[k_.pfnmap];
    const Term writes = is(s, f_.access, Kvm::write);
    s.require(none | (s[k_.present] & (remapped | ~writes | s[k_.host_write])));
    const Term frame = k_.host_frame(s);
    const Term by_driver_page = remapped & k_.kind_in(s, {Kvm::ram, Kvm::tail_page});
    const Term no_count = eq(of_frame(s, k_.references, frame), k_.number(2, 0));
    Term fails = none;
    if (!has("lookup_assumes_writable")) fails = fails | (remapped & writes & ~s[k_.host_write]);
    Term takes = ~remapped;
    if (k_.variant.release < Release{6, 13}) {
      takes = takes | by_driver_page;
      if (!has("lookup_takes_uncounted_page")) fails = fails | (by_driver_page & no_count);
    }
    takes = takes & ~fails;
    kvm_get(k_, s, takes, frame);
    const Term writable = has("lookup_assumes_writable") ? remapped | s[k_.host_write] : s[k_.host_write];
    s.event({"looked_up", ~fails, {{"writable", writable}, {"host_writable", s[k_.host_write]}}});
    s.set_if(~fails, f_.stage, k_.number(2, Kvm::found));
    s.set_if(~fails, f_.frame, frame);
    s.set_if(~fails, f_.writable, writable);
    s.set_if(~fails, f_.reference, takes);
    end_fault(s, fails);
    system_.add(std::move(s));
  }

  /// Questions of the rules: of the sample, or of what is so now.
  std::vector<Term> asked(const Step& s, bool now, Term exec) const {
    const Term anonymous = now ? k_.host_frame(s) : s[f_.of_anonymous];
    const Term frame = now ? k_.host_frame(s) : s[f_.frame];
    const Term pfnmap = now ? s[k_.pfnmap] : s[f_.pfnmap];
    const Term mixed = ~anonymous & is(s, k_.driver, Kvm::mixed);
    return {pfnmap,
            mixed,
            pfnmap | mixed,
            anonymous | is(s, k_.vm_page_prot, Kvm::wb),
            ~anonymous & s[k_.any_uncached],
            anonymous | s[k_.mte_allowed],
            ~anonymous & s[k_.force_cached],
            k_.has_memmap(s, frame),
            k_.is_map_memory(s, frame),
            s[k_.fwb],
            s[k_.dic],
            s[k_.mte],
            s[k_.logging],
            is(s, f_.access, Kvm::write),
            exec,
            s[f_.perm]};
  }
  /// The answer without a trace of the question.
  Term answer_of(const DecisionRule& rule, const Step& s, bool now, Term exec) const {
    Step aside = system_.step("", {});
    return aside.consult(rule, "", k_.yes(), asked(s, now, exec));
  }
  Term is_error(Term answer) const { return ult(answer, k_.number(answer.width(), kvm_device)); }
  Term is_cached(Term answer) const { return says(answer, kvm_wb) | says(answer, kvm_wb_x); }

  // -ENOEXEC leaves before the lock, by a plain return; the other errors release the page.
  void classify() {
    Step s = step("classify", "KVM: decides what it may map");
    s.require(is(s, f_.stage, Kvm::found));
    const Term exec = is(s, f_.access, Kvm::execute);
    const Term answer = s.consult(*k_.kvm_fault, "the fault", k_.yes(), asked(s, false, exec));
    const Term error = is_error(answer);
    // What errors are decided on was not checked against notifiers.
    if (!has("refuses_before_sequence_check")) s.require(~(error & s[f_.invalidated]));
    const Term old = answer_of(k_.before.fault, s, false, exec);
    const Term cached = s[f_.of_anonymous] | is(s, k_.pte_type, Kvm::wb);
    s.event({"decided",
             k_.yes(),
             {{"fails", error},
              {"worked", ~is_error(old) & eq(is_cached(old), cached) & ~s[f_.invalidated]},
              {"accepted", s[k_.checked] & ~s[f_.invalidated] & ~says(answer, kvm_enoexec)}}});
    const Term same = s[k_.present] & eq(answer_of(*k_.kvm_fault, s, true, exec), answer);
    s.event({"refused", error, {{"same", same}}});
    const Term keeps = has("error_keeps_reference") ? k_.yes() : says(answer, kvm_enoexec);
    kvm_put(k_, s, error & s[f_.reference] & ~keeps, s[f_.frame]);
    s.set_if(~error, f_.stage, k_.number(2, Kvm::decided));
    s.set_if(~error, f_.answer, answer);
    end_fault(s, error);
    system_.add(std::move(s));
  }

  void install() {
    Step s = step("install", "KVM: installs the leaf, or retries");
    s.require(is(s, f_.stage, Kvm::decided));
    const Term goes = has("install_ignores_sequence") ? k_.yes() : ~s[f_.invalidated];
    const Term exec = is(s, f_.access, Kvm::execute);
    const auto inputs = asked(s, false, exec);
    const Term block_by = s.consult(*k_.block_rule, "the leaf's size", goes, inputs);
    const Term keeps = s.consult(*k_.writable_rule, "write permission", goes, inputs);
    const Term clears = s.consult(*k_.tags_rule, "tags", goes, inputs);
    Term same = s[k_.present] & eq(k_.host_frame(s), s[f_.frame]);
    same = same & eq(answer_of(*k_.kvm_fault, s, true, exec), s[f_.answer]);
    same = same & eq(answer_of(*k_.block_rule, s, true, exec), block_by);
    same = same & eq(answer_of(*k_.tags_rule, s, true, exec), clears);
    s.event({"install", goes, {{"same", same}}});
    add_tags(s, goes & clears);
    const Term leaf_is_there = s[f_.perm] & s[s2_.present];
    add_map(s, goes & ~leaf_is_there, block_by);
    add_permissions(s, goes, goes & leaf_is_there, keeps, exec);
    kvm_put(k_, s, s[f_.reference], s[f_.frame]);
    if (has("release_puts_twice")) kvm_put(k_, s, s[f_.reference], s[f_.frame]);
    end_fault(s, k_.yes());
    system_.add(std::move(s));
  }

  void add_tags(Step& s, Term when) const {
    s.event({"page_access", when, {{"memmap", k_.has_memmap(s, s[f_.frame])}}});
    set_of_frame(s, when, k_.tags, s[f_.frame], k_.yes());
  }

  /// A leaf where there was none (or another one): its size, its type, the cache before it.
  void add_map(Step& s, Term when, Term block_by) const {
    const Term frame = s[f_.frame], answer = s[f_.answer];
    const Term cached = is_cached(answer);
    const Term memmap = k_.has_memmap(s, frame);
    const Term by_page = says(block_by, kvm_struct_page), by_range = says(block_by, kvm_vma_range);
    s.event({"page_access", when & by_page, {{"memmap", memmap}}});
    const Term host_leaf = ~frame & s[k_.huge];
    // Without a struct page what is read there says anything: also that it is huge.
    Term block = ite(says(block_by, kvm_one_page), k_.no(),
                     ite(by_range, ~frame, ite(by_page, host_leaf | (~frame & ~memmap), host_leaf)));
    if (!has("block_ignores_alignment")) block = block & s[k_.aligned];
    s.event({"block", when & block, {{"contiguous", s[k_.contiguous] & s[k_.aligned]}}});
    clean(s, when & cached & ~s[k_.fwb], frame);
    const Term dirty = of_frame(s, k_.dirty_line, frame);
    s.event({"cacheable_install", when & cached & ~s[k_.fwb], {{"dirty", dirty}}});
    s.event({"memory_install", when & ~k_.is_mmio(s, frame), {{"stale", ~cached & dirty}}});
    s.set_if(when, s2_.present, k_.yes());
    s.set_if(when, s2_.frame, frame);
    s.set_if(when, s2_.type, type_of(answer));
    s.set_if(when, s2_.block, block);
    s.set_if(when, s2_.write, k_.no());
    s.set_if(when, s2_.execute, k_.no());
  }

  Term type_of(Term answer) const {
    return ite(is_cached(answer), k_.number(2, Kvm::wb),
               ite(says(answer, kvm_nc), k_.number(2, Kvm::nc), k_.number(2, Kvm::device)));
  }

  void clean(Step& s, Term when, Term frame) const {
    if (has("map_cleans_nothing")) return;
    s.event(
        {"maintenance", when, {{"in_linear_map", k_.in_linear_map(s, frame)}}, {"frame0", "frame1"}, frame});
    set_of_frame(s, when, k_.dirty_line, frame, k_.no());
  }

  /// Permissions of a new leaf, or more of them for an old one: relaxing leaves the type alone.
  void add_permissions(Step& s, Term when, Term relaxed, Term keeps, Term exec) const {
    const Term answer = s[f_.answer];
    s.event({"relaxed", relaxed, {{"same", eq(s[s2_.type], type_of(answer))}}});
    const Term writable = s[f_.writable] & keeps;
    s.event({"logged_read", when & s[k_.logging] & ~is(s, f_.access, Kvm::write), {{"writable", writable}}});
    const Term executable = says(answer, kvm_wb_x) | says(answer, kvm_device_x);
    s.event({"maintenance",
             when & executable & ~s[k_.dic],
             {{"in_linear_map", k_.in_linear_map(s, s[f_.frame])}},
             {"frame0", "frame1"},
             s[f_.frame]});
    s.event({"grants_execution",
             when & executable & ~exec,
             {{"refused", says(answer_of(*k_.kvm_fault, s, false, k_.yes()), kvm_enoexec)}}});
    s.set_if(when & writable, s2_.write, k_.yes());
    s.set_if(when & executable, s2_.execute, k_.yes());
  }

  void guest_tagged_access() {
    Step s = step("guest_tagged_access", "guest: uses tags of the page");
    s.require(s[k_.mte] & s[s2_.present] & is(s, s2_.type, Kvm::wb));
    const Term has_tags = k_.is_map_memory(s, s[s2_.frame]);
    s.event({"tagged_access", k_.yes(), {{"initialised", has_tags & of_frame(s, k_.tags, s[s2_.frame])}}});
    system_.add(std::move(s));
  }

  Kvm& k_;
  Fault& f_;
  Kvm::Leaf& s2_;
  System& system_;
};

}  // namespace

void add_kvm_guest_operations(Kvm& kvm) {
  GuestOperations(kvm).add_all();
}

}  // namespace pfncheck::machine
