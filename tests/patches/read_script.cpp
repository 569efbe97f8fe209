// SPDX-License-Identifier: GPL-2.0-or-later
#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>

#include "tests/patches/edit_script.hpp"

namespace pfncheck::edit {

namespace {

using Action = Edit::Action;

/// A table of which every key must be asked for: a misspelt key is an error, not silence.
class Keys {
 public:
  Keys(const toml::table& table, std::string where) : table_(table), where_(std::move(where)) {}

  std::string text(const char* key, const std::string& otherwise = {}) {
    known_.insert(key);
    const auto node = table_[key];
    if (!node) return otherwise;
    if (!node.is_string()) fail(std::string(key) + " must be a string");
    return *node.value<std::string>();
  }
  unsigned number(const char* key, unsigned otherwise) {
    known_.insert(key);
    const auto node = table_[key];
    if (node && !node.is_integer()) fail(std::string(key) + " must be a number");
    return node ? static_cast<unsigned>(*node.value<std::int64_t>()) : otherwise;
  }
  bool flag(const char* key, bool otherwise) {
    known_.insert(key);
    return table_[key].value_or(otherwise);
  }
  std::vector<std::string> texts(const char* key) {
    known_.insert(key);
    std::vector<std::string> all;
    const auto* array = table_[key].as_array();
    if (!array) {
      if (table_.contains(key)) fail(std::string(key) + " must be a list");
      return all;
    }
    for (const auto& node : *array) {
      const auto value = node.value<std::string>();
      if (!value) fail(std::string(key) + " must be a list of strings");
      all.push_back(*value);
    }
    return all;
  }
  std::vector<unsigned> numbers(const char* key) {
    known_.insert(key);
    std::vector<unsigned> all;
    const auto* array = table_[key].as_array();
    if (!array && table_.contains(key)) fail(std::string(key) + " must be a list");
    if (!array) return all;
    for (const auto& node : *array) {
      const auto value = node.value<std::int64_t>();
      if (!value || *value < 0) fail(std::string(key) + " must be a list of numbers");
      all.push_back(static_cast<unsigned>(*value));
    }
    return all;
  }
  std::vector<Keys> tables(const char* key) {
    known_.insert(key);
    std::vector<Keys> all;
    const auto* array = table_[key].as_array();
    if (!array) return all;
    for (const auto& node : *array) {
      if (!node.is_table()) fail(std::string(key) + " must be a list of tables");
      all.emplace_back(*node.as_table(), where_ + ": " + key + " " + std::to_string(all.size() + 1));
    }
    return all;
  }
  bool has(const char* key) const { return table_.contains(key); }
  void nothing_else() const {
    for (const auto& [key, node] : table_)
      if (!known_.contains(std::string(key.str()))) fail("unknown key " + std::string(key.str()));
  }
  [[noreturn]] void fail(const std::string& what) const { throw std::runtime_error(where_ + ": " + what); }

 private:
  const toml::table& table_;
  std::string where_;
  std::set<std::string> known_;
};

void read_action(Keys& keys, Edit& edit) {
  static const std::vector<std::pair<const char*, Action>> actions = {
      {"replace", Action::replace}, {"condition", Action::condition}, {"rename", Action::rename},
      {"swap", Action::swap},       {"drop", Action::drop},           {"move", Action::move},
      {"above", Action::above},     {"before", Action::before},       {"after", Action::after},
      {"append", Action::append},   {"create", Action::create}};
  unsigned found = 0;
  for (const auto& [key, action] : actions) {
    if (!keys.has(key)) continue;
    ++found;
    edit.action = action;
    edit.what = keys.text(key);
  }
  if (found != 1)
    keys.fail(
        "needs exactly one action (replace, condition, rename, swap, drop, move, above, before, after, "
        "append, create)");
  edit.text = keys.text("with");
  edit.second = keys.text("and");
  if (edit.action == Action::append || edit.action == Action::create || edit.action == Action::above)
    edit.text = edit.what;
  if ((edit.action == Action::swap) != !edit.second.empty()) keys.fail("`and` belongs to swap");
}

Edit read_edit(Keys& keys, const std::string& file, const std::string& function) {
  Edit edit;
  edit.file = keys.text("file", file);
  edit.macro = keys.text("macro");
  edit.function = keys.text("function", edit.macro.empty() ? function : "");
  edit.function_nth = keys.number("function_nth", 1);
  edit.releases = keys.texts("releases");
  edit.nth = keys.number("nth", 1);
  read_action(keys, edit);
  if (edit.file.empty()) keys.fail("needs a file");
  keys.nothing_else();
  return edit;
}

/// A function with its own edits, which are added to those of the script.
Judged read_judged(Keys& keys, const std::string& of_script, std::vector<Edit>& edits) {
  const std::string file = keys.text("file", of_script);
  Judged judged{keys.text("name"), keys.text("is"),   keys.text("kind"),    keys.text("what"),
                keys.text("at"),   keys.text("when"), keys.text("not_yet"), keys.texts("releases")};
  keys.text("why");
  for (Keys& edit : keys.tables("edit")) {
    edits.push_back(read_edit(edit, file, judged.function));
    if (edits.back().releases.empty()) edits.back().releases = judged.releases;
  }
  static const std::set<std::string> known = {"same", "different", "unbalanced", "order"};
  if (judged.function.empty() || !known.contains(judged.is))
    keys.fail("needs name, and is: same, different, unbalanced or order");
  if ((judged.is == "unbalanced") == judged.what.empty()) keys.fail("`what` belongs to unbalanced");
  if ((judged.is == "same") == judged.kind.empty()) keys.fail("`kind` belongs to same");
  keys.nothing_else();
  return judged;
}

Expectation read_expectation(Keys keys) {
  Expectation expectation{keys.text("rule"), keys.texts("rows"), keys.texts("releases"),
                          keys.texts("properties")};
  std::sort(expectation.properties.begin(), expectation.properties.end());
  if (expectation.rule.empty() || expectation.rows.empty()) keys.fail("needs rule and rows");
  keys.nothing_else();
  return expectation;
}

Refusal read_refusal(Keys keys) {
  Refusal refusal{keys.texts("rows"), keys.text("file"), keys.text("says")};
  if (refusal.rows.empty() || refusal.file.empty() || refusal.says.empty())
    keys.fail("needs rows, file and says");
  keys.nothing_else();
  return refusal;
}

}  // namespace

Script read_script(const std::string& path) {
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    throw std::runtime_error(path + ":" + std::to_string(error.source().begin.line) + ": " +
                             std::string(error.description()));
  }
  Keys keys(table, path);
  Script script;
  script.name = std::filesystem::path(path).stem().string();
  script.title = keys.text("title");
  script.why = keys.text("why");
  script.follows = keys.text("follows");
  script.releases = keys.texts("releases");
  script.verdict = keys.text("verdict");
  script.unbalanced = keys.text("unbalanced");
  script.classes = keys.texts("classes");
  script.exits = keys.numbers("exits");
  script.not_yet = keys.numbers("not_yet");
  script.also = keys.texts("also");
  script.same = keys.texts("same");
  script.differ = keys.texts("differ");
  const std::string file = keys.text("file");
  for (Keys& edit : keys.tables("edit")) script.edits.push_back(read_edit(edit, file, ""));
  for (Keys& function : keys.tables("function"))
    script.functions.push_back(read_judged(function, file, script.edits));
  for (Keys& fresh : keys.tables("new")) script.fresh.push_back(read_expectation(fresh));
  for (Keys& changed : keys.tables("different")) script.changed.push_back(read_expectation(changed));
  for (Keys& refused : keys.tables("refused")) script.refused.push_back(read_refusal(refused));
  keys.nothing_else();
  static const std::set<std::string> verdicts = {"breaks",  "different",  "same", "accounting",
                                                 "refused", "unbalanced", "each"};
  if (script.title.empty() || script.edits.empty() || script.releases.empty())
    keys.fail("needs title, releases and edit");
  if (!verdicts.contains(script.verdict))
    keys.fail("verdict must be breaks, different, same, accounting, refused, unbalanced or each");
  if ((script.verdict == "unbalanced") != !script.unbalanced.empty())
    keys.fail("`unbalanced` belongs to verdict unbalanced");
  if ((script.verdict == "refused") != !script.refused.empty())
    keys.fail("`refused` belongs to verdict refused");
  if ((script.verdict == "each") != !script.functions.empty())
    keys.fail("`function` belongs to verdict each");
  if ((script.verdict == "breaks") != !script.fresh.empty()) keys.fail("`new` belongs to verdict breaks");
  return script;
}

std::vector<Script> read_scripts(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Script> scripts;
  for (const auto& path : paths) scripts.push_back(read_script(path.string()));
  return scripts;
}

}  // namespace pfncheck::edit
