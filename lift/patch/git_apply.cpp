// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/patch/git_apply.hpp"

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <sstream>

#include "lift/tree/files.hpp"
#include "lift/tree/git.hpp"

namespace pfncheck {

namespace {

/// Lines that other changes move a hunk by are no news; so many are.
constexpr int far = 100;

std::vector<std::string> lines_of(const std::string& path) {
  std::istringstream in(read_file(path).value_or(""));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<unsigned> places_of(const std::vector<std::string>& part, const std::vector<std::string>& all) {
  std::vector<unsigned> places;
  for (auto at = all.begin(); !part.empty(); ++at) {
    at = std::search(at, all.end(), part.begin(), part.end());
    if (at == all.end()) break;
    places.push_back(static_cast<unsigned>(at - all.begin()) + 1);
  }
  return places;
}

/// "Hunk #2 succeeded at 597 (offset -1000 lines)." below "Checking patch mm/memory.c..."
std::vector<MovedHunk> moved_hunks(const std::string& said) {
  static const std::regex file("Checking patch (.*)\\.\\.\\.");
  static const std::regex hunk("Hunk #([0-9]+) succeeded at ([0-9]+) \\(offset (-?[0-9]+) lines?\\)\\.");
  std::vector<MovedHunk> moved;
  std::string path;
  std::istringstream in(said);
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (std::regex_match(line, match, file)) {
      path = match[1];
      path = path.substr(0, path.find(" => "));  // a rename
    } else if (std::regex_match(line, match, hunk)) {
      moved.push_back({path, static_cast<unsigned>(std::stoul(match[1])),
                       static_cast<unsigned>(std::stoul(match[2])), std::stoi(match[3])});
    }
  }
  return moved;
}

/// The hunk that git speaks of; nullptr if it cannot be told.
const Hunk* find_hunk(const std::vector<FileDiff>& files, unsigned strip, const MovedHunk& moved) {
  for (const FileDiff& file : files) {
    const std::string path = file.rename_from.empty() ? strip_path(file.old_path, strip) : file.rename_from;
    if (path == moved.file && moved.number <= file.hunks.size()) return &file.hunks[moved.number - 1];
  }
  return nullptr;
}

GitResult try_apply(const std::string& folder, const std::string& diff, unsigned strip,
                    const std::vector<std::string>& options) {
  std::vector<std::string> arguments = apply_arguments(strip);
  arguments.insert(arguments.end(), options.begin(), options.end());
  return git(arguments, folder, diff);
}

bool any_hunk(const std::vector<FileDiff>& files, bool (*is_it)(const Hunk&)) {
  return std::any_of(files.begin(), files.end(), [&](const FileDiff& file) {
    return !file.creates && !file.deletes && std::any_of(file.hunks.begin(), file.hunks.end(), is_it);
  });
}

bool has_no_context(const Hunk& hunk) {
  return hunk.context == 0;
}

/// Nothing says where it goes but its number: git takes that for the end of the file unless told otherwise.
bool only_inserts(const Hunk& hunk) {
  return hunk.old_lines.empty();
}

}  // namespace

std::vector<std::string> apply_arguments(unsigned strip) {
  return {"apply", "--whitespace=nowarn", "-p" + std::to_string(strip)};
}

std::string first_error(const std::string& message) {
  std::istringstream lines(message);
  std::string line, first;
  while (std::getline(lines, line)) {
    if (!line.starts_with("error: ") && !line.starts_with("fatal: ")) continue;
    if (line.starts_with("error: patch failed: ")) return line.substr(7);
    if (first.empty() && line != "error: while searching for:")
      first = line.substr(7);  // that quotes the hunk
  }
  if (!first.empty()) return first;
  return line.empty() ? "git apply gave no reason" : line;
}

GitApplied git_apply(const std::string& folder, const std::string& diff, const std::vector<FileDiff>& files,
                     unsigned strip) {
  GitApplied applied;
  std::vector<std::string> options = {"-v"};
  GitResult check = try_apply(folder, diff, strip, {"-v", "--check"});
  const bool inserts = any_hunk(files, only_inserts);
  if (inserts || (check.status != 0 && any_hunk(files, has_no_context))) {
    const GitResult by_numbers = try_apply(folder, diff, strip, {"-v", "--check", "--unidiff-zero"});
    const std::vector<MovedHunk> moved = moved_hunks(by_numbers.err);
    applied.by_numbers =
        by_numbers.status == 0 && std::all_of(moved.begin(), moved.end(), [&](const MovedHunk& m) {
          const Hunk* hunk = find_hunk(files, strip, m);
          return hunk != nullptr && hunk->context > 0;
        });
    if (applied.by_numbers) {
      check = by_numbers;
      options.emplace_back("--unidiff-zero");
    } else if (inserts && check.status == 0) {
      check = by_numbers;
      check.status = 1;
    }
  }
  if (check.status != 0) {
    applied.error = first_error(check.err);
    return applied;
  }
  applied.moved = moved_hunks(check.err);
  for (MovedHunk& m : applied.moved)
    if (const Hunk* hunk = find_hunk(files, strip, m)) {
      m.line =
          static_cast<unsigned>(static_cast<int>(hunk->old_start) + m.offset);  // git counts after the patch
      m.fits_at = places_of(hunk->old_lines, lines_of(folder + "/" + m.file));
    }
  const GitResult done = try_apply(folder, diff, strip, options);
  applied.done = done.status == 0;
  if (!applied.done) applied.error = first_error(done.err);
  return applied;
}

std::vector<std::string> notes_of(const std::vector<MovedHunk>& moved, const std::string& patch) {
  const MovedHunk* farthest = nullptr;
  std::vector<std::string> notes;
  for (const MovedHunk& m : moved) {
    const std::string where = patch + ": " + m.file + ": hunk " + std::to_string(m.number);
    for (const unsigned line : m.fits_at)
      if (line != m.line)
        notes.push_back(where + " fits at line " + std::to_string(line) + " as well as at line " +
                        std::to_string(m.line) + ", where it is applied; give the tree that it was made for");
    if (std::abs(m.offset) >= far && (farthest == nullptr || std::abs(m.offset) > std::abs(farthest->offset)))
      farthest = &m;
  }
  if (farthest != nullptr)
    notes.push_back(patch + ": " + farthest->file + ": hunk " + std::to_string(farthest->number) +
                    " applies at line " + std::to_string(farthest->line) + ", " +
                    std::to_string(std::abs(farthest->offset)) + " lines " +
                    (farthest->offset < 0 ? "above" : "below") + " where it says");
  return notes;
}

}  // namespace pfncheck
