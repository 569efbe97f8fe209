// SPDX-License-Identifier: GPL-2.0-or-later
// `prove`: the files of cases/prove on kernels, each with a change of the kernel that its clauses must catch,
// and what is wrong with other files.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "lift/tree/files.hpp"
#include "model/input_error.hpp"
#include "report/text.hpp"
#include "review/function/prove.hpp"
#include "tests/review/made_patch.hpp"

namespace pfncheck {
namespace {

std::string case_named(const std::string& name) {
  return PFNCHECK_SOURCE_DIR "/cases/prove/" + name;
}

Report proved(const std::string& tree, const std::string& file, const std::vector<std::string>& rows,
              const std::string& patch = "") {
  ProveRequest request;
  request.tree = tree;
  for (const std::string& row : rows) request.archs.push_back(find_arch(row));
  request.files = {file};
  request.patch = patch;
  ReviewOptions options;
  options.cache = test::environment("PFNCHECK_CACHE");
  Report report = prove_files(request, options);
  finish(report);
  return report;
}

/// Clauses that are refuted, with the rows.
std::map<std::string, std::vector<std::string>> refuted(const Report& report) {
  std::map<std::string, std::vector<std::string>> rows;
  for (const ResultRecord& r : report.results)
    if (r.verdict == Outcome::refuted) rows[r.property].push_back(r.arch);
  return rows;
}

struct Seeded {
  const char *name, *row, *file, *before, *after, *clause;
};
constexpr Seeded seeded[] = {
    {"entry_functions.c", "arm64", "arch/arm64/include/asm/pgtable.h",
     "clear_pte_bit(pte, __pgprot(PTE_DIRTY))", "clear_pte_bit(pte, __pgprot(PTE_DIRTY | PTE_SPECIAL))",
     "mkclean_keeps_special"},
    {"entry_functions.c", "x86_64", "arch/x86/mm/pat/memtype.c", "cachemode2protval(_PAGE_CACHE_MODE_WC)",
     "0", "writecombine_is_another_type"},
    {"stage2_device.c", "arm64", "arch/arm64/kvm/hyp/pgtable.c", "KVM_S2_MEMATTR(pgt, DEVICE_nGnRE)",
     "KVM_S2_MEMATTR(pgt, NORMAL)", "device_is_never_cacheable"},
    {"inserted_page.c", "arm", "mm/memory.c", "if (!folio_ref_count(folio))",
     "if (folio_ref_count(folio) < 0)", "page_without_a_reference_is_refused"},
};

}  // namespace

TEST_CASE("what is proved of the kernel holds, and a change that breaks it is seen", "[kernel]") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  CHECK(refuted(proved(*tree, case_named("entry_functions.c"), {"x86_64", "arm64"})).empty());
  for (const Seeded& s : seeded) {
    INFO(s.name << " on " << s.row << ": " << s.clause);
    const Report stock = proved(*tree, case_named(s.name), {s.row});
    CHECK(stock.exit_code == 0);
    const TemporaryFolder folder("/tmp");
    const std::string patch = folder.path() + "/fault.diff";
    write_file(patch, test::one_line_patch(*tree, s.file, s.before, s.after));
    const Report report = proved(*tree, case_named(s.name), {s.row}, patch);
    CHECK(report.exit_code == 1);
    CHECK(refuted(report).contains(s.clause));
    for (const ResultRecord& r : report.results) {
      if (r.verdict != Outcome::refuted) continue;
      CHECK(r.place.file == s.name);
      CHECK(r.witness.has_value());
    }
  }
}

TEST_CASE("helpers of the newest kernel are proved too", "[kernel]") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_NEWEST");
  if (!tree) return;
  CHECK(proved(*tree, case_named("entry_functions.c"), {"x86_64", "arm64"}).exit_code == 0);
  CHECK(proved(*tree, case_named("stage2_device.c"), {"arm64"}).exit_code == 0);
  CHECK(proved(*tree, case_named("inserted_page.c"), {"x86_64", "arm"}).exit_code == 0);
}

TEST_CASE("a row that does not compile a clause, or the unit, says so", "[kernel]") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  const Report report = proved(*tree, case_named("entry_functions.c"), {"arm64", "arm"});
  std::set<std::string> reasons;
  for (const ResultRecord& r : report.results)
    if (r.verdict == Outcome::not_applicable) {
      CHECK(r.arch == "arm");
      reasons.insert(r.reason);
    }
  CHECK(reasons == std::set<std::string>{"no special bit"});
  const Report elsewhere = proved(*tree, case_named("stage2_device.c"), {"arm64", "x86_64"});
  CHECK(elsewhere.exit_code == 0);
  CHECK(elsewhere.not_checked.size() == 1);
  const Report nowhere = proved(*tree, case_named("stage2_device.c"), {"x86_64"});
  CHECK(nowhere.exit_code == 3);
}

TEST_CASE("files that ask nothing, do not compile or name no unit are refused", "[kernel]") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  const TemporaryFolder folder("/tmp");
  const auto file = [&](const std::string& text) {
    write_file(folder.path() + "/question.c", text);
    return folder.path() + "/question.c";
  };
  const auto said = [&](const std::string& text) -> std::string {
    try {
      proved(*tree, file(text), {"x86_64"});
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing";
  };
  CHECK_THAT(said("#include <pfncheck.h>\nint f(void) { return 0; }\n"), Catch::Contains("asks nothing"));
  CHECK_THAT(said("// unit: mm/memry.c\n"), Catch::Contains("mm/memry.c"));
  CHECK_THAT(said("// unit: ../../etc/passwd.c\n"), Catch::Contains("is no C file"));
  const Report broken =
      proved(*tree, file("#include <pfncheck.h>\n\nvoid f(void) { ASSERT(nothing); }\n"), {"x86_64"});
  CHECK(broken.exit_code == 2);
  REQUIRE(broken.messages.size() == 1);
  CHECK(broken.messages[0].place.file == "question.c");
  CHECK(broken.messages[0].place.line == 3);
  // Static functions are asked as others are; and what is behind an include keeps its line.
  const Report asked_static = proved(*tree,
                                     file("#include <linux/mm.h>\n#include <pfncheck.h>\nstatic void f(void) "
                                          "{\n  ASSERT(PAGE_SIZE == 1);\n}\n"),
                                     {"x86_64"});
  CHECK(asked_static.exit_code == 1);
  REQUIRE(asked_static.results.size() == 1);
  CHECK(asked_static.results[0].place.line == 4);
  const Report never = proved(
      *tree, file("#include <pfncheck.h>\nvoid f(void) {\n  ASSUME(0);\n  ASSERT(1);\n}\n"), {"x86_64"});
  CHECK(never.exit_code == 3);
  // What the code has and no execution comes by is vacuous, also beside others: no configuration leaves it
  // out.
  const Report partly = proved(*tree,
                               file("#include <pfncheck.h>\nvoid f(void) {\n  ASSERT(1);\n  ASSUME(0);\n"
                                    "  CLAUSE(behind, 1);\n}\n"),
                               {"x86_64"});
  CHECK(partly.exit_code == 3);
  const auto behind = std::ranges::find(partly.results, "behind", &ResultRecord::property);
  REQUIRE(behind != partly.results.end());
  CHECK(behind->verdict == Outcome::vacuous);
  CHECK(behind->place.line == 5);
}

}  // namespace pfncheck
