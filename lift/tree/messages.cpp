// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/messages.hpp"

#include <regex>
#include <sstream>

namespace pfncheck {

namespace {

/// The function of a BUILD_BUG_ON() has a number by __COUNTER__, another one on each row
/// (include/linux/compiler_types.h).
std::string without_counter(const std::string& message) {
  static const std::regex counted(R"((__compiletime_assert)_\d{1,9})");
  return std::regex_replace(message, counted, "$1");
}

std::vector<CompilerMessage> parse(const std::string& text, const std::regex& form,
                                   const std::function<std::string(const std::string&)>& shown) {
  std::vector<CompilerMessage> messages;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch parts;
    if (line.size() > 4096 || !std::regex_match(line, parts, form)) continue;
    messages.push_back({shown(parts[1].str()), static_cast<unsigned>(std::stoul(parts[2].str())),
                        without_counter(parts[3].str())});
  }
  return messages;
}

}  // namespace

std::vector<CompilerMessage> parse_messages(const std::string& text,
                                            const std::function<std::string(const std::string&)>& shown) {
  static const std::regex form(R"(^(.+?):(\d{1,9}):(?:\d+:)? ((?:fatal )?error: .*)$)");
  return parse(text, form, shown);
}

std::vector<CompilerMessage> parse_warnings(const std::string& text,
                                            const std::function<std::string(const std::string&)>& shown) {
  static const std::regex form(R"(^(.+?):(\d{1,9}):(?:\d+:)? (warning: .*)$)");
  return parse(text, form, shown);
}

std::vector<std::string> parse_dependencies(const std::string& text) {
  std::vector<std::string> files;
  const std::size_t colon = text.find(": ");
  std::string file;
  for (std::size_t at = colon == std::string::npos ? text.size() : colon + 2; at < text.size(); ++at) {
    const char c = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : '\n';
    if (c == '\\' && next != '\n') {
      file += next;
      ++at;
    } else if (c == '$' && next == '$') {
      file += c;
      ++at;
    } else if (c == ' ' || c == '\n' || c == '\\') {
      if (!file.empty()) files.push_back(std::move(file));
      file.clear();
    } else {
      file += c;
    }
  }
  if (!file.empty()) files.push_back(std::move(file));
  return files;
}

std::string missing_include(const std::string& message) {
  static const std::regex form(
      R"(.*?(?:'(.+)' file not found|Could not find inc(?:lude|bin) file '(.+)').*)");
  std::smatch parts;
  if (message.size() > 4096 || !std::regex_match(message, parts, form)) return {};
  return parts[1].matched ? parts[1].str() : parts[2].str();
}

}  // namespace pfncheck
