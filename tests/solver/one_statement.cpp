// SPDX-License-Identifier: GPL-2.0-or-later
// The rule that the machine asks and the rule over words come from one list of rows. Z3 proves for every
// release, level and configuration that the fold of the machine's rows, each question bound to what it means
// over words, answers what the rule over words answers.
#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <map>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/functions/vm_normal_page/questions.hpp"
#include "solver/ask/query.hpp"
#include "tests/model/configurations.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;
using machine::DecisionRule;

namespace {

std::map<std::string, Term> bound_questions(const Inputs& in, const Facts& f, Level level) {
  Pool& pool = in.pfn.pool();
  const bool masked = level == Level::pte || f.core.has_one_rule;
  return {{"special_bit", pool.boolean(has_special(f, level))},
          {"pte_special_bit", pool.boolean(f.pte_special)},
          {"special", carries_special(in, f, level)},
          {"devmap", carries_devmap(in, f, level)},
          {"PFNMAP", in.pfnmap},
          {"MIXEDMAP", in.mixedmap},
          {"SHARED", in.shared},
          {"MAYWRITE", in.maywrite},
          {"memmap", in.memmap},
          {"linear", eq(in.pfn, linear_pfn(in, f))},
          {"zero", is_zero(in, f)},
          {"huge_zero", masked ? is_in_huge_zero(in, f) : is_huge_zero(in, f)},
          {"above_highest", ugt(in.pfn, in.highest_pfn)},
          {"write", pool.var("write", 0)},
          {"first_page", pool.var("first_page", 0)}};
}

/// Whether the first row that fits gives this answer.
Term answers(const DecisionRule& rule, const std::map<std::string, Term>& questions, unsigned answer) {
  Pool& pool = questions.at("PFNMAP").pool();
  Term out = pool.boolean(false);
  for (auto row = rule.rows.rbegin(); row != rule.rows.rend(); ++row) {
    Term fits = pool.boolean(true);
    for (std::size_t q = 0; q < rule.questions.size(); ++q) {
      if ((row->care >> q & 1) == 0) continue;
      const Term asked = questions.at(rule.questions[q]);
      fits = fits & ((row->value >> q & 1) != 0 ? asked : !asked);
    }
    out = ite(fits, pool.boolean(row->answer == answer), out);
  }
  return out;
}

}  // namespace

TEST_CASE("the machine's rows and the rule over words are one statement", "[machine]") {
  const auto engine = make_z3();
  unsigned proved = 0;
  std::vector<CoreMm> kernels = {Release{6, 1},  Release{6, 11}, Release{6, 12}, Release{6, 17},
                                 Release{6, 18}, Release{7, 0},  Release{7, 1}};
  // Stable branches carry a repair without what came before it in mainline.
  kernels.emplace_back(Release{6, 18}).branches_by_level = true;
  for (const CoreMm& mm : kernels) {
    for (const Level level : {Level::pte, Level::pmd}) {
      const DecisionRule rows =
          level == Level::pte ? machine::normal_page_rule(mm) : machine::normal_page_pmd_rule(mm);
      for (const Facts& facts : test::configurations(mm)) {
        Pool pool;
        const Rule words = reference(pool, facts, level);
        const auto questions = bound_questions(words.in, facts, level);
        const Term differ =
            (answers(rows, questions, machine::answer_normal) ^ words.out.page) |
            (answers(rows, questions, machine::answer_reported) ^ words.out.reported) |
            (answers(rows, questions, machine::answer_raw) ^ (words.out.null & !words.out.reported));
        INFO(fmt::format("{} {}: pte bit {}, pmd bit {}, devmap {}, colours {}, hook {}", mm.release.text(),
                         to_string(level), facts.pte_special, facts.pmd_special, facts.devmap,
                         facts.colour_zero, facts.lookup_hook));
        CHECK(engine->ask({"rows and words differ", differ & !words.in.has_hook}, {}).status ==
              Status::unsat);
        ++proved;
      }
    }
  }
  CHECK(proved == 208);
}

TEST_CASE("since 6.18 the rule of every level asks for both kinds of zero page", "[machine]") {
  for (const Release release : {Release{6, 12}, Release{6, 18}, Release{7, 1}}) {
    for (const bool huge : {false, true}) {
      // No special bit, an ordinary VMA, a pfn with a memmap: only the zero pages are raw.
      const auto raw = [&](const DecisionRule& rule) {
        const std::uint32_t asked =
            1u << rule.question("memmap") | 1u << rule.question(huge ? "huge_zero" : "zero");
        return rule.answer_for(asked) == machine::answer_raw;
      };
      INFO(release.text() << (huge ? ", huge" : ", small"));
      const bool both = release >= Release{6, 18};
      CHECK(raw(machine::normal_page_rule(release)) == (both || !huge));
      CHECK(raw(machine::normal_page_pmd_rule(release)) == (both || huge));
    }
  }
}
