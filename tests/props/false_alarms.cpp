// SPDX-License-Identifier: GPL-2.0-or-later
// Harmless changes of the rule: no property inside the contracts may fail that holds without them.
#include <array>
#include <catch2/catch.hpp>
#include <set>

#include "model/functions/vm_normal_page/questions.hpp"
#include "props/origins.hpp"
#include "props/property.hpp"
#include "solver/ask/query.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;

namespace {

constexpr std::uint64_t vm_io = 0x4000, vm_locked = 0x2000;

Fault or_flag(Test test, std::uint64_t flag) {
  return {test, [flag](Term right, const Inputs& in, const Facts& f) {
            Pool& pool = in.pfn.pool();
            return right |
                   ne(in.other_flags & pool.constant(f.word_bits, flag), pool.constant(f.word_bits, 0));
          }};
}

/// "property, origin" of what fails inside the contracts.
std::set<std::string> failures(const Rule& rule) {
  std::set<std::string> found;
  const auto engine = make_z3();
  for (const Property& p : properties())
    for (const Obligation& o : p.obligations(rule))
      if (!o.outside && engine->ask({o.origin, o.assume & !o.goal}, {}).status == Status::sat)
        found.insert(std::string(p.name) + ", " + o.origin);
  return found;
}

std::set<std::string> fresh(std::string_view arch, const Fault& fault) {
  Pool pool;
  const Facts facts = facts_of(*find_arch(arch), {6, 12});
  const std::set<std::string> before = failures(reference(pool, facts, Level::pte));
  std::set<std::string> after = failures(reference_with(pool, facts, Level::pte, std::array{fault}));
  for (const std::string& name : before) after.erase(name);
  return after;
}

}  // namespace

TEST_CASE("a flag more as a reason for a special entry breaks nothing", "[false_alarms]") {
  for (const char* arch : {"x86_64", "arm64"}) {
    CHECK(fresh(arch, or_flag(Test::special_flags, vm_io)).empty());
    CHECK(fresh(arch, or_flag(Test::special_flags, vm_locked)).empty());
  }
}

TEST_CASE("a flag that changes while entries live must not decide about them", "[false_alarms]") {
  CHECK(fresh("arm", or_flag(Test::not_cow, vm_locked))
            .contains(
                "verdict_depends_on_entry_and_vma_only, any legal entry, aged, dirtied or protected anew"));
  CHECK_FALSE(
      fresh("arm", or_flag(Test::not_cow, vm_io))
          .contains(
              "verdict_depends_on_entry_and_vma_only, any legal entry, aged, dirtied or protected anew"));
}

TEST_CASE("the flags need not be asked of a VMA without vm_ops", "[false_alarms]") {
  for (const Test test : {Test::flags, Test::special_flags})
    for (const char* arch : {"x86_64", "arm"})
      CHECK(fresh(arch, {test, [](Term right, const Inputs& in,
                                  const Facts&) { return right & !has_no_vm_ops(in); }})
                .empty());
}

TEST_CASE("a rule may rest on what is fixed at boot", "[false_alarms]") {
  const auto asks_feature = [](bool fixed) {
    Pool pool;
    const Fault fault{Test::linear, [](Term right, const Inputs& in, const Facts&) {
                        return right & in.pfn.pool().var("a CPU feature", 0);
                      }};
    Rule rule = reference_with(pool, facts_of(*find_arch("arm"), {6, 12}), Level::pte, std::array{fault});
    if (fixed) rule.constants.push_back(pool.var("a CPU feature", 0));
    return failures(rule);
  };
  const std::string name = "verdict_depends_on_entry_and_vma_only, any legal entry, anything else differs";
  CHECK(asks_feature(false).contains(name));
  CHECK_FALSE(asks_feature(true).contains(name));
  // The entries of a kernel without the feature are judged all the same.
  CHECK(asks_feature(true).contains("raw_entry_is_never_normal, raw_remap_cow"));
}

TEST_CASE("entries are asked about at levels at which a kernel makes them", "[false_alarms]") {
  Facts facts = facts_of(*find_arch("x86_64"), {6, 12});
  const auto asked = [&](std::string_view origin, Level level) {
    return applies(*find_origin(origin), facts, level);
  };
  // fs/dax.c: dax_iomap_fault falls back above PMD; drivers/dax/device.c has a PUD fault of its own.
  CHECK(asked("devmap_huge_in_mixedmap", Level::pmd));
  CHECK_FALSE(asked("devmap_huge_in_mixedmap", Level::pud));
  CHECK(asked("devmap_huge", Level::pud));
  CHECK_FALSE(asked("huge_zero_page", Level::pud));
}

TEST_CASE("raw huge entries are asked about where the level has a special bit", "[false_alarms]") {
  const auto asked = [](std::string_view origin, std::string_view arch, Release release, Level level) {
    return applies(*find_origin(origin), facts_of(*find_arch(arch), release), level);
  };
  // 6.12: drivers/vfio/pci/vfio_pci_core.c inserts them under ARCH_SUPPORTS_PMD_PFNMAP; 6.1: DAX alone.
  for (const char* const origin : {"huge_raw_in_pfnmap", "huge_raw_in_mixedmap"}) {
    CHECK(asked(origin, "x86_64", {6, 12}, Level::pmd));
    CHECK(asked(origin, "x86_64", {6, 12}, Level::pud));
    CHECK_FALSE(asked(origin, "x86_64", {6, 1}, Level::pmd));
    for (const char* const arch : {"i386", "s390", "arm-lpae"})
      for (const Release release : {Release{6, 1}, Release{6, 12}, Release{7, 3}})
        CHECK_FALSE(asked(origin, arch, release, Level::pmd));
    CHECK(asked(origin, "s390", {5, 15}, Level::pmd));
  }
  CHECK(asked("huge_raw_without_bit", "i386", {6, 12}, Level::pmd));
  CHECK_FALSE(asked("huge_raw_without_bit", "x86_64", {6, 12}, Level::pmd));
}

TEST_CASE("without a bit of huge levels nothing that exists rests on the flags", "[false_alarms]") {
  for (const Test test : {Test::flags, Test::mixedmap, Test::not_cow})
    for (const char* const arch : {"i386", "s390"}) {
      Pool pool;
      const Facts facts = facts_of(*find_arch(arch), {6, 12});
      const auto before = failures(reference(pool, facts, Level::pmd));
      CHECK(failures(reference_with(pool, facts, Level::pmd, std::array{never(test)})) == before);
    }
}

TEST_CASE("whether a page is anonymous tells a copy from what a driver remaps", "[false_alarms]") {
  const auto raw_if = [](bool anonymous) {
    return Fault{Test::linear, [=](Term, const Inputs& in, const Facts&) {
                   return in.memmap & (anonymous ? in.anon : !in.anon);
                 }};
  };
  CHECK(fresh("x86_64", raw_if(false)).empty());
  const std::set<std::string> without_memmap = fresh("arm", raw_if(false));
  CHECK_FALSE(without_memmap.contains("cowed_page_is_normal, cowed_in_pfnmap"));
  CHECK(without_memmap.contains("raw_entry_is_never_normal, raw_remap_cow"));
  CHECK(fresh("arm", raw_if(true)).contains("cowed_page_is_normal, cowed_in_pfnmap"));
  CHECK(
      fresh("arm", {Test::linear, [](Term, const Inputs& in, const Facts&) { return ~in.memmap | ~in.anon; }})
          .empty());
}
