// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/patch/mailbox.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <optional>
#include <sstream>

#include "lift/patch/diff_text.hpp"
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

std::string first_line_of(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return all;
}

/// A number of up to four digits that is the whole text.
std::optional<unsigned> small_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 4 || error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// "v2", "PATCHv2"
std::optional<unsigned> version_in(std::string_view word) {
  for (const std::string_view before : {"patch", "rfc"})
    if (word.starts_with(before)) word.remove_prefix(before.size());
  return word.starts_with('v') ? small_number(word.substr(1)) : std::nullopt;
}

/// Words of a tag: "PATCH v2 net-next 3/5", "PATCHv2 03/12", "RFC PATCH"; patchwork writes "v2,3/5".
void read_tag(std::string_view tag, PatchSubject& subject) {
  std::string text = lower(tag);
  std::replace_if(text.begin(), text.end(), [](char c) { return c == ',' || c == ':'; }, ' ');
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word.starts_with("patch") || word.starts_with("rfc")) subject.tagged = true;
    if (word == "resend" || word == "repost") subject.resent = true;
    if (const auto version = version_in(word)) {
      subject.version = *version;
      subject.tagged = true;
    }
    const std::size_t slash = word.find('/');
    if (slash == std::string::npos) continue;
    const auto number = small_number(std::string_view(word).substr(0, slash));
    const auto of = small_number(std::string_view(word).substr(slash + 1));
    if (!number || !of) continue;
    subject.number = *number;
    subject.of = *of;
    subject.tagged = true;
  }
}

/// Drops "Re: ", "Fwd:", "Aw: Re: " ... at the front.
bool take_reply(std::string_view& text) {
  static constexpr std::array<std::string_view, 7> words = {"re", "aw", "sv", "antw", "fwd", "fw", "wg"};
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon > 4) return false;
  const std::string word = lower(text.substr(0, colon));
  if (std::find(words.begin(), words.end(), word) == words.end()) return false;
  text.remove_prefix(colon + 1);
  return true;
}

/// Drops "[...]" at the front and gives what is in it.
std::optional<std::string_view> take_tag(std::string_view& text) {
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos) return std::nullopt;
  const std::string_view tag = text.substr(1, end - 1);
  text.remove_prefix(end + 1);
  return tag;
}

/// "From <commit> Mon Sep 17 00:00:00 2001": a date that means nothing, and that only git writes.
bool is_line_of_format_patch(std::string_view line) {
  const std::size_t blank = line.find(' ', 5);
  return line.starts_with("From ") && blank != std::string_view::npos && blank >= 45 &&
         line.substr(blank + 1) == "Mon Sep 17 00:00:00 2001";
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Index of the line of `text` at which all of `part` stands; nothing if it stands there in another encoding.
std::optional<std::size_t> place_of(std::string_view part, std::string_view text) {
  const auto wanted = lines_of(part), all = lines_of(text);
  const auto at = std::search(all.begin(), all.end(), wanted.begin(), wanted.end());
  if (wanted.empty() || at == all.end()) return std::nullopt;
  return static_cast<std::size_t>(at - all.begin());
}

bool is_boundary(std::string_view line) {
  return line.size() > 2 && line.starts_with("--") && line[2] != ' ' && !line.starts_with("--- ");
}

/// Without the parts that repeat the text as HTML (multipart/alternative): git reads those as text too, and
/// would find the diff a second time.
std::string without_html(const std::string& raw) {
  if (lower(raw).find("\ncontent-type: multipart/alternative") == std::string::npos) return raw;
  const auto lines = lines_of(raw);
  std::string out, boundary;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!boundary.empty() && !lines[i].starts_with(boundary)) continue;
    boundary.clear();
    bool is_html = false;
    for (std::size_t head = i + 1; is_boundary(lines[i]) && head < lines.size() && !lines[head].empty();
         ++head)
      is_html = is_html || lower(lines[head]).starts_with("content-type: text/html");
    if (is_html)
      boundary = lines[i];
    else
      out.append(lines[i]) += '\n';
  }
  return out;
}

/// Mail programs that encode a text end its lines in CR LF first. A patch of a file with such lines has none
/// in its head.
void drop_line_ends_of_mail(std::string& diff) {
  const std::size_t head = diff.starts_with("+++ ") ? 0 : diff.find("\n+++ ");
  if (head == std::string::npos) return;
  const std::size_t end = diff.find('\n', head + 1);
  if (end == std::string::npos || diff[end - 1] != '\r') return;
  std::size_t to = 0;
  for (std::size_t from = 0; from < diff.size(); ++from)
    if (diff[from] != '\r' || from + 1 == diff.size() || diff[from + 1] != '\n') diff[to++] = diff[from];
  diff.resize(to);
}

/// What git mailinfo makes of a mail: headers on standard output, the patch in a file.
GitResult mail_info(const std::string& raw, const TemporaryFolder& scratch, bool alone) {
  // "-- >8 --" parts a patch from what is said before it; in a thread such a mail is a reply.
  const std::string scissors = alone ? "--scissors" : "--no-scissors";
  GitResult info =
      git({"mailinfo", "-k", scissors, "--encoding=UTF-8", "message", "patch"}, scratch.path(), raw);
  if (info.status != 0)  // a charset that iconv does not know: take the bytes as they are
    info = git({"mailinfo", "-k", scissors, "-n", "message", "patch"}, scratch.path(), raw);
  return info;
}

Mail decode(const std::string& raw, unsigned first_line, const TemporaryFolder& scratch, bool alone) {
  const GitResult info = mail_info(without_html(raw), scratch, alone);
  Mail mail;
  mail.first_line = first_line;
  mail.by_format_patch = is_line_of_format_patch(first_line_of(raw));
  mail.asks_to_pull = raw.find("\nThe following changes since commit ") != std::string::npos;
  std::istringstream headers(info.out);
  for (std::string line; std::getline(headers, line);)
    if (line.starts_with("Subject: ") && line.size() > 9) mail.subject = parse_subject(line.substr(9));
  if (info.status != 0) return mail;
  const std::string text = read_file(scratch.path() + "/message").value_or("");
  mail.diff = read_file(scratch.path() + "/patch").value_or("");
  mail.quotes_diff = ("\n" + text + mail.diff).find("\n> diff --git ") != std::string::npos;
  const auto line = place_of(mail.diff, raw);
  mail.decoded = !line;
  mail.diff_line = line ? first_line + static_cast<unsigned>(*line) : 1;
  drop_line_ends_of_mail(mail.diff);
  mail.diff = without_mentions(mail.diff);
  if (!find_diff(mail.diff)) mail.diff.clear();
  return mail;
}

}  // namespace

PatchSubject parse_subject(std::string_view text) {
  PatchSubject subject;
  const auto skip_blanks = [&text] {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  };
  for (skip_blanks();; skip_blanks()) {
    if (take_reply(text)) {
      subject.reply = true;
    } else if (const auto tag = take_tag(text)) {
      read_tag(*tag, subject);
    } else {
      break;
    }
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  subject.title = text;
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
    throw InputError(name + ": cannot be read as mail: " + first_line_of(split.err) + "; save it as an mbox");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(box)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  if (files.size() > max_mails)
    throw InputError(name + ": more than 2,000 mails; save only the thread of the patch (b4 am MESSAGE-ID)");
  std::vector<Mail> mails;
  unsigned line = 1;
  for (const auto& file : files) {
    const std::string raw = read_file(file.string()).value_or("");
    mails.push_back(decode(raw, line, scratch, files.size() == 1));
    line += static_cast<unsigned>(std::count(raw.begin(), raw.end(), '\n'));
  }
  return mails;
}

}  // namespace pfncheck
