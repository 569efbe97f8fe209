// SPDX-License-Identifier: GPL-2.0-or-later
// Writes what the program prints now into the examples of README.md and docs/*.md:
//   pfncheck_doc_examples REPOSITORY PROGRAM [PAGE...]
// An example that cannot run (no kernel) is left as it is and named. Exit code 1 if an elision (`...`) has to
// be looked at by somebody.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "lift/tree/process.hpp"
#include "tests/docs/examples.hpp"

namespace {

namespace fs = std::filesystem;
using namespace pfncheck;

struct Scratch {
  fs::path path;
  Scratch() {
    std::string name = (fs::temp_directory_path() / "pfncheck-docs-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    path = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

std::vector<std::string> printed_by(const std::string& program, const std::vector<std::string>& arguments,
                                    const fs::path& folder, const Scratch& scratch) {
  Command command;
  command.argv = {program};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  // As the tests call it: no terminal, nobody's settings.
  command.env = {"PATH=" + std::string(std::getenv("PATH")), "HOME=" + scratch.path.string(), "LC_ALL=C"};
  command.cwd = folder.string();
  command.limits.wall_seconds = 600;
  const ProcessResult result = run(command);
  if (!result.started || result.signal != 0 || result.timed_out)
    throw std::runtime_error("the program did not end by itself: " + result.error + result.err);
  return docs::lines_of(result.out + result.err);
}

std::vector<std::string> lines_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Rewrites a page; returns whether an elision of it moved.
bool promote(const fs::path& page, const fs::path& repository, const std::string& program) {
  std::vector<std::string> lines = lines_of_file(page);
  std::vector<docs::Example> examples = docs::examples_of(page);
  bool moved = false, changed = false;
  // From the last example to the first, so that the lines of those that follow stay what they are.
  for (auto example = examples.rbegin(); example != examples.rend(); ++example) {
    const Scratch scratch;
    const std::string name = page.filename().string() + ":" + std::to_string(example->line);
    const std::vector<std::string> call = docs::call_of(*example, repository, scratch.path);
    if (call.empty()) {
      std::cout << name << ": not run: something it names is not here (PFNCHECK_KERNEL_6_12, ..._6_1)\n";
      continue;
    }
    const std::vector<std::string> printed =
        printed_by(fs::absolute(program).string(), call, repository, scratch);
    if (docs::fits(example->output, printed)) continue;
    const docs::Promoted now = docs::promoted(example->output, printed);
    const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(example->line);
    lines.insert(lines.erase(begin, begin + static_cast<std::ptrdiff_t>(example->output.size())),
                 now.output.begin(), now.output.end());
    changed = true;
    moved |= now.elision_moved;
    std::cout << name << ": rewritten" << (now.elision_moved ? "; look at its `...`" : "") << "\n";
  }
  if (changed) {
    std::ofstream out(page, std::ios::binary);
    for (const std::string& line : lines) out << line << "\n";
  }
  return moved;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: pfncheck_doc_examples REPOSITORY PROGRAM [PAGE...]\n";
    return 2;
  }
  try {
    const fs::path repository = argv[1];
    std::vector<fs::path> pages(argv + 3, argv + argc);
    if (pages.empty()) pages = docs::pages_of(repository);
    bool moved = false;
    for (const fs::path& page : pages) moved |= promote(page, repository, argv[2]);
    return moved ? 1 : 0;
  } catch (const std::exception& error) {
    std::cerr << "pfncheck_doc_examples: " << error.what() << "\n";
    return 2;
  }
}
