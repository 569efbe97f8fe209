// SPDX-License-Identifier: GPL-2.0-or-later
// With a real kernel tree: PFNCHECK_KERNEL_6_12 names the folder that scripts/kernel 6.12 prints,
// PFNCHECK_CACHE optionally a cache that is kept between runs.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "lift/tree/confine.hpp"
#include "lift/tree/digest.hpp"
#include "tests/lift/tree_fixture.hpp"

using namespace pfncheck;

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT
  return value == nullptr ? "" : value;
}

struct Kernel {
  Kernel() : own(std::filesystem::temp_directory_path().string()) {
    folder = variable("PFNCHECK_KERNEL_6_12");
    cache = variable("PFNCHECK_CACHE");
    if (cache.empty()) cache = own.path();
    if (folder.empty()) WARN("skipped: PFNCHECK_KERNEL_6_12 is not set");
  }
  explicit operator bool() const { return !folder.empty(); }
  Prepared prepared(const char* row) const {
    return prepare(KernelTree::open(folder), *find_arch(row), cache, [](const std::string&) {});
  }
  /// The after side in which mm/memory.c has `text` in place of `old`, once.
  PatchedFiles edited(const std::string& old, const std::string& text) const {
    std::string memory = read_file(folder + "/mm/memory.c").value();
    const std::size_t at = memory.find(old);
    REQUIRE(at != std::string::npos);
    memory.replace(at, old.size(), text);
    make_folders(own.path() + "/after/mm");
    write_file(own.path() + "/after/mm/memory.c", memory);
    PatchedFiles side;
    side.folder = own.path() + "/after";
    side.changed = {"mm/memory.c"};
    return side;
  }

  TemporaryFolder own;
  std::string folder, cache;
};

unsigned line_of(const std::string& text, const std::string& part) {
  return 1 + static_cast<unsigned>(
                 std::count(text.begin(), text.begin() + static_cast<long>(text.find(part)), '\n'));
}

}  // namespace

TEST_CASE("x86_64 of a real kernel is prepared once and compiles", "[kernel]") {
  const Kernel kernel;
  if (!kernel) return;
  const Prepared prepared = kernel.prepared("x86_64");
  CHECK(prepared.command.front() == "clang-19");
  CHECK(prepared.config_digest.size() == 64);
  bool said = false;
  const auto tree = KernelTree::open(kernel.folder);
  const auto again =
      prepare(tree, *find_arch("x86_64"), kernel.cache, [&](const std::string&) { said = true; });
  CHECK_FALSE(said);
  CHECK(again.build_folder == prepared.build_folder);
  CHECK(again.command == prepared.command);
  const auto compiled = compile_unit(tree, prepared, "mm/memory.c", nullptr, kernel.cache);
  CHECK(compiled.failure == "");
  REQUIRE(read_file(compiled.bitcode));
  const std::string bitcode = *read_file(compiled.bitcode);
  for (const char* name : {"pfncheck_normal_page_pte", "pfncheck_raw_page_pte", "pfncheck_normal_page_pmd",
                           "pfncheck_raw_page_pmd", "pfncheck_normal_page_pud"}) {
    CAPTURE(name);
    CHECK(bitcode.find(name) != std::string::npos);
  }
}

TEST_CASE("a rule for PUDs is found where a side has one", "[kernel]") {
  const Kernel kernel;
  if (!kernel || !why_not_confined().empty()) return;
  const Prepared prepared = kernel.prepared("x86_64");
  const std::string head = "struct folio *vm_normal_folio(";
  const PatchedFiles side =
      kernel.edited(head,
                    "struct page *vm_normal_page_pud(struct vm_area_struct *vma,\n"
                    "\t\tunsigned long address, pud_t pud)\n"
                    "{\n\treturn pud_special(pud) ? NULL : pfn_to_page(pud_pfn(pud));\n}\n" +
                        head);
  const auto tree = KernelTree::open(kernel.folder);
  const auto compiled = compile_unit(tree, prepared, "mm/memory.c", &side, kernel.cache);
  CHECK(compiled.failure == "");
  CHECK(read_file(compiled.bitcode).value_or("").find("pfncheck_make_pud") != std::string::npos);
}

TEST_CASE("a patch of a real kernel: messages, lines, renamed and misused rules", "[kernel]") {
  const Kernel kernel;
  if (!kernel || !why_not_confined().empty()) return;
  const Prepared prepared = kernel.prepared("x86_64");
  const auto tree = KernelTree::open(kernel.folder);
  const std::string memory = read_file(kernel.folder + "/mm/memory.c").value();
  const auto compile = [&](const PatchedFiles& side) {
    return compile_unit(tree, prepared, "mm/memory.c", &side, kernel.cache);
  };
  CHECK(compile(kernel.edited("unsigned long pfn = pte_pfn(pte);", "unsigned long pfn = pte_pfn(pte) + 0;"))
            .failure == "");
  const auto broken =
      compile(kernel.edited("unsigned long pfn = pte_pfn(pte);", "unsigned long pfn = pte_pfn(ptx);"));
  CHECK(broken.failure == "does not compile");
  REQUIRE(broken.messages.size() == 1);
  CHECK(broken.messages[0].file == "mm/memory.c");
  CHECK(broken.messages[0].line == line_of(memory, "unsigned long pfn = pte_pfn(pte);"));
  const auto renamed = compile(kernel.edited("struct page *vm_normal_page(", "struct page *vm_usual_page("));
  CHECK(renamed.failure == "vm_normal_page is not defined in mm/memory.c (renamed or removed?)");
  const PatchedFiles side = kernel.edited("unsigned long pfn", "unsigned long  pfn");
  const auto lines = compiled_lines(tree, prepared, "mm/memory.c", &side, "mm/memory.c", kernel.cache);
  const unsigned rule = line_of(memory, "struct page *vm_normal_page(");
  CHECK(std::binary_search(lines.begin(), lines.end(), rule));
  CHECK(lines.size() < static_cast<std::size_t>(std::count(memory.begin(), memory.end(), '\n')));
}
