// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/known_claims.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace pfncheck {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClaimVerdict, outcome, reason, values, free)

std::string question_of(const Claim& claim, const std::vector<Term>& inputs, const Unknowns& unknowns,
                        const Budget& budget) {
  std::string text = fmt::format("build {}\nclaim {}\nunknown {}\nbudget {}\n", build_id(), claim.name,
                                 claim.unknown, budget.seconds);
  for (const Term part : {claim.reached, claim.fails, claim.after_unknown})
    text += part.digest().hex() + "\n";
  for (const auto* list : {&inputs, &unknowns}) {
    text += fmt::format("of {}\n", list->size());
    for (const Term variable : *list) text += variable.digest().hex() + "\n";
  }
  return text;
}

std::optional<ClaimVerdict> known_verdict(const Memo& memo, const std::string& question) {
  const auto stored = memo.find(question);
  if (!stored) return std::nullopt;
  try {
    return nlohmann::json::parse(*stored).get<ClaimVerdict>();
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

void keep_verdict(const Memo& memo, const std::string& question, const ClaimVerdict& verdict) {
  if (verdict.outcome == Outcome::unknown || verdict.outcome == Outcome::error) return;
  memo.store(question,
             nlohmann::json(verdict).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace pfncheck
