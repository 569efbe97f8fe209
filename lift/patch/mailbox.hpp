// SPDX-License-Identifier: GPL-2.0-or-later
// Mails: which of them are the patches of a series, and in which order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pfncheck {

/// A subject line taken apart: "[PATCH v2 3/5] mm: do this".
struct PatchSubject {
  bool reply = false;           ///< begins with "Re:" or the like
  bool tagged = false;          ///< has a [PATCH ...], [RFC ...] or [v2,3/5] tag
  bool resent = false;          ///< has RESEND in a tag
  unsigned version = 1;         ///< v2 -> 2
  unsigned number = 0, of = 0;  ///< 3/5; both 0 without a number
  std::string title;            ///< "mm: do this"
};
PatchSubject parse_subject(std::string_view subject);

/// What one mail holds, decoded.
struct Mail {
  PatchSubject subject;
  std::string diff;              ///< text from the first line of the patch on; empty if there is none
  unsigned first_line = 1;       ///< of the mail, in the file
  unsigned diff_line = 1;        ///< of `diff`, in the file
  bool decoded = false;          ///< the file holds the diff as base64 or quoted-printable: diff_line is 1
  bool by_format_patch = false;  ///< its "From " line is the one that git format-patch writes
  bool quotes_diff = false;      ///< has a diff with "> " before each line
  bool asks_to_pull = false;     ///< what git request-pull writes
};

/// Splits a mail or an mbox and decodes each mail (base64, quoted-printable, charsets). `name` is for
/// messages. Throws InputError: more than 2,000 mails, or what git cannot read as mail.
std::vector<Mail> read_mails(const std::string& text, const std::string& name);

/// The patches of the one series in the mails, in the order of their numbers: no cover letter, no replies,
/// only the newest version.
struct Series {
  std::vector<Mail> patches;
  std::vector<std::string> notes;  ///< which diffs of the mails were left out, a sentence each
};
/// Throws InputError: no patch at all, several series, an incomplete one.
Series choose_series(std::vector<Mail> mails, const std::string& name);

}  // namespace pfncheck
