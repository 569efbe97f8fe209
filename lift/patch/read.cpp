// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/patch/patch.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "lift/patch/diff_text.hpp"
#include "lift/patch/mailbox.hpp"
#include "lift/tree/git.hpp"
#include "model/input_error.hpp"

namespace pfncheck {

namespace {

constexpr std::size_t max_bytes = 64U << 20;

/// At most max_bytes + 1: enough to see that there is more.
std::string read_all(std::istream& in) {
  std::string text;
  std::vector<char> block(1U << 16);
  while (in && text.size() <= max_bytes) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
  }
  return text;
}

std::string read_input(const std::string& path) {
  if (path == "-") return read_all(std::cin);
  const std::filesystem::file_status status = std::filesystem::status(path);
  if (!std::filesystem::exists(status))
    throw InputError(path + ": no such file; name a patch, an mbox, REV..REV or -");
  if (std::filesystem::is_directory(status))
    throw InputError(path + ": is a folder; put its mails into one file (cat " + path + "/* > series.mbox)");
  std::ifstream in(path, std::ios::binary);
  if (!in) throw InputError(path + ": cannot be read (" + std::strerror(errno) + "); change its permissions");
  return read_all(in);
}

void check_text(const std::string& text, const std::string& name) {
  if (text.size() > max_bytes)
    throw InputError(name + ": is larger than 64 MB; save only the thread of the patch");
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw InputError(name + ": is empty; give a patch that git diff or git format-patch wrote");
  if (text.starts_with("\x1f\x8b")) throw InputError(name + ": is compressed; unpack it first (gunzip)");
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    throw InputError(name + ": is UTF-16; save it as UTF-8 (git diff --output=FILE writes it so)");
  if (text.find('\0') != std::string::npos)
    throw InputError(name + ": is binary; give a patch as text (git diff, git format-patch)");
}

/// Some programs end every line of a file that they save in CR LF, which is not part of the patch. A CR
/// inside of a file with CR LF lines is kept: then the head lines of the diff have none.
bool lines_end_in_cr(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line(text.data() + at, end - at);
    if (line.starts_with("+++ ") || line.starts_with("@@ -") || line.starts_with("Subject:"))
      return line.ends_with('\r');
    at = end + 1;
  }
  return text.find("\r\n") != std::string::npos;  // a mail whose patch is encoded
}

void drop_carriage_returns(std::string& text) {
  std::size_t to = 0;
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (text[from] == '\r' && from + 1 < text.size() && text[from + 1] == '\n') continue;
    text[to++] = text[from];
  }
  text.resize(to);
}

/// "Name: value" at the front, as mails have it, before any diff.
bool begins_as_mail(const std::string& text) {
  if (text.starts_with("From ")) return true;
  const std::size_t end = text.find_first_of(": \t\n");
  if (end == 0 || end == std::string::npos || text[end] != ':') return false;
  const std::string head = text.substr(0, text.find("\n\n"));
  return head.starts_with("Subject:") || head.find("\nSubject:") != std::string::npos ||
         head.starts_with("From:") || head.find("\nFrom:") != std::string::npos;
}

/// `diff -r` says so of a file that it left out for want of -N: the patch would lack it.
void check_left_out(const std::string& text, const std::string& name) {
  if (!text.starts_with("diff -r") && text.find("\ndiff -r") == std::string::npos) return;
  const std::size_t at = text.starts_with("Only in ") ? 0 : text.find("\nOnly in ");
  if (at != std::string::npos)
    throw InputError(name + ": new or deleted files are only named, not shown; make the diff with diff -ruN");
}

std::vector<Patch> read_mail_patches(const std::string& text, const std::string& name) {
  const Series series = choose_series(read_mails(text, name), name);
  std::vector<Patch> patches;
  for (const Mail& mail : series.patches) {
    Patch patch{mail.subject.title, mail.diff, {name, {}, mail.diff_line, mail.decoded}};
    if (series.patches.size() > 1)
      patch.place.part =
          "patch " + std::to_string(patches.size() + 1) + "/" + std::to_string(series.patches.size());
    parse_diff(patch.diff, patch.place);  // says now what is binary, truncated or too large
    patches.push_back(std::move(patch));
  }
  patches.front().notes = series.notes;
  return patches;
}

}  // namespace

std::vector<Patch> read_patches(const std::string& path) {
  const std::string name = path == "-" ? "standard input" : path;
  std::string text = read_input(path);
  check_text(text, name);
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  if (lines_end_in_cr(text)) drop_carriage_returns(text);
  if (begins_as_mail(text)) return read_mail_patches(text, name);
  text = without_mentions(text);
  if (parse_diff(text, name).empty())
    throw InputError(name + ": no diff inside; give a patch that git diff or git format-patch wrote");
  check_left_out(text, name);
  return {Patch{"", std::move(text), {name}}};
}

Range parse_range(const std::string& range) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos) throw InputError(range + ": is not a range of commits; write LEFT..RIGHT");
  if (range.find("...") != std::string::npos)
    throw InputError(range + ": three dots leave the base open; write LEFT..RIGHT (LEFT: git merge-base)");
  Range ends{range.substr(0, dots), range.substr(dots + 2)};
  if (ends.left.empty()) ends.left = "HEAD";
  if (ends.right.empty()) ends.right = "HEAD";
  if (ends.left.starts_with('-') || ends.right.starts_with('-') || ends.right.find("..") != std::string::npos)
    throw InputError(range + ": is not a range of commits; write LEFT..RIGHT");
  return ends;
}

namespace {

/// Commits beyond this many are not looked at one by one.
constexpr std::size_t most_commits = 32;

GitResult ask(const std::string& repository, std::vector<std::string> arguments) {
  return git(arguments, repository, {}, true);
}

std::string resolved(const std::string& repository, const std::string& revision) {
  const GitResult commit =
      ask(repository, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  if (commit.status != 0 || commit.out.size() < 40)
    throw InputError(repository + ": has no commit \"" + revision + "\"; fetch it, or name another");
  return commit.out.substr(0, commit.out.find('\n'));
}

std::string diff_between(const std::string& repository, const std::string& left, const std::string& right,
                         const std::string& range) {
  GitResult diff =
      ask(repository, {"diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames",
                       "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", left, right, "--"});
  if (diff.status != 0)
    throw InputError(repository + ": git diff " + range +
                     " failed: " + diff.err.substr(0, diff.err.find('\n')));
  if (diff.out.size() > max_bytes)
    throw InputError(range + ": the difference is larger than 64 MB; check a smaller range");
  return std::move(diff.out);
}

/// The commits from left to right if they are one line and not too many; nothing otherwise.
std::vector<std::string> line_of_commits(const std::string& repository, const std::string& left,
                                         const std::string& right) {
  if (ask(repository, {"merge-base", "--is-ancestor", left, right}).status != 0) return {};
  const GitResult list = ask(repository, {"rev-list", "--reverse", "--parents", left + ".." + right});
  std::vector<std::string> commits;
  std::istringstream lines(list.out);
  std::string previous = left;
  for (std::string line; std::getline(lines, line); previous = commits.back()) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string::npos || line.substr(blank + 1) != previous) return {};  // a merge
    commits.push_back(line.substr(0, blank));
  }
  return commits.size() > most_commits ? std::vector<std::string>() : commits;
}

/// One patch for each commit that changes something.
std::vector<Patch> patches_of(const std::string& repository, const std::string& left,
                              const std::vector<std::string>& commits, const std::string& range) {
  std::vector<Patch> patches;
  std::string previous = left;
  for (const std::string& commit : commits) {
    std::string diff = diff_between(repository, previous, commit, range);
    previous = commit;
    if (diff.empty()) continue;
    const GitResult subject = ask(repository, {"log", "-1", "--format=%s", commit});
    Patch patch{
        subject.out.substr(0, subject.out.find('\n')), std::move(diff), {range, commit.substr(0, 12)}};
    parse_diff(patch.diff, patch.place);
    patches.push_back(std::move(patch));
  }
  return patches;
}

}  // namespace

std::vector<Patch> read_range(const std::string& repository, const std::string& range) {
  const Range ends = parse_range(range);
  if (!std::filesystem::is_directory(repository))
    throw InputError(repository + ": no such folder; name a git repository");
  if (ask(repository, {"rev-parse", "--git-dir"}).status != 0)
    throw InputError(repository + ": is not a git repository, so " + range +
                     " names nothing; give a patch file");
  const std::string left = resolved(repository, ends.left), right = resolved(repository, ends.right);
  std::string diff = diff_between(repository, left, right, range);
  if (diff.empty())
    throw InputError(range + ": its two ends do not differ; nothing to check" +
                     (range.ends_with("..")
                          ? " (`git stash create` prints nothing if no tracked file is changed, or "
                            "if git knows no user.name and user.email)"
                          : ""));
  const std::vector<std::string> commits = line_of_commits(repository, left, right);
  if (!commits.empty()) return patches_of(repository, left, commits, range);
  parse_diff(diff, range);
  return {Patch{"",
                std::move(diff),
                {range},
                {range + ": is not one line of at most " + std::to_string(most_commits) +
                 " commits: it is only judged as a whole"}}};
}

}  // namespace pfncheck
