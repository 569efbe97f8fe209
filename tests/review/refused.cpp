// SPDX-License-Identifier: GPL-2.0-or-later
// Patches that the kernel's own build refuses: said with the compiler's words for each architecture, and
// judged on the others.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

#include "lift/tree/files.hpp"
#include "report/exit_code.hpp"
#include "report/text.hpp"
#include "review/review.hpp"
#include "tests/patches/edit_script.hpp"

namespace pfncheck {
namespace {

Report review(const edit::Script& script, const std::string& tree, const std::string& cache) {
  const TemporaryFolder folder("/tmp");
  PatchRequest request;
  request.patch = folder.path() + "/made.patch";
  write_file(request.patch, edit::make_patch(script, tree));
  request.check.tree = tree;
  request.check.archs = {find_arch("x86_64"), find_arch("arm64"), find_arch("arm")};
  request.check.rules = {"vm_normal_page"};
  for (const Property& property : properties()) request.check.properties.push_back(&property);
  ReviewOptions options;
  options.cache = cache;
  Report report = review_patch(request, options);
  report.command = "patch";
  finish(report);
  return report;
}

}  // namespace

TEST_CASE("patches that do not build are not judged", "[kernel]") {
  const char *tree = std::getenv("PFNCHECK_KERNEL_6_12"), *cache = std::getenv("PFNCHECK_CACHE");
  if (tree == nullptr || cache == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/refused")) {
    INFO(script.name);
    const Report report = review(script, tree, cache);
    CHECK(report.exit_code == 2);
    std::set<std::string> refusing;
    for (const edit::Refusal& refusal : script.refused)
      for (const std::string& row : refusal.rows) {
        refusing.insert(row);
        const auto said = std::ranges::find(report.messages, row, &Message::arch);
        REQUIRE(said != report.messages.end());
        CHECK(said->place.file == refusal.file);
        CHECK(said->place.line != 0);
        INFO(said->text);
        CHECK(said->text.starts_with(refusal.says));
      }
    // Without CONFIG_WERROR the same words are a warning, which is said and does not count.
    std::set<std::string> warned;
    for (const Message& warning : report.warnings) {
      CHECK(warning.text == "warning: unused variable 'page' [-Wunused-variable]");
      CHECK(warning.place.file == "mm/memory.c");
      warned.insert(warning.arch);
    }
    CHECK(warned == (script.name == "unused_variable" ? std::set<std::string>{"arm", "arm64"}
                                                      : std::set<std::string>{}));
    for (const Message& message : report.messages) CHECK(refusing.contains(message.arch));
    for (const ChangeRecord& change : report.changes) {
      CHECK_FALSE(refusing.contains(change.arch));
      CHECK(change.meaning == Meaning::same);
    }
    CHECK(report.changes.size() == 3 - refusing.size());
  }
}

}  // namespace pfncheck
