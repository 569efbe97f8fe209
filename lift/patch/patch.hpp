// SPDX-License-Identifier: GPL-2.0-or-later
// Patches as users have them: diff, git-format-patch mail, mbox with a series, REV..REV. git does the
// plumbing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lift/patch/diff_text.hpp"
#include "lift/tree/kernel_tree.hpp"

namespace pfncheck {

/// One patch of a series, in order of application.
struct Patch {
  std::string subject;                  ///< empty for a bare diff
  std::string diff;                     ///< unified diff text
  DiffPlace place;                      ///< where it stands, for messages
  std::vector<std::string> notes = {};  ///< what was left out when it was read, a sentence each
};

/// Reads a file, "-" (standard input) or an mbox; cover letters, replies and signatures are left out, and a
/// note of the first patch says which diffs are. Throws InputError with a remedy for what is empty, binary,
/// too large or holds no diff.
std::vector<Patch> read_patches(const std::string& path);

/// The two ends of "LEFT..RIGHT"; an end that is left out is HEAD.
struct Range {
  std::string left, right;
};
/// Throws InputError for what is not a range (also for "A...B", whose base is neither end).
Range parse_range(const std::string& range);
/// The commits of a range as patches, in order; its base is LEFT, whatever is checked out. Commits that are
/// not one line, or more than 32, are one Patch (`git diff LEFT RIGHT`) with a note. Throws InputError for no
/// repository, a revision that it does not have, and two ends that do not differ.
std::vector<Patch> read_range(const std::string& repository, const std::string& range);

/// A changed line. A deletion has a line number on the before side, an addition on the after side.
struct ChangedLine {
  std::string file;  ///< relative to the tree
  bool added = false;
  unsigned line = 0;
  std::string text;
};

/// The after side: the files that the patches touch, with their new content, in a scratch folder.
struct PatchedFiles {
  std::string folder;                     ///< holds the patched copies under their paths
  std::string before_folder;              ///< holds the tree's own copies of the same files
  std::vector<std::string> changed;       ///< relative paths that exist after
  std::vector<std::string> deleted;       ///< relative paths that the patch removes
  std::vector<std::string> added;         ///< subset of changed that the tree does not have
  std::vector<std::string> mode_changed;  ///< paths that are or cease to be executable
  std::vector<ChangedLine>
      lines;  ///< every changed line of all files (before and after numbering of the whole series)
  std::vector<std::string> notes = {};  ///< hunks that went far from where they say, or fit elsewhere too
};

/// A series patch by patch. State 0 is the tree, state i has the first i patches.
struct AppliedSeries {
  PatchedFiles whole;                     ///< from the tree to the last state
  std::vector<PatchedFiles> states = {};  ///< from the tree to state 1, 2 ...: lines are not listed
  std::vector<PatchedFiles> steps = {};   ///< from each state to the next
};

/// Applies the series on a copy of the touched files. Throws InputError: which patch, file, hunk and line
/// does not apply and why (another version? already applied?); paths that are absolute, leave the tree or go
/// through a link.
PatchedFiles apply(const KernelTree& tree, const std::vector<Patch>& patches, const std::string& scratch);
/// The same for any folder.
PatchedFiles apply(const std::string& root, const std::vector<Patch>& patches, const std::string& scratch);
/// The same, with every state on the way.
AppliedSeries apply_each(const std::string& root, const std::vector<Patch>& patches,
                         const std::string& scratch);

}  // namespace pfncheck
