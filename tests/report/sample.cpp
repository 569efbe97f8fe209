// SPDX-License-Identifier: GPL-2.0-or-later
#include "sample.hpp"

namespace pfncheck::test {

ResultRecord sample_result(const std::string& arch, Outcome verdict, Delta delta) {
  ResultRecord r;
  r.property = "uncounted_zero_page_is_never_normal";
  r.rule = r.function = "vm_normal_page";
  r.level = "PTE";
  r.arch = arch;
  r.config = "defconfig";
  r.release = "6.12";
  r.side = delta == Delta::none ? Side::before : Side::after;
  r.verdict = verdict;
  r.delta = delta;
  r.place = {"mm/memory.c", 606};
  if (verdict != Outcome::refuted) return r;
  r.origin = "zero_page_read_fault";
  r.note = "known";
  r.known_hole = r.origin;
  WitnessRecord& w = r.witness.emplace();
  w.when = {"special=1", "pfn is the zero page"};
  w.before = "NULL";
  w.after = delta == Delta::none ? "" : "page";
  w.path = {"mm/memory.c:601", "mm/memory.c:606"};
  w.then = {"1 read fault", "2 munmap"};
  w.values = {{"pfn", ~std::uint64_t{0}}, {"special", 1}};
  w.unique = true;
  return r;
}

namespace {

ChangeRecord sample_change(const std::string& arch, Meaning meaning) {
  ChangeRecord c;
  c.function = "vm_normal_page";
  c.place = {"mm/memory.c", 579};
  c.arch = arch;
  c.config = "defconfig";
  c.meaning = meaning;
  if (meaning != Meaning::different) return c;
  c.table.atoms = {"special", "pfn is zero"};
  c.table.rows = {{{true, true}, "NULL", "page"}};
  return c;
}

LineRecord sample_lines(unsigned first, unsigned last, LineClass line_class) {
  return {.file = line_class == LineClass::build_system ? "mm/Kconfig" : "mm/memory.c",
          .added = line_class != LineClass::lifted,
          .first = first,
          .last = last,
          .line_class = line_class,
          .function = line_class == LineClass::lifted ? "vm_normal_page" : "",
          .rows = {"x86_64"}};
}

}  // namespace

Report sample_patch_report() {
  Report report;
  report.command = "patch";
  report.release = "6.12";
  report.full_release = "6.12.94";
  report.results = {sample_result("arm", Outcome::holds, Delta::unchanged),
                    sample_result("x86_64", Outcome::refuted, Delta::new_)};
  report.results[0].approximations = {"stand-in: pfn_valid(pfn)"};
  report.results[0].bound = 4;
  report.outside = {sample_result("arm", Outcome::refuted, Delta::pre_existing)};
  report.changes = {sample_change("x86_64", Meaning::different), sample_change("arm", Meaning::same)};
  report.lines = {sample_lines(606, 608, LineClass::lifted), sample_lines(12, 12, LineClass::same_text)};
  report.not_checked = {{"copy_present_ptes()", "not modelled", {"mm/memory.c", 901}, "", false},
                        {"level PUD", "the rule does not exist in this release", {}, "arm", false}};
  TableRecord table;
  table.title = "what vm_normal_page() answers";
  table.rule = "vm_normal_page";
  table.arch = "arm";
  table.config = "defconfig";
  table.atoms = {"VM_PFNMAP", "VM_MIXEDMAP"};
  table.rows = {{{true, {}}, "NULL", ""},
                {{false, true}, "page", "", {{"a bit is new", "mm/memory.c: vm_normal_page (6.12)"}}}};
  report.tables = {table};
  report.notes = {"series.mbox: version 1 (one patch) is left out"};
  report.not_checked[0].modelled_as = {"own/fork"};
  report.patches = {
      {1, "mm: first", {report.results[1]}, {report.changes[0]}, report.not_checked, {}, {}, 1}};
  return report;
}

}  // namespace pfncheck::test
