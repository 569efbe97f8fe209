// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/mailbox.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <regex>
#include <sstream>

#include "lift/tree/diff_text.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/git.hpp"
#include "model/input_error.hpp"

namespace pfncheck {

namespace {

constexpr std::size_t max_mails = 2000;

std::string temporary_parent() {
  return (std::filesystem::temp_directory_path() / ("pfncheck-" + std::to_string(getuid()))).string();
}

std::size_t count_from_lines(const std::string& text) {
  std::size_t count = text.starts_with("From ") ? 1 : 0;
  for (std::size_t at = text.find("\nFrom "); at != std::string::npos; at = text.find("\nFrom ", at + 1))
    ++count;
  return count;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

/// Words of a tag: "PATCH v2 net-next 3/5", "PATCHv2 03/12", "RFC PATCH".
void read_tag(const std::string& tag, PatchSubject& subject) {
  static const std::regex number("([0-9]{1,4})/([0-9]{1,4})"),
      version("(?:PATCH|RFC)?v([0-9]{1,3})", std::regex::icase);
  std::istringstream words(tag);
  for (std::string word; words >> word;) {
    while (word.ends_with(',') || word.ends_with(':')) word.pop_back();
    std::smatch match;
    if (std::regex_match(word, match, number)) {
      subject.number = static_cast<unsigned>(std::stoul(match[1]));
      subject.of = static_cast<unsigned>(std::stoul(match[2]));
      subject.tagged = true;
    } else if (std::regex_match(word, match, version)) {
      subject.version = static_cast<unsigned>(std::stoul(match[1]));
    }
    static const std::regex patch("(patch|rfc).*", std::regex::icase);
    if (std::regex_match(word, patch)) subject.tagged = true;
  }
}

Mail decode(const std::filesystem::path& file, const TemporaryFolder& scratch) {
  const std::string raw = read_file(file.string()).value_or("");
  const std::vector<std::string> arguments = {"mailinfo", "-k", "--encoding=UTF-8", "message", "patch"};
  GitResult info = git(arguments, scratch.path(), raw);
  if (info.status != 0)  // a charset that iconv does not know: take the bytes as they are
    info = git({"mailinfo", "-k", "-n", "message", "patch"}, scratch.path(), raw);
  Mail mail;
  static const std::regex format_patch("From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001");
  mail.by_format_patch = std::regex_search(first_line(raw), format_patch);
  std::istringstream headers(info.out);
  for (std::string line; std::getline(headers, line);)
    if (line.starts_with("Subject: ")) mail.subject = parse_subject(line.substr(9));
  if (info.status != 0) return mail;
  mail.diff = read_file(scratch.path() + "/patch").value_or("");
  if (!holds_diff(mail.diff)) mail.diff.clear();
  return mail;
}

}  // namespace

PatchSubject parse_subject(std::string_view text) {
  PatchSubject subject;
  std::string rest(text);
  static const std::regex reply("^\\s*(re|aw|sv|antw|fwd?|fw|wg)(\\[[0-9]+\\])?:\\s*", std::regex::icase);
  static const std::regex tag("^\\s*\\[([^\\]]*)\\]\\s*");
  for (std::smatch match;;) {
    if (std::regex_search(rest, match, reply)) {
      subject.reply = true;
    } else if (std::regex_search(rest, match, tag)) {
      read_tag(match[1], subject);
    } else {
      break;
    }
    rest = match.suffix().str();
  }
  while (!rest.empty() && std::isspace(static_cast<unsigned char>(rest.back()))) rest.pop_back();
  subject.title = rest;
  return subject;
}

std::vector<Mail> read_mails(const std::string& text, const std::string& name) {
  if (count_from_lines(text) > max_mails)
    throw InputError(name + ": more than 2,000 mails; save only the thread of the patch (b4 am MESSAGE-ID)");
  const TemporaryFolder scratch(temporary_parent());
  const std::filesystem::path box = std::filesystem::path(scratch.path()) / "mails";
  std::filesystem::create_directory(box);
  const GitResult split = git({"mailsplit", "-b", "-o" + box.string(), "-d5"}, scratch.path(), text);
  if (split.status != 0)
    throw InputError(name + ": cannot be read as mail: " + first_line(split.err) + "; save it as an mbox");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(box)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  if (files.size() > max_mails)
    throw InputError(name + ": more than 2,000 mails; save only the thread of the patch (b4 am MESSAGE-ID)");
  std::vector<Mail> mails;
  for (const auto& file : files) mails.push_back(decode(file, scratch));
  return mails;
}

}  // namespace pfncheck
