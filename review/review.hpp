// SPDX-License-Identifier: GPL-2.0-or-later
// What `check`, `patch`, `table --tree`, `prepare` and `replay` ask of lifting: trees in, one Report out.
// A front end only parses and prints.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lift/tree/user_config.hpp"
#include "model/arch/rows.hpp"
#include "props/property.hpp"
#include "report/record.hpp"
#include "review/deadline.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

/// How to work: the same for every request.
struct ReviewOptions {
  std::string cache;                        ///< folder, exists and is writable
  unsigned jobs = 1;                        ///< threads or children at once
  Budget budget;                            ///< of one solver query
  std::shared_ptr<Deadline> deadline = {};  ///< of the whole call, with the flag in `budget`; may be none
  std::function<void(const std::string&)>
      progress;                       ///< one short line of what is being done; any thread may call it
  std::function<bool()> interrupted;  ///< true after SIGINT: stop, clean up, throw Interrupted
  /// Of a patch: whether the kernel's own build takes it, which is a third of the time. Whoever leaves it out
  /// knows that it does.
  bool asks_build = true;
};

struct CheckRequest {
  std::string tree;                         ///< folder
  std::vector<const ArchRow*> archs;        ///< never empty, in the order of the table
  std::vector<std::string> rules;           ///< "vm_normal_page", "zap_present_ptes" ...; empty: all
  std::vector<const Property*> properties;  ///< of rules, in the order of the table
  std::vector<std::string> clauses = {};    ///< of contracts, by name; with `properties` never both empty
  UserConfigs configs = {};                 ///< whose rows are among `archs`
};

struct PatchRequest {
  CheckRequest check;     ///< tree, rows, rules and properties
  std::string patch;      ///< file, "-" for standard input, or "REV..REV" of the git repository `check.tree`
  bool is_range = false;  ///< patch is REV..REV
};

struct TableRequest {
  std::string tree;     ///< folder
  std::string against;  ///< second tree: the table is that of the differences; may be empty
  std::string rule;
  std::vector<const ArchRow*> archs;
  UserConfigs configs = {};  ///< whose rows are among `archs`
};

struct PrepareRequest {
  std::string tree;
  std::vector<const ArchRow*> archs;  ///< rows without a build are not in it
  UserConfigs configs = {};           ///< whose rows are among `archs`
};

/// All of these leave `finish()` of the report to the caller, and throw InputError for the user's mistakes. A
/// row that cannot be built is not in a request; a mistake that concerns one row only goes into
/// Report::messages.
Report check_tree(const CheckRequest& request, const ReviewOptions& options);
Report review_patch(const PatchRequest& request, const ReviewOptions& options);
Report table_of_tree(const TableRequest& request, const ReviewOptions& options);
/// A row of a tree that was prepared, or why it could not be.
struct PreparedRow {
  std::string arch, config;
  std::string failure;  ///< empty: ready
  bool counts = false;  ///< with a failure: see NotPrepared
};
/// Prepares each row; progress says which.
std::vector<PreparedRow> prepare_tree(const PrepareRequest& request, const ReviewOptions& options);
/// A witness evaluated again: verdict refuted if the property of the record fails on it, holds if it does
/// not; `before` is what the rule answers ("NULL", "page" ...).
struct Replayed {
  ResultRecord record;
  bool outside = false;  ///< of an entry outside the contracts: said, never counted
};
/// Evaluates the rule lifted from `tree` on the inputs of a record's witness; `where` is the witness's file.
/// A record of a configuration of the user's needs it among `configs`.
Replayed replay_on_tree(const ResultRecord& record, const std::string& where, const std::string& tree,
                        const UserConfigs& configs, const ReviewOptions& options);

}  // namespace pfncheck
