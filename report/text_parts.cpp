// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/text_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pfncheck::text {

std::string Paint::wrap(const char* code, std::string_view s) const {
  return on_ ? fmt::format("\033[{}m{}\033[0m", code, s) : std::string(s);
}

std::string Paint::verdict(Outcome outcome) const {
  switch (outcome) {
    case Outcome::holds:
      return green("holds");
    case Outcome::refuted:
      return red("REFUTED");
    case Outcome::error:
      return red("ERROR");
    case Outcome::not_applicable:
      return faint("-");
    case Outcome::vacuous:
    case Outcome::unknown:
    case Outcome::unsupported:
      break;
  }
  return yellow(to_string(outcome));
}

std::string count_of(std::size_t n, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", n, n == 1 ? singular : plural);
}

namespace {

std::vector<std::size_t> widths_of(const std::vector<std::vector<Cell>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].plain.size());
  }
  return widths;
}

}  // namespace

std::size_t width_of(const std::vector<std::vector<Cell>>& rows, unsigned indent) {
  std::size_t width = indent;
  const std::vector<std::size_t> widths = widths_of(rows);
  for (const std::size_t w : widths) width += w + 2;
  return widths.empty() ? width : width - 2;
}

std::string columns(const std::vector<std::vector<Cell>>& rows, unsigned indent) {
  const std::vector<std::size_t> widths = widths_of(rows);
  std::string out;
  for (const auto& row : rows) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i].shown;
      if (i + 1 < row.size()) line.append(widths[i] - row[i].plain.size() + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += unbroken(line) + "\n";
  }
  return out;
}

std::string prefix_of(const Place& place) {
  if (place.file.empty()) return {};
  return place.line == 0 ? fmt::format("{}: ", place.file) : fmt::format("{}:{}: ", place.file, place.line);
}

std::string one_call_line(std::string_view what, const std::string& arch) {
  return fmt::format("    one call {}{}:\n", what, arch.empty() ? "" : ", on " + arch);
}

std::string joined(const std::vector<std::string>& names, std::string_view between) {
  std::vector<std::string> once;
  for (const std::string& name : names)
    if (std::find(once.begin(), once.end(), name) == once.end()) once.push_back(name);
  return fmt::format("{}", fmt::join(once, between));
}

}  // namespace pfncheck::text
