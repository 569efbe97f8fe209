// SPDX-License-Identifier: GPL-2.0-or-later
// Which other refusals there are, and where, stands in refused.hpp.
#include "lift/patch/refused.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <set>
#include <sstream>
#include <vector>

#include "lift/tree/files.hpp"
#include "lift/tree/git.hpp"

namespace pfncheck {

namespace {

constexpr const char* other_version =
    "; the patch is for another version: give the tree that it was made for";
constexpr const char* raw_mail = "take the patch from git format-patch or the list's archive";

std::string without_blanks(std::string line) {
  std::erase_if(line, [](unsigned char c) { return std::isspace(c) != 0; });
  return line;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// "a =3D b" -> "a = b"
std::string without_quoted_printable(const std::string& line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool code = line[i] == '=' && i + 2 < line.size() &&
                      std::isxdigit(static_cast<unsigned char>(line[i + 1])) &&
                      std::isxdigit(static_cast<unsigned char>(line[i + 2]));
    if (!code) {
      out += line[i];
      continue;
    }
    out += static_cast<char>(std::strtol(line.substr(i + 1, 2).c_str(), nullptr, 16));
    i += 2;
  }
  return out;
}

std::string without_entities(const std::string& line) {
  static constexpr std::array<std::array<std::string_view, 2>, 5> entities = {
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}};
  std::string out = line;
  for (const auto& [entity, character] : entities) out = replaced(std::move(out), entity, character);
  return out;
}

class File {
 public:
  explicit File(const std::string& path) {
    std::istringstream in(read_file(path).value_or(""));
    for (std::string line; std::getline(in, line);) lines_.push_back(line);
    whole_.insert(lines_.begin(), lines_.end());
    for (const std::string& line : lines_) words_.insert(without_blanks(line));
  }
  bool has(const std::string& line) const { return whole_.contains(line); }
  bool has_words(const std::string& line) const { return words_.contains(without_blanks(line)); }
  bool has_at(const std::vector<std::string>& part, unsigned first) const {
    return first > 0 && first - 1 + part.size() <= lines_.size() &&
           std::equal(part.begin(), part.end(), lines_.begin() + (first - 1));
  }

 private:
  std::vector<std::string> lines_;
  std::set<std::string> whole_, words_;
};

std::string quoted(const std::string& line) {
  const std::size_t text = line.find_first_not_of(" \t");
  return "\"" + (text == std::string::npos ? line : line.substr(text, 60)) + "\"";
}

/// What happened to a line that the file does not have.
std::string why_absent(const std::string& line, const File& file) {
  if (file.has_words(without_quoted_printable(line)))
    return "the line " + quoted(line) +
           " is quoted-printable, and no header of the mail says so; save the mail with its headers";
  if (file.has_words(without_entities(line)))
    return "the line " + quoted(line) + " was copied from a web page as HTML; " + raw_mail;
  return "the tree has no line " + quoted(line) + other_version;
}

std::string why_not(const std::string& path, const Hunk& hunk) {
  const File file(path);
  std::string other_blanks;
  for (const std::string& line : hunk.old_lines) {
    if (file.has(line)) continue;
    if (!file.has_words(line)) return why_absent(line, file);
    if (other_blanks.empty()) other_blanks = quoted(line);
  }
  if (!other_blanks.empty())
    return "the line " + other_blanks +
           " differs from the tree's in blanks only; they were changed on the way (by a mail program, an "
           "editor or copying from a terminal): " +
           raw_mail;
  if (hunk.context == 0 && !file.has_at(hunk.old_lines, hunk.old_start))
    return "its text does not stand at that line, and it has no context by which to find it; make the patch "
           "again with context (git diff -U3, git format-patch)";
  return std::string("the lines around it stand in another order in the tree") + other_version;
}

/// As a shell reads it.
std::string shell_word(const std::string& word) {
  const bool is_plain = word.find_first_not_of(
                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                            "/._-+,:@%=") == std::string::npos;
  return is_plain ? word : "'" + replaced(word, "'", "'\\''") + "'";
}

}  // namespace

std::string is_already_applied(const std::string& tree, const std::vector<std::string>& paths) {
  const std::string says = "is already applied to this tree; give the tree as it was before the patch";
  const auto asked = [&](std::vector<std::string> arguments) {
    arguments.emplace_back("--");
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    return git(arguments, tree, {}, true);
  };
  if (asked({"ls-files", "--error-unmatch"}).status != 0) return says;  // not git's, or not all of it
  const std::string name = shell_word(tree), command = "pfncheck patch --tree " + name + " ";
  if (asked({"diff", "--quiet", "HEAD"}).status == 1)
    return says + ", or review what is not committed there: " + command + "\"HEAD..$(git -C " + name +
           " stash create)\"";
  const std::string found = asked({"log", "-1", "--format=%h"}).out;
  const std::string commit = found.substr(0, found.find('\n'));
  if (commit.size() < 7) return says;
  return says + ", or review the last commit to its files: " + command + commit + "~1.." + commit;
}

std::string hunk_does_not_apply(const Patch& patch, const FileDiff& file, const std::string& now,
                                const std::string& path, unsigned line) {
  for (std::size_t i = 0; i < file.hunks.size(); ++i)
    if (file.hunks[i].old_start == line)
      return "hunk " + std::to_string(i + 1) + " of " + std::to_string(file.hunks.size()) + " (" +
             patch.place.line(file.hunks[i].patch_line) + ") does not apply at " + path + ":" +
             std::to_string(line) + ": " + why_not(now, file.hunks[i]);
  return {};
}

}  // namespace pfncheck
