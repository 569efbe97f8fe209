// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/stored.hpp"

#include <nlohmann/json.hpp>

namespace nlohmann {

template <class T>
struct adl_serializer<std::optional<T>> {
  static void to_json(json& j, const std::optional<T>& value) {
    if (value)
      j = *value;
    else
      j = nullptr;
  }
  static void from_json(const json& j, std::optional<T>& value) {
    if (j.is_null())
      value.reset();
    else
      value = j.get<T>();
  }
};

}  // namespace nlohmann

namespace pfncheck {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Witness, values, meaningless, unique, when)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Verdict, outcome, origin, reason, witness, note, outside, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Place, file, line)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TableRecord::Row, values, before, after)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TableRecord, title, rule, arch, config, atoms, rows, complete, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WitnessRecord, when, before, after, path, then, values, meaningless,
                                   unique, one_call)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoryAssumption, kind, name, sentence, source)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoryChange, name, before, after)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoryQuestion, rule, about, inputs, row, answer, source, decided_by,
                                   planted, instead, wrong)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoryAccount, label, actual, expected, parts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StoryStep, operation, words, chain, changes, questions, accounts, wrong)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Story, assumed, start, steps, in_step, breaks, fails_at, asked_at_end,
                                   assumes, wrong_start, against)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LifeCount, name, times, may_be_zero)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SliceRecord, slice, release, excluded, complete, reason, states,
                                   transitions, cut, bytes, depth, bits, operations, rule_rows, premises,
                                   queries, by_single_steps, by_induction, lemmas)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ResultRecord, property, rule, level, arch, config, release, built, side,
                                   verdict, delta, function, place, origin, witness, story, no_trace, starts,
                                   approximations, bound, excluded, today, note, known_hole, mended, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ChangeRecord, function, place, arch, config, meaning, table,
                                   approximations, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NotChecked, what, why, place, arch, counts, modelled_as)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Message, place, text, arch)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SliceReport, results, outside, not_checked, slice)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RowReport, results, outside, changes, not_checked, messages)

namespace {

template <class Value>
std::string text_of(const Value& value) {
  return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class Value>
std::optional<Value> value_of(const std::string& text) {
  try {
    return nlohmann::json::parse(text).get<Value>();
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::string to_stored(const RuleVerdicts& verdicts) {
  return text_of(verdicts);
}

std::optional<RuleVerdicts> verdicts_from_stored(const std::string& text) {
  return value_of<RuleVerdicts>(text);
}

std::string to_stored(const RowReport& report) {
  return text_of(report);
}

std::string to_stored(const SliceReport& report) {
  return text_of(report);
}

std::optional<SliceReport> slice_from_stored(const std::string& text) {
  return value_of<SliceReport>(text);
}

std::optional<RowReport> from_stored(const std::string& text) {
  return value_of<RowReport>(text);
}

}  // namespace pfncheck
