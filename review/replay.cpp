// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/replay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/input_error.hpp"
#include "review/builtin_model.hpp"
#include "review/names.hpp"
#include "review/row.hpp"
#include "solver/trace/minimise.hpp"

namespace pfncheck {
namespace {

[[noreturn]] void refuse(const std::string& where, std::string_view field, const std::string& why) {
  throw InputError(fmt::format("{}: `{}` {}", where, field, why));
}

/// A name that is not in its table, with a near one or the command that lists them.
[[noreturn]] void refuse_unknown(const std::string& where, std::string_view field, const std::string& name,
                                 const std::vector<std::string>& known, std::string_view list) {
  const std::string near = nearest(name, known);
  refuse(where, field,
         fmt::format("is `{}`, which is not known; {}see `pfncheck {}`", name,
                     near.empty() ? "" : fmt::format("did you mean `{}`? ", near), list));
}

/// The row's configuration, or what a tree made of it: "defconfig+DAX without FS_DAX".
bool is_config_of(const ArchRow& row, std::string config) {
  const std::size_t lacks = config.find(" without ");
  if (lacks != std::string::npos) config.resize(lacks);
  return config == row.config;
}

std::vector<Obligation> of_origin(const std::vector<Obligation>& all, const ResultRecord& record,
                                  const std::string& where) {
  std::vector<Obligation> asked;
  std::vector<std::string> known = all_origin_names();
  for (const Obligation& o : all) {
    if (o.origin == record.origin) asked.push_back(o);
    if (std::find(known.begin(), known.end(), o.origin) == known.end()) known.push_back(o.origin);
  }
  if (asked.empty() && std::find(known.begin(), known.end(), record.origin) == known.end())
    refuse_unknown(where, "origin", record.origin, known, "list origins");
  return asked;
}

/// What a replay reads: the inputs of a call, and what the lifted code reads besides.
std::vector<Term> read_by(const normal_page::Rule& rule, const std::vector<Obligation>& asked) {
  std::vector<Term> roots = inputs_of(rule);
  for (const Obligation& o : asked) roots.push_back(o.assume & !o.goal);
  return variables(roots);
}

bool is_among(const std::vector<Term>& terms, const std::string& name) {
  return std::any_of(terms.begin(), terms.end(), [&](Term t) { return t.name() == name; });
}

/// How the values of a witness fit what a rule reads.
struct Fit {
  std::vector<std::string> unread;  ///< values that nothing reads
  std::string lacking;              ///< read by this tree's code only, and without a value
};

/// Refuses inputs that are missing and values that are too wide.
Fit check_values(const Assignment& values, const std::vector<Term>& read, const std::vector<Term>& inputs,
                 const std::string& where) {
  Fit fit;
  for (Term t : read) {
    const std::string field = "witness.values." + t.name();
    const auto found = values.find(t.name());
    if (found == values.end() && is_among(inputs, t.name()))
      refuse(where, field, "is missing; the rule reads it");
    if (found == values.end()) fit.lacking = t.name();
    const unsigned bits = std::max(t.width(), 1U);
    if (found == values.end() || bits == 64 || found->second >> bits == 0) continue;
    refuse(where, field,
           fmt::format("is {:#x}; it has {} bit{}, so at most {:#x}", found->second, bits,
                       bits == 1 ? "" : "s", (std::uint64_t{1} << bits) - 1));
  }
  for (const auto& [name, value] : values)
    if (!is_among(read, name)) fit.unread.push_back(name);
  return fit;
}

std::string names_of(const std::vector<Term>& terms) {
  std::vector<std::string> names;
  for (Term t : terms) names.push_back(t.name());
  std::sort(names.begin(), names.end());
  return fmt::format("{}", fmt::join(names, ", "));
}

void set_outcome(Replayed& replayed, const std::vector<Obligation>& asked, const Assignment& values) {
  ResultRecord& record = replayed.record;
  record.verdict = Outcome::not_applicable;
  record.reason = "the origin of the witness does not exist here";
  for (const Obligation& o : asked) {
    record.reason = evaluate(o.assume, values) == 0 ? "the premise is false on these inputs" : "";
    record.verdict = evaluate(o.assume & !o.goal, values) == 1 ? Outcome::refuted : Outcome::holds;
    replayed.outside = o.outside;
    if (record.verdict == Outcome::refuted) return;
  }
}

const ArchRow* row_named(const std::string& name, const UserConfigs& configs) {
  for (const auto& config : configs)
    if (config->row().name == name) return &config->row();
  return find_arch(name);
}

}  // namespace

NamedByRecord named_by(const ResultRecord& record, const std::string& where, const UserConfigs& configs) {
  const Property* property = find_property(record.property);
  if (property == nullptr)
    refuse_unknown(where, "property", record.property, all_property_names(), "list props");
  const ArchRow* row = row_named(record.arch, configs);
  if (row == nullptr && record.arch.find(':') != std::string::npos)
    refuse(where, "arch",
           fmt::format("is `{}`, a configuration that you named; name it again with --config, and its tree "
                       "with --tree",
                       record.arch));
  if (row == nullptr) refuse_unknown(where, "arch", record.arch, all_arch_names(), "list arches");
  const RuleName* rule = find_rule(record.rule);
  if (rule == nullptr) refuse_unknown(where, "rule", record.rule, all_rule_names(), "list rules");
  if (record.level != to_string(rule->level))
    refuse(where, "level",
           fmt::format("is `{}`, but {} decides at {}", record.level, record.rule, to_string(rule->level)));
  if (!is_config_of(*row, record.config))
    refuse(where, "config", fmt::format("is `{}`, but {} has `{}`", record.config, row->name, row->config));
  try {
    release_of(record.release);
  } catch (const InputError& error) {
    refuse(where, "release", fmt::format("is wrong: {}", error.what()));
  }
  return {property, row, rule->level};
}

Replayed replay_on(const normal_page::Rule& rule, const Property& property, const ResultRecord& record,
                   const std::string& where, RuleOf rule_of) {
  const std::vector<Obligation> asked = of_origin(property.obligations(rule), record, where);
  const std::vector<Term> read = read_by(rule, asked);
  Replayed replayed{record, false};
  WitnessRecord& witness = *replayed.record.witness;
  const Fit fit = check_values(witness.values, read, variables(inputs_of(rule)), where);
  if (!fit.unread.empty() && rule_of == RuleOf::model)
    refuse(where, "witness.values." + fit.unread.front(),
           "is no input of the rule; those are " + names_of(read));
  set_outcome(replayed, asked, witness.values);
  if (!fit.lacking.empty()) {
    replayed.record.verdict = Outcome::unknown;
    replayed.record.reason = fmt::format(
        "the rule of this tree reads `{}`, which the witness does not set; add it to `witness.values`",
        fit.lacking);
  }
  if (!fit.unread.empty()) {
    std::string& note = replayed.record.note;
    note +=
        fmt::format("{}this rule does not read {}", note.empty() ? "" : "; ", fmt::join(fit.unread, ", "));
  }
  witness.before = answer_text(rule, witness.values);
  witness.after.clear();
  return replayed;
}

}  // namespace pfncheck
