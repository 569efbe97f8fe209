// SPDX-License-Identifier: GPL-2.0-or-later
// The tables of docs/json.md as a schema.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace pfncheck::test {

class Schema {
 public:
  /// Reads `## record` headings and their `| field | type | meaning |` tables.
  static Schema read(const std::string& path);

  /// What is wrong with a value of the type, a line each: fields that are missing, undocumented or of another
  /// type.
  std::vector<std::string> faults(const nlohmann::json& value, const std::string& type) const;

 private:
  void check(const nlohmann::json& value, const std::string& type, const std::string& at,
             std::vector<std::string>& faults) const;
  void check_record(const nlohmann::json& value, const std::string& record, const std::string& at,
                    std::vector<std::string>& faults) const;
  bool fits(const nlohmann::json& value, const std::string& type) const;

  std::map<std::string, std::map<std::string, std::string>> records_;  ///< record -> field -> type
};

}  // namespace pfncheck::test
