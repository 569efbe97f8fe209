// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/property.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "solver/enumerate/second_opinion.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;

namespace {

std::vector<Outcome> outcomes(const Property& p, const normal_page::Rule& rule) {
  std::vector<Outcome> all;
  for (const Opinion& opinion : second_opinions(rule, p.obligations(rule))) all.push_back(opinion.outcome);
  return all;
}

/// Whether an obligation inside the contracts fails with the fault and holds without.
bool catches(const Property& p, const SeededFault& fault, const ModelRule& m) {
  Pool pool;
  const auto right = normal_page::reference(pool, m.facts, m.level);
  const auto before = outcomes(p, right), after = outcomes(p, fault.make(pool, m.facts, m.level));
  const auto obligations = p.obligations(right);
  for (std::size_t i = 0; i < before.size(); ++i)
    if (!obligations[i].outside && before[i] == Outcome::holds && after[i] == Outcome::refuted) return true;
  return false;
}

}  // namespace

TEST_CASE("each property has one name, which is its file, and says why and where from", "[properties]") {
  std::set<std::string_view> names;
  for (const Property& p : properties()) {
    INFO(p.name);
    CHECK(names.insert(p.name).second);
    CHECK(
        std::filesystem::exists(std::string(PFNCHECK_SOURCE_DIR) + "/props/" + std::string(p.name) + ".cpp"));
    for (std::string_view text : {p.sentence, p.because, p.source, p.scope}) CHECK_FALSE(text.empty());
    CHECK_FALSE(p.faults.empty());
    CHECK(find_property(p.name) == &p);
  }
  CHECK(find_property("no such property") == nullptr);
}

TEST_CASE("each seeded fault is caught on some row where the right rule holds", "[properties]") {
  const auto rules = model_rules();
  for (const Property& p : properties()) {
    for (const SeededFault& fault : p.faults) {
      INFO(p.name << ": " << fault.description);
      const bool caught =
          std::ranges::any_of(rules, [&](const ModelRule& m) { return catches(p, fault, m); });
      CHECK(caught);
    }
  }
}

TEST_CASE("what the stock rules break is known, by row and era", "[properties]") {
  // Property, origin and row of everything inside the contracts that fails: each is a true statement (notes).
  std::set<std::string> found;
  for (const ModelRule& m : model_rules()) {
    if (m.facts.core.release >= Release{6, 18}) continue;
    Pool pool;
    const auto rule = normal_page::reference(pool, m.facts, m.level);
    for (const Property& p : properties()) {
      const auto obligations = p.obligations(rule);
      const auto opinions = second_opinions(rule, obligations);
      for (std::size_t i = 0; i < opinions.size(); ++i) {
        INFO(m.name << ": " << p.name << ", " << obligations[i].origin);
        CHECK(opinions[i].outcome != Outcome::vacuous);
        if (obligations[i].outside || opinions[i].outcome != Outcome::refuted) continue;
        CHECK_FALSE(obligations[i].note.empty());
        found.insert(fmt::format("{}: {}, {}", m.name, p.name, obligations[i].origin));
      }
    }
  }
  CHECK(found == std::set<std::string>{
                     "5.15 x86_64 PMD: raw_entry_is_never_normal, devmap_huge_in_mixedmap",
                     "5.15 arm PTE: raw_entry_is_never_normal, vmcore_raw",
                     "5.15 s390 PTE: legal_entry_is_not_reported, limited_dax",
                     "6.1 x86_64 PMD: raw_entry_is_never_normal, devmap_huge_in_mixedmap",
                     "6.1 arm PTE: raw_entry_is_never_normal, vmcore_raw",
                     "6.1 s390 PTE: legal_entry_is_not_reported, limited_dax",
                     "6.12 x86_64 PMD: raw_entry_is_never_normal, devmap_huge_in_mixedmap",
                     "6.12 arm PTE: raw_entry_is_never_normal, vmcore_raw",
                     "6.12 s390 PTE: legal_entry_is_not_reported, limited_dax",
                 });
}
