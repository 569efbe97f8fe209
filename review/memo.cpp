// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/memo.hpp"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>
#include <sqlite3.h>

#include <cstring>
#include <mutex>

namespace pfncheck {

namespace {

using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

Statement prepare_statement(sqlite3* db, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(db, sql, -1, &raw, nullptr);
  return {raw, sqlite3_finalize};
}

void bind(const Statement& s, int index, const std::string& text) {
  sqlite3_bind_text(s.get(), index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

/// Finds the build-id note of the main program, the first object that the loader lists.
int take_build_id(dl_phdr_info* info, std::size_t, void* out) {
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const char* at = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);
    const char* end = at + segment.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const char* name = at + sizeof note;
      const char* bytes = name + (note.n_namesz + 3) / 4 * 4;
      if (note.n_type == NT_GNU_BUILD_ID && std::strcmp(name, "GNU") == 0) {
        for (unsigned b = 0; b < note.n_descsz; ++b)
          *static_cast<std::string*>(out) += fmt::format("{:02x}", static_cast<unsigned char>(bytes[b]));
        return 1;
      }
      at = bytes + (note.n_descsz + 3) / 4 * 4;
    }
  }
  return 1;  // only the main program
}

}  // namespace

struct Memo::Impl {
  sqlite3* db = nullptr;
  Budget budget;
  mutable std::mutex lock;
};

Memo::Memo(const std::string& cache_folder, const Budget& budget) : impl_(std::make_unique<Impl>()) {
  impl_->budget = budget;
  const std::string path = cache_folder + "/answers.sqlite";
  if (sqlite3_open(path.c_str(), &impl_->db) != SQLITE_OK) {
    sqlite3_close(impl_->db);
    impl_->db = nullptr;
    return;
  }
  sqlite3_busy_timeout(impl_->db, 2000);
  sqlite3_exec(impl_->db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;", nullptr, nullptr, nullptr);
  sqlite3_exec(
      impl_->db,
      "CREATE TABLE IF NOT EXISTS answer (question TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID",
      nullptr, nullptr, nullptr);
}

Memo::~Memo() {
  sqlite3_close(impl_->db);
}

std::optional<std::string> Memo::find(const std::string& key) const {
  if (impl_->db == nullptr) return std::nullopt;
  const std::scoped_lock hold(impl_->lock);
  const Statement s = prepare_statement(impl_->db, "SELECT answer FROM answer WHERE question = ?");
  if (!s) return std::nullopt;
  bind(s, 1, key);
  if (sqlite3_step(s.get()) != SQLITE_ROW) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(sqlite3_column_text(s.get(), 0)),
                     static_cast<std::size_t>(sqlite3_column_bytes(s.get(), 0)));
}

void Memo::store(const std::string& key, const std::string& value) const {
  if (impl_->db == nullptr || is_late(impl_->budget) || is_stopped(impl_->budget)) return;
  const std::scoped_lock hold(impl_->lock);
  const Statement s = prepare_statement(impl_->db, "INSERT OR REPLACE INTO answer VALUES (?, ?)");
  if (!s) return;
  bind(s, 1, key);
  bind(s, 2, value);
  sqlite3_step(s.get());
}

std::string build_id() {
  std::string id;
  dl_iterate_phdr(take_build_id, &id);
  return id;
}

}  // namespace pfncheck
