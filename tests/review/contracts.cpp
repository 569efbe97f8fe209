// SPDX-License-Identifier: GPL-2.0-or-later
// Contracts of kernel functions on installed kernels: they hold, each clause is broken by a fault of its own,
// and harmless edits are quiet.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "lift/tree/files.hpp"
#include "model/functions/functions.hpp"
#include "review/names.hpp"
#include "review/review.hpp"
#include "tests/patches/edit_script.hpp"
#include "tests/review/made_patch.hpp"

namespace pfncheck {
namespace {

using test::environment;

ReviewOptions with_cache() {
  ReviewOptions options;
  options.cache = environment("PFNCHECK_CACHE");
  options.budget.seconds = 60;
  options.asks_build = test::is_sweep();
  return options;
}

CheckRequest contracts_of(const std::string& tree, std::vector<const ArchRow*> rows) {
  CheckRequest request;
  request.tree = tree;
  request.archs = std::move(rows);
  request.rules = all_contract_names();
  request.clauses = all_clause_names();
  return request;
}

/// PFNCHECK_SWEEP=all: those for which the scripts say what they expect.
std::vector<const ArchRow*> rows_to_review() {
  std::vector<const ArchRow*> rows = {find_arch("x86_64"), find_arch("arm")};
  if (test::is_sweep())
    for (const char* name : {"arm64", "s390", "riscv64", "powerpc"}) rows.push_back(find_arch(name));
  return rows;
}

bool is_on_one_of(const edit::Expectation& e, const std::vector<const ArchRow*>& rows) {
  return std::ranges::any_of(
      rows, [&](const ArchRow* row) { return std::ranges::find(e.rows, row->name) != e.rows.end(); });
}

bool speaks_of(const edit::Expectation& e, const std::string& release) {
  return e.releases.empty() || edit::lists(e.releases, release);
}

/// Those that every script is asked on, or the first on which it breaks something if none of them is there.
std::vector<const ArchRow*> rows_of(const edit::Script& script, const std::string& release,
                                    const std::vector<const ArchRow*>& rows) {
  for (const edit::Expectation& e : script.fresh)
    if (speaks_of(e, release) && is_on_one_of(e, rows)) return rows;
  for (const edit::Expectation& e : script.fresh)
    if (speaks_of(e, release)) return {find_arch(e.rows.front())};
  return rows;
}

/// "zap_present_ptes x86_64 rss_is_balanced".
std::set<std::string> expected(const edit::Script& script, const std::string& release,
                               const std::vector<const ArchRow*>& rows) {
  std::set<std::string> all;
  for (const edit::Expectation& e : script.fresh)
    for (const std::string& row : speaks_of(e, release) ? e.rows : std::vector<std::string>{})
      if (std::ranges::any_of(rows, [&](const ArchRow* r) { return r->name == row; }))
        for (const std::string& clause : e.properties)
          all.insert(fmt::format("{} {} {}", e.rule, row, clause));
  return all;
}

std::set<std::string> found(const Report& report) {
  std::set<std::string> all;
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_) all.insert(fmt::format("{} {} {}", r.rule, r.arch, r.property));
  return all;
}

Report review(const edit::Script& script, const std::string& tree, const std::vector<const ArchRow*>& rows) {
  const TemporaryFolder folder("/tmp");
  PatchRequest request;
  request.check = contracts_of(tree, rows);
  request.patch = folder.path() + "/made.patch";
  write_file(request.patch, edit::make_patch(script, tree));
  return review_patch(request, with_cache());
}

edit::Edit edit_of(const char* file, const char* function, edit::Edit::Action action, const char* what) {
  edit::Edit edited;
  edited.file = file;
  edited.function = function;
  edited.action = action;
  edited.what = what;
  return edited;
}

edit::Script script_of(std::vector<edit::Edit> edits) {
  edit::Script script;
  script.name = "made here";
  script.releases = {"6.12"};
  script.edits = std::move(edits);
  return script;
}

bool edits_the_rule(const edit::Script& script) {
  return std::ranges::any_of(script.edits,
                             [](const edit::Edit& e) { return e.function.starts_with("vm_normal_page"); });
}

/// Of what is newly broken: "do_wp_page own_page_is_not_copied write_fault_copies_pinned_page", with the
/// fault whose life is told.
std::set<std::string> lives_of(const Report& report) {
  std::set<std::string> told;
  for (const ResultRecord& r : report.results) {
    if (r.delta != Delta::new_ || !r.story) continue;
    for (const StoryAssumption& assumed : r.story->assumed)
      told.insert(fmt::format("{} {} {}", r.rule, r.property, assumed.name));
  }
  return told;
}

/// Gives the lives that it tells.
std::set<std::string> check_script(const edit::Script& script, const std::string& tree,
                                   const std::vector<const ArchRow*>& rows) {
  const Report report = review(script, tree, rows);
  INFO(script.name);
  CHECK(report.messages.empty());
  CHECK(found(report) == expected(script, edit::release_of(tree), rows));
  for (const std::string& name : script.differ)
    CHECK(std::ranges::any_of(report.changes, [&](const ChangeRecord& c) {
      return c.function == name && c.meaning == Meaning::different &&
             c.reason.starts_with("every clause of its contract holds");
    }));
  const bool is_of_the_rule = edits_the_rule(script);
  for (const ResultRecord& r : report.results) {
    if (r.delta != Delta::new_) continue;
    if (!is_of_the_rule) CHECK(r.note.find("vm_normal_page() says") == std::string::npos);
    REQUIRE(r.witness);
    // What its violation says is no longer left to the reader.
    const auto changed = std::ranges::find(report.changes, r.rule, &ChangeRecord::function);
    if (changed != report.changes.end()) CHECK(changed->judged);
    CHECK(r.place.line != 0);
    CHECK_FALSE(r.witness->path.empty());
  }
  return lives_of(report);
}

/// Scripts that touch nothing of each other, on the same rows, as one patch: a unit is compiled once for all
/// of them. PFNCHECK_SWEEP=all: each by itself.
std::vector<edit::Script> together(const std::vector<edit::Script>& scripts, const std::string& release,
                                   const std::vector<const ArchRow*>& rows) {
  struct Group {
    edit::Script script;
    std::set<std::string> touched;
    bool is_alone;
  };
  std::vector<Group> groups;
  for (const edit::Script& script : scripts) {
    if (!edit::is_for(script, release)) continue;
    std::set<std::string> touched;
    for (const edit::Edit& e : script.edits) touched.insert(e.function);
    for (const edit::Expectation& e : script.fresh) touched.insert(e.rule);
    // What they call is compared with them: mm/memory.c (6.12).
    if (touched.contains("vmf_insert_pfn_prot")) touched.insert("insert_pfn");
    if (touched.contains("insert_pages")) touched.insert("insert_page_into_pte_locked");
    const auto is_apart = [&](const Group& group) {
      return !group.is_alone && rows_of(group.script, release, rows) == rows_of(script, release, rows) &&
             std::ranges::none_of(touched,
                                  [&](const std::string& name) { return group.touched.contains(name); });
    };
    // What changes the rule, a header, or no function, changes what others are asked.
    const bool is_of_all =
        touched.contains("") || edits_the_rule(script) ||
        std::ranges::any_of(script.edits, [](const edit::Edit& e) { return e.file.ends_with(".h"); });
    const bool is_alone = test::is_sweep() || is_of_all;
    const auto found = is_alone ? groups.end() : std::ranges::find_if(groups, is_apart);
    if (found == groups.end()) {
      groups.push_back({script, touched, is_alone});
      continue;
    }
    edit::Script& all = found->script;
    all.name += ", " + script.name;
    const auto append = [](auto& to, const auto& more) { to.insert(to.end(), more.begin(), more.end()); };
    append(all.edits, script.edits);
    append(all.fresh, script.fresh);
    append(all.differ, script.differ);
    found->touched.merge(touched);
  }
  std::vector<edit::Script> merged;
  for (Group& group : groups) merged.push_back(std::move(group.script));
  return merged;
}

void check_tree_of(const char* variable) {
  const auto tree = test::kernel_to_ask(variable);
  if (!tree) return;
  const Report report = check_tree(contracts_of(*tree, rows_to_review()), with_cache());
  std::size_t clauses = 0;
  for (const ResultRecord& r : report.results) {
    INFO(r.property << " of " << r.rule << " on " << r.arch << ": " << r.reason);
    // The default configuration of arm has neither huge pages nor notifiers.
    const bool is_huge = r.place.file == "mm/huge_memory.c",
               is_absent = r.arch == "arm" && (is_huge || r.property == "notifiers_are_told_of_a_copy");
    CHECK(r.verdict == (is_absent ? Outcome::not_applicable : Outcome::holds));
    if (is_absent)
      CHECK(r.reason.find(is_huge ? "CONFIG_TRANSPARENT_HUGEPAGE" : "CONFIG_MMU_NOTIFIER") !=
            std::string::npos);
    ++clauses;
  }
  std::size_t wanted = 0;
  for (const Contract* contract : contracts()) wanted += contract->clauses.size() * rows_to_review().size();
  CHECK(clauses == wanted);
  // What a fault breaks on a row of 6.12 it seldom does not on another kernel's: there one row does.
  const bool is_one_row = !test::is_sweep() && edit::release_of(*tree) != "6.12";
  const std::vector<const ArchRow*> rows = is_one_row ? std::vector{find_arch("x86_64")} : rows_to_review();
  std::set<std::string> broken, told;
  const std::string release = edit::release_of(*tree);
  const auto scripts = edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/contracts");
  for (const edit::Script& script : together(scripts, release, rows)) {
    const std::vector<const ArchRow*> its_rows = rows_of(script, release, rows);
    told.merge(check_script(script, *tree, its_rows));
    for (const edit::Expectation& e : script.fresh)
      if (speaks_of(e, release) && is_on_one_of(e, its_rows))
        broken.insert(e.properties.begin(), e.properties.end());
  }
  for (const Clause* clause : all_clauses()) {
    INFO(clause->name);
    CHECK(broken.contains(std::string(clause->name)));
  }
  for (const Contract* contract : contracts())
    for (const ClauseLife& life : contract->lives) {
      const std::string name = fmt::format("{} {} {}", contract->function, life.clause, life.fault);
      INFO(name);
      CHECK(told.contains(name));
    }
}

}  // namespace

TEST_CASE("contracts hold on 6.12, and each clause is broken by a fault of its own") {
  check_tree_of("PFNCHECK_KERNEL_6_12");
}

TEST_CASE(
    "no clause holds by what is not seen: a call of an unknown function, a count that the ledger lacks") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  for (const char* call : {"other_count(folio);", "atomic_inc(&page->_mapcount);", "page_ref_inc(page);"}) {
    INFO(call);
    edit::Edit declared = edit_of("mm/memory.c", "zap_present_folio_ptes", edit::Edit::Action::replace,
                                  "struct mm_struct *mm = tlb->mm;");
    declared.text = "void other_count(struct folio *folio); struct mm_struct *mm = tlb->mm;";
    edit::Edit called = edit_of("mm/memory.c", "zap_present_folio_ptes", edit::Edit::Action::after,
                                "arch_check_zapped_pte(vma, ptent)");
    called.text = std::string("\t") + call + "\n";
    const edit::Script script = script_of({declared, called});
    const Report report = review(script, *tree, {find_arch("x86_64"), find_arch("arm")});
    CHECK(report.messages.empty());
    for (const ResultRecord& r : report.results) {
      if (r.rule != "zap_present_ptes") continue;
      INFO(r.property << " on " << r.arch << ": " << r.reason);
      CHECK(r.verdict == Outcome::unknown);
      CHECK(r.reason.find("nobody knows what it changes") != std::string::npos);
    }
  }
}

TEST_CASE("a contract judges neither what the ledger stands in for nor what it leaves out") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  using Action = edit::Edit::Action;
  edit::Edit hold =
      edit_of("mm/huge_memory.c", "mm_get_huge_zero_folio", Action::condition, "!get_huge_zero_page()");
  hold.text = "!READ_ONCE(huge_zero_folio)";
  // Of an entry of a migration.
  const edit::Edit rss = edit_of("mm/huge_memory.c", "copy_huge_pmd", Action::drop,
                                 "add_mm_counter(dst_mm, MM_ANONPAGES, HPAGE_PMD_NR);");
  const edit::Edit tlb = edit_of("mm/memory.c", "zap_present_folio_ptes", Action::drop,
                                 "tlb_remove_tlb_entries(tlb, pte, nr, addr);");
  for (const edit::Edit& edited : {hold, rss, tlb}) {
    INFO(edited.function);
    const Report report = review(script_of({edited}), *tree, {find_arch("x86_64")});
    CHECK(report.messages.empty());
    CHECK(found(report).empty());
    const auto change = std::ranges::find(report.changes, edited.function, &ChangeRecord::function);
    REQUIRE(change != report.changes.end());
    CHECK(change->meaning == Meaning::different);
    CHECK_FALSE(change->judged);
  }
}

TEST_CASE("contracts do not apply where pages are counted in another way, and leave nothing open there") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_1");
  if (!tree) return;
  const Report report =
      check_tree(contracts_of(*tree, {find_arch("x86_64"), find_arch("arm")}), with_cache());
  CHECK_FALSE(report.results.empty());
  for (const ResultRecord& r : report.results) CHECK(r.verdict == Outcome::not_applicable);
}

TEST_CASE("contracts hold on the newest kernel, and each clause is broken by a fault of its own") {
  check_tree_of("PFNCHECK_KERNEL_NEWEST");
}

TEST_CASE("a function that counts as it did is no new violation beside that of the rule") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  const std::vector<edit::Script> scripts = edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/patches");
  const auto script = std::ranges::find(scripts, "pte_answers_the_head", &edit::Script::name);
  REQUIRE(script != scripts.end());
  const Report report = test::review_made(*script, *tree, {find_arch("x86_64")}, test::Asked::all);
  const auto of = [](const std::vector<ResultRecord>& records, std::string_view function) {
    return std::ranges::find_if(records, [&](const ResultRecord& r) {
      return r.rule == function && r.property == "map_counts_are_balanced" && r.delta == Delta::new_;
    });
  };
  // It maps the page that it was given; by the new rule the entry stands for another.
  CHECK(of(report.results, "insert_page_into_pte_locked") == report.results.end());
  const auto told = of(report.outside, "insert_page_into_pte_locked");
  REQUIRE(told != report.outside.end());
  CHECK(told->note ==
        "insert_page_into_pte_locked() counts as it did; what vm_normal_page() says of its entries changed");
  // This one asks the rule and takes off the map count of another page than before.
  const auto zap = of(report.results, "zap_present_ptes");
  REQUIRE(zap != report.results.end());
  const auto counted = [](const std::string& text) { return text.substr(0, text.find(',')); };
  CHECK(counted(zap->witness->before) != counted(zap->witness->after));
  // Without the rule's own properties nothing else shows it.
  const Report alone = review(*script, *tree, {find_arch("x86_64")});
  const auto counted_alone = of(alone.results, "insert_page_into_pte_locked");
  REQUIRE(counted_alone != alone.results.end());
  CHECK(counted_alone->no_trace == "insert_page_into_pte_locked() does what it did");
}

TEST_CASE("a life is told of a fault that is off in the same way, not of its opposite") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  const auto fault_of_life = [&](const char* name) -> std::string {
    const Report report =
        review(edit::read_script(fmt::format("{}/tests/contracts/{}.toml", PFNCHECK_SOURCE_DIR, name)), *tree,
               {find_arch("x86_64")});
    for (const ResultRecord& r : report.results) {
      if (r.property != "references_are_balanced" || r.delta != Delta::new_) continue;
      if (!r.story) return r.no_trace;
      for (const StoryAssumption& assumed : r.story->assumed)
        if (assumed.kind == "fault for the patch") return assumed.name;
    }
    return "no violation";
  };
  CHECK(fault_of_life("fork_keeps_the_reference_of_a_pinned_page") == "slice own has no fault like this one");
  CHECK(fault_of_life("fork_takes_no_reference") == "fork_takes_no_reference");
  CHECK(fault_of_life("insert_takes_no_reference") == "insert_page_takes_no_reference");
  CHECK(fault_of_life("insert_takes_two_references") == "slice own has no fault like this one");
  CHECK(fault_of_life("zap_puts_raw_pages") == "zap_drops_references_of_raw_entries");
}

}  // namespace pfncheck
