// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "lift/tree/includers.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;

namespace {

using Files = std::vector<std::string>;
using Words = std::set<std::string>;

struct Tree {
  test::SmallTree small;
  void has(const std::string& file, const std::string& text) const { small.write("tree/" + file, text); }
  Files includers(const std::string& header, const Words& words = {}) const {
    return Includers(small.path("tree")).of(header, words);
  }
};

Words subjects(const std::string& before, std::set<unsigned> removed, const std::string& after,
               std::set<unsigned> added) {
  std::vector<ChangedLine> lines;
  for (const unsigned line : removed) lines.push_back({"a.h", false, line, ""});
  for (const unsigned line : added) lines.push_back({"a.h", true, line, ""});
  return subjects_of({"a.h", before, after, lines});
}

}  // namespace

TEST_CASE("C files that include a header are found, those that use its words first", "[includers]") {
  const Tree tree;
  tree.has("arch/x86/kvm/mmu/spte.h", "");
  tree.has("arch/x86/kvm/mmu/internal.h", "#pragma once\n# include \"spte.h\"\n");
  tree.has("arch/x86/kvm/mmu/a.c", "#include <linux/mm.h>\n#include \"spte.h\"\n");
  tree.has("arch/x86/kvm/mmu/b.c", "#include \"internal.h\"\nint f(void) { return is_frozen(1); }\n");
  tree.has("arch/x86/kvm/x86.c", "#include \"mmu/spte.h\"\n");
  tree.has("arch/x86/kvm/other.c", "/* spte.h */\n#include \"mmu/respte.h\"\n");
  tree.has("drivers/c.c", "#include \"spte.h\"\n");
  const std::string header = "arch/x86/kvm/mmu/spte.h", folder = "arch/x86/kvm/";
  CHECK(tree.includers(header) == Files{folder + "mmu/a.c", folder + "x86.c", folder + "mmu/b.c"});
  CHECK(tree.includers(header, {"is_frozen"}).front() == folder + "mmu/b.c");
  CHECK(tree.includers(header, {"frozen"}).front() == folder + "mmu/a.c");
}

TEST_CASE("a header of the whole kernel is looked for in memory management, KVM, VFIO and file systems",
          "[includers]") {
  const Tree tree;
  tree.has("include/linux/kvm_host.h", "");
  tree.has("virt/kvm/kvm_main.c", "#include <linux/kvm_host.h>\n");
  tree.has("arch/arm64/kvm/mmu.c", "#include <asm/kvm_mmu.h>\n");
  tree.has("arch/arm64/include/asm/kvm_mmu.h", "#include <linux/kvm_host.h>\n");
  tree.has("sound/s.c", "#include <linux/kvm_host.h>\n");
  CHECK(tree.includers("include/linux/kvm_host.h") == Files{"virt/kvm/kvm_main.c", "arch/arm64/kvm/mmu.c"});
  tree.has("arch/x86/kvm/mmu.c", "#include <asm/kvm_mmu.h>\n");
  CHECK(tree.includers("arch/arm64/include/asm/kvm_mmu.h") == Files{"arch/arm64/kvm/mmu.c"});
  CHECK(tree.includers("include/linux/none.h").empty());
}

TEST_CASE("what a change of a header is about are its functions and macros", "[includers]") {
  const std::string before =
      "#define LIMIT 4\nstatic inline int f(int a)\n{\n\treturn a;\n}\nstruct s {\n\tint field;\n};\n";
  std::string after = before;
  after.replace(after.find("return a"), 8, "return 1");
  CHECK(subjects(before, {4}, after, {4}) == Words{"f"});
  CHECK(subjects(before, {1}, after, {}) == Words{"LIMIT"});
  CHECK(subjects(before, {7}, after, {}).contains("field"));
  CHECK(subjects(before, {}, "/* a comment */\n" + before, {1}).empty());
}
