// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/patch/diff_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "model/input_error.hpp"

namespace pfncheck {

namespace {

constexpr std::size_t max_files = 5000;

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

/// Reads "N" or "N,M" at the front of text.
bool read_span(std::string_view& text, unsigned& start, unsigned& count) {
  const auto number = [&text](unsigned& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
  };
  count = 1;
  if (!number(start)) return false;
  if (!text.starts_with(',')) return true;
  text.remove_prefix(1);
  return number(count);
}

/// "@@ -1,2 +3,4 @@ anything"
std::optional<Hunk> hunk_header(std::string_view line) {
  Hunk hunk;
  if (!line.starts_with("@@ -")) return std::nullopt;
  line.remove_prefix(4);
  if (!read_span(line, hunk.old_start, hunk.old_count) || !line.starts_with(" +")) return std::nullopt;
  line.remove_prefix(2);
  if (!read_span(line, hunk.new_start, hunk.new_count) || !line.starts_with(" @@")) return std::nullopt;
  return hunk;
}

/// The name in "--- NAME<tab>date"; empty for /dev/null.
std::string named_path(std::string_view line) {
  line.remove_prefix(4);
  line = line.substr(0, line.find('\t'));
  while (line.ends_with(' ') || line.ends_with('\r')) line.remove_suffix(1);
  return line == "/dev/null" ? std::string() : std::string(line);
}

/// What git may write below "diff --git".
bool is_extended_header(std::string_view line) {
  static constexpr std::array<std::string_view, 13> keys = {
      "old mode ", "new mode ",        "deleted file mode ", "new file mode ",    "copy from ",
      "copy to ",  "rename from ",     "rename to ",         "similarity index ", "dissimilarity index ",
      "index ",    "GIT binary patch", "Binary files "};
  return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return line.starts_with(key); });
}

bool is_plain_header(std::string_view first, std::string_view second, std::string_view third) {
  return first.starts_with("--- ") && second.starts_with("+++ ") && hunk_header(third);
}

/// Whether the "diff --git" of lines[at] begins a diff, and is not only spoken of.
bool begins_git_diff(const std::vector<std::string_view>& lines, std::size_t at) {
  const auto line = [&](std::size_t i) { return i < lines.size() ? lines[i] : std::string_view(); };
  return line(at).starts_with("diff --git ") && (at + 1 == lines.size() || is_extended_header(line(at + 1)) ||
                                                 is_plain_header(line(at + 1), line(at + 2), line(at + 3)));
}

class Parser {
 public:
  Parser(std::string_view text, const DiffPlace& place) : lines_(split_lines(text)), place_(place) {}

  std::vector<FileDiff> parse() {
    while (at_ < lines_.size()) {
      if (begins_git_diff(lines_, at_))
        git_file();
      else if (plain_header())
        plain_file();
      else if (line().starts_with("Binary files ") && line().ends_with(" differ"))
        binary(std::string(line()));
      else if (hunk_header(line()))
        fail("has a hunk without the name of a file before it; make the patch again with git format-patch");
      else
        ++at_;
    }
    return std::move(files_);
  }

 private:
  std::string_view line(std::size_t ahead = 0) const {
    return at_ + ahead < lines_.size() ? lines_[at_ + ahead] : std::string_view();
  }
  [[noreturn]] void fail(const std::string& what) const { throw InputError(place_.at(line_number()) + what); }
  unsigned line_number() const { return place_.first_line + static_cast<unsigned>(at_); }
  [[noreturn]] void binary(const std::string& what) const {
    fail("is a binary patch (" + what +
         "), which pfncheck cannot look at; leave that file out (git diff -- ':!FILE')");
  }
  bool plain_header() const { return is_plain_header(line(), line(1), line(2)); }

  FileDiff& new_file(bool git_header) {
    if (files_.size() == max_files) fail("changes more than 5,000 files; check a smaller patch or range");
    FileDiff& file = files_.emplace_back();
    file.git_header = git_header;
    file.patch_line = line_number();
    return file;
  }

  void plain_file() {
    FileDiff& file = new_file(false);
    file.old_path = named_path(line());
    file.new_path = named_path(line(1));
    at_ += 2;
    hunks(file);
    file.creates = file.old_path.empty();
    file.deletes = file.new_path.empty();
  }

  void git_file() {
    FileDiff& file = new_file(true);
    same_names(file, line().substr(std::string_view("diff --git ").size()));
    ++at_;
    while (at_ < lines_.size() && extended_header(file)) ++at_;
    if (plain_header()) {
      file.old_path = named_path(line());
      file.new_path = named_path(line(1));
      at_ += 2;
      hunks(file);
    } else if (file.indexed && !file.creates && !file.deletes) {
      fail("is truncated: nothing follows the head of " + file.new_path + "; get the whole patch again");
    }
    if (file.creates) file.old_path.clear();
    if (file.deletes) file.new_path.clear();
  }

  /// "A B" of a diff --git line. With hunks or renames the names stand elsewhere too; without, both are the
  /// same but for the prefix, so the blank in the middle parts them.
  static void same_names(FileDiff& file, std::string_view names) {
    if (names.size() % 2 == 0 || names[names.size() / 2] != ' ') {
      const std::size_t blank = names.find(' ');
      file.old_path = std::string(names.substr(0, blank));
      file.new_path = blank == std::string_view::npos ? std::string() : std::string(names.substr(blank + 1));
      return;
    }
    file.old_path = std::string(names.substr(0, names.size() / 2));
    file.new_path = std::string(names.substr(names.size() / 2 + 1));
  }

  bool take(std::string_view key, std::string& value) const {
    if (!line().starts_with(key)) return false;
    value = std::string(line().substr(key.size()));
    return true;
  }

  bool extended_header(FileDiff& file) {
    std::string value;
    if (line().starts_with("GIT binary patch") || line().starts_with("Binary files ")) binary(file.new_path);
    if (take("new file mode ", file.mode)) return file.creates = true;
    if (take("deleted file mode ", value)) {
      file.mode = value;
      return file.deletes = true;
    }
    return take("new mode ", file.mode) || take("old mode ", file.old_mode) ||
           take("rename from ", file.rename_from) || take("rename to ", file.rename_to) ||
           take("copy from ", file.copy_from) || take("copy to ", file.copy_to) ||
           line().starts_with("similarity index ") || line().starts_with("dissimilarity index ") ||
           index_line(file);
  }

  /// "index 1234..5678 100644": the mode stands here when it does not change.
  bool index_line(FileDiff& file) const {
    if (!line().starts_with("index ")) return false;
    file.indexed = true;
    const std::size_t blank = line().rfind(' ');
    if (blank > 5) file.mode = std::string(line().substr(blank + 1));
    return true;
  }

  void hunks(FileDiff& file) {
    while (auto hunk = hunk_header(line())) {
      hunk->patch_line = line_number();
      ++at_;
      hunk_body(*hunk);
      file.hunks.push_back(std::move(*hunk));
      if (line().starts_with("\\ ")) ++at_;
      nothing_left_over(file.hunks.back());
    }
  }

  /// git passes over lines that the numbers of a hunk do not cover; here no line may get lost in silence.
  void nothing_left_over(const Hunk& hunk) const {
    const bool signature = line() == "-- " || line() == "--" || line() == "-- \r" ||
                           line().starts_with("--- ") || line().starts_with("-----BEGIN PGP SIGNATURE");
    if (line().empty() || signature || std::string_view(" +-").find(line().front()) == std::string_view::npos)
      return;
    fail("is damaged or was wrapped by a mail program: the hunk of line " + std::to_string(hunk.patch_line) +
         " has more lines than it says; get the patch again as plain text");
  }

  void hunk_body(Hunk& hunk) {
    unsigned before = 0, after = 0;
    while (before < hunk.old_count || after < hunk.new_count) {
      if (at_ >= lines_.size())
        fail("is truncated: it ends inside the hunk of line " + std::to_string(hunk.patch_line) +
             "; get the whole patch again");
      const char kind = line().empty() || line() == "\r" ? ' ' : line().front();
      if (kind != ' ' && kind != '+' && kind != '-' && kind != '\\')
        fail("is truncated or was wrapped by a mail program: this line cannot stand in the hunk of line " +
             std::to_string(hunk.patch_line) + "; get the patch again as plain text");
      if (kind == ' ') ++hunk.context;
      if (kind == ' ' || kind == '-') {
        ++before;
        hunk.old_lines.emplace_back(line().empty() ? line() : line().substr(1));
      }
      if (kind == ' ' || kind == '+') {
        ++after;
        hunk.new_lines.emplace_back(line().empty() ? line() : line().substr(1));
      }
      if (before > hunk.old_count || after > hunk.new_count)
        fail("is damaged: the hunk of line " + std::to_string(hunk.patch_line) +
             " has more lines than it says; get the patch again");
      ++at_;
    }
  }

  std::vector<std::string_view> lines_;
  const DiffPlace& place_;
  std::size_t at_ = 0;
  std::vector<FileDiff> files_;
};

}  // namespace

std::string DiffPlace::label() const {
  return part.empty() ? name : name + ": " + part;
}

std::string DiffPlace::line(unsigned line) const {
  const std::string of = decoded ? "the decoded mail" : first_line == 1 ? "the patch" : name;
  return "line " + std::to_string(line) + " of " + of;
}

std::string DiffPlace::at(unsigned line) const {
  if (decoded) return label() + ": " + this->line(line) + ": ";
  return name + ":" + std::to_string(line) + ": " + (part.empty() ? "" : part + " ");
}

std::vector<FileDiff> parse_diff(std::string_view text, const DiffPlace& place) {
  return Parser(text, place).parse();
}

std::vector<FileDiff> parse_diff(std::string_view text, const std::string& name) {
  return parse_diff(text, DiffPlace{name});
}

std::string without_mentions(std::string_view text) {
  const auto lines = split_lines(text);
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with("diff --git ") || begins_git_diff(lines, i)) out += lines[i];
    out += '\n';
  }
  if (!text.ends_with('\n') && !out.empty()) out.pop_back();
  return out;
}

std::optional<std::size_t> find_diff(std::string_view text) {
  const auto lines = split_lines(text);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (begins_git_diff(lines, i) ||
        (i + 2 < lines.size() && is_plain_header(lines[i], lines[i + 1], lines[i + 2])))
      return i;
  return std::nullopt;
}

std::string strip_path(const std::string& path, unsigned strip) {
  std::size_t at = 0;
  for (; strip > 0; --strip) {
    at = path.find('/', at);
    if (at == std::string::npos) return {};
    ++at;
  }
  return path.substr(at);
}

}  // namespace pfncheck
