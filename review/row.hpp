// SPDX-License-Identifier: GPL-2.0-or-later
// One architecture row of a review: unit compiled, rules lifted, properties decided, sides compared.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "lift/adapters/normal_page.hpp"
#include "lift/tree/compile.hpp"
#include "review/memo.hpp"
#include "review/parallel.hpp"
#include "review/review.hpp"

namespace pfncheck {

/// The kernel file that the family's rules stand in, relative to the tree.
inline constexpr const char* normal_page_unit = "mm/memory.c";

/// What one row adds to a report. Plain values, so that it can be stored.
struct RowReport {
  std::vector<ResultRecord> results, outside;
  std::vector<ChangeRecord> changes;
  std::vector<NotChecked> not_checked;
  std::vector<Message> messages;
  std::vector<Message> warnings = {};  ///< see Report; never stored
  bool is_late = false;                ///< a larger budget could say more; not worth keeping
  /// Of contracts: new violations of functions that count as they did, since what entries stand for is what
  /// changed. review_row() settles them: never stored.
  std::vector<ResultRecord> followers = {};
};

/// The unit of one side of one row, compiled.
struct SideUnit {
  const PatchedFiles* files = nullptr;  ///< nullptr: the unpatched side
  Compiled compiled;
  std::string digest;        ///< of the bitcode; empty if it did not compile
  SharedModule module = {};  ///< the bitcode; of nothing if `digest` is empty
};

/// One row at work. The unpatched side is always there; `after` and `changes` only for a patch.
struct RowJob {
  const KernelTree& tree;
  const CheckRequest& request;
  const ReviewOptions& options;
  const ArchRow& row;
  Prepared prepared;
  SideUnit before;
  const SideUnit* after = nullptr;
  const PatchedFiles* changes = nullptr;  ///< from `before` to `after`
  bool lives = true;                      ///< look for the life that a new violation leads to
  std::string unit = normal_page_unit;
};

/// Compiles a unit of one side, with the adapters that there are for it.
SideUnit compile_side(const KernelTree& tree, const Prepared& prepared, const std::string& unit,
                      const PatchedFiles* files, const std::string& cache, Emitted emitted = Emitted::used);

/// Prepares a row; the deadline waits meanwhile.
Prepared prepare_row(const KernelTree& tree, const ArchRow& row, const ReviewOptions& options);
/// How lifting works for a review: as long as the budget says.
LiftOptions lift_options(const std::string& root, const Budget& budget);
/// The report of a row whose unit nobody had time for.
RowReport late_row(const ArchRow& row, const std::string& unit, const Budget& budget);

/// Everything about the row; from the memo if the same question was fully decided before.
RowReport review_row(const RowJob& job, const Memo& memo);
/// The contracts of a unit that has no rule; in the same way from the memo.
RowReport review_other_unit(const RowJob& job, const Memo& memo);

/// Compiler messages as records of a row.
std::vector<Message> messages_of(const ArchRow& row, const std::vector<CompilerMessage>& messages);
/// The report of a row on which a side of the unit does not compile.
RowReport failed_row(const ArchRow& row, const std::string& unit, const Compiled& compiled);
/// Notes what a reader must know of the tree: it is younger than what was read, or was built in.
void say_about_tree(const KernelTree& tree, const UserConfigs& configs, Report& report);
/// Notes which options of the user's configurations were not kept; the rows' results are there.
void say_about_configs(const UserConfigs& configs, Report& report);
/// The report of a row that was not prepared.
RowReport unprepared_row(const ArchRow& row, const NotPrepared& why);
/// Does the work of each row, on a few threads. Of one that cannot be prepared `unprepared` gets the reason;
/// throws it if that is the only row, or if it is so with every row that could be built.
template <class Work, class Unprepared>
void on_each_row(const std::vector<const ArchRow*>& rows, const ReviewOptions& options, const Work& work,
                 const Unprepared& unprepared) {
  std::vector<std::string> reasons(rows.size());
  in_parallel(rows.size(), options, [&](std::size_t i) {
    try {
      work(i);
    } catch (const NotPrepared& reason) {
      if (rows.size() == 1) throw;
      unprepared(i, reason);
      if (reason.counts()) reasons[i] = reason.what();
    }
  });
  if (std::ranges::none_of(reasons, &std::string::empty)) throw InputError(reasons.front());
}
/// Adds a row's records to a Report, or a part of a row's to the RowReport.
template <class Whole>
void append(Whole& whole, RowReport&& part) {
  const auto move_all = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  move_all(whole.results, part.results);
  move_all(whole.outside, part.outside);
  move_all(whole.changes, part.changes);
  move_all(whole.not_checked, part.not_checked);
  move_all(whole.messages, part.messages);
  move_all(whole.warnings, part.warnings);
  if constexpr (requires { whole.is_late; }) whole.is_late = whole.is_late || part.is_late;
  if constexpr (requires { whole.followers; }) move_all(whole.followers, part.followers);
}

/// The place where a call of the rule with these inputs was decided, and the conditions on the way
/// ("mm/memory.c:606").
struct Decision {
  Place place;
  std::vector<std::string> path;
};
Decision decision_of(const LiftedFunction& function, const std::string& rule, const Assignment& values);

/// "NULL", "page", "the hook's page", "another pointer", with " + report" if a bad entry is reported. Of a
/// question over two copies of a call both answers, if they differ: "page, later NULL".
std::string answer_text(const normal_page::Rule& rule, const Assignment& values);

}  // namespace pfncheck
