// SPDX-License-Identifier: GPL-2.0-or-later
// A tree that was built in, with a configuration of its own: a row named after it, patches included.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "lift/tree/files.hpp"
#include "report/json.hpp"
#include "report/text.hpp"
#include "review/review.hpp"
#include "tests/patches/edit_script.hpp"

namespace fs = std::filesystem;

namespace pfncheck {
namespace {

void link(const fs::path& to, const fs::path& at) {
  if (!fs::exists(fs::symlink_status(at))) fs::create_symlink(to, at);
}

/// The kernel's folders by links (mm/, which is patched, by itself), and beside them what `make` in a tree
/// leaves. It stays, so that it is prepared once: um takes some seconds.
std::string built_in(const std::string& kernel, const std::string& cache) {
  const fs::path tree = fs::path(cache) / "test-trees/built-in";
  fs::create_directories(tree / "include/config");
  fs::create_directories(tree / "include/generated");
  for (const auto& entry : fs::directory_iterator(kernel))
    if (entry.path().filename() != "include" && entry.path().filename() != "mm")
      link(entry.path(), tree / entry.path().filename());
  if (!fs::exists(tree / "mm")) fs::copy(kernel + "/mm", tree / "mm", fs::copy_options::recursive);
  for (const auto& entry : fs::directory_iterator(kernel + "/include"))
    link(entry.path(), tree / "include" / entry.path().filename());
  write_file((tree / ".config").string(), "CONFIG_UML=y\nCONFIG_64BIT=y\nCONFIG_NO_SUCH_THING=y\n");
  write_file((tree / "include/config/auto.conf").string(), "");
  write_file((tree / "include/generated/autoconf.h").string(), "#error left by a build\n");
  write_file((tree / "include/generated/bounds.h").string(), "#error left by a build\n");
  return tree.string();
}

}  // namespace

TEST_CASE("a tree that was built in is answered, with its own configuration", "[kernel]") {
  const char *kernel = std::getenv("PFNCHECK_KERNEL_6_12"), *cache = std::getenv("PFNCHECK_CACHE");
  if (kernel == nullptr || cache == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const std::string tree = built_in(kernel, cache);
  CheckRequest request;
  request.tree = tree;
  request.configs = {std::make_shared<const UserConfig>(tree)};
  request.archs = {&request.configs.front()->row()};
  request.rules = {"vm_normal_page"};
  for (const Property& property : properties()) request.properties.push_back(&property);
  ReviewOptions options;
  options.cache = cache;
  Report report = check_tree(request, options);
  finish(report);
  CHECK(report.exit_code == 0);
  REQUIRE_FALSE(report.results.empty());
  for (const ResultRecord& r : report.results) {
    CHECK(r.arch == "um:built-in");
    CHECK(r.config == "built-in without NO_SUCH_THING");
  }
  CHECK(to_text(report, {}).find("um:built-in") != std::string::npos);
  REQUIRE_FALSE(report.notes.empty());
  CHECK(report.notes.front().find(tree + " was built in") != std::string::npos);
  CHECK(report.notes.back().starts_with("um:built-in: prepared without NO_SUCH_THING"));

  const TemporaryFolder folder("/tmp");
  PatchRequest patch;
  patch.check = request;
  patch.patch = folder.path() + "/made.patch";
  const edit::Script script =
      edit::read_script(PFNCHECK_SOURCE_DIR "/tests/patches/pte_zero_page_test_dropped.toml");
  write_file(patch.patch, edit::make_patch(script, kernel));
  Report patched = review_patch(patch, options);
  patched.command = "patch";
  finish(patched);
  CHECK(patched.exit_code == 1);
  const auto fresh = std::ranges::find(patched.results, Delta::new_, &ResultRecord::delta);
  REQUIRE(fresh != patched.results.end());
  CHECK(fresh->arch == "um:built-in");
  CHECK(fresh->property == "uncounted_zero_page_is_never_normal");
}

}  // namespace pfncheck
