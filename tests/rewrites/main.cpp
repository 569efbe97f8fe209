// SPDX-License-Identifier: GPL-2.0-or-later
// pfncheck_rewrites --tree DIR [--every N] [--patches DIR] [FILE...]: how many functions of some files of a
// kernel are proved to be the same as themselves in other words, a row of a Markdown table for each file.
// Nothing that was decided before is used. --every: of each N-th function a patch of its own, and how long
// calls take then.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>

#include "lift/tree/files.hpp"
#include "tests/patches/edit_script.hpp"
#include "tests/rewrites/rewrite.hpp"
#include "tests/rewrites/share.hpp"

namespace {

using namespace pfncheck;
using rewriting::Share;

std::string names_in_words(const Share& share) {
  std::string text;
  for (const std::string& name : share.different)
    text += fmt::format("{}`{}` (different)", text.empty() ? "" : ", ", name);
  for (const std::string& name : share.undecided)
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
  return text;
}

void run(const std::string& tree, const std::vector<std::string>& files, unsigned every) {
  const TemporaryFolder cache("/tmp");
  ReviewOptions options;
  options.cache = cache.path();
  options.jobs = std::max(1U, std::thread::hardware_concurrency());
  PrepareRequest rows{tree, {}, {}};
  for (const std::string& file : files)
    if (std::ranges::find(rows.archs, rewriting::row_of(file)) == rows.archs.end())
      rows.archs.push_back(rewriting::row_of(file));
  prepare_tree(rows, options);

  std::vector<double> seconds;
  std::cout << "| file | functions | rewritten | other code | proved | share | not proved "
               "|\n|---|---|---|---|---|---|---|\n";
  for (const std::string& file : files) {
    const Share share = rewriting::share_of(tree, file, options);
    std::cout << fmt::format("| `{}` | {} | {} | {} | {} | {:.0f} % | {} |\n", file, share.functions,
                             share.rewritten, share.compared(), share.same,
                             100.0 * share.same / std::max(1U, share.compared()), names_in_words(share))
              << std::flush;
    for (std::size_t i = every; every > 0 && i < share.names.size(); i += every) {
      const auto start = std::chrono::steady_clock::now();
      rewriting::share_of(tree, file, options, share.names[i]);
      seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
  }
  if (seconds.empty()) return;
  std::ranges::sort(seconds);
  std::cout << fmt::format(
      "\nA patch to one of them alone, {} of them: median {:.1f} s, 95 % within {:.1f} s.\n", seconds.size(),
      seconds[seconds.size() / 2], seconds[seconds.size() * 95 / 100]);
}

}  // namespace

int main(int argc, char** argv) {
  std::string tree, patches;
  unsigned every = 0;
  std::vector<std::string> files = {"mm/memory.c",
                                    "mm/gup.c",
                                    "mm/huge_memory.c",
                                    "mm/mprotect.c",
                                    "mm/mremap.c",
                                    "virt/kvm/kvm_main.c",
                                    "arch/arm64/kvm/mmu.c",
                                    "arch/x86/kvm/mmu/mmu.c",
                                    "drivers/vfio/vfio_iommu_type1.c"};
  CLI::App app{"How many functions are proved to be the same as themselves in other words"};
  app.add_option("files", files, "paths in the tree");
  app.add_option("--tree", tree, "kernel source tree")->required();
  app.add_option("--every", every, "time a patch to each N-th function alone");
  app.add_option("--patches", patches, "only write the patches to this folder");
  CLI11_PARSE(app, argc, argv);
  try {
    if (patches.empty()) {
      run(tree, files, every);
      return 0;
    }
    for (const std::string& file : files) {
      const std::string source = read_file(tree + "/" + file).value_or("");
      std::string name = file;
      std::ranges::replace(name, '/', '_');
      write_file(patches + "/" + name + ".patch",
                 edit::patch_of({{file, rewriting::rewrite(source).text}}, tree, file));
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
  return 0;
}
