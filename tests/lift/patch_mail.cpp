// SPDX-License-Identifier: GPL-2.0-or-later
// What public mailing lists hold beside a patch: it is used right, or refused in one line with its remedy,
// and a diff that is not used is said.
#include <catch2/catch.hpp>

#include <algorithm>

#include "lift/patch/mailbox.hpp"
#include "tests/lift/patch_fixture.hpp"

using namespace pfncheck;
using namespace pfncheck::test;
using Catch::Matchers::Contains;
using Notes = std::vector<std::string>;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// A mail with headers of MIME, as mail programs make it.
std::string mime(const std::string& headers, const std::string& body) {
  return "From: A <a@example.org>\nSubject: [PATCH] mm: do this\nMIME-Version: 1.0\n" + headers + "\n" + body;
}

std::string lines_after(const PatchFixture& f, const std::string& text) {
  apply(f.tree(), read_patches(f.file("m.mbox", text)), f.scratch());
  return f.after("mm/example.c");
}

Notes notes_of_reading(const PatchFixture& f, const std::string& text) {
  return read_patches(f.file("m.mbox", text)).front().notes;
}

Notes notes_of_applying(const PatchFixture& f, const std::string& text) {
  return apply(f.tree(), read_patches(f.file("m.mbox", text)), f.scratch()).notes;
}

std::string refusal(const PatchFixture& f, const std::string& text) {
  const std::string message =
      error_of([&] { apply(f.tree(), read_patches(f.file("m.mbox", text)), f.scratch()); });
  CHECK(message.find('\n') == std::string::npos);
  return message;
}

/// git diff -U0 that changes line `line`.
std::string without_context(unsigned line, const std::string& to) {
  const std::string at = std::to_string(line);
  return "diff --git a/mm/example.c b/mm/example.c\n--- a/mm/example.c\n+++ b/mm/example.c\n@@ -" + at +
         " +" + at + " @@\n-line " + at + "\n+" + to + "\n";
}

/// A hunk that fits line 20 and says that it is about `line`.
std::string moved(unsigned line) {
  return replaced(change_line(20, "twenty"), "@@ -19,3 +19,3 @@",
                  "@@ -" + std::to_string(line - 1) + ",3 +" + std::to_string(line - 1) + ",3 @@");
}

}  // namespace

TEST_CASE("encoded text with the line ends of mail applies", "[patch][mail]") {
  const PatchFixture f;
  const std::string body = with_crlf("Why.\n\n---\n" + change_line(5, "five"));
  const std::string headers = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ";
  CHECK_THAT(lines_after(f, mime(headers + "base64\n", base64(body))), Contains("line 4\nfive\nline 6\n"));
  const std::string quoted = replaced(body, "\r\n", "=0D=0A=\n");
  CHECK_THAT(lines_after(f, mime(headers + "quoted-printable\n", quoted)),
             Contains("line 4\nfive\nline 6\n"));
}

TEST_CASE("a file with CR LF lines is patched by encoded mail that keeps them", "[patch][mail]") {
  const PatchFixture f;
  f.file("tree/mm/example.c", "line 1\r\nline 2\r\nline 3\r\n");
  const std::string diff =
      "diff --git a/mm/example.c b/mm/example.c\n--- a/mm/example.c\n+++ b/mm/example.c\n@@ -1,3 +1,3 @@\n "
      "line "
      "1\r\n-line 2\r\n+two\r\n line 3\r\n";
  const std::string headers = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n";
  CHECK(lines_after(f, mime(headers, base64("Why.\n\n---\n" + diff))) == "line 1\r\ntwo\r\nline 3\r\n");
}

TEST_CASE("the diff of a mail that repeats it as HTML is taken once", "[patch][mail]") {
  const PatchFixture f;
  const std::string diff = change_line(5, "a = b");
  const std::string parts = "--=-x\nContent-Type: text/plain\n\nWhy.\n\n---\n" + diff +
                            "\n--=-x\nContent-Type: text/html\n\n<pre>Why.\n---\n" + diff +
                            "</pre>\n\n--=-x--\n";
  CHECK_THAT(lines_after(f, mime("Content-Type: multipart/alternative; boundary=\"=-x\"\n", parts)),
             Contains("line 4\na = b\nline 6\n"));
}

TEST_CASE("an attached patch is read, plain and encoded", "[patch][mail]") {
  const PatchFixture f;
  const std::string head =
      "--=-x\nContent-Type: text/plain\n\nAttached.\n\n--=-x\nContent-Type: text/x-patch; "
      "name=\"a.patch\"\nContent-Disposition: attachment\n";
  const std::string multipart = "Content-Type: multipart/mixed; boundary=\"=-x\"\n";
  const std::string diff = change_line(5, "five");
  CHECK_THAT(lines_after(f, mime(multipart, head + "\n" + diff + "\n--=-x--\n")), Contains("line 4\nfive\n"));
  CHECK_THAT(lines_after(f, mime(multipart, head + "Content-Transfer-Encoding: base64\n\n" +
                                                base64(with_crlf(diff)) + "\n--=-x--\n")),
             Contains("line 4\nfive\n"));
}

TEST_CASE("a signature of PGP below a diff is no part of it", "[patch][mail]") {
  const PatchFixture f;
  CHECK_THAT(lines_after(f, change_line(5, "five") + "-----BEGIN PGP SIGNATURE-----\n\niQ\n"),
             Contains("line 4\nfive\n"));
}

TEST_CASE("notes that speak of a diff are no diff", "[patch][mail]") {
  const PatchFixture f;
  const std::string notes = "Notes: what was in\ndiff --git a/mm/other.c b/mm/other.c\nis gone.\n\n";
  CHECK_THAT(lines_after(f, mail("[PATCH] mm: do this", notes + change_line(5, "five"))),
             Contains("line 4\nfive\n"));
  CHECK_THAT(lines_after(f, notes + change_line(5, "five")), Contains("line 4\nfive\n"));
  CHECK_THAT(refusal(f, mail("[PATCH] mm: do this", notes)), Contains("no diff inside"));
}

TEST_CASE("a patch without context applies where its numbers say, and nowhere else", "[patch][mail]") {
  const PatchFixture f;
  CHECK_THAT(lines_after(f, mail("[PATCH] mm: do this", without_context(5, "five"))),
             Contains("line 4\nfive\nline 6\n"));
  const std::string inserted =
      replaced(without_context(5, "four and a half"), "@@ -5 +5 @@\n-line 5\n", "@@ -4,0 +5 @@\n");
  CHECK_THAT(lines_after(f, inserted), Contains("line 4\nfour and a half\nline 5\n"));
  CHECK(notes_of_applying(f, inserted).size() == 1);
  const std::string both = inserted + "@@ -7 +8 @@\n-line 9\n+nine\n";
  CHECK_THAT(refusal(f, both), Contains("mm/example.c"));
  const Notes notes = notes_of_applying(f, without_context(5, "five"));
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes.front(), Contains("without context (-U0)"));
  const std::string elsewhere = replaced(without_context(5, "five"), "@@ -5 +5 @@", "@@ -7 +7 @@");
  CHECK_THAT(refusal(f, elsewhere), Contains("mm/example.c:7") && Contains("git diff -U3"));
  CHECK_THAT(refusal(f, replaced(without_context(5, "five"), "-line 5", "-line five")),
             Contains("no line \"line five\""));
}

TEST_CASE("a hunk that goes elsewhere than it says is told, and so is a second place for it",
          "[patch][mail]") {
  const PatchFixture f;
  CHECK(notes_of_applying(f, moved(20)).empty());
  CHECK(notes_of_applying(f, moved(22)).empty());  // what other patches above it do
  const Notes notes = notes_of_applying(f, moved(1020));
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes.front(), Contains("mm/example.c: hunk 1 applies at line 19, 1000 lines above"));
  std::string twice;
  for (unsigned i = 0; i < 2; ++i)
    for (unsigned line = 1; line <= 40; ++line) twice += "line " + std::to_string(line) + "\n";
  f.file("tree/mm/example.c", twice);
  const Notes ambiguous = notes_of_applying(f, moved(22));
  REQUIRE(ambiguous.size() == 1);
  CHECK_THAT(ambiguous.back(), Contains("fits at line 59 as well as at line 19"));
}

TEST_CASE("lines of a mail are those of the file that it is in", "[patch][mail]") {
  const PatchFixture f;
  const std::string first = mail("[PATCH 1/2] mm: one", change_line(10, "ten"));
  std::string second = mail("[PATCH 2/2] mm: two", change_line(20, "twenty"));
  const auto line_of = [&](const std::string& text, const std::string& what) {
    return std::to_string(1 +
                          std::count(text.begin(), text.begin() + static_cast<long>(text.find(what)), '\n'));
  };
  const std::string other = first + replaced(second, "-line 20", "-line twenty");
  CHECK_THAT(refusal(f, other),
             Contains("(line " + line_of(other, "@@ -19") + " of ") && Contains("m.mbox) does not apply"));
  const std::string wrapped = first + replaced(second, " line 19", " line\n19");
  CHECK_THAT(refusal(f, wrapped),
             Contains("m.mbox:" + line_of(wrapped, "19\n-line") + ": patch 2/2 is truncated"));
  const std::string encoded =
      mime("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n",
           base64("Why.\n\n---\n" + replaced(change_line(5, "five"), "-line 5", "-line five")));
  CHECK_THAT(refusal(f, encoded), Contains("(line 5 of the decoded mail)"));
}

TEST_CASE("a diff that is left out is said", "[patch][mail]") {
  const PatchFixture f;
  const std::string patch = mail("[PATCH 1/1] mm: one", change_line(10, "ten"));
  const std::string reply = mail("Re: [PATCH 1/1] mm: one", "How about this?\n" + change_line(10, "other"));
  const std::string cover = mail("[PATCH 0/1] mm: all", "What changed:\n" + change_line(10, "before"));
  CHECK(notes_of_reading(f, patch).empty());
  CHECK(notes_of_reading(f, patch + mail("Re: [PATCH 1/1] mm: one", "> " + replaced(patch, "\n", "\n> ")))
            .empty());
  const Notes in_reply = notes_of_reading(f, patch + reply);
  const std::string both = patch + reply;
  const auto at = both.begin() + static_cast<long>(both.rfind("diff --git"));
  const std::string line = std::to_string(1 + std::count(both.begin(), at, '\n'));
  REQUIRE(in_reply.size() == 1);
  CHECK_THAT(in_reply.front(), Contains("m.mbox:" + line + ": a diff in a reply (\"mm: one\") is left out"));
  CHECK_THAT(notes_of_reading(f, patch + reply + reply).front(), Contains("2 diffs in a reply"));
  CHECK_THAT(notes_of_reading(f, cover + patch).front(), Contains("a diff in a cover letter"));
  CHECK_THAT(notes_of_reading(f, patch + mail("mm: something else", change_line(30, "x"))).front(),
             Contains("not tagged as a patch"));
}

TEST_CASE("an older version beside the one that is reviewed is said", "[patch][mail]") {
  const PatchFixture f;
  const std::string box = mail("[PATCH 1/2] mm: one", change_line(10, "old")) +
                          mail("[PATCH 2/2] mm: two", change_line(20, "old")) +
                          mail("[PATCH v2 1/2] mm: one", change_line(10, "new")) +
                          mail("[PATCH v2 2/2] mm: two", change_line(20, "new"));
  const Notes notes = notes_of_reading(f, box);
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes.front(), Contains("version 1 (2 patches) is left out; version 2 is what is reviewed"));
  CHECK_THAT(lines_after(f, box), Contains("line 9\nnew\n"));
}

TEST_CASE("what was sent again is taken instead of what was sent first", "[patch][mail]") {
  const PatchFixture f;
  const std::string box = mail("[PATCH RESEND] mm: one", change_line(10, "new")) +
                          mail("[PATCH] mm: one", change_line(10, "old"));
  CHECK_THAT(lines_after(f, box), Contains("line 9\nnew\n"));
  CHECK_THAT(notes_of_reading(f, box).front(), Contains("version 1 as sent again is what is reviewed"));
}

TEST_CASE("single patches of a new version beside the whole old one are refused with the remedy",
          "[patch][mail]") {
  const PatchFixture f;
  const std::string box = mail("[PATCH 1/2] mm: one", change_line(10, "old")) +
                          mail("[PATCH 2/2] mm: two", change_line(20, "old")) +
                          mail("[PATCH v2 2/2] mm: two", change_line(20, "new"));
  CHECK_THAT(refusal(f, box),
             Contains("version 2") && Contains("only some of the patches") && Contains("b4 am"));
}

TEST_CASE("a patch numbered beyond its series comes after it", "[patch][mail]") {
  const PatchFixture f;
  const std::string box = mail("[PATCH 3/2] mm: three", change_line(30, "3")) +
                          mail("[PATCH 1/2] mm: one", change_line(10, "1")) +
                          mail("[PATCH 2/2] mm: two", change_line(20, "2"));
  const auto patches = read_patches(f.file("m.mbox", box));
  REQUIRE(patches.size() == 3);
  CHECK(patches.back().subject == "mm: three");
  CHECK_THAT(patches.front().notes.at(0), Contains("applied after the series"));
}

TEST_CASE("one patch of a series alone is used with a word", "[patch][mail]") {
  const PatchFixture f;
  const Notes notes = notes_of_reading(f, mail("[PATCH 2/3] mm: two", change_line(10, "ten")));
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes.front(), Contains("holds patch 2/3 alone"));
}

TEST_CASE("a series as patchwork names it is in order", "[patch][mail]") {
  const PatchFixture f;
  const std::string from = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001";
  const std::string box =
      replaced(mail("[v2,2/2] mm: two", replaced(change_line(10, "end"), "-line 10", "-ten")) +
                   mail("[v2,1/2] mm: one", change_line(10, "ten")),
               from, "From patchwork Thu Jan  1 00:00:00 2026");
  CHECK_THAT(lines_after(f, box), Contains("line 9\nend\n"));
  CHECK(parse_subject("[RFC,v3,net-next,4/7] net: x").version == 3);
  CHECK(parse_subject("[RFC,v3,net-next,4/7] net: x").number == 4);
}

TEST_CASE("a patch below scissors in a reply is the patch, if the mail is all that there is",
          "[patch][mail]") {
  const PatchFixture f;
  const std::string reply =
      "From: A <a@example.org>\nSubject: Re: [PATCH] mm: other\n\nThis instead:\n\n-- >8 "
      "--\nSubject: [PATCH] mm: do this\n\nWhy.\n---\n" +
      change_line(5, "five");
  const auto patches = read_patches(f.file("m.mbox", reply));
  REQUIRE(patches.size() == 1);
  CHECK(patches.front().subject == "mm: do this");
}

TEST_CASE("mail without a patch is told from what it holds", "[patch][mail]") {
  const PatchFixture f;
  const std::string quoted = "> " + replaced("\n" + change_line(5, "five"), "\n", "\n> ");
  CHECK_THAT(refusal(f, mail("Re: [PATCH] mm: one", quoted)), Contains("only quoted"));
  CHECK_THAT(refusal(f, mail("[GIT PULL] mm: updates", "") + "The following changes since commit 1234:\n"),
             Contains("pull request") && Contains("LEFT..RIGHT"));
  CHECK_THAT(refusal(f, mail("[PATCH 0/2] mm: all", change_line(5, "five"))),
             Contains("only in a cover letter"));
}

TEST_CASE("text that lost its headers or came through a web page is told from another version",
          "[patch][mail]") {
  const PatchFixture f;
  f.file("tree/mm/example.c", "a = b\nif (a < b)\nlast\n");
  const std::string diff =
      "--- a/mm/example.c\n+++ b/mm/example.c\n@@ -1,3 +1,3 @@\n a = b\n if (a < b)\n-last\n+end\n";
  CHECK_THAT(refusal(f, replaced(diff, " = ", " =3D ")), Contains("quoted-printable") && Contains("headers"));
  CHECK_THAT(refusal(f, replaced(diff, " < ", " &lt; ")), Contains("HTML"));
}

TEST_CASE("a body of an mbox that begins a line with From is one mail", "[patch][mail]") {
  const PatchFixture f;
  const std::string text = replaced(mail("[PATCH] mm: do this", change_line(5, "five")), "What this is for.",
                                    "From what was said:\n>From what was quoted.");
  CHECK_THAT(lines_after(f, text), Contains("line 4\nfive\n"));
}

TEST_CASE("a renamed and changed file in a mail is taken", "[patch][mail]") {
  const PatchFixture f;
  const std::string diff =
      "diff --git a/mm/example.c b/mm/moved.c\nsimilarity index 90%\nrename from mm/example.c\nrename to "
      "mm/moved.c\nindex 0123456..789abcd 100644\n--- a/mm/example.c\n+++ b/mm/moved.c\n@@ -1,3 +1,3 @@\n "
      "line "
      "1\n-line 2\n+two\n line 3\n";
  const PatchedFiles files =
      apply(f.tree(), read_patches(f.file("m.mbox", mail("[PATCH] mm: move", diff))), f.scratch());
  CHECK(files.added == Notes{"mm/moved.c"});
  CHECK(files.deleted == Notes{"mm/example.c"});
  CHECK_THAT(f.after("mm/moved.c"), Contains("line 1\ntwo\n"));
}

TEST_CASE("a revert is a patch like another", "[patch][mail]") {
  const PatchFixture f;
  CHECK_THAT(lines_after(f, mail("[PATCH] Revert \"Re: mm: do this\"", change_line(5, "five"))),
             Contains("line 4\nfive\n"));
}
