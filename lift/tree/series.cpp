// SPDX-License-Identifier: GPL-2.0-or-later
// From the mails of a thread to the patches of one series.
#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "lift/tree/mailbox.hpp"
#include "model/input_error.hpp"

namespace pfncheck {

namespace {

/// Titles are compared without case and blanks: mail programs fold long ones.
std::string plain(const std::string& title) {
  std::string all;
  for (unsigned char c : title)
    if (!std::isspace(c)) all += static_cast<char>(std::tolower(c));
  return all;
}

/// All mails of one version, cover letter included.
struct Version {
  unsigned number = 1;
  std::string title;  ///< of the cover letter, else of the first patch
  bool has_cover = false;
  std::vector<Mail> patches;
};

std::string quoted(const std::string& title) {
  return "\"" + title.substr(0, 80) + "\"";
}

[[noreturn]] void several(const std::string& name, const std::string& a, const std::string& b) {
  throw InputError(name + ": holds several series (" + quoted(a) + ", " + quoted(b) +
                   "); save only the thread of one (b4 am MESSAGE-ID)");
}

void add_cover(Version& version, const Mail& mail, const std::string& name) {
  if (version.has_cover && plain(version.title) != plain(mail.subject.title))
    several(name, version.title, mail.subject.title);
  version.has_cover = true;
  version.title = mail.subject.title;
}

/// Takes a patch unless it is there already: lists deliver one mail several times.
void add_patch(Version& version, Mail mail, const std::string& name) {
  for (const Mail& other : version.patches) {
    const bool same_title = plain(other.subject.title) == plain(mail.subject.title);
    if (same_title && other.diff == mail.diff && other.subject.number == mail.subject.number) return;
    if (mail.subject.of != 0 && other.subject.number == mail.subject.number &&
        other.subject.of == mail.subject.of)
      several(name, other.subject.title, mail.subject.title);
    if (other.subject.of != mail.subject.of) several(name, other.subject.title, mail.subject.title);
  }
  version.patches.push_back(std::move(mail));
}

std::map<unsigned, Version> by_version(std::vector<Mail>& mails, const std::string& name) {
  std::map<unsigned, Version> versions;
  // Notices of maintainers ("+ x.patch added to ...") repeat the diff, but only the author's mail has the
  // tag.
  const bool tagged = std::any_of(mails.begin(), mails.end(), [](const Mail& mail) {
    return mail.subject.tagged && !mail.subject.reply && !mail.diff.empty();
  });
  for (Mail& mail : mails) {
    if (mail.subject.reply || (tagged && !mail.subject.tagged)) continue;
    Version& version = versions[mail.subject.version];
    version.number = mail.subject.version;
    if (mail.subject.of != 0 && mail.subject.number == 0)
      add_cover(version, mail, name);
    else if (!mail.diff.empty())
      add_patch(version, std::move(mail), name);
  }
  std::erase_if(versions, [](const auto& entry) { return entry.second.patches.empty(); });
  for (auto& [number, version] : versions) {
    // Without numbers the order is that of the mailbox; with them no two patches have the same.
    if (version.patches.front().subject.of != 0)
      std::sort(version.patches.begin(), version.patches.end(),
                [](const Mail& a, const Mail& b) { return a.subject.number < b.subject.number; });
    if (!version.has_cover) version.title = version.patches.front().subject.title;
  }
  return versions;
}

/// Two versions are of one series if their titles agree; a cover letter may be missing on one side.
bool same_series(const Version& a, const Version& b) {
  if (plain(a.title) == plain(b.title)) return true;
  return a.has_cover != b.has_cover &&
         plain(a.patches.front().subject.title) == plain(b.patches.front().subject.title);
}

void check_complete(const Version& version, const std::string& name) {
  const unsigned of = version.patches.front().subject.of;
  if (of == 0) return;
  unsigned next = 1;
  for (const Mail& mail : version.patches) {
    if (mail.subject.number != next) break;
    ++next;
  }
  if (next == of + 1 && version.patches.size() == of) return;
  const std::string what = version.number > 1 ? " of version " + std::to_string(version.number) : "";
  throw InputError(name + ": patch " + std::to_string(next) + "/" + std::to_string(of) + what + " of " +
                   quoted(version.title) + " is not there; save the whole thread (b4 am MESSAGE-ID)");
}

/// Patches without numbers have an order only if git format-patch wrote them one after the other.
void check_unnumbered(const Version& version, const std::string& name) {
  if (version.patches.size() < 2 || version.patches.front().subject.of != 0) return;
  const bool ours = std::all_of(version.patches.begin(), version.patches.end(),
                                [](const Mail& mail) { return mail.by_format_patch; });
  if (!ours) several(name, version.patches[0].subject.title, version.patches[1].subject.title);
}

std::string nothing_found(const std::vector<Mail>& mails, const std::string& name) {
  const bool only_replies =
      std::any_of(mails.begin(), mails.end(), [](const Mail& mail) { return !mail.diff.empty(); });
  if (only_replies)
    return name + ": a diff stands only in replies (Re:), which are left out; save the diff itself to a file";
  return name +
         ": no diff inside; give the mail of the patch as plain text, or the output of git format-patch";
}

}  // namespace

std::vector<Mail> choose_series(std::vector<Mail> mails, const std::string& name) {
  const bool single = mails.size() == 1;
  std::map<unsigned, Version> versions = by_version(mails, name);
  if (versions.empty()) throw InputError(nothing_found(mails, name));
  const Version newest = versions.rbegin()->second;
  for (const auto& [number, version] : versions)
    if (!same_series(version, newest)) several(name, version.title, newest.title);
  if (!single) check_complete(newest, name);
  check_unnumbered(newest, name);
  return newest.patches;
}

}  // namespace pfncheck
