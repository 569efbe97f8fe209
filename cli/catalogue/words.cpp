// SPDX-License-Identifier: GPL-2.0-or-later
// The words of reports that are no name of a property, a rule, an origin or a row.
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
  words.back().facts = {{"of a function", "whether it means the same with the patch was not decided"}};
  add(Outcome::unsupported,
      "The code could not be turned into a formula; the reason names the place. Exit 3.");
  add(Outcome::not_applicable, "The property does not speak of this rule, level or configuration.");
  add(Outcome::error, "A fault of pfncheck: two of its engines disagree, or one broke down. Exit 70.");
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
  words.push_back(
      word(to_string(Meaning::same), "meaning",
           "The function answers the same with the patch, for every entry that the unpatched side "
           "calls present."));
  words.push_back(word(to_string(Meaning::different), "meaning",
                       "The function answers otherwise with the patch; the table has the inputs for which it "
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
  add("not decided", "Results and functions without an answer, each with the reason. Exit 3.");
  add("outside the contracts",
      "Entries that no contract covers: known holes, and states that nobody should make. A property that "
      "does "
      "not hold of one is said and never counted; `explain ORIGIN` says which origins are outside.");
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
  add("lift", "Of a vacuous case: without this exclusion or restriction something can happen.");
  add("today",
      "Exclusions that today's kernels, drivers or programs do not keep, and that break the property.");
  add("given", "What is assumed of pfns and entries, where only that tells a lifted rule apart.");
  add("via", "Functions of the kernel on the way to the step, outermost first.");
  add("asks", "A rule that the step asked: what it answered, by which row, and the questions it hangs on.");
  add("asked", "What a rule says, in the last state, of the entry for which the property fails.");
  add("planted", "A fault or a rule of the case decides here; the rule of the release does not say so.");
  add(">>>", "The first state in which what is there and what is accounted for differ.");
  add("fails here", "The property that fails at the end, and the entry, frame or event for which it does.");
}

}  // namespace

std::vector<Entry> report_words() {
  std::vector<Entry> words;
  add_verdicts(words);
  add_deltas(words);
  add_meanings(words);
  add_classes_of_lines(words);
  add_headings(words);
  add_labels(words);
  return words;
}

}  // namespace pfncheck
