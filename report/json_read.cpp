// SPDX-License-Identifier: GPL-2.0-or-later
// Reads back the part of a report that `replay` needs. The text is a user's file: every field is checked.
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "model/input_error.hpp"
#include "report/json.hpp"

namespace pfncheck {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& origin, const std::string& why) {
  throw InputError(fmt::format("{}: not a witness: {}; write one with --format json", origin, why));
}

std::string text_at(const Json& object, const char* key, const std::string& origin) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) refuse(origin, fmt::format("`{}` is not a string", key));
  return found->get<std::string>();
}

std::string needed_text(const Json& object, const char* key, const std::string& origin) {
  std::string text = text_at(object, key, origin);
  if (text.empty()) refuse(origin, fmt::format("`{}` is missing", key));
  return text;
}

std::uint64_t number_of(const Json& value, const std::string& name, const std::string& origin) {
  const std::string text = value.is_string() ? value.get<std::string>() : std::string();
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  if (!text.starts_with("0x"))
    refuse(origin, fmt::format("value of `{}` is not a string like \"0x1f\"", name));
  const auto [stop, error] = std::from_chars(text.data() + 2, end, number, 16);
  if (error != std::errc() || stop != end)
    refuse(origin, fmt::format("value of `{}` is no number: {}", name, text));
  return number;
}

std::vector<std::string> texts_at(const Json& object, const char* key, const std::string& origin) {
  std::vector<std::string> texts;
  const auto found = object.find(key);
  if (found == object.end()) return texts;
  if (!found->is_array()) refuse(origin, fmt::format("`{}` is not an array", key));
  for (const Json& item : *found) {
    if (!item.is_string()) refuse(origin, fmt::format("`{}` holds something else than strings", key));
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

WitnessRecord witness_of(const Json& object, const std::string& origin) {
  WitnessRecord witness;
  const auto values = object.find("values");
  if (values == object.end() || !values->is_object()) refuse(origin, "`witness.values` is missing");
  for (const auto& [name, value] : values->items()) witness.values[name] = number_of(value, name, origin);
  witness.when = texts_at(object, "when", origin);
  witness.path = texts_at(object, "path", origin);
  witness.then = texts_at(object, "then", origin);
  witness.before = text_at(object, "before", origin);
  witness.after = text_at(object, "after", origin);
  return witness;
}

ResultRecord result_of(const Json& object, const std::string& origin) {
  ResultRecord record;
  record.property = needed_text(object, "property", origin);
  record.rule = needed_text(object, "rule", origin);
  record.level = needed_text(object, "level", origin);
  record.arch = needed_text(object, "arch", origin);
  record.release = needed_text(object, "release", origin);
  record.config = needed_text(object, "config", origin);
  record.function = text_at(object, "function", origin);
  record.origin = text_at(object, "origin", origin);  // a clause of a contract has none
  record.side = text_at(object, "side", origin) == "after" ? Side::after : Side::before;
  record.note = text_at(object, "note", origin);
  record.place.file = text_at(object, "file", origin);
  record.witness = witness_of(object.at("witness"), origin);
  return record;
}

bool has_witness(const Json& object) {
  const auto found = object.is_object() ? object.find("witness") : object.end();
  return found != object.end() && found->is_object();
}

/// A report says which schema it has; one result alone does not.
void check_schema(const Json& document, const std::string& origin) {
  const auto found = document.find("schema");
  if (found == document.end() ? has_witness(document) : *found == json_schema_version) return;
  const std::string is = found == document.end() ? "missing" : found->dump();
  throw InputError(fmt::format("{}: `schema` is {}; this pfncheck reads {}: write the report anew with it",
                               origin, is, json_schema_version));
}

}  // namespace

Witnesses witnesses_of_json(std::string_view text, const std::string& origin) {
  const Json document = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) refuse(origin, "it is no JSON");
  if (!document.is_object()) refuse(origin, "it is no JSON object");
  Witnesses witnesses;
  if (has_witness(document)) witnesses.records.push_back(result_of(document, origin));
  for (const char* array : {"results", "outside"}) {
    const auto found = document.find(array);
    if (found == document.end() || !found->is_array()) continue;
    for (const Json& item : *found)
      if (has_witness(item)) witnesses.records.push_back(result_of(item, origin));
  }
  if (witnesses.records.empty()) refuse(origin, "nothing in it has a witness");
  check_schema(document, origin);
  witnesses.full_release = text_at(document, "full_release", origin);
  return witnesses;
}

}  // namespace pfncheck
