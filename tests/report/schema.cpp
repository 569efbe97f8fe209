// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/report/schema.hpp"

#include <fstream>
#include <regex>
#include <stdexcept>

namespace pfncheck::test {
namespace {

using Json = nlohmann::json;

constexpr std::string_view array_of = "array of ";
constexpr std::string_view object_of = "object of ";

/// "a or b or null" -> a, b, null
std::vector<std::string> alternatives(const std::string& type) {
  static const std::regex between(" or ");
  return {std::sregex_token_iterator(type.begin(), type.end(), between, -1), std::sregex_token_iterator()};
}

}  // namespace

Schema Schema::read(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  static const std::regex heading("## ([a-z_]+)"), row(R"(\| `([a-z_-]+)` \| ([^|]+) \|.*)");
  Schema schema;
  std::string record, line;
  for (std::smatch match; std::getline(file, line);) {
    if (std::regex_match(line, match, heading)) record = match[1];
    if (std::regex_match(line, match, row)) schema.records_[record][match[1]] = match[2];
  }
  return schema;
}

std::vector<std::string> Schema::faults(const Json& value, const std::string& type) const {
  std::vector<std::string> found;
  check(value, type, type, found);
  return found;
}

bool Schema::fits(const Json& value, const std::string& type) const {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  if (records_.contains(type)) return value.is_object();
  return value == Json(type);  // a word
}

void Schema::check(const Json& value, const std::string& type, const std::string& at,
                   std::vector<std::string>& faults) const {
  const bool is_array = type.starts_with(array_of);
  if (is_array || type.starts_with(object_of)) {
    if (is_array ? !value.is_array() : !value.is_object()) faults.push_back(at + " is no " + type);
    const std::string of = type.substr(is_array ? array_of.size() : object_of.size());
    for (const Json& item : value) check(item, of, at + "[]", faults);
    return;
  }
  for (const std::string& one : alternatives(type)) {
    if (!fits(value, one)) continue;
    if (records_.contains(one)) check_record(value, one, at, faults);
    return;
  }
  faults.push_back(at + " is not " + type + ": " + value.dump());
}

void Schema::check_record(const Json& value, const std::string& record, const std::string& at,
                          std::vector<std::string>& faults) const {
  const auto& fields = records_.at(record);
  for (const auto& [field, type] : fields) {
    if (value.contains(field))
      check(value.at(field), type, at + "." + field, faults);
    else
      faults.push_back(at + " lacks " + field);
  }
  for (const auto& [field, item] : value.items())
    if (!fields.contains(field)) faults.push_back(at + "." + field + " is not documented");
}

}  // namespace pfncheck::test
