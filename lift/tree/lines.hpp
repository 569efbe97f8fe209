// SPDX-License-Identifier: GPL-2.0-or-later
// Accounts for every changed line of a patch: what pfncheck looked at, and what it did not.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lift/exec/module.hpp"
#include "lift/lockstep/lockstep.hpp"
#include "lift/patch/patch.hpp"
#include "model/change.hpp"

namespace pfncheck::accounting {

/// One rule on one row: which functions were executed for it, and what the comparison said.
struct LiftedRule {
  std::string name;                     ///< "vm_normal_page"
  std::set<std::string> before, after;  ///< names of Module::reachable(), each side
  Meaning meaning = Meaning::unknown;
};

/// A function in which the sides of a unit differ.
struct ComparedFunction {
  std::string name, file;
  unsigned line = 0;  ///< of its head, after the patch if it is there
  Meaning meaning = Meaning::unknown;
  std::string reason;        ///< of unknown; of same: in which way, if not by itself
  PartingCall call = {};     ///< of different
  std::string closure = {};  ///< of one that a side does not have: closure_of() it
  bool judged = false;       ///< a contract says whether a difference is right
  bool is_late = false;      ///< unknown for want of time
  /// Of same: structures whose fields were matched by name, as C names them: "struct vm_fault".
  std::vector<std::string> by_name = {};
};

/// One checked unit on one row, one side.
struct CheckedSide {
  std::set<std::string> files;  ///< Compiled::files and the unit itself, relative
  std::map<std::string, std::vector<unsigned>>
      compiled;                         ///< compiled_lines() of each touched file of `files`
  std::vector<FunctionText> functions;  ///< of ModuleText: in touched files, and what the sides differ in
  std::vector<DataText> data = {};      ///< of ModuleText: what the sides differ in
  std::map<std::string, std::set<unsigned>> code = {};  ///< of ModuleText: of touched files
};

struct CheckedRow {
  std::string row;   ///< "x86_64"
  std::string unit;  ///< "mm/memory.c"
  CheckedSide before, after;
  std::vector<LiftedRule> rules;
  bool failed = false;  ///< a side does not compile: nothing but `files` is known
  std::vector<ComparedFunction> compared = {};
};

/// Both texts of a touched file; empty where it does not exist.
struct FileTexts {
  std::string before, after;
};
/// Reads the touched files from the two folders of apply().
std::map<std::string, FileTexts> texts_of(const PatchedFiles& patched);

/// A run of changed lines of one file and side that share everything below.
struct LineRange {
  std::string file;
  bool added = false;            ///< numbers are of the after side
  unsigned first = 0, last = 0;  ///< inclusive
  LineClass line_class = LineClass::not_modelled;
  std::string function;             ///< that the lines stand in; may be empty
  std::vector<std::string> rows;    ///< that compile the line, in the order given
  std::vector<std::string> rules;   ///< lifted only
  Meaning meaning = Meaning::same;  ///< lifted only: worst over rows and rules
  std::string affected;             ///< what else changes with them: "zero_pfn", "do_wp_page() and 3 more"
  std::string macro;                ///< that they define; may be empty
  bool without_mmu = false;         ///< not_compiled only: for kernels that have no page tables
  bool in_failure = false;  ///< not_compiled only: because the unit does not compile, and no row says more
};

/// Every line of `changes` is in exactly one range; ranges are in the order of the lines.
std::vector<LineRange> account(const std::vector<ChangedLine>& changes,
                               const std::map<std::string, FileTexts>& texts,
                               const std::vector<CheckedRow>& rows);

/// The class of a file by its path alone, for what no checked unit includes. Sources in path_class.cpp.
LineClass class_of_path(const std::string& path);

}  // namespace pfncheck::accounting
