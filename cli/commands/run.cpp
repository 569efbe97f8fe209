// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/command.hpp"
#include "cli/selection.hpp"
#include "model/input_error.hpp"
#include "model/machine/history.hpp"
#include "review/builtin_model.hpp"
#include "review/life/run_slices.hpp"
#include "review/memo.hpp"
#include "review/names.hpp"
#include "review/stored.hpp"

namespace pfncheck {
namespace {

struct RunOptions {
  std::vector<std::string> names, suites, slices, properties, archs, releases, faults;
  std::uint64_t most_states = ExploreOptions{}.most_states;
};

struct Chosen {
  std::vector<Level> levels;  ///< of the family of rules
  std::vector<const Property*> rule_properties;
  std::vector<const machine::SliceInfo*> slices;
  std::vector<const LifeProperty*> life_properties;
  bool whole = true;  ///< no property was left out
};

std::vector<std::string> concatenated(std::vector<std::string> all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

bool is_in(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Sorts what may be given without a flag into the kinds of names that there are.
RunOptions sorted(RunOptions options) {
  const auto take = [](std::vector<std::string>& to, const std::string& name) { to.push_back(name); };
  std::vector<std::string> known = concatenated(all_property_names(), all_rule_names());
  for (const auto& more : {all_life_property_names(), all_slice_names(), all_suite_names()})
    known = concatenated(std::move(known), more);
  known.emplace_back(rule_family);
  known.emplace_back("all");
  for (const std::string& name : std::exchange(options.names, {})) {
    if (find_property(name) != nullptr || find_life_property(name) != nullptr)
      take(options.properties, name);
    else if (find_rule(name) != nullptr || name == rule_family)
      take(options.names, name);
    else if (is_in(all_suite_names(), name) || name == "all")
      take(options.suites, name);
    else if (is_in(all_slice_names(), name))
      take(options.slices, name);
    else
      refuse_name("suite", name, known, "list props|rules|slices");
  }
  return options;
}

void choose_properties(const RunOptions& options, Chosen& chosen) {
  for (const std::string& name : options.properties)
    if (find_property(name) == nullptr && find_life_property(name) == nullptr)
      refuse_name("property", name, concatenated(all_property_names(), all_life_property_names()),
                  "list props");
  const auto wanted = [&](std::string_view name) {
    return options.properties.empty() || is_in(options.properties, name);
  };
  for (const Property& p : properties())
    if (wanted(p.name)) chosen.rule_properties.push_back(&p);
  for (const LifeProperty& p : life_properties())
    if (wanted(p.name)) chosen.life_properties.push_back(&p);
  chosen.whole = options.properties.empty();
}

/// The union of what was named; everything if nothing was.
Chosen chosen_by(const RunOptions& options) {
  Chosen chosen;
  choose_properties(options, chosen);
  for (const std::string& name : options.suites)
    if (!is_in(all_suite_names(), name) && name != "all")
      refuse_name("suite", name, concatenated(all_suite_names(), {"all"}), "run --help");
  for (const std::string& name : options.slices)
    if (!is_in(all_slice_names(), name)) refuse_name("slice", name, all_slice_names(), "list slices");
  const bool nothing_named = options.names.empty() && options.suites.empty() && options.slices.empty();
  const bool all_levels = nothing_named || is_in(options.names, rule_family) || is_in(options.suites, "mm") ||
                          is_in(options.suites, "all");
  for (const RuleName& rule : rule_names())
    if (all_levels || is_in(options.names, rule.name)) chosen.levels.push_back(rule.level);
  const bool all_slices = nothing_named || is_in(options.suites, "all");
  for (const machine::SliceInfo& slice : machine::slices())
    if (all_slices || is_in(options.suites, slice.suite) || is_in(options.slices, slice.name))
      chosen.slices.push_back(&slice);
  return chosen;
}

std::string key_of(const ModelRequest& request, const Budget& budget) {
  std::string key = fmt::format("model {} {}\n", build_id(), budget.seconds);
  for (const Release release : request.releases) key += fmt::format("release {}\n", release.text());
  for (const ArchRow* row : request.archs) key += fmt::format("row {}\n", row->name);
  for (const Property* property : request.properties) key += fmt::format("property {}\n", property->name);
  for (const Level level : request.levels) key += fmt::format("level {}\n", to_string(level));
  return key;
}

/// The properties of the rules, from the cache if they were decided before.
void run_rules(const ModelRequest& request, const ReviewOptions& options, Report& report) {
  const std::optional<Memo> memo = options.cache.empty()
                                       ? std::nullopt
                                       : std::optional<Memo>(std::in_place, options.cache, options.budget);
  const std::string key = key_of(request, options.budget);
  std::optional<RowReport> known;
  if (memo)
    if (const auto text = memo->find(key)) known = from_stored(*text);
  if (!known) {
    Report fresh = check_model(request, options);
    known =
        RowReport{std::move(fresh.results), std::move(fresh.outside), {}, std::move(fresh.not_checked), {}};
    const bool settled = std::ranges::none_of(known->results, [](const ResultRecord& r) {
      return r.verdict == Outcome::unknown || r.verdict == Outcome::error;
    });
    if (memo && settled) memo->store(key, to_stored(*known));
  }
  report.results = std::move(known->results);
  report.outside = std::move(known->outside);
  std::ranges::move(known->not_checked, std::back_inserter(report.not_checked));
}

/// With a cache if there can be one: the built-in model needs none.
ReviewOptions options_of(const Session& session) {
  try {
    return session.review_options();
  } catch (const InputError&) {
    if (!session.common.cache.empty()) throw;
    return session.work_options();
  }
}

/// No slice that was chosen has all of them: says which slices have what was typed.
[[noreturn]] void refuse_faults(const std::vector<std::string>& faults) {
  std::vector<std::string> known;
  std::string elsewhere;
  for (const std::string& typed : faults) {
    const std::string name = typed.substr(typed.find('/') + 1);
    std::vector<std::string_view> owners;
    for (const machine::SliceInfo& slice : machine::slices())
      for (const machine::FaultInfo& fault : slice.faults) {
        known.emplace_back(fault.name);
        if (fault.name == name) owners.push_back(slice.name);
      }
    if (owners.empty()) refuse_name("fault", typed, known, "list faults");
    elsewhere += fmt::format("{}`{}` is a fault of slice {}", elsewhere.empty() ? "" : "; ", name,
                             fmt::join(owners, ", "));
  }
  throw InputError(fmt::format("no slice that was chosen has {}: {}", fmt::join(faults, ", "), elsewhere));
}

/// "own/fork_takes_no_reference" names its slice; without it, the slices that have all the faults are meant.
void choose_by_faults(Chosen& chosen, RunOptions& options) {
  std::vector<std::string>& faults = options.faults;
  const std::size_t before = chosen.slices.size();
  std::erase_if(chosen.slices, [&](const machine::SliceInfo* slice) {
    return std::ranges::any_of(faults, [&](const std::string& fault) {
      const std::size_t slash = fault.find('/');
      const bool other = slash != std::string::npos && fault.substr(0, slash) != slice->name;
      const std::string name = slash == std::string::npos ? fault : fault.substr(slash + 1);
      return other ||
             std::ranges::find(slice->faults, name, &machine::FaultInfo::name) == slice->faults.end();
    });
  });
  if (!faults.empty() && chosen.slices.empty()) refuse_faults(faults);
  if (!options.slices.empty() && chosen.slices.size() != before)
    throw InputError(
        fmt::format("not every slice that was named has the fault {}: see `pfncheck list faults`",
                    fmt::join(faults, ", ")));
  for (std::string& fault : faults)
    fault.erase(0, fault.find('/') == std::string::npos ? 0 : fault.find('/') + 1);
}

/// The rules of vm_normal_page have no faults to seed.
bool asks_rules_of_release(const Chosen& chosen, const RunOptions& options) {
  return !chosen.levels.empty() && !chosen.rule_properties.empty() && options.faults.empty();
}

/// What has rules for a release. What was named for itself must have; the rest of a suite is left out of that
/// release, and said.
struct Reach {
  bool rules = false;
  std::vector<const machine::SliceInfo*> slices;
};

Reach reach_of(Release release, const Chosen& chosen, const RunOptions& options, Report& report) {
  const std::string rules = "the built-in model of vm_normal_page";
  Reach reach;
  std::vector<std::string> lacking;
  const auto lacks = [&](const std::string& what, std::span<const Era> eras) {
    lacking.push_back(fmt::format("{} has: {}", what, releases_text(eras)));
    report.not_checked.push_back({fmt::format("{}, release {}", what, release.text()),
                                  fmt::format("no rules for it; there are some for {}", releases_text(eras)),
                                  {},
                                  "",
                                  true});
  };
  const bool asks_rules = asks_rules_of_release(chosen, options);
  if (asks_rules && !options.names.empty()) require_release(rules, rule_eras(), release);
  if (asks_rules && !covers(rule_eras(), release))
    lacks(rules, rule_eras());
  else
    reach.rules = asks_rules;
  for (const machine::SliceInfo* slice : chosen.slices) {
    if (chosen.life_properties.empty()) break;
    if (is_in(options.slices, slice->name) || !options.faults.empty())
      machine::require_release(*slice, release);
    if (covers(machine::eras_of(*slice), release))
      reach.slices.push_back(slice);
    else
      lacks(fmt::format("slice {}", slice->name), machine::eras_of(*slice));
  }
  if (!reach.rules && reach.slices.empty() && !lacking.empty())
    throw InputError(
        fmt::format("there are no rules for release {}; {}", release.text(), fmt::join(lacking, "; ")));
  return reach;
}

struct Plan {
  std::vector<Release> of_rules, of_slices;
  std::map<Release, std::vector<const machine::SliceInfo*>> slices;
};

Plan plan_of(const Chosen& chosen, const RunOptions& options, Report& report) {
  Plan plan;
  for (const std::string& text : options.releases) {
    const Release release = release_of(text);
    Reach reach = reach_of(release, chosen, options, report);
    if (reach.rules) plan.of_rules.push_back(release);
    if (!reach.slices.empty()) plan.of_slices.push_back(release);
    plan.slices[release] = std::move(reach.slices);
  }
  if (!options.releases.empty()) return plan;
  if (asks_rules_of_release(chosen, options)) plan.of_rules = model_releases();
  if (!chosen.life_properties.empty()) plan.of_slices = {machine::Variant{}.release};
  plan.slices[machine::Variant{}.release] = chosen.slices;
  return plan;
}

int run_model(const RunOptions& given, const Session& session) {
  RunOptions options = sorted(given);
  Chosen chosen = chosen_by(options);
  const ReviewOptions work = options_of(session);
  const bool all_rows = options.archs.empty() || is_in(options.archs, "all");
  const auto rows =
      archs_of(all_rows ? std::vector<std::string>{"all"} : options.archs, /*buildable_only=*/false);
  choose_by_faults(chosen, options);
  Report report;
  report.command = "run";
  const Plan plan = plan_of(chosen, options, report);
  if (!plan.of_rules.empty())
    run_rules({plan.of_rules, rows, chosen.rule_properties, chosen.levels}, work, report);
  for (const Release release : plan.of_slices) {
    LifeRequest life{plan.slices.at(release),
                     chosen.life_properties,
                     rows,
                     {release, {options.faults.begin(), options.faults.end()}, {}, {}}};
    // Other releases lack rows of rules and kinds of entries: only the default one has to meet everything.
    life.whole = all_rows && chosen.whole && options.faults.empty() && release == machine::Variant{}.release;
    life.prove = options.faults.empty();
    life.most_states = options.most_states;
    run_slices(life, work, report);
  }
  // "0 refuted" would be said of nothing.
  if (report.results.empty() && report.outside.empty() && report.not_checked.empty())
    throw InputError("none of these properties applies to these slices and rules");
  // Nor would "0 hold, exit 0" be an answer.
  const auto is_absent = [](const ResultRecord& r) { return r.verdict == Outcome::not_applicable; };
  if (!report.results.empty() && std::ranges::all_of(report.results, is_absent))
    report.not_checked.push_back(
        {"what was selected", "nothing of it exists on these architectures", {}, "", true});
  for (const std::string& name : options.properties)
    if (std::ranges::find(report.results, name, &ResultRecord::property) == report.results.end())
      report.not_checked.push_back(
          {fmt::format("property `{}`", name), "it does not apply to what was selected", {}, "", false});
  return session.deliver(report);
}

/// "6.1,6.12,7.3"
std::string releases_of_rules() {
  std::vector<std::string> texts;
  for (const Release release : model_releases()) texts.push_back(release.text());
  return fmt::format("{}", fmt::join(texts, ","));
}

}  // namespace

void add_run(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "run", "check the built-in model; needs no kernel tree");
  const auto options = std::make_shared<RunOptions>();
  command
      .add_option("name", options->names, "suites, slices, rules or properties, whatever their kind [all]")
      ->delimiter(',')
      ->type_name("NAME")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_list_option(command, "--suite", options->suites, "mm, kvm, vfio or all", "S,..");
  add_list_option(command, "--slice", options->slices, "see `pfncheck list slices`", "S,..");
  add_list_option(command, "--prop", options->properties, "properties [all]", "P,..");
  add_list_option(command, "--arch", options->archs, "architecture rows [all, also those without a build]",
                  "A,..");
  add_list_option(command, "--release", options->releases,
                  fmt::format("releases of the model, see `pfncheck list slices` [rules: {}; slices: 6.12]",
                              releases_of_rules()),
                  "R,..");
  add_list_option(command, "--fault", options->faults, "seed faults: see `pfncheck list faults`", "F,..");
  command.add_option("--most-states", options->most_states, "states of one slice that may be kept [8000000]")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{4'000'000'000}));
  act(command, invocation, options, run_model);
}

}  // namespace pfncheck
