// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/source.hpp"

#include <fmt/format.h>

#include <optional>
#include <regex>

#include "model/input_error.hpp"

namespace pfncheck {

namespace {

/// Up to the next "; " that stands outside of quotes.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && text.substr(i).starts_with("; ")) {
      parts.emplace_back();
      ++i;
      continue;
    }
    parts.back() += text[i];
  }
  return parts;
}

std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(", ", at), list.size());
    words.push_back(list.substr(at, end - at));
    at = end + 2;
  }
  return words;
}

std::optional<SourceItem> read_part(const std::string& part) {
  static const std::regex place(
      R"(([A-Za-z0-9_.+-]+(?:/[A-Za-z0-9_.+-]+)*): (\w+(?:, \w+)*)(?: \((\d+\.\d+(?:, \d+\.\d+)*)\))?)");
  static const std::regex commit(R"re(commit ([0-9a-f]{12,40})(?: \("([^"]+)"\))?)re");
  static const std::regex cve(R"(CVE-\d{4}-\d{4,})");
  static const std::regex mail(R"re(mail "([^"]+)", ([^",;]+), (\d{4}-\d{2}-\d{2}))re");
  std::smatch m;
  SourceItem item;
  if (std::regex_match(part, m, commit)) {
    item.kind = SourceItem::Kind::commit;
    item.id = m[1];
    item.subject = m[2];
  } else if (std::regex_match(part, cve)) {
    item.kind = SourceItem::Kind::cve;
    item.id = part;
  } else if (std::regex_match(part, m, mail)) {
    item.kind = SourceItem::Kind::mail;
    item.subject = m[1];
    item.author = m[2];
    item.date = m[3];
  } else if (std::regex_match(part, m, place)) {
    item.file = m[1];
    item.names = words_of(m[2]);
    if (m[3].matched) item.releases = words_of(m[3]);
  } else {
    return std::nullopt;
  }
  return item;
}

}  // namespace

std::vector<SourceItem> read_source(std::string_view text) {
  std::vector<SourceItem> items;
  for (const std::string& part : parts_of(text)) {
    const auto item = read_part(part);
    if (!item)
      throw InputError(fmt::format(
          "`{}` is no source: file: function, ... (release) | commit ID (\"subject\") | CVE-... | mail "
          "\"subject\", author, YYYY-MM-DD; \"; \" between several",
          part));
    items.push_back(*item);
  }
  return items;
}

}  // namespace pfncheck
