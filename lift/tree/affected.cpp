// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/affected.hpp"

#include <algorithm>

namespace pfncheck::accounting {

namespace {

class Search {
 public:
  Search(const CheckedRow& row, const Texts& texts)
      : row_(row),
        texts_(texts),
        before_(functions_by_key(row.before)),
        after_(functions_by_key(row.after)) {}

  Affected run() {
    for (const auto& [key, b] : before_) {
      const auto a = after_.find(key);
      if (a != after_.end())
        compare(key, *b, *a->second);
      else if (vanished(key, *b, false))
        add(key.second);
    }
    for (const auto& [key, a] : after_)
      if (!before_.contains(key) && vanished(key, *a, true)) add(key.second);
    compare_data();
    return std::move(found_);
  }

 private:
  void add(const std::string& function) {
    if (is_lifted(row_, function, false) || is_lifted(row_, function, true))
      found_.covered.push_back(function);
    else
      found_.uncovered.push_back({function, function + "()"});
  }

  void compare(const FunctionKey& key, const FunctionText& before, const FunctionText& after) {
    if (before.linkage != after.linkage) {
      found_.uncovered.push_back({key.second, "linkage of " + key.second + "()"});
      found_.relinked.insert(key.second);
    }
    if (before.digest != after.digest && !text_changed(key, before, false) && !text_changed(key, after, true))
      add(key.second);
  }

  bool text_changed(const FunctionKey& key, const FunctionText& function, bool added) const {
    const auto text = texts_.find(key.first);
    if (text == texts_.end()) return false;
    const TextSide& side = text->second.side(added);
    const CFunction* in_text = side.function(key.second);
    return side.changed_in(function.first, function.last) ||
           (in_text && side.changed_in(in_text->first, in_text->last));
  }

  /// A function that has code on one side only. Nearly always somebody began or ceased to call it; but if its
  /// text stands on the other side too and is not compiled there, a directive did it.
  bool vanished(const FunctionKey& key, const FunctionText& function, bool added) const {
    const auto text = texts_.find(key.first);
    if (text == texts_.end() || text_changed(key, function, added)) return false;
    const CFunction* other = text->second.side(!added).function(key.second);
    return other && !compiles(added ? row_.before : row_.after, key.first, other->first);
  }

  void compare_data() {
    std::map<std::string, const DataText*> before;
    for (const DataText& data : row_.before.data) before.emplace(data.name, &data);
    for (const DataText& after : row_.after.data) {
      const auto b = before.find(after.name);
      // What only functions use comes and goes with them.
      if (b == before.end() ? after.alone : b->second->digest != after.digest)
        found_.uncovered.push_back({"", after.name});
      if (b != before.end()) before.erase(b);
    }
    for (const auto& [name, data] : before)
      if (data->alone) found_.uncovered.push_back({"", name});
  }

  const CheckedRow& row_;
  const Texts& texts_;
  const Functions before_, after_;
  Affected found_;
};

}  // namespace

Functions functions_by_key(const CheckedSide& side) {
  Functions functions;
  for (const FunctionText& f : side.functions) functions.emplace(FunctionKey{f.file, f.name}, &f);
  return functions;
}

bool is_lifted(const CheckedRow& row, const std::string& function, bool added) {
  return std::any_of(row.rules.begin(), row.rules.end(), [&](const LiftedRule& rule) {
    return (added ? rule.after : rule.before).contains(function);
  });
}

bool compiles(const CheckedSide& side, const std::string& file, unsigned line) {
  const auto lines = side.compiled.find(file);
  return lines != side.compiled.end() && std::binary_search(lines->second.begin(), lines->second.end(), line);
}

Affected find_affected(const CheckedRow& row, const Texts& texts) {
  return Search(row, texts).run();
}

std::string summary_of(const Affected& affected) {
  if (affected.uncovered.empty()) return "";
  std::string text = affected.uncovered.front().what;
  if (affected.uncovered.size() > 1)
    text += " and " + std::to_string(affected.uncovered.size() - 1) + " more";
  if (!affected.covered.empty()) text += ", beside " + affected.covered.front() + "()";
  return text;
}

}  // namespace pfncheck::accounting
