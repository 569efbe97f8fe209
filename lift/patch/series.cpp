// SPDX-License-Identifier: GPL-2.0-or-later
// From the mails of a thread to the patches of one series.
#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "lift/patch/diff_text.hpp"
#include "lift/patch/mailbox.hpp"
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

/// v2 before v3, and what was sent first before what was sent again.
using Posting = std::pair<unsigned, bool>;

Posting posting_of(const PatchSubject& subject) {
  return {subject.version, subject.resent};
}

std::string words_of(const Posting& posting) {
  return "version " + std::to_string(posting.first) + (posting.second ? " as sent again" : "");
}

/// All mails of one version, cover letter included.
struct Version {
  Posting posting{1, false};
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

/// Why a mail is no patch of any version; nullptr if it is one, or the cover letter of one.
const char* passed_over(const Mail& mail, bool others_are_tagged) {
  if (mail.subject.reply) return "in a reply";
  // Notices of maintainers ("+ x.patch added to ...") repeat the diff, but only the author's mail has the
  // tag.
  return others_are_tagged && !mail.subject.tagged ? "in a mail that is not tagged as a patch" : nullptr;
}

bool is_cover(const Mail& mail) {
  return mail.subject.of != 0 && mail.subject.number == 0;
}

bool any_tagged(const std::vector<Mail>& mails) {
  return std::any_of(mails.begin(), mails.end(), [](const Mail& mail) {
    return mail.subject.tagged && !mail.subject.reply && !mail.diff.empty();
  });
}

std::map<Posting, Version> by_version(const std::vector<Mail>& mails, const std::string& name) {
  std::map<Posting, Version> versions;
  const bool tagged = any_tagged(mails);
  for (const Mail& mail : mails) {
    if (passed_over(mail, tagged) != nullptr) continue;
    Version& version = versions[posting_of(mail.subject)];
    version.posting = posting_of(mail.subject);
    if (is_cover(mail))
      add_cover(version, mail, name);
    else if (!mail.diff.empty())
      add_patch(version, mail, name);
  }
  std::erase_if(versions, [](const auto& entry) { return entry.second.patches.empty(); });
  for (auto& [posting, version] : versions) {
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

/// Single patches of a series that were sent again, where the rest stays as it was.
bool is_partial(const Version& newest, const std::map<Posting, Version>& versions) {
  if (newest.has_cover || newest.patches.front().subject.of <= newest.patches.size()) return false;
  const auto has = [&](const Version& version, const Mail& mail) {
    return std::any_of(version.patches.begin(), version.patches.end(), [&](const Mail& other) {
      return plain(other.subject.title) == plain(mail.subject.title);
    });
  };
  return std::any_of(versions.begin(), versions.end(), [&](const auto& entry) {
    return entry.first < newest.posting && std::all_of(
                                               newest.patches.begin(), newest.patches.end(),
                                               [&](const Mail& mail) { return has(entry.second, mail); });
  });
}

void check_complete(const Version& version, const std::string& name) {
  const unsigned of = version.patches.front().subject.of;
  if (of == 0) return;
  unsigned next = 1;
  for (const Mail& mail : version.patches) {
    if (mail.subject.number != next) break;
    ++next;
  }
  if (next > of && version.patches.size() == next - 1) return;
  const std::string what = version.posting == Posting(1, false) ? "" : " of " + words_of(version.posting);
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
  const auto any = [&](const auto& is) { return std::any_of(mails.begin(), mails.end(), is); };
  if (any([](const Mail& mail) { return !mail.diff.empty() && mail.subject.reply; }))
    return name + ": a diff stands only in replies (Re:), which are left out; save the diff itself to a file";
  if (any([](const Mail& mail) { return !mail.diff.empty(); }))
    return name + ": a diff stands only in a cover letter; save the patches of the series (b4 am MESSAGE-ID)";
  if (any([](const Mail& mail) { return mail.quotes_diff; }))
    return name + ": the patch is only quoted (\"> \"); give the mail that it came with (b4 am MESSAGE-ID)";
  if (any([](const Mail& mail) { return mail.asks_to_pull; }))
    return name +
           ": is a pull request without the patches; fetch it, and give the range of commits LEFT..RIGHT";
  return name +
         ": no diff inside; give the mail of the patch as plain text, or the output of git format-patch";
}

unsigned line_of_diff(const Mail& mail) {
  return mail.decoded ? mail.first_line : mail.diff_line + static_cast<unsigned>(*find_diff(mail.diff));
}

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return count == 1 ? one : std::to_string(count) + " " + many;
}

/// Every diff of the mails that is not used is said; one that repeats a diff of the series is not missed.
std::vector<std::string> left_out(const std::vector<Mail>& mails, const Version& chosen,
                                  const std::map<Posting, Version>& versions, const std::string& name) {
  std::vector<std::string> notes;
  for (const auto& [posting, version] : versions)
    if (posting != chosen.posting)
      notes.push_back(name + ": " + words_of(posting) + " (" +
                      counted(version.patches.size(), "one patch", "patches") + ") is left out; " +
                      words_of(chosen.posting) + " is what is reviewed");
  std::map<std::string, std::vector<const Mail*>> others;
  const bool tagged = any_tagged(mails);
  for (const Mail& mail : mails) {
    const auto same = [&](const Mail& used) { return used.diff == mail.diff; };
    if (mail.diff.empty() || std::any_of(chosen.patches.begin(), chosen.patches.end(), same)) continue;
    const char* why = passed_over(mail, tagged);
    if (why == nullptr && is_cover(mail)) why = "in a cover letter";
    if (why != nullptr) others[why].push_back(&mail);
  }
  for (const auto& [why, list] : others)
    notes.push_back(name + ":" + std::to_string(line_of_diff(*list.front())) + ": " +
                    counted(list.size(), "a diff", "diffs") + " " + why + " (" +
                    quoted(list.front()->subject.title) + ") " + (list.size() == 1 ? "is" : "are") +
                    " left out");
  return notes;
}

std::string said_of_one_alone(const Mail& mail, const std::string& name) {
  return name + ": holds patch " + std::to_string(mail.subject.number) + "/" +
         std::to_string(mail.subject.of) + " alone: the other patches of its series are not applied";
}

}  // namespace

Series choose_series(std::vector<Mail> mails, const std::string& name) {
  std::map<Posting, Version> versions = by_version(mails, name);
  if (versions.empty()) throw InputError(nothing_found(mails, name));
  const Version newest = versions.rbegin()->second;
  if (is_partial(newest, versions))
    throw InputError(
        name + ": " + words_of(newest.posting) + " of " + quoted(newest.title) +
        " has only some of the patches; b4 am MESSAGE-ID puts them in the place of the older ones");
  for (const auto& [posting, version] : versions)
    if (!same_series(version, newest)) several(name, version.title, newest.title);
  if (mails.size() > 1) check_complete(newest, name);
  check_unnumbered(newest, name);
  Series series{newest.patches, left_out(mails, newest, versions, name)};
  if (const PatchSubject& last = newest.patches.back().subject; mails.size() > 1 && last.number > last.of)
    series.notes.push_back(name + ": " + quoted(last.title) + " is numbered " + std::to_string(last.number) +
                           "/" + std::to_string(last.of) + ": it is applied after the series");
  if (mails.size() == 1 && newest.patches.front().subject.of > 1)
    series.notes.push_back(said_of_one_alone(newest.patches.front(), name));
  return series;
}

}  // namespace pfncheck
