// SPDX-License-Identifier: GPL-2.0-or-later
#include "program.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "lift/tree/process.hpp"

namespace pfncheck::test {

Ran pfncheck(const std::vector<std::string>& arguments, const std::string& folder) {
  const ScratchFolder home;
  Command command;
  command.argv = {PFNCHECK_BINARY};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.env = {"PATH=" + std::string(std::getenv("PATH")), "HOME=" + home.path(), "LC_ALL=C"};
  command.cwd = folder;
  command.limits.wall_seconds = 600;
  const ProcessResult result = run(command);
  if (!result.started || result.signal != 0 || result.timed_out)
    throw std::runtime_error("the program did not end by itself: " + result.error + result.err);
  return {result.status, result.out, result.err};
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "pfncheck-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchFolder::write(const std::string& name, const std::string& text) const {
  std::ofstream(file(name), std::ios::binary) << text;
  return file(name);
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace pfncheck::test
