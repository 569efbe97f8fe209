// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/fold.hpp"

#include "model/term/fold_site.hpp"

namespace pfncheck {
namespace {

constexpr std::size_t op_count = static_cast<std::size_t>(Op::sext) + 1;

// The rules, and for each operator those that are tried at its nodes.
struct Rules {
  std::vector<FoldRule> all;
  std::array<std::vector<FoldRule>, op_count> by_op;

  Rules() {
    for (const auto& family :
         {rules_of_every_operator(), rules_of_logic(), rules_of_mask(), rules_of_ite(), rules_of_equal(),
          rules_of_order(), rules_of_arithmetic(), rules_of_shift(), rules_of_slice()}) {
      all.insert(all.end(), family.begin(), family.end());
    }
    for (std::size_t op = 0; op < op_count; ++op) {
      for (const FoldRule& rule : all) {
        if (rule.is_for(static_cast<Op>(op))) by_op[op].push_back(rule);
      }
    }
  }
};

const Rules& rules() {
  static const Rules made;
  return made;
}

}  // namespace

std::span<const FoldRule> fold_rules() {
  return rules().all;
}

Term fold(const Node& node) {
  const Site site(node);
  for (const FoldRule& rule : rules().by_op[static_cast<std::size_t>(node.op)]) {
    if (const Term simpler = rule.apply(site); !simpler.empty()) return simpler;
  }
  return {};
}

Term apply(Fold fold, Term term) {
  for (const FoldRule& rule : rules().all) {
    if (rule.fold == fold && rule.is_for(term.op()) && !term.args().empty())
      return rule.apply(Site(*term.node()));
  }
  return {};
}

}  // namespace pfncheck
