// SPDX-License-Identifier: GPL-2.0-or-later
// The words of reports that are no name of a property, a rule, an origin or a row.
#include <algorithm>
#include <iterator>

#include "cli/catalogue/catalogue.hpp"
#include "model/change.hpp"
#include "report/record.hpp"

namespace pfncheck {
namespace {

Entry word(const char* name, const char* kind, const char* sentence) {
  return Entry{name, kind, sentence, {}};
}

void add_verdicts(std::vector<Entry>& words) {
  const auto add = [&](Outcome outcome, const char* sentence) {
    words.push_back(word(to_string(outcome), "verdict", sentence));
  };
  add(Outcome::holds,
      "Proved for every input inside the contracts, and the premise can be met; small domains were "
      "enumerated "
      "as well.");
  add(Outcome::refuted,
      "There is a case inside the contracts in which the property fails; the witness was replayed by the "
      "evaluator.");
  add(Outcome::vacuous, "Nothing meets the premise, so nothing was proved. Counts as undecided, exit 3.");
  add(Outcome::unknown,
      "The solver ran out of time, or every counterexample needs a particular value of something that "
      "pfncheck "
      "does not understand. Exit 3.");
  words.back().facts = {{"of a function", "whether the patch is a functional change was not decided"}};
  add(Outcome::unsupported,
      "The code could not be turned into a formula; the reason names the place. Exit 3.");
  add(Outcome::not_applicable, "The property does not speak of this rule, level or configuration.");
  add(Outcome::error, "A fault of pfncheck: two of its engines disagree, or one broke down. Exit 70.");
}

/// "holds!" in the table of `run`.
void add_marks(std::vector<Entry>& words) {
  words.push_back(
      word("holds!", "verdict",
           "Holds with what the environment of the slice excludes by default, and not on today's "
           "kernels with today's drivers and programs; the exclusions that it needs stand below the "
           "table, and after `not today` with -q."));
}

void add_deltas(std::vector<Entry>& words) {
  const auto add = [&](Delta delta, const char* sentence) {
    words.push_back(word(to_string(delta), "delta", sentence));
  };
  add(Delta::new_, "Refuted with the patch, not before it. Exit 1.");
  add(Delta::fixed, "Refuted before the patch, not with it.");
  add(Delta::pre_existing, "Refuted before the patch and with it.");
  add(Delta::unchanged, "The same verdict before and after.");
}

void add_meanings(std::vector<Entry>& words) {
  words.push_back(word(to_string(Meaning::same), "meaning",
                       "No functional change: the function answers the same with the patch, for every entry "
                       "that the unpatched side "
                       "calls present."));
  words.push_back(word(to_string(Meaning::different), "meaning",
                       "A functional change: the function answers otherwise with the patch; the table has "
                       "the inputs for which it "
                       "does."));
}

void add_classes_of_lines(std::vector<Entry>& words) {
  const auto add = [&](LineClass line_class, const char* sentence) {
    words.push_back(word(to_string(line_class), "lines", sentence));
  };
  add(LineClass::lifted, "Changed lines in a function whose meaning was compared.");
  add(LineClass::unlifted_function, "Changed lines of code of a checked unit that no rule covers. Exit 3.");
  add(LineClass::same_text, "Changed lines in the text of a checked unit; no code of it changes.");
  add(LineClass::text_only, "Documentation, or only comments and blanks of C that is not checked.");
  add(LineClass::not_compiled, "Changed lines that no checked configuration compiles. Exit 3.");
  add(LineClass::not_modelled, "Changed lines in a unit that is not modelled. Exit 3.");
  add(LineClass::build_system,
      "Changed lines of Kconfig, Makefiles, assembly or inputs of generated headers. Exit 3.");
}

void add_headings(std::vector<Entry>& words) {
  const auto add = [&](const char* name, const char* sentence) {
    words.push_back(word(name, "heading", sentence));
  };
  add("not looked at",
      "What the report says nothing about, each with the reason: changed lines of no checked code, rules "
      "that "
      "a row or a release does not have. Changed lines in it make the exit code 3.");
  add("changed lines, and what was not looked at",
      "Every changed line of the patch by its class (-v), and what the report says nothing about.");
  add("not decided", "Results and functions without an answer, each with the reason. Exit 3.");
  add("exit_is_balanced",
      "Asked of every function that a patch changes: no exit leaves taken what no exit of the version before "
      "left, or gives it back once more than that: references, pins, locks, memory. NEW with the call on "
      "which it "
      "does; that nothing is found proves nothing. What counts for what: model/vocabulary/balance.cpp.");
  add("functional change",
      "The two versions of a function part on the call that is shown. \"not judged\": no property or "
      "contract "
      "says whether that is right. Exit 3.");
  add("no functional change",
      "Proved: for every caller, in every loop, both versions go through the same effects in the same "
      "order.");
  add("known holes",
      "What the kernel of this release gets wrong inside the contracts, and is known: a property is refuted "
      "there and counts, exit 1. Of a patch only what is NEW counts.");
  add("none of your patch",
      "The kernel has these known holes without the patch; `pfncheck check` shows them.");
  add("outside the contracts",
      "What no installer of entries promises and no correct caller does: entries that nobody should make, "
      "and "
      "what the environment of a slice excludes. Properties that fail there are listed (-v) and are no "
      "violations; "
      "`explain ORIGIN` says which origins are outside.");
  add("new outside the contracts",
      "What a patch newly breaks outside the contracts: whether such an entry exists is for the reviewer to "
      "say. Exit 3.");
  add("not counted", "Properties that fail outside the contracts; they are no part of the exit code.");
  add("new warning",
      "What the compiler warns of with the patch and not without it, on the rows named; an error on none. It "
      "is "
      "no part of the exit code.");
  add("not today",
      "Holds only because something is excluded that kernels, drivers or programs of today do; it is named.");
  add("state coverage per slice",
      "What the search of each slice reached: states, and how many of its operations, rule rows and "
      "premises.");
}

/// Labels at the left of a line.
void add_row_labels(std::vector<Entry>& words) {
  const auto add = [&](const char* name, const char* sentence) {
    words.push_back(word(name, "label", sentence));
  };
  add("when", "The inputs of the rule that matter for the violation.");
  add("before", "What the rule answers, or a value, without the patch or before the step.");
  add("after", "What the rule answers, or a value, with the patch or after the step.");
  add("answer", "What the rule answers.");
  add("path", "The decisions that the rule takes on the way, in order.");
  add("then",
      "What follows of the wrong answer, a step each; of a contract what the call takes, gives back and "
      "counts, in order, be it right or wrong.");
  add("only", "No other values of these inputs violate the property.");
  add("from", "Starts out of which the property can be violated: `always` is all of them.");
  add("always", "Every start.");
  add("start", "The values that were open at the start of the trace.");
  add("everything at zero", "All that was open at the start of the trace is 0.");
  add("asked with", "The questions of the rule that were answered yes.");
  add("nothing set", "All questions of the rule were answered no.");
  add("accounted for", "What owner, entries and pins add up to.");
  add("breaks", "The property of whole lives that fails at the end of the trace.");
  add("modelled as",
      "An operation of the machine is made after this function of the kernel; a patch does not change it.");
  add("rests on", "What the answer takes for granted: see `explain stand-in`.");
  add("patch", "Of a series: the patch that makes the violation new.");
  add("note", "What is known about this result, or how the patch was read.");
  add("why", "The reason of a result that is not decided.");
  add("on", "The architectures of the result.");
  add("says", "The verdict of a case and its shortest way, or the answer of a rule.");
  add("source", "Where it comes from: a file and function of the kernel, a commit, a CVE, a mail.");
  add("slice", "A small part of the machine, searched to the end; see `pfncheck list slices`.");
  add("stand-in", "What the answer rests on where the code could not be followed.");
  add("bound", "Iterations of a loop that were looked at.");
  add("as expected", "A case says what its file expects.");
  add("not as expected", "A case does not say what its file expects; the reason stands with it.");
  add("every result", "All results, also those that hold (-v).");
}

/// Heads of columns.
void add_columns(std::vector<Entry>& words) {
  const auto add = [&](const char* name, const char* sentence) {
    words.push_back(word(name, "column", sentence));
  };
  add("property", "What must hold; a line of the table of verdicts. See `pfncheck list props`.");
  add("verdict of each property, by architecture",
      "A line is a property, a column an architecture row (`[1]`: several, named below). A cell is the worst "
      "verdict of all functions or slices to which the property applies; `-`: it applies to none.");
  add("a case a line",
      "A line of a table of answers is a case: 1 is yes, 0 is no, and where a point stands either is meant. "
      "The last columns are what the rule answers, before and after.");
  add("states", "Reachable states of the slice; a `+` stands for a search that is incomplete.");
  add("transitions", "Steps between states that were taken.");
  add("cut off", "Steps that a bound of the slice stopped, and nothing else.");
  add("depth", "Steps of the longest shortest way to a state.");
  add("operations", "Operations of the slice that some reachable state takes, of all.");
  add("rule rows", "Rows of its rules that decided a step, of all that are needed.");
  add("premises", "Properties whose premise was met, of all.");
  add("proved too", "Properties that single steps or induction prove as well, whatever the depth.");
  add("by steps", "Properties that single steps prove.");
  add("induction", "Properties that induction proves.");
  add("lemmas", "Facts about the slice that induction found true and used.");
  add("premise", "What must be true for a property to say something.");
  add("operation", "A step of a slice; see `pfncheck list operations`.");
  add("rule row", "A row of a rule: the first that fits decides.");
}

/// What a rule of a tree is asked, as `when` and tables of differences print it.
void add_inputs(std::vector<Entry>& words) {
  const auto add = [&](const char* name, const char* sentence) {
    words.push_back(word(name, "input of a rule", sentence));
  };
  add("COW mapping", "A private mapping that may be written to: VM_MAYWRITE without VM_SHARED.");
  add("lookup hook", "The VMA has vm_ops->find_special_page or ->find_normal_page.");
  add("no lookup hook", "The VMA has neither vm_ops->find_special_page nor ->find_normal_page.");
  add("the VMA has a lookup hook", "It has vm_ops->find_special_page or ->find_normal_page.");
  add("hook answers", "The lookup hook returns a page.");
  add("the hook answers a page", "The lookup hook returns a page.");
  add("the hook answers NULL", "The lookup hook returns no page.");
  add("pfn has a memmap", "There is a struct page for the pfn (pfn_valid()).");
  add("pfn has no memmap", "There is no struct page for the pfn (pfn_valid()).");
  add("pfn is the zero page", "The entry maps the zero page (is_zero_pfn()).");
  add("pfn is not the zero page", "The entry does not map the zero page (is_zero_pfn()).");
  add("pfn is the huge zero page",
      "The entry maps the huge zero page (is_huge_zero_pmd(), is_huge_zero_pfn()).");
  add("pfn is not the huge zero page", "The entry does not map the huge zero page.");
  add("pfn = linear", "The pfn is the one that vm_pgoff and the address give: of a whole remap_pfn_range().");
  add("pfn is the linear one",
      "The pfn is the one that vm_pgoff and the address give: of a whole remap_pfn_range().");
  add("pfn = the linear one + N", "The pfn lies so many above the one that vm_pgoff and the address give.");
  add("pfn = the linear one - N", "The pfn lies so many below the one that vm_pgoff and the address give.");
  add("pfn = highest_memmap_pfn + N", "The pfn lies so many above highest_memmap_pfn: it has no memmap.");
  add("pfn = highest_memmap_pfn - N", "The pfn lies so many below highest_memmap_pfn, or is it (0).");
  add("address is in page N of the VMA", "The entry maps this page of the VMA, counted from 0.");
  add("pfn = highest", "The pfn is highest_memmap_pfn.");
  add("pfn = highest + N", "The pfn lies right above highest_memmap_pfn.");
  add("pfn = linear + N", "The pfn lies so many above the one that vm_pgoff and the address give.");
  add("pfn = linear - N", "The pfn lies so many below the one that vm_pgoff and the address give.");
  add("pfn < linear", "The pfn lies below the one that vm_pgoff and the address give.");
  add("pfn is the linear one less high bits",
      "Only bits 20 and up of the pfn are not those of the linear one.");
  add("pfn = vm_pgoff", "The pfn is vm_pgoff itself.");
  add("pfn is the first zero page", "The pfn is zero_pfn; some architectures have several zero pages.");
  add("pfn is right above the zero page", "The pfn follows the last zero page.");
  add("pfn is in the huge zero page", "The pfn is one of the huge zero page's.");
  add("asked to be special", "The constructor was asked for a special entry.");
  add("asked to be devmap", "The constructor was asked for a devmap entry.");
  add("young", "The entry is young (accessed).");
  add("dirty", "The entry is dirty.");
  add("protection is read-only or none", "The entry cannot be written through.");
  add("vm_ops is NULL", "The VMA has no vm_ops: anonymous memory, or a driver that sets none.");
  add("zero page has a memmap", "There is a struct page for the zero page.");
  add("no other VMA flag", "No flag is set in the VMA beside those that are named.");
  add("pfn > highest", "The pfn is above highest_memmap_pfn.");
  add("page", "The rule calls the entry normal: it answers its page.");
  add("NULL", "The rule calls the entry special: it answers no page.");
}

/// What a verdict speaks of where that is no single origin.
void add_scopes(std::vector<Entry>& words) {
  const auto add = [&](const char* name, const char* sentence) {
    words.push_back(word(name, "scope of a verdict", sentence));
  };
  add("PTE", "The lowest level of the page table: a page.");
  add("PMD", "The second level: a huge leaf (2 MiB with 4 KiB pages), or a table of PTEs.");
  add("PUD", "The third level: a huge leaf (1 GiB with 4 KiB pages), or a table of PMDs.");
  add("report", "The rule reports the entry as corrupt (print_bad_pte() and its like).");
  add("any entry", "Every bit pattern that the level can hold.");
  add("any special entry in VM_PFNMAP or VM_MIXEDMAP",
      "Every special entry in a VMA with one of the flags, without a lookup hook.");
  add("any entry, asked to be special or not",
      "Every entry that the constructors make, the bit asked for or not.");
  add("any entry above the highest pfn", "Every entry whose pfn is above highest_memmap_pfn.");
  add("any entry right above the highest pfn", "Every entry whose pfn is highest_memmap_pfn + 1.");
  add("any legal entry, anything else differs",
      "Every entry that an installer of the contract table makes, asked twice: what is neither of the entry "
      "nor of the "
      "VMA differs.");
  add("any legal entry, aged, dirtied or protected anew",
      "Every entry that an installer of the contract table makes, asked again after it was used or "
      "protected.");
  add("any entry in VM_MIXEDMAP", "Every bit pattern that is present, in a VMA with VM_MIXEDMAP.");
  add("any entry in VM_PFNMAP that cannot hold COWed pages",
      "Every bit pattern that is present, in a VMA with VM_PFNMAP that is no COW mapping.");
}

/// Labels of a trace; docs/cases.md says more.
void add_labels(std::vector<Entry>& words) {
  const auto add = [&](const char* name, const char* sentence) {
    words.push_back(word(name, "label of a trace", sentence));
  };
  add("assumes",
      "What a trace takes for granted beside the kernel as it is: its release, faults, exclusions that are "
      "lifted, rules from a file, operations that are left out.");
  add("excl.", "What the environment of the slice excludes: the verdict does not speak of it.");
  add("excluded", "What the environment of the slice excludes: the verdicts do not speak of it.");
  add("lift", "Of a vacuous case: without this exclusion or restriction something can happen.");
  add("today",
      "Exclusions that today's kernels, drivers or programs do not keep, and that break the property.");
  add("exclusion lifted",
      "An exclusion of the environment that this trace or case does without: the fault is let in.");
  add("exclusion lifted, done today",
      "An exclusion of the environment that this trace or case does without, and that today's kernels, "
      "drivers or "
      "programs do not keep.");
  add("entry", "How the entry of which the result speaks comes to be; `explain ORIGIN` says more.");
  add("excluded, done today",
      "What the environment excludes although today's kernels, drivers or programs do it.");
  add("for the patch stands fault",
      "No function is lifted into the machine but the rules: where a patch breaks a contract, the trace is "
      "that of a "
      "fault of the machine that breaks it in the same way.");
  add("with fault", "A mistake that was seeded, with what it makes wrong.");
  add("left out", "An operation that the case does without.");
  add("given", "What is assumed of pfns and entries, where only that tells a lifted rule apart.");
  add("via",
      "Functions of Linux 6.12 on the way to the step, outermost first; of another release the line says `in "
      "6.12`.");
  add("asks", "A rule that the step asked: what it answered, by which row, and the questions it hangs on.");
  add("asked", "What a rule says, in the last state, of the entry for which the property fails.");
  add("planted", "A fault or a rule of the case decides here; the rule of the release does not say so.");
  add("!!!",
      "The first step, or start, that goes another way than it would without what the trace assumes: the "
      "answer "
      "that the rule of the release (of a patch: the version before) does not give, or the fault, lifted "
      "exclusion or other rule that acts there, and what would happen without it.");
  add("trace", "Of a NEW result without a trace: why there is none. It is a violation all the same.");
  add(">>>", "The first state in which what is there and what is accounted for differ.");
  add("fails here", "The property that fails at the end, and the entry, frame or event for which it does.");
}

}  // namespace

std::vector<Entry> report_words() {
  std::vector<Entry> words;
  add_verdicts(words);
  add_marks(words);
  add_deltas(words);
  add_meanings(words);
  add_classes_of_lines(words);
  add_headings(words);
  add_labels(words);
  add_scopes(words);
  add_row_labels(words);
  add_columns(words);
  add_inputs(words);
  std::ranges::move(patch_words(), std::back_inserter(words));
  std::ranges::move(contract_words(), std::back_inserter(words));
  return words;
}

}  // namespace pfncheck
