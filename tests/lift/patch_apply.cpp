// SPDX-License-Identifier: GPL-2.0-or-later
// Application on copies: what comes out, what is refused, and that the tree stays as it was.
#include <catch2/catch.hpp>

#include <filesystem>

#include "lift/tree/files.hpp"
#include "lift/tree/git.hpp"
#include "tests/lift/patch_fixture.hpp"

using namespace pfncheck;
using namespace pfncheck::test;
using Catch::Matchers::Contains;
using Names = std::vector<std::string>;

namespace {

std::string refused(const PatchFixture& f, const std::string& text) {
  const std::string message = error_of([&] { f.apply_text(text); });
  CHECK(message.find('\n') == std::string::npos);
  return message;
}

std::string new_file(const std::string& path, const std::string& mode = "100644") {
  return "diff --git a/" + path + " b/" + path + "\nnew file mode " + mode + "\n--- /dev/null\n+++ b/" +
         path + "\n@@ -0,0 +1 @@\n+text\n";
}

}  // namespace

TEST_CASE("the tree is never written to", "[patch]") {
  PatchFixture f;
  const auto before = read_file(f.tree() + "/mm/example.c");
  f.apply_text(change_line(5, "five"));
  CHECK_THAT(f.after("mm/example.c"), Contains("line 4\nfive\nline 6\n"));
  CHECK(read_file(f.tree() + "/mm/example.c") == before);
}

TEST_CASE("line numbers are those of the whole series", "[patch]") {
  PatchFixture f;
  const std::string grow =
      "--- a/mm/example.c\n+++ b/mm/example.c\n@@ -1,2 +1,3 @@\n+line 0\n line 1\n line 2\n";
  const PatchedFiles files =
      apply(f.tree(), {Patch{"", grow, "1"}, Patch{"", change_line(20, "twenty"), "2"}}, f.scratch());
  REQUIRE(files.lines.size() == 3);
  CHECK(files.lines[0].added);
  CHECK(files.lines[0].line == 1);
  CHECK_FALSE(files.lines[1].added);
  CHECK(files.lines[1].line == 20);
  CHECK(files.lines[1].text == "line 20");
  CHECK(files.lines[2].added);
  CHECK(files.lines[2].line == 21);
  CHECK(files.changed == Names{"mm/example.c"});
}

TEST_CASE("a series that undoes itself changes nothing", "[patch]") {
  PatchFixture f;
  std::string back = change_line(5, "five");
  back.replace(back.find("-line 5\n+five\n"), 14, "-five\n+line 5\n");
  const PatchedFiles files =
      apply(f.tree(), {Patch{"", change_line(5, "five"), "1"}, Patch{"", back, "2"}}, f.scratch());
  CHECK(files.changed.empty());
  CHECK(files.lines.empty());
}

TEST_CASE("diffs without prefix and of plain diff -u apply", "[patch]") {
  PatchFixture f;
  const std::string hunk = "@@ -4,3 +4,3 @@\n line 4\n-line 5\n+five\n line 6\n";
  for (const std::string& head : Names{
           "--- mm/example.c\n+++ mm/example.c\n",
           "--- linux.orig/mm/example.c\t2026-01-01 00:00:00\n+++ linux/mm/example.c\t2026-01-02 00:00:00\n",
           "diff --git mm/example.c mm/example.c\n--- mm/example.c\n+++ mm/example.c\n"}) {
    f.apply_text(head + hunk);
    CHECK_THAT(f.after("mm/example.c"), Contains("line 4\nfive\n"));
  }
}

TEST_CASE("new files, deletions, renames, copies and modes", "[patch]") {
  PatchFixture f;
  const PatchedFiles added = f.apply_text(new_file("mm/new/file.c"));
  CHECK(added.added == Names{"mm/new/file.c"});
  CHECK(added.changed == Names{"mm/new/file.c"});
  CHECK(added.lines.size() == 1);

  std::string gone =
      "diff --git a/include/example.h b/include/example.h\ndeleted file mode 100644\n--- "
      "a/include/example.h\n+++ /dev/null\n@@ -1,10 +0,0 @@\n";
  for (unsigned i = 1; i <= 10; ++i) gone += "-line " + std::to_string(i) + "\n";
  const PatchedFiles deleted = f.apply_text(gone);
  CHECK(deleted.deleted == Names{"include/example.h"});
  CHECK(deleted.lines.size() == 10);
  CHECK_FALSE(deleted.lines[0].added);

  const std::string pair = "diff --git a/include/example.h b/include/moved.h\nsimilarity index 100%\n";
  const PatchedFiles moved =
      f.apply_text(pair + "rename from include/example.h\nrename to include/moved.h\n");
  CHECK(moved.deleted == Names{"include/example.h"});
  CHECK(moved.added == Names{"include/moved.h"});
  const PatchedFiles copied = f.apply_text(pair + "copy from include/example.h\ncopy to include/moved.h\n");
  CHECK(copied.deleted.empty());
  CHECK(copied.added == Names{"include/moved.h"});

  const PatchedFiles mode =
      f.apply_text("diff --git a/mm/example.c b/mm/example.c\nold mode 100644\nnew mode 100755\n");
  CHECK(mode.lines.empty());
}

TEST_CASE("a patch that does not apply is located and explained", "[patch]") {
  PatchFixture f;
  const std::string good = change_line(5, "five");
  f.file("tree/mm/other.c", "line 4\nfive\nline 6\n");

  std::string two = good + "@@ -19,3 +19,3 @@\n line 19\n-line twenty\n+20\n line 21\n";
  CHECK_THAT(refused(f, two), Contains("the patch: hunk 2 of 2 (line 9 of the patch)") &&
                                  Contains("mm/example.c:19") && Contains("no line \"line twenty\"") &&
                                  Contains("another version"));
  CHECK_THAT(error_of([&] {
               apply(
                   f.tree(),
                   {Patch{"mm: one", good, "s.mbox: patch 1/2"}, Patch{"mm: two", good, "s.mbox: patch 2/2"}},
                   f.scratch());
             }),
             Contains("s.mbox: patch 2/2 (\"mm: two\")") && Contains("already applied"));
  std::string absent = good;
  for (std::size_t at; (at = absent.find("example")) != std::string::npos;) absent.replace(at, 7, "absent");
  CHECK_THAT(refused(f, absent), Contains("mm/absent.c"));
  CHECK_THAT(refused(f, new_file("mm/example.c")), Contains("mm/example.c") && Contains("already exists"));
  // Two of three lines of context agree: git apply would need fuzz, which could land anywhere.
  CHECK_THAT(refused(f,
                     "--- a/mm/example.c\n+++ b/mm/example.c\n@@ -3,4 +3,4 @@\n line 3\n line four\n-line "
                     "5\n+five\n line 6\n"),
             Contains("does not apply") && Contains("line four"));
}

TEST_CASE("a patch that is already applied is told from one for another version", "[patch]") {
  PatchFixture f;
  std::string text = *read_file(f.tree() + "/mm/example.c");
  text.replace(text.find("line 5\n"), 7, "five\n");
  f.file("tree/mm/example.c", text);
  const std::string tree = std::filesystem::canonical(f.tree()).string();
  // Where git knows nothing of the tree there is nothing to stash.
  CHECK_THAT(refused(f, change_line(5, "five")),
             Contains("already applied") && Contains("the tree as it was before") && !Contains("git"));
  run_git(f, {"init", "-q", "-b", "main"});
  run_git(f, {"add", "."});
  run_git(f, {"commit", "-q", "-m", "with it"});
  run_git(f, {"commit", "-q", "--allow-empty", "-m", "something else"});
  const std::string commit = git({"log", "-1", "--format=%h", "HEAD~1"}, f.tree()).out.substr(0, 7);
  CHECK_THAT(refused(f, change_line(5, "five")),
             Contains("already applied") && !Contains("stash") &&
                 Contains("pfncheck patch --tree " + tree + " " + commit) && Contains("~1.." + commit));
  f.file("tree/mm/example.c", text + "more\n");
  CHECK_THAT(refused(f, change_line(5, "five")),
             Contains("pfncheck patch --tree " + tree + " \"HEAD..$(git -C " + tree + " stash create)\""));
}

TEST_CASE("paths that leave the tree are refused", "[patch]") {
  PatchFixture f;
  const std::string outside = f.file("outside.txt", "line 1\n");
  const auto change = [](const std::string& from, const std::string& to) {
    return "--- " + from + "\n+++ " + to + "\n@@ -1 +1 @@\n-line 1\n+hacked\n";
  };
  CHECK_THAT(refused(f, change(outside, outside)), Contains("is absolute"));
  CHECK_THAT(refused(f, change("a/../outside.txt", "b/../outside.txt")), Contains("leaves the tree"));
  CHECK_THAT(refused(f, change("a/mm/../../outside.txt", "b/mm/../../outside.txt")),
             Contains("leaves the tree"));
  CHECK_THAT(refused(f, change("a/mm/example.c", "b/../outside.txt")), Contains("leaves the tree"));
  CHECK_THAT(refused(f, change("a//etc/passwd", "b//etc/passwd")), Contains("not a plain path"));
  CHECK_THAT(refused(f, change("a/.git/config", "b/.git/config")), Contains("git's own folder"));
  CHECK_THAT(refused(f, change("a/mm/.GIT/hooks/x", "b/mm/.GIT/hooks/x")), Contains("git's own folder"));
  CHECK_THAT(refused(f, change("\"a/mm/\\303\\244.c\"", "\"b/mm/\\303\\244.c\"")),
             Contains("a quote or a backslash"));
  CHECK_THAT(refused(f,
                     "diff --git a/mm/example.c b/mm/example.c\nsimilarity index 100%\nrename from "
                     "mm/example.c\nrename to ../outside.txt\n"),
             Contains("leaves the tree"));
  CHECK(read_file(outside) == "line 1\n");
}

TEST_CASE("links are refused: the tree's, and those that a patch makes", "[patch]") {
  PatchFixture f;
  const std::string outside = f.file("outside/file.c", "line 1\n");
  std::filesystem::create_directory_symlink(f.tree() + "/../outside", f.tree() + "/linked");
  std::filesystem::create_symlink(outside, f.tree() + "/mm/link.c");
  const std::string hunk = "@@ -1 +1 @@\n-line 1\n+hacked\n";
  CHECK_THAT(refused(f, "--- a/linked/file.c\n+++ b/linked/file.c\n" + hunk),
             Contains("through the link linked"));
  CHECK_THAT(refused(f, "--- a/mm/link.c\n+++ b/mm/link.c\n" + hunk), Contains("through the link mm/link.c"));
  CHECK_THAT(refused(f, new_file("linked/new.c")), Contains("through the link linked"));
  CHECK_THAT(refused(f, new_file("mm/to", "120000")), Contains("symbolic link"));
  CHECK_THAT(refused(f, new_file("mm/to", "120000") + new_file("mm/to/x.c")), Contains("symbolic link"));
  CHECK_THAT(refused(f, "diff --git a/mm/example.c b/mm/example.c\nold mode 100644\nnew mode 120000\n"),
             Contains("symbolic link"));
  CHECK_THAT(refused(f, new_file("sub", "160000")), Contains("submodule"));
  CHECK_THAT(refused(f, new_file("mm/.gitattributes")), Contains(".gitattributes"));
  CHECK_THAT(refused(f, "--- a/mm\n+++ b/mm\n" + hunk), Contains("is a folder"));
  CHECK(read_file(outside) == "line 1\n");
}

TEST_CASE("a mode that changes is said, over the whole series", "[patch]") {
  PatchFixture f;
  const auto mode = [](const std::string& from, const std::string& to) {
    return "diff --git a/mm/example.c b/mm/example.c\nold mode " + from + "\nnew mode " + to + "\n";
  };
  const PatchedFiles files = f.apply_text(mode("100755", "100644"));
  CHECK(files.mode_changed == Names{"mm/example.c"});
  CHECK(files.lines.empty());
  CHECK(f.apply_text(change_line(5, "five")).mode_changed.empty());
  CHECK(apply(f.tree(), {Patch{"", mode("100644", "100755"), "1"}, Patch{"", mode("100755", "100644"), "2"}},
              f.scratch())
            .mode_changed.empty());
}
