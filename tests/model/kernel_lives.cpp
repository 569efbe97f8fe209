// SPDX-License-Identifier: GPL-2.0-or-later
// Lives of slices `own` and `linear` as kernels live them: what was seen of 6.1 and 6.12 on x86, arm and
// arm64 where the slices had it otherwise.
#include <catch2/catch.hpp>
#include <map>

#include "model/slices/slices.hpp"
#include "model/term/evaluate.hpp"

using namespace pfncheck;
using namespace pfncheck::machine;

namespace {

using Values = std::map<std::string, std::uint64_t>;

/// One life of a slice, step by step.
class Life {
 public:
  Life(const SliceInfo& info, Variant variant, const Values& start)
      : slice_(make_slice(info, pool_, std::move(variant))) {
    for (const Variable& v : slice_->system.variables()) {
      const auto given = start.find(v.name);
      state_.push_back(given == start.end() ? v.at_start : given->second);
    }
    for (const auto& [name, value] : start) REQUIRE(slice_->system.find(name));
    REQUIRE(truth(slice_->system.starts()));
  }

  bool can(std::string_view words) const { return find(words) != nullptr; }
  Life& take(std::string_view words) {
    const Step* step = find(words);
    INFO(words);
    REQUIRE(step != nullptr);
    std::vector<std::uint64_t> next;
    for (const Term after : step->after()) next.push_back(evaluate(after, assignment()));
    state_ = next;
    return *this;
  }
  std::uint64_t operator[](std::string_view name) const {
    const auto v = slice_->system.find(name);
    INFO(name);
    REQUIRE(v);
    return state_[v->index];
  }

 private:
  Assignment assignment() const {
    Assignment values;
    for (std::size_t i = 0; i < state_.size(); ++i) values[slice_->system.variables()[i].name] = state_[i];
    return values;
  }
  bool truth(Term term) const { return evaluate(term, assignment()) != 0; }
  /// The step of these words that can be taken now; at most one.
  const Step* find(std::string_view words) const {
    const Step* found = nullptr;
    for (const Step& step : slice_->system.steps()) {
      if (!step.name().starts_with(words) || !truth(step.guard())) continue;
      REQUIRE(found == nullptr);
      found = &step;
    }
    return found;
  }

  Pool pool_;
  std::unique_ptr<Slice> slice_;
  std::vector<std::uint64_t> state_;
};

enum Kind : unsigned { mmio, reserved_ram, driver_ram, uncounted_ram };
enum Driver : unsigned {
  none,
  remap_at_mmap,
  remap_in_fault,
  remap_per_page,
  insert_pfn,
  insert_page,
  insert_mixed
};
constexpr unsigned a = 2, b = 3, z = 4;

struct Of {
  Driver driver = none;
  Kind kind = driver_ram;
  bool shared = false, special_bit = true, vm_pat = false, secretmem = false;
  Release release = {6, 12};
  std::set<std::string> faults = {};
};

Life own(const Of& of) {
  const bool anonymous = of.driver == none;
  const bool whole = !of.shared && (of.driver == remap_at_mmap || of.driver == remap_in_fault);
  const bool asks_mapping = of.special_bit && of.driver == insert_page && of.release >= Release{6, 10};
  const unsigned count = !anonymous && (of.kind == driver_ram || of.kind == reserved_ram) ? 1 : 0;
  return {*find_slice("own"),
          {.release = of.release, .faults = of.faults, .own = {}, .rules = {}},
          {{"special_bit", of.special_bit},
           {"vm_pat", whole ? 1 + of.vm_pat : 0},
           {"secretmem", asks_mapping ? 1 + of.secretmem : 0},
           {"frames.kind", anonymous ? mmio : of.kind},
           {"driver", of.driver},
           {"VM_SHARED", of.shared},
           {"VM_MAYWRITE", 1},
           {"file_offset", 5},
           {"D0.references", count},
           {"D1.references", count}}};
}

Life linear(Driver driver, Kind kind, bool shared, std::set<std::string> faults = {}) {
  const unsigned idiom = driver == remap_at_mmap    ? 0
                         : driver == remap_in_fault ? 1
                         : driver == insert_pfn     ? 2
                                                    : 3;
  const unsigned count = kind == driver_ram ? 1 : 0;
  return {*find_slice("linear"),
          {.release = {6, 12}, .faults = std::move(faults), .own = {}, .rules = {}},
          {{"special_bit", 1},
           {"frames.kind", kind},
           {"driver", idiom},
           {"VM_SHARED", shared},
           {"VM_MAYWRITE", 1},
           {"file_offset", 0},
           {"D0.references", count},
           {"D1.references", count},
           {"D2.references", count}}};
}

}  // namespace

TEST_CASE("each process has a VMA, and vm_pgoff is of the VMA", "[kernel_lives]") {
  Life life = own({.driver = remap_in_fault});
  life.take("p0: mmap()").take("p0: fork()").take("p0: driver's fault handler remaps");
  CHECK(life["p0.vm_pgoff_is_pfn"] == 1);
  CHECK(life["p0.vm_pgoff"] == 0);
  CHECK(life["p1.vm_pgoff_is_pfn"] == 0);
  CHECK(life["p1.vm_pgoff"] == 5);
  life.take("p0: munmap()").take("p1: driver's fault handler remaps");
  CHECK(life["p1.vm_pgoff_is_pfn"] == 1);
}

TEST_CASE("x86 cannot fork once the first page of a private remap was copied", "[kernel_lives]") {
  const auto after_copy_of = [](std::string_view page, bool vm_pat) {
    Life life = own({.driver = remap_at_mmap, .vm_pat = vm_pat});
    life.take("p0: mmap()").take("p0: write fault, the page is copied, page " + std::string(page));
    return life.can("p0: fork()");
  };
  CHECK_FALSE(after_copy_of("0", true));
  CHECK(after_copy_of("1", true));
  CHECK(after_copy_of("0", false));
  Life told = own({.driver = remap_at_mmap, .vm_pat = true, .faults = {"fork_needs_the_first_entry"}});
  told.take("p0: mmap()").take("p0: write fault, the page is copied, page 0").take("p0: fork() fails");
  CHECK(told["p1.mapped"] == 0);
}

TEST_CASE("a pinned page that is exclusive is reused by a write fault", "[kernel_lives]") {
  Life life = own({});
  life.take("p0: mmap()").take("p0: write fault on nothing, page 1").take("p0: fork()").take("p0: munmap()");
  life.take("p1: pin_user_pages(), page 1");
  CHECK(life["A.references"] == 2);
  CHECK(life["p1.pte1.write"] == 0);
  life.take("p1: write fault, the page is reused, page 1");
  CHECK(life["p1.pte1.pfn"] == a);
  CHECK(life["p1.pte1.write"] == 1);
}

TEST_CASE("fork copies by anon_vma", "[kernel_lives]") {
  Life zero_only = own({});
  zero_only.take("p0: mmap()").take("p0: read fault, page 0").take("p0: fork()");
  CHECK(zero_only["p0.pte0.pfn"] == z);
  CHECK(zero_only["p1.pte0.present"] == 0);
  Life zapped = own({});
  zapped.take("p0: mmap()").take("p0: read fault, page 0").take("p0: write fault on nothing, page 1");
  zapped.take("p0: madvise(MADV_DONTNEED), page 1").take("p0: fork()");
  CHECK(zapped["p1.pte0.present"] == 1);
  CHECK(zapped["p1.pte0.pfn"] == z);
}

TEST_CASE("a pin for reading copies a shared anonymous page first", "[kernel_lives]") {
  Life life = own({});
  life.take("p0: mmap()").take("p0: write fault on nothing, page 1").take("p0: fork()");
  CHECK_FALSE(life.can("p0: pin_user_pages(), page 1"));
  life.take("p0: pin_user_pages() for reading gives the process a copy of its own, page 1");
  CHECK(life["p0.pte1.pfn"] == b);
  CHECK(life["p0.pte1.write"] == 0);
  CHECK(life["B.references"] == 2);
  CHECK(life["A.references"] == 1);
}

TEST_CASE("with SECRETMEM GUP-fast of 6.12 takes no page without a mapping", "[kernel_lives]") {
  const auto pins = [](bool secretmem, Release release) {
    Life life = own({.driver = insert_page, .shared = true, .secretmem = secretmem, .release = release});
    life.take("p0: mmap()").take("p0: driver's fault handler, page 0");
    life.take("p0: pin_user_pages_fast() reads").take("pin_user_pages_fast() takes");
    return life["D0.references"] == 3;
  };
  CHECK_FALSE(pins(true, {6, 12}));
  CHECK(pins(false, {6, 12}));
  CHECK(pins(true, {6, 1}));
}

TEST_CASE("mprotect() and back leaves an exclusive page writable; 6.12 one that was only pinned too",
          "[kernel_lives]") {
  Life written = own({.release = {6, 1}});
  written.take("p0: mmap()").take("p0: write fault on nothing, page 0").take("p0: mprotect");
  CHECK(written["p0.pte0.write"] == 1);
  for (const Release release : {Release{6, 1}, Release{6, 12}}) {
    Life life = own({.release = release});
    life.take("p0: mmap()")
        .take("p0: write fault on nothing, page 0")
        .take("p0: fork()")
        .take("p0: mprotect");
    CHECK(life["p0.pte0.write"] == 0);  // not exclusive
    life.take("p0: pin_user_pages() for reading gives").take("p0: mprotect");
    CHECK(life["p0.pte0.write"] == (release >= Release{6, 2} ? 1 : 0));
  }
}

TEST_CASE("a mapping of inserted pages grows only as it moves", "[kernel_lives]") {
  Life stays = linear(insert_page, driver_ram, true);
  stays.take("mmap()").take("mremap() asks for a page more behind VMA 0");
  CHECK(stays["grown"] == 0);
  Life moves = linear(insert_page, driver_ram, true);
  moves.take("mmap()").take("mremap() moves VMA 0 and lets it grow");
  CHECK(moves["grown"] == 1);
  CHECK(moves["vma0.vm_start"] == 8);
  Life raw = linear(insert_pfn, mmio, true);
  raw.take("mmap()").take("mremap() asks for a page more behind VMA 0");
  CHECK(raw["grown"] == 0);
  CHECK_FALSE(raw.can("mremap() moves VMA 0 and lets it grow"));
}

TEST_CASE("remap_pfn_range() in a fault finds an empty range, unless the handler forgets to look",
          "[kernel_lives]") {
  Life looks = linear(remap_in_fault, mmio, true);
  looks.take("mmap()").take("driver's fault handler remaps VMA 0");
  CHECK_FALSE(looks.can("driver's fault handler remaps VMA 0"));
  Life forgets = linear(remap_in_fault, mmio, true, {"handler_remaps_again"});
  forgets.take("mmap()").take("driver's fault handler remaps VMA 0");
  CHECK(forgets.can("driver's fault handler remaps VMA 0"));
}

TEST_CASE("reserved RAM has one reference from boot; 6.12 inserts no page without", "[kernel_lives]") {
  Life reserved = own({.driver = insert_mixed, .kind = reserved_ram, .shared = true, .special_bit = false});
  reserved.take("p0: mmap()").take("p0: driver's fault handler, page 0");
  CHECK(reserved["D0.references"] == 2);
  reserved.take("p0: munmap()").take("driver: frees its frames");
  CHECK(reserved["D0.references"] == 1);
  Life refused = own({.driver = insert_mixed, .kind = uncounted_ram, .shared = true, .special_bit = false});
  refused.take("p0: mmap()");
  CHECK_FALSE(refused.can("p0: driver's fault handler, page 0"));
}
