// SPDX-License-Identifier: GPL-2.0-or-later
// Edit scripts do what they say, or fail loudly; and those that are kept here are enough and consistent.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

#include "lift/tree/kernel_tree.hpp"
#include "lift/tree/lines.hpp"
#include "model/arch/rows.hpp"
#include "model/kernel/releases.hpp"
#include "props/property.hpp"
#include "tests/lift/patch_fixture.hpp"
#include "tests/patches/edit_script.hpp"

using namespace pfncheck;
using namespace pfncheck::edit;
using Catch::Matchers::Contains;

namespace {

const std::string source =
    "int other(int a)\n{\n\tif (a > 1)\n\t\treturn 1;\n\treturn 0;\n}\n"
    "#define MACRO(a) \\\n\t((a) + 1)\n"
    "int rule(int a, struct a *s)\n{\n"
    "\tif (a > 1 && s) {\n\t\tother(a);\n\t} else\n\t\treturn 2;\n"
    "\tif (!a)\n\t\treturn 3;\n"
    "\treturn s->a;\n}\n";

/// The text after one edit, with the given TOML lines.
std::string edited(const test::PatchFixture& f, const std::string& action) {
  f.file("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 12\n");
  f.file("tree/mm/c.c", source);
  const Script script = read_script(f.file(
      "x.toml",
      "title = \"t\"\nreleases = [\"6.12\"]\nverdict = \"same\"\n[[edit]]\nfile = \"mm/c.c\"\n" + action));
  return edited_files(script, f.tree()).at("mm/c.c");
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = source;
  return text.replace(text.find(from), from.size(), to);
}

std::vector<Script> scripts(const char* folder) {
  return read_scripts(std::string(PFNCHECK_SOURCE_DIR "/tests/") + folder);
}

bool only_headers(const Script& script) {
  return std::all_of(script.edits.begin(), script.edits.end(),
                     [](const Edit& e) { return e.file.ends_with(".h"); });
}

}  // namespace

TEST_CASE("actions of edit scripts", "[edit]") {
  const test::PatchFixture f;
  const std::string in = "function = \"rule\"\n";
  CHECK(edited(f, in + "replace = \"a > 1\"\nwith = \"a < 1\"") == with("a > 1 &&", "a < 1 &&"));
  CHECK(edited(f, in + "condition = \"a > 1\"\nwith = \"!($)\"") == with("a > 1 && s", "!(a > 1 && s)"));
  CHECK(edited(f, in + "condition = \"a\"\nnth = 2\nwith = \"0\"") == with("!a", "0"));
  CHECK(edited(f, in + "drop = \"!a\"") == with("\tif (!a)\n\t\treturn 3;\n", ""));
  CHECK(edited(f, in + "drop = \"other(a)\"") == with("\t\tother(a);\n", ""));
  CHECK(edited(f, in + "before = \"!a\"\nwith = \"\\t/* b */\"") ==
        with("\tif (!a)", "\t/* b */\n\tif (!a)"));
  CHECK(edited(f, in + "after = \"!a\"\nwith = \"\\t/* b */\"") ==
        with("\tif (!a)\n", "\tif (!a)\n\t/* b */\n"));
  CHECK(edited(f, in + "above = \"int b;\\n\"") == with("int rule(", "int b;\nint rule("));
  CHECK(edited(f, "macro = \"MACRO\"\nreplace = \"1\"\nwith = \"2\"") == with("(a) + 1", "(a) + 2"));
  CHECK(edited(f, "append = \"int end;\\n\"") == source + "int end;\n");
  CHECK_THAT(edited(f, in + "swap = \"!a\"\nand = \"a > 1\""),
             Contains("{\n\tif (!a)\n\t\treturn 3;\n\tif (a > 1 && s) {\n\t\tother(a);\n\t} else\n\t\treturn "
                      "2;\n\treturn s->a;"));
  CHECK_THAT(edited(f, in + "rename = \"a\"\nwith = \"b\""), Contains("int rule(int b, struct a *s)") &&
                                                                 Contains("if (!b)") && Contains("s->a") &&
                                                                 Contains("int other(int a)"));
}

TEST_CASE("functions of an edit script have edits of their own", "[edit]") {
  const test::PatchFixture f;
  const std::string head = "title = \"t\"\nfile = \"mm/c.c\"\nreleases = [\"6.12\"]\nverdict = \"each\"\n";
  const auto script = [&](const std::string& functions) {
    return read_script(f.file("x.toml", head + functions));
  };
  const std::string edit = "edit = [{ replace = \"a > 1\", with = \"a < 1\" }]\n";
  edited(f, "append = \"x\"");
  const Script both = script(
      "[[function]]\nname = \"other\"\nis = \"order\"\n" + edit +
      "[[function]]\nname = \"rule\"\nis = \"unbalanced\"\nwhat = \"mutex\"\nreleases = [\"7.1+\"]\n" + edit);
  REQUIRE(both.functions.size() == 2);
  CHECK(both.functions[1].what == "mutex");
  CHECK(edited_files(both, f.tree()).at("mm/c.c") == with("if (a > 1)", "if (a < 1)"));
  CHECK_THROWS_WITH(script("[[function]]\nname = \"other\"\nis = \"equal\"\n" + edit),
                    Contains("needs name, and is"));
  CHECK_THROWS_WITH(script("[[function]]\nname = \"other\"\nis = \"same\"\n" + edit), Contains("`kind`"));
  CHECK_THROWS_WITH(script("[[edit]]\nappend = \"x\"\n"), Contains("belongs to verdict each"));
}

TEST_CASE("what an edit script does not find is an error", "[edit]") {
  const test::PatchFixture f;
  const std::string in = "function = \"rule\"\n";
  CHECK_THROWS_WITH(edited(f, in + "replace = \"absent\"\nwith = \"x\""),
                    Contains("mm/c.c rule()") && Contains("absent"));
  CHECK_THROWS_WITH(edited(f, in + "replace = \"a > 1\"\nnth = 2\nwith = \"x\""),
                    Contains("wanted number 2"));
  CHECK_THROWS_WITH(edited(f, "function = \"absent\"\nreplace = \"a\"\nwith = \"x\""),
                    Contains("no such function"));
  CHECK_THROWS_WITH(edited(f, in + "condition = \"return\"\nwith = \"x\""), Contains("0 conditions"));
  CHECK_THROWS_WITH(edited(f, in + "replace = \"a\"\nwiht = \"x\""), Contains("unknown key wiht"));
  CHECK_THROWS_WITH(edited(f, in + "with = \"x\""), Contains("exactly one action"));
}

TEST_CASE("an edit script gives a git diff that applies", "[edit]") {
  const test::PatchFixture f;
  edited(f, "append = \"x\"");
  const Script script = read_script(f.file(
      "y.toml",
      "title = \"t\"\nreleases = [\"6.12\"]\nverdict = \"same\"\n[[edit]]\nfile = \"mm/c.c\"\nfunction = "
      "\"rule\"\ndrop = \"!a\"\n[[edit]]\nfile = \"mm/new.c\"\ncreate = \"int a;\\n\"\n"));
  const PatchedFiles files = f.apply_text(make_patch(script, f.tree()));
  CHECK(files.changed == std::vector<std::string>{"mm/c.c", "mm/new.c"});
  CHECK(f.after("mm/c.c") == with("\tif (!a)\n\t\treturn 3;\n", ""));
}

TEST_CASE("the kept edit scripts are enough, and name what exists", "[edit]") {
  std::map<std::string, unsigned> count;
  unsigned breaking_headers = 0;
  for (const Script& script : scripts("patches")) {
    INFO(script.name);
    ++count[script.verdict];
    if (script.verdict == "breaks" && only_headers(script)) ++breaking_headers;
    CHECK((script.verdict == "different") == !script.changed.empty());
    std::vector<Expectation> all = script.fresh;
    all.insert(all.end(), script.changed.begin(), script.changed.end());
    for (const Expectation& expectation : all) {
      for (const std::string& row : expectation.rows) CHECK(find_arch(row) != nullptr);
      for (const std::string& property : expectation.properties) CHECK(find_property(property) != nullptr);
    }
  }
  CHECK(count["breaks"] >= 12);
  CHECK(count["different"] >= 8);
  CHECK(count["same"] >= 8);
  CHECK(breaking_headers >= 3);
}

TEST_CASE("the kept edits of any function are enough, of every kind", "[edit]") {
  std::map<std::string, unsigned> count;
  std::set<std::string> functions, folders;
  for (const Script& script : scripts("changed")) {
    INFO(script.name);
    if (script.verdict != "each") continue;
    for (const Judged& f : script.functions) {
      ++count[f.not_yet.empty() ? f.is : "gap"];
      if (f.is == "same") {
        ++count["same: " + f.kind];
        continue;
      }
      functions.insert(f.function);
      for (const Edit& edit : script.edits)
        if (edit.function == f.function) folders.insert(edit.file.substr(0, edit.file.rfind('/')));
    }
  }
  CHECK(count["same"] >= 115);
  CHECK(count["unbalanced"] >= 75);
  CHECK(count["different"] >= 30);
  CHECK(count["order"] >= 50);
  CHECK(count["gap"] <= 16);
  CHECK(functions.size() >= 100);
  CHECK(folders.size() >= 6);
  for (const char* kind : {"helper", "restated", "renamed", "reordered", "loop", "widened", "inline",
                           "return", "guard", "field", "batch"}) {
    INFO(kind);
    CHECK(count[std::string("same: ") + kind] >= 6);
  }
}

TEST_CASE("the kept accounting scripts are thirty, and name classes that exist", "[edit]") {
  std::set<std::string> known;
  for (const LineClass c :
       {LineClass::lifted, LineClass::unlifted_function, LineClass::same_text, LineClass::text_only,
        LineClass::not_compiled, LineClass::not_modelled, LineClass::build_system})
    known.insert(to_string(c));
  const std::vector<Script> all = scripts("accounting");
  CHECK(all.size() >= 30);
  for (const Script& script : all) {
    INFO(script.name);
    CHECK_FALSE(script.classes.empty());
    for (const std::string& c : script.classes) CHECK(known.contains(c));
  }
}

TEST_CASE("releases of edit scripts", "[edit]") {
  CHECK(lists({"6.1", "6.12"}, "6.12"));
  CHECK_FALSE(lists({"6.1"}, "6.12"));
  CHECK_FALSE(lists({"6.12"}, "6.1"));
  CHECK(lists({"6.12", "7.1+"}, "7.1"));
  CHECK(lists({"7.1+"}, "7.10"));
  CHECK(lists({"7.1+"}, "8.0"));
  CHECK_FALSE(lists({"7.1+"}, "7.0"));
  CHECK_FALSE(lists({"7.1+"}, "6.19"));
}

TEST_CASE("every edit script can be made on the kernels that it names", "[edit][kernel]") {
  for (const char* variable : {"PFNCHECK_KERNEL_6_12", "PFNCHECK_KERNEL_6_1", "PFNCHECK_KERNEL_NEWEST"}) {
    const char* tree = std::getenv(variable);  // NOLINT
    if (!tree) {
      WARN("skipped: " << variable << " is not set");
      continue;
    }
    const std::string release = release_of(tree);
    if (!about_younger(KernelTree::open(tree).release(), release).empty()) {
      WARN("skipped: " << release << " is younger than what the scripts were made for");
      continue;
    }
    const test::PatchFixture f;
    for (const char* folder : {"patches", "accounting", "changed"}) {
      for (const Script& script : scripts(folder)) {
        if (!is_for(script, release)) continue;
        INFO(script.name << " on " << release);
        const PatchedFiles files =
            apply(tree, {Patch{"", make_patch(script, tree), script.name}}, f.scratch());
        CHECK_FALSE(files.lines.empty());
      }
    }
  }
}
