// SPDX-License-Identifier: GPL-2.0-or-later
// What reports of a patch say of lines and of functions that no rule is about.
#include <fmt/format.h>

#include <map>
#include <set>

#include "cli/catalogue/catalogue.hpp"
#include "model/vocabulary/balance.hpp"

namespace pfncheck {
namespace {

class Words {
 public:
  explicit Words(std::vector<Entry>& words, const char* kind) : words_(words), kind_(kind) {}
  void operator()(const char* name, const char* sentence) const {
    words_.push_back(Entry{name, kind_, sentence, {}});
  }

 private:
  std::vector<Entry>& words_;
  const char* kind_;
};

/// Of what a report is about.
void add_terms(std::vector<Entry>& words) {
  const Words add(words, "term");
  add("unit", "A C file and all that it includes, compiled as Kbuild compiles it for a row: mm/memory.c.");
  add("checked unit",
      "A unit that is compiled for a row that was asked: mm/memory.c, where the rules stand, and each C file "
      "that the patch changes.");
  add("row",
      "An architecture with a configuration: arm64-16k is one. `pfncheck list arches` has them, --arch names "
      "those that are asked, --config makes one. Also a line of a rule or of a decision table.");
  add("rows", "See `pfncheck explain row`.");
  add("rule", "vm_normal_page() or one of its huge forms: what decides whether an entry owns a page.");
  add("result", "One property of one function on one architecture row; the last line counts these.");
  add("violation", "A result that is refuted.");
  add("new violations",
      "Results that are refuted with the patch and not before it: one property on four architectures is "
      "four.");
  add("new violation", "A result that is refuted with the patch and not before it.");
  add("hold", "Results that hold: each property counts once per function and architecture.");
  add("architecture", "An architecture row: see `pfncheck explain row`.");
  add("architectures", "Architecture rows: see `pfncheck explain row`.");
  add("properties", "What must hold of a rule, a function or a life: `pfncheck list props`.");
  add("function changed",
      "Functions with a functional change on some architecture; each counts once, whatever the "
      "architectures.");
  add("functions changed",
      "Functions with a functional change on some architecture; each counts once, whatever the "
      "architectures.");
  add("the same",
      "Functions of which no functional change was proved on every architecture that compiles them.");
  add("changed lines not looked at",
      "Lines of the patch of which nothing is said, each with the reason under \"not looked at\". Exit 3.");
  add("mistake", "What is wrong with a case file, and its line. Other cases are run all the same. Exit 2.");
  add("does not compile",
      "The kernel's own build refuses the tree with the patch (\"without the patch\": without it too) on the "
      "rows named: nothing is judged there. Exit 2.");
  add("without the patch", "The compiler refuses the tree as it is: the patch is not to blame.");
  add("line numbers are of the patched files",
      "A place such as mm/memory.c:655 is counted in the file with the patch applied, unless \"(removed)\" "
      "stands with it, or it stands in a line `before`.");
  add("removed", "Lines that the patch takes away: numbers are of the file before it.");
}

/// Why lines or functions were not looked at, as the report prints it.
void add_reasons(std::vector<Entry>& words) {
  const Words add(words, "lines");
  add("no checked unit includes it",
      "No C file that was compiled includes the file, of the patch or of what was found in the tree for its "
      "headers, and it is no C file that a row compiles itself: nothing is known of the change.");
  add("compared in",
      "No C file of the patch includes the header: it is compared in C files of the tree that do, first in "
      "those that use what changes. How many others include it is said.");
  add("declared otherwise",
      "The header has a member, type or variable of that name in other words, or an enumerator with another "
      "number: that no compared unit changes with it says nothing of the C files that are not looked at.");
  add("no rule covers it",
      "The change is in a checked unit and in no function that was compared: data, a type, linkage, "
      "assembly, "
      "or a macro of a header that other units use.");
  add("not compiled in any checked configuration",
      "The lines stand in a checked unit, and the preprocessor or the optimiser drops them on every row that "
      "was asked.");
  add("not compared on",
      "On these rows the unit was not compared: the compiler refuses one of its versions, or time ran out.");
  add("behaviour compared", "The lines stand in a function whose two versions were compared.");
  add("in a checked file, compiles to the same code",
      "The text of a checked unit changes, its code does not.");
  add("comments, blanks or documentation", "No code changes.");
  add("Kconfig, Makefile, assembly or input of generated headers",
      "What make would read. It is never run on a patched tree.");
  add("build system", "What make would read: pfncheck never runs make on a patched tree.");
  add("pfncheck never runs make on a patched tree",
      "What make would read of the patch is listed and not judged.");
  add("a new file", "Its functions have no version before that they could be compared with.");
  add("the file is gone", "Its functions have no version after that they could be compared with.");
}

/// What is said of two versions of a function.
void add_comparison(std::vector<Entry>& words) {
  const Words add(words, "comparison of a function");
  add("not judged",
      "No property or contract says whether the difference is right, or its contract leaves out what the "
      "note says: that is the reviewer's. Exit 3.");
  add("no property is about it",
      "No property or contract is about this function; its exits were searched (exit_is_balanced).");
  add("undecided",
      "Neither \"the same\" was proved nor a call found on which the two versions part. Exit 3.");
  add("may be a functional change",
      "Neither \"the same\" was proved nor a call found on which the two versions part. Exit 3.");
  add("one call on which they part",
      "The call that is shown is one that was found, with its conditions after `when`: the versions may part "
      "on other calls too, and need not part on all that fit.");
  add("one call that breaks it",
      "The call that is shown is one that was found, with its conditions after `when`: no complete "
      "condition.");
  add("part of its callers",
      "A static function that is there on one side only: it is compared as part of those that call it.");
  add("in each of its callers", "The function changes, and each of its callers does what it did.");
  add("but for what it prints", "The same, but for the text or arguments of what is printed.");
  add("a new function", "It has no version before that it could be compared with.");
  add("the function is gone", "It has no version after that it could be compared with.");
  add("it moves to", "The function moves, unchanged, to this file.");
  add("moved from", "The function is moved, unchanged, from this file.");
  add("the same is done in another order",
      "Both versions do the same things on the call that is shown, in another order: it may matter to "
      "others.");
  add("does nothing that is seen",
      "No call, no volatile or atomic access, no write to memory of others, from there on.");
  add("returns", "What the function returns on that call.");
  add("does not return", "The call does not come back: it runs into a trap, or in circles.");
  add("as many taken as given back", "What the exit takes and gives back of this is level.");
  add("more taken than given back",
      "What the exit leaves taken: a leak, unless a caller is to give it back.");
  add("more given back than taken", "What the exit gives back without having taken it.");
}

/// What an exit may leave, with the functions that count.
void add_what_exits_leave(std::vector<Entry>& words) {
  std::map<std::string_view, std::set<std::string_view>> taken, given;
  for (const Balanced& b : balanced_functions()) (b.sign > 0 ? taken : given)[b.what].insert(b.function);
  for (const auto& [what, functions] : taken)
    words.push_back(Entry{std::string(what),
                          "what an exit may leave",
                          "Asked by exit_is_balanced of every function that a patch changes.",
                          {{"taken by", fmt::format("{}", fmt::join(functions, ", "))},
                           {"given back by", fmt::format("{}", fmt::join(given[what], ", "))}}});
}

}  // namespace

std::vector<Entry> patch_words() {
  std::vector<Entry> words;
  add_terms(words);
  add_reasons(words);
  add_comparison(words);
  add_what_exits_leave(words);
  return words;
}

}  // namespace pfncheck
