// SPDX-License-Identifier: GPL-2.0-or-later
// compiled_lines() of compile.hpp. One preprocessor run per side lists the lines of all files of the unit.
#include <charconv>
#include <filesystem>
#include <sstream>

#include "lift/tree/clang_run.hpp"
#include "lift/tree/compile.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/shown_lines.hpp"
#include "lift/tree/unit_cache.hpp"

namespace pfncheck {
namespace {

constexpr const char* output_name = "/unit.i";
constexpr const char* lines_name = "/lines";

/// "3-7 9-9 " for {3, 4, 5, 6, 7, 9}.
std::string ranges(const std::set<unsigned>& lines) {
  std::string out;
  for (auto first = lines.begin(); first != lines.end();) {
    auto last = first;
    for (auto next = std::next(first); next != lines.end() && *next == *last + 1; ++next) last = next;
    out += std::to_string(*first) + "-" + std::to_string(*last) + " ";
    first = std::next(last);
  }
  return out;
}

std::set<unsigned> parse_ranges(std::string_view text) {
  std::set<unsigned> lines;
  while (!text.empty()) {
    unsigned first = 0, last = 0;
    const char* end = text.data() + text.size();
    const char* at = std::from_chars(text.data(), end, first).ptr;
    if (at == end) break;
    at = std::from_chars(at + 1, end, last).ptr;
    for (unsigned line = first; line <= last; ++line) lines.insert(lines.end(), line);
    text.remove_prefix(std::min(static_cast<std::size_t>(at - text.data()) + 1, text.size()));
  }
  return lines;
}

/// One line per file: its path as users know it, a tabulator, its ranges.
std::string listing(std::string_view output, const KernelTree& tree, const Prepared& prepared) {
  std::map<std::string, std::set<unsigned>> files;
  for (auto& [path, lines] : lines_in_output(output)) {
    files[shown_path(tree, prepared.build_folder, path)].merge(lines);
  }
  std::string out;
  for (const auto& [path, lines] : files) out += path + "\t" + ranges(lines) + "\n";
  return out;
}

std::set<unsigned> shown_in(const std::string& listing, const std::string& file) {
  const std::string head = "\n" + file + "\t";
  const std::string all = "\n" + listing;
  const std::size_t at = all.find(head);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + head.size();
  return parse_ranges(std::string_view(all).substr(begin, all.find('\n', begin) - begin));
}

/// The listing of a side, from the cache or made now.
std::string side_listing(const SourceSide& side, const Prepared& prepared, const std::string& unit,
                         const std::string& cache) {
  const UnitCache units(side, prepared, unit, "lines", cache);
  if (const auto entry = units.find()) return read_file(entry->folder + lines_name).value_or("");
  TemporaryFolder work(units.working_parent());
  const std::string output = work.path() + output_name;
  const ClangRun run = run_clang(side, prepared, unit, {"-E", "-dD", "-dI", "-C", "-o", output}, work.path());
  const std::string text = listing(read_file(output).value_or(""), side.tree(), prepared);
  std::error_code ignored;
  std::filesystem::remove(output, ignored);
  write_file(work.path() + lines_name, text);
  if (!run.lasting) return text;
  Compiled compiled;
  compiled.failure = run.failure;
  units.keep(work.path(), compiled, run.opened);
  return text;
}

}  // namespace

std::vector<unsigned> compiled_lines(const KernelTree& tree, const Prepared& prepared,
                                     const std::string& unit, const PatchedFiles* patched,
                                     const std::string& file, const std::string& cache) {
  const SourceSide side(tree, patched);
  if (!missing_rule(side, unit).empty()) return {};
  return lines_of_active_groups(side.text(file).value_or(""),
                                shown_in(side_listing(side, prepared, unit, cache), file));
}

}  // namespace pfncheck
