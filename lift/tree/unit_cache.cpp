// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/unit_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "lift/adapters/embedded.hpp"
#include "lift/tree/digest.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr const char* record_name = "/record.json";

std::string key(const SourceSide& side, const Prepared& prepared, const std::string& unit,
                const std::string& purpose) {
  Sha256 digest;
  digest.add("unit 2").add(purpose).add(unit).add(clang_identity()).add(side.tree().full_release());
  digest.add(side.tree().root()).add(prepared.build_folder).add(prepared.config_digest);
  for (const std::string& word : purpose == build_purpose ? prepared.build : prepared.command)
    digest.add(word);
  for (const std::string& macro : side_macros(side, unit)) digest.add(macro);
  for (const AdapterSource& source : adapter_sources()) digest.add(source.name).add(source.text);
  for (const Contract* contract : contracts_on(side, unit)) digest.add(contract->function);
  digest.add(side.digest());
  return digest.hex();
}

/// A folder of this user's alone in the system's folder for temporary files.
std::string private_folder() {
  std::error_code ignored;
  const std::string path =
      fs::temp_directory_path(ignored).string() + "/pfncheck-cache-" + std::to_string(getuid());
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) throw InputError(path + ": cannot be made");
  struct stat about{};
  const bool ours = lstat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == getuid() &&
                    (about.st_mode & 077) == 0;
  if (!ours)
    throw InputError(path + ": is not a private folder of yours; remove it or name a cache with --cache DIR");
  return path;
}

bool can_write(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  return !error && access(folder.c_str(), W_OK | X_OK) == 0;
}

json list_of(const std::vector<CompilerMessage>& messages) {
  json list = json::array();
  for (const CompilerMessage& message : messages) list.push_back({message.file, message.line, message.text});
  return list;
}

std::vector<CompilerMessage> messages_in(const json& record, const char* name) {
  std::vector<CompilerMessage> messages;
  if (const auto found = record.find(name); found != record.end())
    for (const json& message : *found) messages.push_back({message[0], message[1], message[2]});
  return messages;
}

bool is_current(const json& files) {
  return std::all_of(files.begin(), files.end(), [](const json& file) {
    const auto stamp = stamp_of(file[0].get_ref<const std::string&>());
    return stamp && stamp->size == file[1].get<std::uint64_t>() &&
           stamp->mtime_ns == file[2].get<std::int64_t>();
  });
}

/// What a search for an included file, or __has_include, may find in another place or not at all.
bool adds_or_removes_a_header(const PatchedFiles& files) {
  const auto is_header = [](const std::string& file) {
    return !file.ends_with(".c") && !file.ends_with(".rst") && !file.starts_with("Documentation/") &&
           !file.starts_with("tools/");
  };
  return std::ranges::any_of(files.added, is_header) || std::ranges::any_of(files.deleted, is_header);
}

}  // namespace

UnitCache::UnitCache(const SourceSide& side, const Prepared& prepared, const std::string& unit,
                     const std::string& purpose, const std::string& cache)
    : side_(side),
      prepared_(prepared),
      unit_(unit),
      purpose_(purpose),
      cache_(cache),
      name_("/" + key(side, prepared, unit, purpose)) {
  cache_parent_ = (fs::absolute(cache) / "units").string();
  parent_ = cache_parent_;
  if (can_write(cache_parent_)) return;
  parent_ = private_folder() + "/units";
  warning_ = cache + ": cannot be written; keeping results in " + parent_;
  make_folders(parent_);
}

std::optional<UnitCache::Entry> UnitCache::find() const {
  auto entry = find_in(cache_parent_);
  if (!entry && parent_ != cache_parent_) entry = find_in(parent_);
  return entry;
}

std::optional<UnitCache::Entry> UnitCache::find_unpatched() const {
  if (!side_.is_patched() || adds_or_removes_a_header(*side_.patched())) return std::nullopt;
  const SourceSide unpatched(side_.tree(), nullptr);
  if (side_macros(unpatched, unit_) != side_macros(side_, unit_) ||
      contracts_on(unpatched, unit_) != contracts_on(side_, unit_))
    return std::nullopt;
  auto entry = UnitCache(unpatched, prepared_, unit_, purpose_, cache_).find();
  if (!entry || entry->compiled.files.empty()) return std::nullopt;
  const auto is_included = [&](const std::string& file) {
    return file == unit_ || std::ranges::binary_search(entry->compiled.files, file);
  };
  if (std::ranges::any_of(side_.patched()->changed, is_included) ||
      std::ranges::any_of(side_.patched()->deleted, is_included))
    return std::nullopt;
  return entry;
}

std::optional<UnitCache::Entry> UnitCache::find_in(const std::string& parent) const {
  const auto text = read_file(parent + name_ + record_name);
  if (!text) return std::nullopt;
  const json record = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!record.is_object() || !record.contains("read") || !is_current(record["read"])) return std::nullopt;
  Entry entry{parent + name_, {}};
  entry.compiled.failure = record.value("failure", "");
  entry.compiled.files = record.value("files", std::vector<std::string>());
  entry.compiled.left_out = record.value("left_out", std::map<std::string, std::string>());
  entry.compiled.messages = messages_in(record, "messages");
  entry.compiled.warnings = messages_in(record, "warnings");
  return entry;
}

std::string UnitCache::keep(const std::string& work, const Compiled& compiled,
                            const std::vector<std::string>& opened) const {
  json record = {{"failure", compiled.failure}, {"files", compiled.files}, {"left_out", compiled.left_out}};
  record["messages"] = list_of(compiled.messages);
  if (!compiled.warnings.empty()) record["warnings"] = list_of(compiled.warnings);
  record["read"] = json::array();
  for (const std::string& file : opened) {
    const std::string real = side_.real_path(shown_path(side_.tree(), prepared_.build_folder, file));
    const bool in_tree = file.starts_with(side_.tree().root() + "/");
    if (file.starts_with(work + "/") || (in_tree && real != file)) continue;  // ours, or patched: in the key
    if (const auto stamp = stamp_of(file)) record["read"].push_back({file, stamp->size, stamp->mtime_ns});
  }
  write_file(work + record_name, record.dump(-1, ' ', false, json::error_handler_t::replace));
  const std::string place = parent_ + name_;
  std::error_code error;
  fs::remove_all(place, error);
  fs::rename(work, place, error);
  if (error && !find_in(parent_)) throw InputError(place + ": cannot be written: " + error.message());
  return place;
}

}  // namespace pfncheck
