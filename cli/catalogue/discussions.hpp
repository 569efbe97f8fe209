// SPDX-License-Identifier: GPL-2.0-or-later
// Public discussions that cases and faults are made of. A source names a mail of one; what has such a source
// belongs to the discussion.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cli/catalogue/catalogue.hpp"

namespace pfncheck {

struct Message {
  std::string_view author, date;  ///< date: YYYY-MM-DD
  std::string_view what;          ///< "patch v2 1/1", "reply"
  std::string_view id;            ///< Message-ID without <>; empty if it is not known
};

struct Discussion {
  std::string_view id;       ///< "thread-004"
  std::string_view subject;  ///< without prefixes: as sources write it
  std::string_view argued;   ///< one sentence
  std::vector<Message> messages;
};

std::span<const Discussion> discussions();
/// By "thread-004", "004" or "4". Throws InputError with the ids that there are.
const Discussion& discussion_of(std::string_view id);
/// Those that a source names a mail of. A text that is no source names none.
std::vector<const Discussion*> discussions_in(std::string_view source);

/// Each as an entry, with the cases and faults that belong to it.
std::vector<Entry> discussion_entries(const std::vector<Entry>& cases, const std::vector<Entry>& faults);

}  // namespace pfncheck
