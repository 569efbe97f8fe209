// SPDX-License-Identifier: GPL-2.0-or-later
// Patches as users hand them in.
#include <catch2/catch.hpp>
#include <fstream>

#include "lift/patch/mailbox.hpp"
#include "lift/tree/git.hpp"
#include "tests/lift/patch_fixture.hpp"

using namespace pfncheck;
using namespace pfncheck::test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

std::vector<std::string> subjects(const std::vector<Patch>& patches) {
  std::vector<std::string> all;
  for (const Patch& patch : patches) all.push_back(patch.subject);
  return all;
}

}  // namespace

TEST_CASE("a bare diff is one patch without a subject", "[patch]") {
  PatchFixture f;
  const auto patches = read_patches(f.file("p.diff", "some words before\n" + change_line(5, "five")));
  REQUIRE(patches.size() == 1);
  CHECK(patches[0].subject.empty());
  CHECK(apply(f.tree(), patches, f.scratch()).lines.size() == 2);
}

TEST_CASE("a bare diff with CR LF line ends applies", "[patch]") {
  PatchFixture f;
  const auto patches = read_patches(f.file("p.diff", with_crlf(change_line(5, "five"))));
  apply(f.tree(), patches, f.scratch());
  CHECK_THAT(f.after("mm/example.c"), Contains("line 4\nfive\nline 6\n"));
}

TEST_CASE("a mail of git format-patch is one patch with its subject", "[patch]") {
  PatchFixture f;
  const auto patches = read_patches(f.file("p.patch", mail("[PATCH] mm: do this", change_line(5, "five"))));
  REQUIRE(subjects(patches) == std::vector<std::string>{"mm: do this"});
  apply(f.tree(), patches, f.scratch());
  CHECK_THAT(f.after("mm/example.c"), Contains("line 4\nfive\nline 6\n"));
}

TEST_CASE("a mail with CR LF line ends applies", "[patch]") {
  PatchFixture f;
  const auto patches =
      read_patches(f.file("p.eml", with_crlf(mail("[PATCH] mm: do this", change_line(5, "five")))));
  apply(f.tree(), patches, f.scratch());
  CHECK_THAT(f.after("mm/example.c"), Contains("line 4\nfive\nline 6\n"));
}

TEST_CASE("a mail without a From line of an mbox is a mail", "[patch]") {
  PatchFixture f;
  std::string text = mail("[PATCH] mm: do this", change_line(5, "five"));
  text.erase(0, text.find('\n') + 1);
  CHECK(subjects(read_patches(f.file("p.eml", text))) == std::vector<std::string>{"mm: do this"});
}

TEST_CASE("base64 and quoted-printable bodies are decoded", "[patch]") {
  PatchFixture f;
  const std::string head =
      "From: A <a@example.org>\nSubject: =?utf-8?q?=5BPATCH=5D_mm=3A_do_this?=\nMIME-Version: 1.0\n"
      "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ";
  const std::string body = "Why.\n\n---\n" + change_line(5, "a = b");
  std::string quoted = body;
  quoted.replace(quoted.find("a = b"), 5, "a =3D=\n b");
  for (const std::string& text :
       {head + "base64\n\n" + base64(body), head + "quoted-printable\n\n" + quoted}) {
    const auto patches = read_patches(f.file("p.eml", text));
    CHECK(subjects(patches) == std::vector<std::string>{"mm: do this"});
    apply(f.tree(), patches, f.scratch());
    CHECK_THAT(f.after("mm/example.c"), Contains("line 4\na = b\nline 6\n"));
  }
}

TEST_CASE("a series is ordered by number; cover letter, replies and signatures are left out", "[patch]") {
  PatchFixture f;
  const std::string reply =
      mail("Re: [PATCH 1/3] mm: first", "> quoted\nHow about this instead?\n" + change_line(9, "no"));
  const std::string box = mail("[PATCH 3/3] mm: third", change_line(30, "thirty")) + reply +
                          mail("[PATCH 0/3] mm: all of it", " mm/example.c | 6 +++---\n") +
                          mail("[PATCH 1/3] mm: first", change_line(10, "ten")) +
                          mail("RE: [PATCH 0/3] mm: all of it", "Looks good.\n") +
                          mail("[PATCH 2/3] mm: second", change_line(20, "twenty"));
  const auto patches = read_patches(f.file("s.mbox", box));
  CHECK(subjects(patches) == std::vector<std::string>{"mm: first", "mm: second", "mm: third"});
  const PatchedFiles files = apply(f.tree(), patches, f.scratch());
  CHECK(files.lines.size() == 6);
  CHECK_THAT(f.after("mm/example.c"), Contains("line 9\nten\nline 11\n"));
}

TEST_CASE("of two versions of a series the newest is taken", "[patch]") {
  PatchFixture f;
  const std::string box = mail("[PATCH v2 1/1] mm: first", change_line(10, "newer")) +
                          mail("[PATCH v2 0/1] mm: all of it", "") + mail("[PATCH 0/1] mm: all  of it", "") +
                          mail("[PATCH 1/1] mm: old first", change_line(10, "older"));
  apply(f.tree(), read_patches(f.file("s.mbox", box)), f.scratch());
  CHECK_THAT(f.after("mm/example.c"), Contains("newer"));
}

TEST_CASE("a mailbox from which no one series can be told is refused", "[patch]") {
  PatchFixture f;
  const auto message = [&](const std::string& box) {
    return error_of([&] { read_patches(f.file("s.mbox", box)); });
  };
  const std::string a = change_line(10, "ten"), b = change_line(20, "twenty");
  CHECK_THAT(message(mail("[PATCH 1/1] mm: one", a) + mail("[PATCH v2 1/1] net: other", b)),
             Contains("several series") && Contains("mm: one") && Contains("b4 am"));
  CHECK_THAT(message(mail("[PATCH 1/2] mm: one", a) + mail("[PATCH 1/2] net: other", b)),
             Contains("several series"));
  CHECK_THAT(message(mail("[PATCH 1/3] mm: one", a) + mail("[PATCH 3/3] mm: three", b)),
             Contains("patch 2/3") && Contains("is not there"));
  CHECK_THAT(message(mail("Re: [PATCH 1/3] mm: one", a)), Contains("only in replies"));
  CHECK_THAT(message(mail("[PATCH 0/3] mm: one", "")), Contains("no diff inside"));
  std::string by_hand = mail("[PATCH] mm: one", a) + mail("[PATCH] mm: other", b);
  CHECK(message(by_hand) == "no error");
  while (by_hand.find("Mon Sep 17") != std::string::npos)
    by_hand.replace(by_hand.find("Mon Sep 17"), 10, "Tue Sep 18");
  CHECK_THAT(message(by_hand), Contains("several series"));
}

TEST_CASE("an mbox of 200 mails of unrelated threads is refused, one with one series is read", "[patch]") {
  PatchFixture f;
  std::string unrelated, talk = mail("[PATCH v3] mm: the one", change_line(10, "ten"));
  for (unsigned i = 0; i < 200; ++i) {
    const std::string title = "subsystem " + std::to_string(i) + ": change";
    unrelated += mail("[PATCH 1/2] " + title, change_line(10, "ten")) +
                 mail("[PATCH 2/2] " + title, change_line(20, "x"));
    talk += mail("Re: [PATCH v3] mm: the one", "> quoted\n> " + change_line(10, "ten"));
  }
  CHECK_THAT(error_of([&] { read_patches(f.file("u.mbox", unrelated)); }), Contains("several series"));
  CHECK(subjects(read_patches(f.file("t.mbox", talk))) == std::vector<std::string>{"mm: the one"});
}

TEST_CASE("one mail delivered twice counts once; a maintainer's notice is no patch", "[patch]") {
  PatchFixture f;
  const std::string one = mail("[PATCH] mm: do this", change_line(10, "ten"));
  const std::string notice = mail("+ mm-do-this.patch added to a branch", change_line(10, "ten"));
  CHECK(read_patches(f.file("s.mbox", one + notice + one)).size() == 1);
}

TEST_CASE("subjects are taken apart", "[patch]") {
  const PatchSubject s = parse_subject("Re: [RFC PATCHv12 net 03/14] mm: do [this]");
  CHECK(s.reply);
  CHECK(s.tagged);
  CHECK(s.version == 12);
  CHECK(s.number == 3);
  CHECK(s.of == 14);
  CHECK(s.title == "mm: do [this]");
  CHECK_FALSE(parse_subject("mm: remap 1/2 of it").tagged);
  CHECK(parse_subject("[PATCH] Revert \"mm: x\"").version == 1);
  CHECK_FALSE(parse_subject("mm: re: use").reply);
  CHECK(parse_subject("Aw: Re: [PATCHv3] x").version == 3);
  CHECK(parse_subject(std::string(1U << 20, '[')).title.size() == 1U << 20);
}

TEST_CASE("what is no patch is refused with a remedy, in one line", "[patch]") {
  PatchFixture f;
  const auto message = [&](const std::string& text) {
    const std::string all = error_of([&] { read_patches(f.file("x.patch", text)); });
    CHECK(all.find('\n') == std::string::npos);
    CHECK_THAT(all, Contains("x.patch"));
    return all;
  };
  const std::string whole = change_line(10, "ten");
  CHECK_THAT(message(""), Contains("is empty"));
  CHECK_THAT(message(" \n\n"), Contains("is empty"));
  CHECK_THAT(message("int main(void)\n"), Contains("no diff inside"));
  CHECK_THAT(message(std::string("\x7f"
                                 "ELF\0\0",
                                 6)),
             Contains("is binary"));
  CHECK_THAT(message("\x1f\x8b\x08 zip"), Contains("gunzip"));
  CHECK_THAT(message("\xff\xfe"
                     "d"),
             Contains("UTF-16"));
  CHECK_THAT(message("diff --git a/x b/x\nindex 12..34 100644\nGIT binary patch\nliteral 3\n"),
             Contains("binary patch"));
  CHECK_THAT(message("Binary files a/x and b/x differ\n"), Contains("binary patch"));
  CHECK_THAT(message(whole.substr(0, whole.size() - 9)), Contains("is truncated"));
  CHECK_THAT(message("diff --git a/x b/x\nindex 12..34 100644\n"), Contains("is truncated"));
  CHECK_THAT(message("@@ -1,1 +1,1 @@\n-a\n+b\n"), Contains("without the name of a file"));
  std::string wrapped = whole;
  wrapped.insert(wrapped.find("line 9") + 4, "\n");
  CHECK_THAT(message(wrapped), Contains("x.patch:9: ") && Contains("wrapped"));
  CHECK_THAT(message("diff -r -u a/mm/example.c b/mm/example.c\n" + whole.substr(whole.find("---")) +
                     "Only in b/mm: new.c\n"),
             Contains("diff -ruN"));
  CHECK_THAT(message(mail("[PATCH] mm: do this", "nothing\n")), Contains("no diff inside"));
}

TEST_CASE("files that cannot be read are refused", "[patch]") {
  PatchFixture f;
  CHECK_THAT(error_of([&] { read_patches(f.tree() + "/none.patch"); }), Contains("no such file"));
  CHECK_THAT(error_of([&] { read_patches(f.tree()); }), Contains("is a folder"));
}

TEST_CASE("sizes are bounded", "[patch]") {
  PatchFixture f;
  const std::string large(65U << 20, 'x');
  CHECK_THAT(error_of([&] { read_patches(f.file("large", large)); }), Contains("64 MB"));
  std::string mails, files;
  for (unsigned i = 0; i <= 2000; ++i) mails += mail("Re: talk", "words\n");
  CHECK_THAT(error_of([&] { read_patches(f.file("many", mails)); }), Contains("2,000 mails"));
  for (unsigned i = 0; i <= 5000; ++i) {
    const std::string name = "mm/f" + std::to_string(i);
    files += "diff --git a/" + name + " b/" + name + "\nold mode 100644\nnew mode 100755\n";
  }
  CHECK_THAT(error_of([&] { read_patches(f.file("files", files)); }), Contains("5,000 files"));
}

TEST_CASE("a range of a repository is taken from its commits, not from what is checked out", "[patch]") {
  PatchFixture f;
  const auto run = [&](const std::vector<std::string>& arguments) { run_git(f, arguments); };
  run({"init", "-q", "-b", "main"});
  run({"add", "."});
  run({"commit", "-q", "-m", "first"});
  run({"tag", "one"});
  f.file("tree/mm/example.c", "other\n");
  run({"commit", "-q", "-a", "-m", "second"});
  f.file("tree/mm/example.c", "not committed\n");
  const auto patches = read_range(f.tree(), "one..");
  REQUIRE(patches.size() == 1);
  CHECK_THAT(patches[0].diff, Contains("+other"));
  CHECK_THAT(patches[0].diff, !Contains("not committed"));
  CHECK_THAT(error_of([&] { read_range(f.tree(), "one..none"); }), Contains("has no commit \"none\""));
  CHECK_THAT(error_of([&] { read_range(f.tree(), "one..one"); }), Contains("do not differ"));
  CHECK_THAT(error_of([&] { read_range(f.tree(), "HEAD.."); }), Contains("stash create` prints nothing"));
  CHECK_THAT(error_of([&] { read_range(f.tree(), "one...main"); }), Contains("three dots"));
  CHECK_THAT(error_of([&] { read_range(f.tree(), "--help..main"); }), Contains("not a range"));
  CHECK_THAT(error_of([&] { read_range(f.scratch(), "a..b"); }), Contains("not a git repository"));
}

TEST_CASE("what is not committed is reviewed as README says, and stays as it is", "[patch]") {
  std::ifstream readme(PFNCHECK_SOURCE_DIR "/README.md");
  const std::string text{std::istreambuf_iterator<char>(readme), {}};
  REQUIRE_THAT(text, Contains("--tree ~/linux \"HEAD..$(git -C ~/linux stash create)\"\n"));
  PatchFixture f;
  const auto run = [&](const std::vector<std::string>& arguments) { run_git(f, arguments); };
  run({"init", "-q", "-b", "main"});
  run({"add", "."});
  run({"commit", "-q", "-m", "first"});
  f.file("tree/mm/example.c", "not committed\n");
  const GitResult stash =
      git({"-c", "user.name=A", "-c", "user.email=a@example.org", "stash", "create"}, f.tree());
  REQUIRE(stash.status == 0);
  const auto patches = read_range(f.tree(), "HEAD.." + stash.out.substr(0, stash.out.find('\n')));
  REQUIRE(patches.size() == 1);
  CHECK_THAT(patches[0].diff, Contains("+not committed") && Contains("-line 1\n"));
  std::ifstream file(f.tree() + "/mm/example.c");
  CHECK(std::string{std::istreambuf_iterator<char>(file), {}} == "not committed\n");
}

TEST_CASE("the commits of a range are a series, unless they are not one line", "[patch]") {
  PatchFixture f;
  const auto run = [&](const std::vector<std::string>& arguments) { run_git(f, arguments); };
  const auto commit = [&](const std::string& subject, const std::string& file, const std::string& text) {
    f.file("tree/mm/" + file, text);
    run({"add", "."});
    run({"commit", "-q", "--allow-empty", "-m", subject});
  };
  run({"init", "-q", "-b", "main"});
  commit("first", "example.c", "0\n");
  run({"tag", "base"});
  commit("mm: one", "example.c", "1\n");
  commit("nothing", "example.c", "1\n");
  commit("mm: two", "example.c", "2\n");
  const auto patches = read_range(f.tree(), "base..main");
  CHECK(subjects(patches) == std::vector<std::string>{"mm: one", "mm: two"});
  CHECK(patches.front().notes.empty());
  CHECK_THAT(patches[1].diff, Contains("-1\n+2"));
  CHECK(subjects(read_range(f.tree(), "main..base")) == std::vector<std::string>{""});
  run({"checkout", "-q", "-b", "side", "base"});
  commit("mm: beside", "other.c", "3\n");
  run({"checkout", "-q", "main"});
  run({"merge", "-q", "side", "-m", "merge"});
  const auto merged = read_range(f.tree(), "base..main");
  REQUIRE(merged.size() == 1);
  CHECK_THAT(merged.front().notes.at(0), Contains("only judged as a whole"));
}

TEST_CASE("a repository's own configuration runs nothing", "[patch]") {
  PatchFixture f;
  const std::string proof = f.scratch() + "/was-run";
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"init", "-q", "-b", "main"},
           {"add", "."},
           {"-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first"},
           {"tag", "one"},
           {"rm", "-q", "include/example.h"},
           {"-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "second"},
           {"config", "diff.external", "touch " + proof},
           {"config", "core.fsmonitor", "touch " + proof},
           {"config", "core.pager", "touch " + proof}})
    REQUIRE(git(arguments, f.tree()).status == 0);
  CHECK(read_range(f.tree(), "one..main").size() == 1);
  CHECK_FALSE(std::filesystem::exists(proof));
}
