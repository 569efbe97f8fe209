// SPDX-License-Identifier: GPL-2.0-or-later
// What the compiler says of a patch or a tree.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/text_parts.hpp"

namespace pfncheck::text {
namespace {

/// Of one row: one missing brace can cost thousands.
constexpr unsigned most_messages = 5;
constexpr std::string_view warning = "warning: ";

/// One message, on the architectures on which the compiler says it.
struct Said {
  const Message* first;
  std::vector<std::string> archs;
};

std::vector<Said> each_once(const std::vector<Message>& messages) {
  std::vector<Said> all;
  for (const Message& m : messages) {
    const auto same = [&](const Said& said) {
      return said.first->place == m.place && said.first->text == m.text;
    };
    // Messages are ordered by place: the same one is among the last.
    const auto found = std::find_if(all.rbegin(), all.rend(), same);
    if (found == all.rend())
      all.push_back({&m, {m.arch}});
    else
      found->archs.push_back(m.arch);
  }
  return all;
}

bool is_warning(const Message& m) {
  return m.text.starts_with(warning);
}

/// The compiler names the row; of a case file nobody compiles anything.
std::string label_of(const Message& m) {
  if (is_warning(m)) return "new warning, not counted:";
  return m.arch.empty() ? "mistake:" : "does not compile:";
}

std::string line_of(const Said& said, const Paint& paint) {
  const Message& m = *said.first;
  const std::string on = joined(said.archs, " ");
  return fmt::format("{} {}{}{}{}\n", paint.bold(label_of(m)), prefix_of(m.place),
                     is_warning(m) ? m.text.substr(warning.size()) : paint.red(m.text),
                     on.empty() ? "" : "  ", on);
}

}  // namespace

std::string message_lines(const std::vector<Message>& messages, const Paint& paint, bool verbose) {
  std::string out;
  std::map<std::string, unsigned> shown, left;
  for (const Said& said : each_once(messages)) {
    const bool has_room =
        std::ranges::any_of(said.archs, [&](const std::string& arch) { return shown[arch] < most_messages; });
    if (verbose || has_room) out += line_of(said, paint);
    for (const std::string& arch : said.archs) ++(verbose || has_room ? shown : left)[arch];
  }
  std::map<unsigned, std::vector<std::string>, std::greater<>> archs;
  for (const auto& [arch, count] : left) archs[count].push_back(arch);
  for (const auto& [count, names] : archs) {
    const bool warns = is_warning(messages.front());
    out += fmt::format(
        "{} {} (-v has all)  {}\n", paint.bold(label_of(messages.front())),
        count_of(count, warns ? "more warning" : "more error", warns ? "more warnings" : "more errors"),
        joined(names, " "));
  }
  return out;
}

}  // namespace pfncheck::text
