// SPDX-License-Identifier: GPL-2.0-or-later
// Edit scripts: patches that are made at test time on an installed kernel source, so that no kernel text is
// kept here. A script is a TOML file; README.md describes it.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace pfncheck::edit {

/// One change of one file. Exactly one action is set; places are found by text inside of the scope.
struct Edit {
  std::string file;                   ///< relative to the tree
  std::string function, macro;        ///< scope; none of them: the whole file
  unsigned function_nth = 1;          ///< which definition of that name in the file
  std::vector<std::string> releases;  ///< "6.12", or "7.1+" for it and all that follow; empty: all

  enum class Action { replace, condition, rename, swap, drop, move, above, before, after, append, create };
  Action action = Action::replace;
  std::string what;    ///< text that is searched
  std::string second;  ///< swap: text in the other condition
  std::string text;    ///< replacement; in a condition, $ stands for the old one
  unsigned nth = 1;    ///< occurrence, from 1; 0: every one
};

/// What a script's patch is expected to do on some rows.
struct Expectation {
  std::string rule;                   ///< "vm_normal_page"
  std::vector<std::string> rows;      ///< architecture rows; those that a tree does not have are passed over
  std::vector<std::string> releases;  ///< empty: all
  std::vector<std::string> properties;  ///< newly refuted there; sorted
};

/// Rows whose build refuses the patch, and how the compiler's words begin.
struct Refusal {
  std::vector<std::string> rows;
  std::string file, says;
};

/// One of several functions that a script edits, and what has to be said of it.
struct Judged {
  std::string function;
  std::string is;       ///< "same", "different", "unbalanced", or "order": anything but the same
  std::string kind;     ///< same: kind of refactor, "helper"
  std::string what;     ///< unbalanced: "mutex"
  std::string at;       ///< unbalanced: text of the line of which it is said; may be empty
  std::string when;     ///< different: text in what the first row of its condition says; may be empty
  std::string not_yet;  ///< what is said today, where that is not right: "undecided"; the script says why
  std::vector<std::string> releases;  ///< in which it is edited; empty: all of the script
};

struct Script {
  std::string name;  ///< file name without ".toml"
  std::string title, why;
  std::string follows;                ///< public commit whose shape it has; may be empty
  std::vector<std::string> releases;  ///< for which it can be made
  std::vector<Edit> edits;
  std::string verdict;  ///< "breaks", "different", "same", "accounting", "refused", "unbalanced", "each"
  std::vector<Expectation> fresh;    ///< new violations; no others are expected
  std::vector<Expectation> changed;  ///< rows on which the meaning is different; no properties
  std::vector<std::string>
      classes;                    ///< accounting: classes of lines that must occur, as to_string() names them
  std::string unbalanced;         ///< unbalanced: what some exit leaves taken or gives back too often
  std::vector<Refusal> refused;   ///< refused: by whom; other rows take it
  std::vector<unsigned> exits;    ///< codes of which `pfncheck patch` gives one; empty: nothing is said
  std::vector<unsigned> not_yet;  ///< what it gives today, where that is not right; the script says why
  std::vector<std::string> also;  ///< rows that the patch is about, beside the default ones
  std::vector<std::string> same, differ;  ///< functions whose meaning must come out like that
  std::vector<Judged> functions;          ///< each: what is said of every function that it edits
};

/// Throws std::runtime_error that names the file and the key for anything that is not understood.
Script read_script(const std::string& path);
/// Every *.toml of a folder, by name.
std::vector<Script> read_scripts(const std::string& folder);

/// The tree's release as "6.12", from its top Makefile.
std::string release_of(const std::string& tree);
/// Whether a list of releases ("6.12", "7.1+") has the release.
bool lists(const std::vector<std::string>& releases, const std::string& release);
bool is_for(const Script& script, const std::string& release);

/// New text of each file that the script changes. Throws std::runtime_error if a text or function is not
/// found.
std::map<std::string, std::string> edited_files(const Script& script, const std::string& tree);
/// The same as a git diff with a/ and b/, ready for `pfncheck patch`.
std::string make_patch(const Script& script, const std::string& tree);
/// A git diff from the tree's files to these new texts; the name is for errors.
std::string patch_of(const std::map<std::string, std::string>& files, const std::string& tree,
                     const std::string& name);

}  // namespace pfncheck::edit
