// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/differential/records.hpp"

#include <bit>

namespace pfncheck::differential {

namespace {

// Return values of the adapters (lift/adapters/README.md).
constexpr std::uint64_t code_no_leaf = 17, code_no_rule = 18;

std::uint64_t mask(unsigned bits) {
  return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

Input quiet_record(record_adapter adapter) {
  Input in{};
  in[IN_adapter] = adapter;
  in[IN_pfn] = 0x4000;
  in[IN_supported_pte_mask] = ~std::uint64_t{0};
  in[IN_highest_memmap_pfn] = ~std::uint64_t{0};
  in[IN_pte_index_size] = 5;
  in[IN_pmd_index_size] = in[IN_pud_index_size] = 9;
  return in;
}

/// Draws one record field by field; the pfn first, then everything that may stand in a relation to it.
class Draw {
 public:
  Draw(const Subject& subject, const Shape& shape, const RawForm& form, Random& random)
      : subject_(subject), shape_(shape), form_(form), random_(random), word_(mask(shape.word_bits)) {}

  Input record() {
    in_ = quiet_record(subject_.adapter);
    draw_pfn();
    draw_vma();
    draw_zero_pages();
    in_[IN_highest_memmap_pfn] = pick({pfn_, pfn_ - 1, pfn_ + 1, word_, pfn_ + small(), small()});
    in_[IN_pfn_is_valid] = coin();
    in_[IN_zero_is_valid] = coin();
    draw_machine();
    return in_;
  }

 private:
  bool coin() { return random_.once_in(2); }
  std::uint64_t small() { return random_.below(std::uint64_t{1} << 18); }
  std::uint64_t any() { return random_.next() & word_; }
  std::uint64_t pick(std::initializer_list<std::uint64_t> values) {
    return values.begin()[random_.below(values.size())] & word_;
  }

  std::uint64_t aligned(std::uint64_t pfn) const {
    return pfn & ~mask(subject_.is_pmd() ? shape_.leaf_shift - shape_.page_shift : 0);
  }

  void draw_pfn() {
    const std::uint64_t kind = random_.below(16);
    pfn_ = kind == 0 ? any() : kind == 1 ? any() >> random_.below(shape_.word_bits) : small();
    if (kind != 2) pfn_ = aligned(pfn_);
    if (random_.once_in(64)) pfn_ = pick({0, word_, word_ - 1, word_ >> 1});
    in_[IN_special] = coin();
    in_[IN_devmap] = random_.once_in(4);
    in_[IN_prot] = random_.below(4);
    in_[IN_young] = coin();
    in_[IN_dirty] = coin();
    if (subject_.is_raw()) {
      draw_raw();
    } else {
      in_[IN_pfn] = pfn_;
      in_[IN_raw] = 0;
    }
  }

  /// An entry of pfn_, as far as the entry has room for it; pfn_ becomes what it names.
  void draw_raw() {
    std::uint64_t raw = form_.base, named = form_.base_pfn;
    for (unsigned bit = 0; bit < 64; ++bit) {
      const std::uint64_t one = std::uint64_t{1} << bit, means = form_.pfn_bit[bit];
      const bool wanted = std::popcount(means) == 1 && ((pfn_ ^ named) & means) != 0;
      const bool flag = means == 0 && (form_.base & one) == 0 && random_.once_in(8);
      if (wanted) named ^= means;
      if (wanted || flag) raw ^= one;
    }
    raw = in_[IN_special] != 0 ? raw | form_.special : raw & ~form_.special;
    if (form_.devmap != 0) raw = in_[IN_devmap] != 0 ? raw | form_.devmap : raw & ~form_.devmap;
    if (random_.once_in(16)) raw = random_.next();
    if (random_.once_in(16)) raw ^= std::uint64_t{1} << random_.below(64);
    in_[IN_raw] = raw;
    in_[IN_pfn] = 0;
    pfn_ = named & word_;
  }

  void draw_vma() {
    in_[IN_pfnmap] = random_.once_in(3);
    in_[IN_mixedmap] = random_.once_in(3);
    in_[IN_shared] = coin();
    in_[IN_maywrite] = coin();
    in_[IN_other_flags] = pick({0, any(), word_});
    in_[IN_has_hook] = random_.once_in(3);
    in_[IN_hook_answers] = coin();
    const std::uint64_t pages = small(), linear = pick({pfn_, pfn_, pfn_ - 1, pfn_ + 1, any()});
    in_[IN_vm_start] = coin() ? (small() << shape_.page_shift) & word_ : any();
    in_[IN_address] =
        (in_[IN_vm_start] + (pages << shape_.page_shift) + (coin() ? 0 : random_.below(4096))) & word_;
    // The rule divides first and adds then; the sum wraps as unsigned long does.
    const std::uint64_t distance = ((in_[IN_address] - in_[IN_vm_start]) & word_) >> shape_.page_shift;
    in_[IN_vm_pgoff] = (linear - distance) & word_;
    if (random_.once_in(16)) in_[IN_address] = any();
  }

  void draw_zero_pages() {
    const std::uint64_t extra = mask(static_cast<unsigned>(random_.below(5)));
    in_[IN_zero_page_mask] = (extra << shape_.page_shift) & word_;
    in_[IN_zero_pfn] = pick({pfn_, pfn_ - extra, pfn_ - extra - 1, pfn_ + 1, small(), small(), small()});
    if (random_.once_in(64)) in_[IN_zero_page_mask] = any();
    const std::uint64_t in_huge = mask(9);
    in_[IN_huge_zero_pfn] =
        pick({pfn_, pfn_ & ~in_huge, pfn_ + 1, word_, word_, small(), small() & ~in_huge});
  }

  void draw_machine() {
    in_[IN_max_mapnr] = pick({pfn_, pfn_ + 1, pfn_ - 1, word_, small(), in_[IN_zero_pfn]});
    in_[IN_phys_offset] = pick({0, 0, small() << shape_.page_shift, any()});
    if (random_.once_in(4)) in_[IN_supported_pte_mask] = pick64({~(std::uint64_t{1} << 63), random_.next()});
    in_[IN_page_cachable_default] = any();
    in_[IN_pgprot_user] = random_.next();
    in_[IN_cache_attribute] = random_.once_in(8) ? any() : random_.below(8) << 6;
    in_[IN_kaslr_offset] = pick({0, word_, small() << 20, any()});
    in_[IN_kaslr_offset_phys] = pick({0, small() << 20, any()});
    in_[IN_identity_base] = pick({0, small() << 20, any()});
    in_[IN_write_combine] = random_.next() & 0xffffffff;
    // Radix, as the adapter says: PFNCHECK_VALUE in lift/adapters/declarations.h.
    in_[IN_pte_index_size] = 5;
    in_[IN_pmd_index_size] = in_[IN_pud_index_size] = 9;
    in_[IN_tcr_el1] = pick({0, 0, word_, any()});
    in_[IN_machine_flags] = pick({0, word_, any()});
    in_[IN_memory_type] = coin();
    in_[IN_feature] = coin();
  }

  std::uint64_t pick64(std::initializer_list<std::uint64_t> values) {
    return values.begin()[random_.below(values.size())];
  }

  const Subject& subject_;
  const Shape& shape_;
  const RawForm& form_;
  Random& random_;
  const std::uint64_t word_;
  Input in_{};
  std::uint64_t pfn_ = 0;
};

std::vector<Output> ask(const Subject& subject, const std::vector<Input>& records) {
  return run_program(*subject.machine, subject.program, records);
}

Input raw_record(const Subject& subject, std::uint64_t raw) {
  Input in = quiet_record(subject.adapter);
  in[IN_raw] = raw;
  return in;
}

bool find_base(const Subject& subject, RawForm& form) {
  std::vector<Input> tries;
  for (unsigned i = 0; i < 64; ++i)
    for (unsigned j = 0; j <= i; ++j)
      tries.push_back(raw_record(subject, std::uint64_t{1} << i | std::uint64_t{1} << j));
  const std::vector<Output> answers = ask(subject, tries);
  bool found = false;
  for (std::size_t t = 0; t < tries.size(); ++t) {
    const Output& out = answers[t];
    if (out[OUT_trapped] != 0 || out[OUT_result] == code_no_leaf) continue;
    if (found && out[OUT_raw_pfn] >= form.base_pfn) continue;
    found = true;
    form.base = tries[t][IN_raw];
    form.base_pfn = out[OUT_raw_pfn];
  }
  return found;
}

}  // namespace

bool read_shape(const Subject& subject, Shape& shape) {
  const Output out = ask(subject, {quiet_record(subject.adapter)}).front();
  if (out[OUT_result] == code_no_rule) return false;
  shape.word_bits = static_cast<unsigned>(out[OUT_word_bits]);
  shape.page_shift = static_cast<unsigned>(out[OUT_page_shift]);
  shape.leaf_shift = subject.is_pmd() ? static_cast<unsigned>(out[OUT_pmd_shift]) : shape.page_shift;
  return true;
}

bool read_raw_form(const Subject& subject, const Shape& shape, RawForm& form) {
  if (!find_base(subject, form)) return false;
  std::vector<Input> flips{raw_record(subject, form.base)};
  for (unsigned bit = 0; bit < 64; ++bit)
    flips.push_back(raw_record(subject, form.base ^ std::uint64_t{1} << bit));
  const std::vector<Output> answers = ask(subject, flips);
  const Output& base = answers[0];
  for (unsigned bit = 0; bit < 64; ++bit) {
    const Output& out = answers[bit + 1];
    const std::uint64_t one = std::uint64_t{1} << bit;
    form.pfn_bit[bit] = (out[OUT_raw_pfn] ^ base[OUT_raw_pfn]) & mask(shape.word_bits);
    if (out[OUT_raw_special] != base[OUT_raw_special]) form.special |= one;
    if (out[OUT_raw_devmap] != base[OUT_raw_devmap]) form.devmap |= one;
  }
  return true;
}

std::vector<Input> draw_records(const Subject& subject, const Shape& shape, const RawForm& form,
                                Random& random, std::size_t count) {
  Draw draw(subject, shape, form, random);
  std::vector<Input> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) out.push_back(draw.record());
  return out;
}

}  // namespace pfncheck::differential
