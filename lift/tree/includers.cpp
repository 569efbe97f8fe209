// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/includers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <string_view>
#include <tuple>

#include "lift/tree/c_tokens.hpp"
#include "lift/tree/files.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

/// What includes a header by way of more others than this includes half of the kernel.
constexpr unsigned most_headers_between = 2;

struct Area {
  std::string folder;
  bool deep = true;  ///< with what is below
};

bool is_public(const std::string& header) {
  return header.starts_with("include/") || header.find("/include/") != std::string::npos;
}

/// "arch/x86" of "arch/x86/include/asm/kvm_host.h"; empty outside of arch/.
std::string architecture_of(const std::string& header) {
  if (!header.starts_with("arch/")) return {};
  return header.substr(0, header.find('/', 5));
}

std::vector<Area> areas_of(const std::string& root, const std::string& header) {
  if (!is_public(header)) {
    // "mm/internal.h": mm; "drivers/iommu/intel/iommu.h", "arch/x86/kvm/mmu/spte.h": the folder above too.
    const fs::path folder = fs::path(header).parent_path();
    const auto depth = std::distance(folder.begin(), folder.end());
    return {{(depth > 2 ? folder.parent_path() : folder).string(), !folder.empty()}};
  }
  std::vector<Area> areas = {{"mm"},
                             {"virt"},
                             {"drivers/vfio"},
                             {"drivers/iommu"},
                             {"drivers/dma-buf"},
                             {"kernel/dma"},
                             {"include/linux", false},
                             {"fs"}};
  std::vector<std::string> architectures = {architecture_of(header)};
  if (architectures.front().empty()) {
    architectures.clear();
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(root + "/arch", error))
      architectures.push_back("arch/" + entry.path().filename().string());
  }
  for (const std::string& architecture : architectures)
    for (const char* part : {"/kvm", "/mm", "/include/asm"}) areas.push_back({architecture + part});
  return areas;
}

/// Relative to `root`, sorted.
std::vector<std::string> sources_in(const std::string& root, const std::vector<Area>& areas) {
  std::vector<std::string> files;
  const auto take = [&](const fs::directory_entry& entry) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".c" || extension == ".h")
      files.push_back(entry.path().string().substr(root.size() + 1));
  };
  std::error_code error;
  for (const Area& area : areas) {
    const std::string folder = root + "/" + area.folder;
    if (area.deep)
      for (const auto& entry : fs::recursive_directory_iterator(folder, error)) take(entry);
    else
      for (const auto& entry : fs::directory_iterator(folder, error)) take(entry);
  }
  std::ranges::sort(files);
  return files;
}

struct Include {
  std::string path;
  bool quoted = false;
};

/// What stands in the file's #include lines.
std::vector<Include> includes_of(const std::string& path) {
  std::vector<Include> all;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::string_view rest = line;
    const auto skip = [&](std::string_view word) {
      const std::size_t at = rest.find_first_not_of(" \t");
      if (at == rest.npos || !rest.substr(at).starts_with(word)) return false;
      rest.remove_prefix(at + word.size());
      return true;
    };
    if (!skip("#") || !skip("include")) continue;
    const std::size_t begin = rest.find_first_of("\"<");
    if (begin == rest.npos) continue;
    const std::size_t end = rest.find_first_of("\">", begin + 1);
    if (end != rest.npos)
      all.push_back({std::string(rest.substr(begin + 1, end - begin - 1)), rest[begin] == '"'});
  }
  return all;
}

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool names(const Include& include, const std::string& from, const std::string& header) {
  if (last_part(include.path) != last_part(header)) return false;
  if (include.quoted && (fs::path(from).parent_path() / include.path).lexically_normal() == header)
    return true;
  return header == include.path || header.ends_with("/" + include.path);
}

/// C files, with the number of headers between.
std::map<std::string, unsigned> find_includers(const std::string& root, const std::string& header) {
  std::map<std::string, std::vector<Include>> left;
  for (const std::string& file : sources_in(root, areas_of(root, header)))
    left[file] = includes_of(fmt::format("{}/{}", root, file));
  std::map<std::string, unsigned> found;
  std::vector<std::string> reached = {header};
  for (unsigned between = 0; between <= most_headers_between && !reached.empty(); ++between) {
    const auto includes_one = [&](const auto& file) {
      return std::ranges::any_of(file.second, [&](const Include& include) {
        return std::ranges::any_of(reached,
                                   [&](const std::string& h) { return names(include, file.first, h); });
      });
    };
    std::vector<std::string> next;
    std::erase_if(left, [&](const auto& file) {
      if (!includes_one(file)) return false;
      if (file.first.ends_with(".h"))
        next.push_back(file.first);
      else
        found[file.first] = between;
      return true;
    });
    reached = std::move(next);
  }
  return found;
}

bool uses_one(const std::string& path, const std::set<std::string>& words) {
  const std::string text = read_file(path).value_or("");
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (auto at = text.begin(); at != text.end();) {
    at = std::find_if(at, text.end(), is_part);
    const auto end = std::find_if_not(at, text.end(), is_part);
    if (words.contains(std::string(at, end))) return true;
    at = end;
  }
  return false;
}

}  // namespace

std::set<std::string> subjects_of(const accounting::ChangedText& text) {
  std::set<std::string> subjects, words;
  for (const bool added : {false, true}) {
    for (const unsigned line : text.side(added).changed) {
      if (text.harmless(added, line)) continue;
      const std::string macro = text.macro(added, line);
      if (const CFunction* function = text.side(added).function_at(line);
          !macro.empty() || function != nullptr)
        subjects.insert(macro.empty() ? function->name : macro);
      for (const CToken& token : c_tokens(text.side(added).text(line, line))) words.insert(token.text);
    }
  }
  return subjects.empty() ? words : subjects;
}

std::vector<std::string> Includers::of(const std::string& header, const std::set<std::string>& words) {
  const std::lock_guard hold(lock_);
  auto known = known_.find(header);
  if (known == known_.end()) known = known_.emplace(header, find_includers(root_, header)).first;
  using Found = std::tuple<bool, unsigned, std::string>;  // uses none of the words, headers between, file
  std::vector<Found> found;
  for (const auto& [file, between] : known->second)
    found.emplace_back(!words.empty() && !uses_one(fmt::format("{}/{}", root_, file), words), between, file);
  std::ranges::sort(found);
  std::vector<std::string> files;
  for (const auto& [unused, between, file] : found) files.push_back(file);
  return files;
}

}  // namespace pfncheck
