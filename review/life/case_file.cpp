// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/life/case_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "model/input_error.hpp"
#include "model/machine/history.hpp"
#include "review/builtin_model.hpp"
#include "review/data_files.hpp"
#include "review/life/run_slices.hpp"
#include "review/names.hpp"

namespace pfncheck {

namespace fs = std::filesystem;

namespace {

class Reader {
 public:
  explicit Reader(const std::string& path) {
    case_.path = path;
    const fs::path file(path);
    case_.name = (file.parent_path().filename() / file.stem()).string();
    std::error_code error;
    if (!fs::is_regular_file(file, error)) throw InputError(fmt::format("no case file {}", path));
    try {
      table_ = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
      throw InputError(fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
    }
  }

  Case read() {
    case_.title = text("title", true);
    case_.source = text("source", true);
    read_slice();
    read_property();
    read_verdict();
    read_today();
    case_.question.without = texts("without");
    for (std::string fault : texts("faults")) {
      const std::string prefix = fmt::format("{}/", case_.question.slice->name);
      if (fault.starts_with(prefix)) fault.erase(0, prefix.size());  // as `list faults` names it
      case_.question.variant.faults.insert(fault);
    }
    if (const std::string release = text("release", false); !release.empty())
      at("release", [&] {
        case_.question.variant.release = release_of(release);
        machine::require_release(*case_.question.slice, case_.question.variant.release);
      });
    at("arch", [&] {
      const std::vector<std::string> names = texts("arch");
      if (table_.contains("arch") && names.empty())
        throw InputError("`arch` names no row; leave it out for all");
      case_.question.rows = archs_of(names.empty() ? std::vector<std::string>{"all"} : names, false);
    });
    try_slice();
    refuse_the_rest();
    return std::move(case_);
  }

 private:
  [[noreturn]] void fail(const toml::node* node, const std::string& why) const {
    throw InputError(
        fmt::format("{}:{}: {}", case_.path, node == nullptr ? 1 : node->source().begin.line, why));
  }

  /// An InputError of the action is about this key.
  template <class Action>
  void at(const char* key, Action action) {
    at(table_.get(key), action);
  }
  template <class Action>
  void at(const toml::node* node, Action action) {
    try {
      action();
    } catch (const InputError& error) {
      if (std::string_view(error.what()).starts_with(case_.path)) throw;
      fail(node, error.what());
    }
  }

  std::string text(const char* key, bool needed) {
    known_.insert(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr && needed) fail(nullptr, fmt::format("`{}` is missing", key));
    if (node == nullptr) return {};
    if (!node->is_string()) fail(node, fmt::format("`{}` must be a string", key));
    if (needed && (**node->as_string()).empty()) fail(node, fmt::format("`{}` is empty", key));
    return **node->as_string();
  }

  std::vector<std::string> texts(const char* key) {
    known_.insert(key);
    const toml::node* node = table_.get(key);
    std::vector<std::string> all;
    if (node == nullptr) return all;
    if (!node->is_array()) fail(node, fmt::format("`{}` must be a list of strings", key));
    for (const toml::node& item : *node->as_array()) {
      if (!item.is_string()) fail(&item, fmt::format("`{}` must be a list of strings", key));
      all.push_back(**item.as_string());
    }
    return all;
  }

  void read_slice() {
    const std::string name = text("slice", true);
    at("slice", [&] {
      case_.question.slice = machine::find_slice(name);
      if (case_.question.slice == nullptr) refuse_name("slice", name, all_slice_names(), "list slices");
    });
  }

  void read_property() {
    const std::string name = text("property", true);
    at("property", [&] {
      case_.property = find_life_property(name);
      if (case_.property == nullptr) refuse_name("property", name, all_life_property_names(), "list props");
    });
    case_.question.properties = {case_.property};
  }

  void read_verdict() {
    const std::string verdict = text("verdict", true);
    if (verdict != "holds" && verdict != "violated")
      fail(table_.get("verdict"), fmt::format("`verdict` is `holds` or `violated`, not `{}`", verdict));
    case_.violated = verdict == "violated";
    case_.steps = texts("steps");
    if (case_.violated == case_.steps.empty())
      fail(table_.get(case_.steps.empty() ? "verdict" : "steps"),
           case_.violated ? "`violated` needs `steps`: the operations of the shortest way there"
                          : "`steps` goes with `violated` only");
  }

  void read_today() {
    case_.today = texts("today");
    const toml::node* node = table_.get("today");
    if (case_.violated && node != nullptr) fail(node, "`today` goes with `holds` only");
    std::vector<std::string> known;
    for (const machine::FaultInfo& fault : case_.question.slice->faults)
      if (fault.excluded == machine::Exclusion::today) known.emplace_back(fault.name);
    for (const std::string& name : case_.today)
      if (std::ranges::find(known, name) == known.end())
        fail(node, fmt::format("slice {} excludes no `{}` that is done today; it excludes: {}",
                               case_.question.slice->name, name,
                               known.empty() ? "nothing" : fmt::format("{}", fmt::join(known, ", "))));
  }

  /// Builds the slice, so that every name in the case is looked up, each with its line.
  void try_slice() {
    Pool pool;
    std::unique_ptr<machine::Slice> slice;
    machine::Variant without_rules = case_.question.variant;
    for (const ArchRow* row : case_.question.rows)
      for (const machine::DatedFault* fault :
           machine::own_faults(*case_.question.slice, without_rules.release, *row))
        without_rules.own.emplace(fault->fault);
    at("faults", [&] { slice = machine::make_slice(*case_.question.slice, pool, without_rules); });
    read_rules(*slice);
    std::vector<std::string> operations;
    for (const machine::Step& step : slice->system.steps()) operations.push_back(step.operation());
    at("steps", [&] {
      for (const std::string& step : case_.steps)
        if (std::ranges::find(operations, step) == operations.end()) leave_out(*slice, step);
    });
    at("without", [&] {
      for (const std::string& operation : case_.question.without) leave_out(*slice, operation);
    });
    at("property", [&] {
      if (!case_.property->state(*slice))
        throw InputError(
            fmt::format("{} does not apply to slice {}", case_.property->name, case_.question.slice->name));
    });
    known_.insert("start");
    if (const toml::node* start = table_.get("start")) {
      if (!start->is_table()) fail(start, "`start` must be a table of variables and values");
      read_start(*start->as_table(), "", *slice);
    }
  }

  void read_start(const toml::table& table, const std::string& prefix, machine::Slice& slice) {
    for (const auto& [key, node] : table) {
      const std::string name = prefix + std::string(key.str());
      if (node.is_table()) {
        read_start(*node.as_table(), name + ".", slice);
        continue;
      }
      StartValue value{name, ""};
      if (node.is_string())
        value.value = **node.as_string();
      else if (node.is_integer())
        value.value = std::to_string(**node.as_integer());
      else if (node.is_boolean())
        value.value = **node.as_boolean() ? "1" : "0";
      else
        fail(&node, fmt::format("`{}` must be a word, a number, true or false", name));
      at(&node, [&] { restrict_start(slice, value); });
      case_.question.start.push_back(std::move(value));
    }
  }

  void read_rules(const machine::Slice& slice) {
    known_.insert("rule");
    const toml::node* all = table_.get("rule");
    if (all == nullptr) return;
    if (!all->is_table()) fail(all, "`rule` must be tables: [rule.NAME]");
    for (const auto& [key, node] : *all->as_table()) {
      const std::string name(key.str());
      const auto reference = slice.rules().find(name);
      if (reference == slice.rules().end()) {
        std::vector<std::string> names;
        for (const auto& [known, rule] : slice.rules()) names.push_back(known);
        fail(&node, fmt::format("slice {} asks no rule `{}`; it asks: {}", case_.question.slice->name, name,
                                fmt::join(names, ", ")));
      }
      case_.question.variant.rules[name] = rule_of_rows(node, reference->second);
    }
  }

  machine::DecisionRule rule_of_rows(const toml::node& node, machine::DecisionRule rule) {
    const toml::node* rows = node.is_table() ? node.as_table()->get("rows") : nullptr;
    if (rows == nullptr || !rows->is_array())
      fail(&node, "a rule needs `rows`: a list of [name, when, answer]");
    for (const auto& [key, other] : *node.as_table())
      if (key.str() != "rows") fail(&other, fmt::format("no key `{}` in a rule; there is: rows", key.str()));
    rule.rows.clear();
    rule.source = case_.path;
    for (const toml::node& row : *rows->as_array()) {
      std::vector<std::string> parts;
      if (row.is_array())
        for (const toml::node& part : *row.as_array())
          if (part.is_string()) parts.push_back(**part.as_string());
      if (!rule.rows.empty() && rule.rows.back().care == 0)
        fail(&row, "the row before it fits everything: this one never decides");
      if (parts.size() != 3 || row.as_array()->size() != 3)
        fail(&row, "a row is [name, when, answer], three strings");
      at(&row, [&] { rule.add(parts[0], parts[1], parts[2]); });
    }
    if (rule.rows.empty() || rule.rows.back().care != 0)
      fail(rows, "the last row of a rule must fit everything: its `when` is empty");
    return rule;
  }

  void refuse_the_rest() const {
    for (const auto& [key, node] : table_)
      if (!known_.contains(std::string(key.str())))
        fail(&node, fmt::format("no key `{}` in a case; there are: {}", key.str(), fmt::join(known_, ", ")));
  }

  Case case_;
  toml::table table_;
  std::set<std::string> known_;
};

}  // namespace

Case read_case(const std::string& path) {
  return Reader(path).read();
}

std::string cases_folder() {
  std::error_code error;
  for (const std::string& folder : {data_file("cases"), std::string("cases")})
    if (!folder.empty() && fs::is_directory(folder, error)) return folder;
  throw InputError("no folder `cases` with the program or here: name case files or a folder");
}

std::vector<std::string> case_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      if (!fs::exists(path, error)) throw InputError(fmt::format("no case file or folder {}", path));
      files.push_back(path);
      continue;
    }
    fs::recursive_directory_iterator entries(path, error);
    for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error))
      if (entries->path().extension() == ".toml") files.push_back(entries->path().string());
    if (error) throw InputError(fmt::format("cannot read the folder {}: {}", path, error.message()));
  }
  if (files.empty()) throw InputError(fmt::format("no case in {}", fmt::join(paths, ", ")));
  std::ranges::sort(files);
  return files;
}

}  // namespace pfncheck
