// SPDX-License-Identifier: GPL-2.0-or-later
// Rules over words brought into tables of the machine: a table says what the rule says, for every
// architecture, release and world.
#include "model/machine/tabulated.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <optional>

#include "model/arch/rows.hpp"
#include "model/functions/vm_normal_page/asked.hpp"
#include "model/functions/vm_normal_page/questions.hpp"
#include "model/input_error.hpp"
#include "model/term/evaluate.hpp"

using namespace pfncheck;
using machine::DecisionRule;
using machine::World;
using normal_page::Test;

namespace {

constexpr std::array releases{Release{6, 1}, Release{6, 12}, Release{6, 18}};

DecisionRule machine_rule(Release release, Level level) {
  return level == Level::pte ? machine::normal_page_rule(release) : machine::normal_page_pmd_rule(release);
}

/// Does something with each different set of facts of the rows and releases, where the level exists.
template <class Action>
void for_all_facts(Level level, Action action) {
  for (const ArchRow& row : arch_rows()) {
    if (level == Level::pmd && !row.pmd_level.value) continue;
    for (const Release release : releases) {
      INFO(row.name << " " << release.text());
      action(facts_of(row, release));
    }
  }
}

DecisionRule table_with(const Facts& facts, Level level, std::span<const normal_page::Fault> faults,
                        const World& world = {}) {
  Pool pool;
  const normal_page::Rule rule = normal_page::reference_with(pool, facts, level, faults);
  return machine::tabulated(rule, machine_rule(facts.core.release, level), world, {}, "a test");
}

std::uint32_t asked(const DecisionRule& rule, std::initializer_list<const char*> questions) {
  std::uint32_t bits = 0;
  for (const char* question : questions) bits |= std::uint32_t{1} << rule.question(question);
  return bits;
}

Facts facts_of_row(std::string_view name, Release release) {
  for (const ArchRow& row : arch_rows())
    if (row.name == name) return facts_of(row, release);
  FAIL("no such row");
  return {};
}

constexpr std::uint64_t leaf = 0x1000;

/// Words that make these answers of the PTE rule true; nothing where no machine gives them.
std::optional<Assignment> words_for(const DecisionRule& rule, std::uint32_t bits, const Facts& facts) {
  const auto is = [&](std::string_view question) { return (bits >> rule.question(question) & 1) != 0; };
  if (is("special_bit") != facts.pte_special || (is("special") && !facts.pte_special)) return std::nullopt;
  if (is("devmap") && (!facts.devmap || !is("special"))) return std::nullopt;
  if (is("zero") && is("huge_zero")) return std::nullopt;
  if ((is("zero") || is("huge_zero")) && (!is("memmap") || is("above_highest"))) return std::nullopt;
  return Assignment{{"pfn", leaf},
                    {"special", is("special")},
                    {"devmap", is("devmap")},
                    {"pfnmap", is("PFNMAP")},
                    {"mixedmap", is("MIXEDMAP")},
                    {"shared", is("SHARED")},
                    {"maywrite", is("MAYWRITE")},
                    {"memmap", is("memmap")},
                    {"vm_pgoff", is("linear") ? leaf : leaf + 1},
                    {"zero_pfn", is("zero") ? leaf : 3 * leaf},
                    {"huge_zero_pfn", is("huge_zero")         ? leaf
                                      : facts.word_bits == 64 ? ~0ull
                                                              : 0xffffffffull},
                    {"highest_memmap_pfn", is("above_highest") ? leaf - 1 : 4 * leaf}};
}

unsigned answer_of(const normal_page::Answer& answer, const Assignment& words) {
  if (evaluate(answer.page, words) == 1) return machine::answer_normal;
  return evaluate(answer.reported, words) == 1 ? machine::answer_reported : machine::answer_raw;
}

}  // namespace

TEST_CASE("the table of the reference rule is the machine's rule", "[machine]") {
  for (const Level level : {Level::pte, Level::pmd}) {
    unsigned compared = 0;
    for_all_facts(level, [&](const Facts& facts) {
      Pool pool;
      const normal_page::Rule rule = normal_page::reference(pool, facts, level);
      const DecisionRule expected = machine_rule(facts.core.release, level);
      for (const World& world : machine::worlds_of(facts)) {
        INFO("level " << to_string(level) << ", world " << world.name);
        CHECK(machine::entries_can_be_made(rule, expected, world).is_true());
        const DecisionRule table = machine::tabulated(rule, expected, world, {}, "a test");
        CHECK(table.rows.size() == expected.rows.size());  // nothing is answered otherwise
        CHECK(machine::same_answers(table, expected));
        CHECK(table.source == "a test");
        ++compared;
      }
    });
    CHECK(compared > 100);
  }
}

TEST_CASE("a test of the rule that is switched shows in the table where it is asked", "[machine]") {
  // Switches that change an answer to combinations of questions that an entry of the world can have.
  const std::map<Test, bool> without_bit = {
      {Test::mixedmap, true}, {Test::no_memmap, true}, {Test::linear, true},   {Test::not_cow, true},
      {Test::flags, true},    {Test::zero, true},      {Test::special, false}, {Test::special_flags, false}};
  const Facts none = facts_of_row("arm", {6, 12});
  REQUIRE_FALSE(none.pte_special);
  const Facts bit = facts_of_row("x86_64", {6, 12});
  REQUIRE(bit.pte_special);
  for (const auto& [test, shows] : without_bit) {
    INFO(to_string(test));
    CHECK(normal_page::asks(none, Level::pte, test) == shows);
    const std::array switched{normal_page::inverted(test)};
    const DecisionRule reference = machine_rule({6, 12}, Level::pte);
    CHECK(machine::same_answers(table_with(none, Level::pte, switched), reference) != shows);
    if (!shows) CHECK_FALSE(machine::same_answers(table_with(bit, Level::pte, switched), reference));
  }
}

TEST_CASE("the table of a wrong rule differs in the rows that are wrong and in no others", "[machine]") {
  const Facts facts = facts_of_row("arm", {6, 12});
  const DecisionRule reference = machine_rule({6, 12}, Level::pte);
  const std::array never_linear{normal_page::never(Test::linear)};
  const DecisionRule table = table_with(facts, Level::pte, never_linear);
  CHECK(table.rows.size() > reference.rows.size());
  unsigned different = 0;
  for (std::uint32_t bits = 0; bits >> reference.questions.size() == 0; ++bits) {
    const auto is = [&](const char* question) { return (bits >> reference.question(question) & 1) != 0; };
    // Without the linear test a private VM_PFNMAP entry falls through to the tests behind it. Combinations
    // that no entry can have are answered as the reference does.
    const bool possible = !is("special_bit") && !is("special") && !is("devmap") &&
                          !(is("zero") && is("huge_zero")) &&
                          !((is("zero") || is("huge_zero")) && (!is("memmap") || is("above_highest")));
    if (!possible) continue;
    const bool falls = is("PFNMAP") && !is("MIXEDMAP") && is("linear") && is("MAYWRITE") && !is("SHARED");
    unsigned expected = reference.answer_for(bits);
    if (falls)
      expected = is("zero")            ? machine::answer_raw
                 : is("above_highest") ? machine::answer_reported
                                       : machine::answer_normal;
    INFO(fmt::format("questions {:#x}", bits));
    CHECK(table.answer_for(bits) == expected);
    different += table.answer_for(bits) != reference.answer_for(bits);
  }
  CHECK(different > 0);
}

TEST_CASE("the table of a switched rule answers what the switched rule does", "[machine]") {
  const DecisionRule reference = machine_rule({6, 12}, Level::pte);
  for (const bool special : {false, true}) {
    Facts facts;
    facts.core = Release{6, 12};
    facts.pte_special = facts.devmap = special;
    unsigned compared = 0, changed = 0;
    for (unsigned t = 0; t < normal_page::test_count; ++t) {
      const auto test = static_cast<Test>(t);
      if (test == Test::hook || !normal_page::asks(facts, Level::pte, test)) continue;
      const std::array switched{normal_page::inverted(test)};
      Pool pool;
      const normal_page::Rule rule = normal_page::reference_with(pool, facts, Level::pte, switched);
      const DecisionRule table = machine::tabulated(rule, reference, {}, {}, "a test");
      for (std::uint32_t bits = 0; bits >> reference.questions.size() == 0; ++bits) {
        const auto words = words_for(reference, bits, facts);
        if (!words) continue;
        INFO(fmt::format("{}: questions {:#x}", to_string(test), bits));
        const unsigned answer = answer_of(rule.out, *words);
        REQUIRE(table.answer_for(bits) == answer);
        ++compared;
        changed += answer != reference.answer_for(bits) ? 1 : 0;
      }
    }
    CHECK(compared > 1000);
    CHECK(changed > 100);
  }
}

TEST_CASE("what a rule does not ask changes nothing of its table", "[machine]") {
  for (const Level level : {Level::pte, Level::pmd}) {
    for (const char* row : {"x86_64", "arm", "s390", "mips64"}) {
      for (const Release release : releases) {
        const Facts facts = facts_of_row(row, release);
        for (unsigned t = 0; t < normal_page::test_count; ++t) {
          const auto test = static_cast<Test>(t);
          if (normal_page::asks(facts, level, test)) continue;
          // What the rule does not ask cannot change its table.
          const std::array switched{normal_page::inverted(test)};
          INFO(row << " " << release.text() << " " << to_string(test));
          CHECK(machine::same_answers(table_with(facts, level, switched), machine_rule(release, level)));
        }
      }
    }
  }
}

TEST_CASE("a rule refuses words that it does not know and says those that it does", "[machine]") {
  DecisionRule rule{"lunch", "What is eaten?", "a test", {"hungry", "rich"}, {"nothing", "soup", "cake"}, {}};
  CHECK_THROWS_WITH(rule.add("a", "thirsty", "soup"),
                    Catch::Contains("thirsty") && Catch::Contains("hungry, rich"));
  CHECK_THROWS_WITH(rule.add("a", "!!rich", "soup"), Catch::Contains("!rich"));
  CHECK_THROWS_WITH(rule.add("a", "rich", "bread"),
                    Catch::Contains("bread") && Catch::Contains("nothing, soup, cake"));
  CHECK_THROWS_AS(rule.question("Rich"), InputError);
  CHECK_THROWS_AS(rule.answer(""), InputError);
  CHECK(rule.rows.empty());
}

TEST_CASE("the first row that fits decides", "[machine]") {
  DecisionRule rule{"lunch", "What is eaten?", "a test", {"hungry", "rich"}, {"nothing", "soup", "cake"}, {}};
  rule.add("no need", "!hungry", "nothing");
  rule.add("all of it", "  rich   hungry ", "cake");
  rule.add_defensive("rich again", "rich", "nothing");
  rule.add("any other", "", "soup");
  CHECK(rule.bits() == 2);
  CHECK(rule.row_for(0) == 0);
  CHECK(rule.row_for(asked(rule, {"rich"})) == 0);
  CHECK(rule.row_for(asked(rule, {"rich", "hungry"})) == 1);
  CHECK(rule.row_for(asked(rule, {"hungry"})) == 3);
  CHECK(rule.answer_for(asked(rule, {"hungry"})) == rule.answer("soup"));
  CHECK(rule.rows[2].defensive);
  CHECK_FALSE(rule.rows[3].defensive);
}

TEST_CASE("the last row of every rule fits everything", "[machine]") {
  for (const Release release : {Release{6, 1}, Release{6, 12}, Release{6, 18}, Release{7, 1}})
    for (const Level level : {Level::pte, Level::pmd}) {
      const DecisionRule rule = machine_rule(release, level);
      CHECK(rule.rows.back().care == 0);
      for (std::size_t i = 0; i + 1 < rule.rows.size(); ++i) CHECK(rule.rows[i].care != 0);
    }
}
