// SPDX-License-Identifier: GPL-2.0-or-later
// KernelTree::at_revision: a commit as a folder.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "lift/tree/files.hpp"
#include "lift/tree/git.hpp"
#include "lift/tree/kernel_tree.hpp"
#include "lift/tree/needed_sources.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string commit_of(const std::string& repository, const std::string& revision) {
  if (revision.empty() || revision.front() == '-') throw InputError("'" + revision + "' is not a revision");
  const GitResult found = git(
      {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}, repository, {}, true);
  const std::string commit = trimmed(found.out);
  if (found.status == 0 && commit.size() >= 40) return commit;
  const GitResult is_repository = git({"rev-parse", "--git-dir"}, repository, {}, true);
  if (is_repository.status != 0) throw InputError(repository + ": not a git repository");
  throw InputError(repository + ": no commit " + revision + " in this repository");
}

constexpr unsigned unpack_seconds = 1800;

/// Runs one of the two long steps (git() of git.hpp is bounded to short ones).
void execute(std::vector<std::string> argv, const std::string& folder, const std::string& what) {
  Command command;
  command.argv = std::move(argv);
  command.cwd = folder;
  command.env = tool_environment();
  command.env.insert(command.env.end(),
                     {"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_OPTIONAL_LOCKS=0"});
  command.limits.wall_seconds = unpack_seconds;
  const ProcessResult result = run(command);
  if (!result.started) throw InputError(what + ": " + command.argv.front() + ": " + result.error);
  if (result.timed_out) throw InputError(what + ": took over " + std::to_string(unpack_seconds) + " s");
  if (result.ok()) return;
  // git archive says "write error" and no more.
  const bool is_full = result.err.find("o space left") != std::string::npos ||
                       result.err.find("write error") != std::string::npos;
  if (is_full)
    throw InputError("no space left in the cache; free some, or name another folder with --cache DIR");
  throw InputError(what + ": " + trimmed(result.err.substr(0, result.err.find('\n'))));
}

/// Unpacks paths of a commit into a folder. Names in a commit cannot leave the folder: tar refuses "..".
void unpack(const std::string& repository, const std::string& commit, const std::vector<std::string>& paths,
            const std::string& archive, const std::string& folder) {
  std::vector<std::string> argv = {
      "git",   "-c",  "safe.directory=*", "-c", "core.hooksPath=/dev/null", "archive", "--format=tar", "-o",
      archive, commit};
  argv.insert(argv.end(), paths.begin(), paths.end());
  execute(std::move(argv), repository, repository + ": commit " + commit.substr(0, 12) + " cannot be read");
  execute({"tar", "-xf", archive, "-C", folder}, folder, folder + ": cannot be unpacked");
  std::error_code ignored;
  fs::remove(archive, ignored);
}

/// Files of `also` that the commit has and the folder lacks.
std::vector<std::string> lacking(const std::string& repository, const std::string& commit,
                                 const std::string& folder, const std::vector<std::string>& also) {
  std::vector<std::string> asked = {"ls-tree", "-r", "--name-only", "-z", "--full-tree", commit, "--"};
  for (const std::string& path : also) {
    std::error_code ignored;
    if (!fs::exists(fs::path(folder) / path, ignored)) asked.push_back(path);
  }
  if (asked.back() == "--") return {};
  const GitResult listed = git(asked, repository, {}, true);
  std::vector<std::string> out = {"--"};
  std::istringstream names(listed.out);
  for (std::string name; std::getline(names, name, '\0');) out.push_back(":(top,literal)" + name);
  return out.size() == 1 ? std::vector<std::string>() : out;
}

}  // namespace

KernelTree KernelTree::at_revision(const std::string& repository, const std::string& revision,
                                   const std::string& cache, const std::vector<std::string>& also) {
  if (canonical(repository).empty()) throw InputError(repository + ": no such folder");
  const std::string commit = commit_of(repository, revision);
  const fs::path parent = fs::absolute(cache) / "trees";
  const std::string folder = (parent / commit).string();
  make_folders(parent.string());
  const FileLock lock(folder + ".lock", [] {});
  if (!fs::exists(folder)) {
    TemporaryFolder work(parent.string());
    const std::string fresh = work.path() + "/tree";
    make_folders(fresh);
    unpack(repository, commit, needed_sources(), work.path() + "/archive.tar", fresh);
    fs::rename(fresh, folder);
  }
  if (const auto paths = lacking(repository, commit, folder, also); !paths.empty()) {
    TemporaryFolder work(parent.string());
    unpack(repository, commit, paths, work.path() + "/archive.tar", folder);
  }
  return open_as(folder, repository + " at " + revision + " (" + commit.substr(0, 12) + ")", {});
}

}  // namespace pfncheck
