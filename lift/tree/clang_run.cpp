// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/clang_run.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <sstream>

#include "lift/adapters/embedded.hpp"
#include "lift/tree/confine.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/messages.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

constexpr unsigned seconds = 60;
constexpr std::uint64_t memory_bytes = 4ULL << 30;
constexpr std::uint64_t file_bytes = 256ULL << 20;
constexpr std::size_t output_bytes = 4U << 20;
constexpr const char* deleted_text = "#error \"this file is deleted by the patch\"\n";

/// Where the files of a tree lie: of a view, and of a farm of links to another tree, elsewhere too.
std::vector<std::string> folders_of(const KernelTree& tree) {
  std::vector<std::string> folders = {tree.root()};
  if (tree.is_view()) folders.push_back(tree.source());
  for (const std::string file : {"/Makefile", "/include/linux/mm.h", "/mm/memory.c"}) {
    const std::string real = canonical(tree.root() + file);
    if (real.ends_with(file)) folders.push_back(real.substr(0, real.size() - file.size()));
  }
  std::sort(folders.begin(), folders.end());
  folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
  return folders;
}

class Run {
 public:
  Run(const SourceSide& side, const Prepared& prepared, const std::string& unit, const std::string& scratch,
      ClangInput input, const std::set<std::string>& without)
      : side_(side), prepared_(prepared), unit_(unit), scratch_(scratch), input_(input), without_(without) {
    clang_ = find_tool("clang-19");
    if (clang_.empty()) throw InputError("not found: clang-19; install with: apt install clang-19");
  }

  ClangRun operator()(const std::vector<std::string>& mode) const {
    write_inputs();
    const ProcessResult result = execute(arguments(mode));
    if (!result.started) throw InputError(clang_ + ": " + result.error);
    ClangRun out;
    out.opened = opened();
    auto messages = parse_messages(result.err, [&](const std::string& path) { return shown(path); });
    if (const std::string path = outside(out.opened, messages); !path.empty()) {
      out.failure = "reads a file outside the tree: " + path;
      return out;
    }
    if (!is_wrapper())
      out.warnings = parse_warnings(result.err, [&](const std::string& path) { return shown(path); });
    judge(result, messages, out);
    if (!out.failure.empty()) out.messages = std::move(messages);
    return out;
  }

 private:
  bool is_wrapper() const { return input_ == ClangInput::wrapper; }

  std::string shown(const std::string& path) const {
    return shown_path(side_.tree(), prepared_.build_folder, path);
  }

  void write_inputs() const {
    write_file(scratch_ + "/unit.c", wrapper_text(side_, unit_, without_));
    write_file(scratch_ + "/memory_model.h", adapter_source("memory_model.h"));
    write_file(scratch_ + "/deleted.h", deleted_text);
    write_file(scratch_ + "/overlay.yaml", overlay_text(side_, scratch_, is_wrapper()));
  }

  std::vector<std::string> arguments(const std::vector<std::string>& mode) const {
    std::vector<std::string> argv = is_wrapper() ? prepared_.command : prepared_.build;
    argv.front() = clang_;
    const auto add = [&](const std::vector<std::string>& more) {
      argv.insert(argv.end(), more.begin(), more.end());
    };
    if (is_wrapper()) add(side_macros(side_, unit_));
    add(mode);
    // What is wrong with a build is asked of the kernel's own command; of ours neither clang's flags nor the
    // adapters are worth a word.
    if (is_wrapper())
      add({"-w", "-ferror-limit=0"});
    else
      add({"-ferror-limit=0", "-Wno-unused-command-line-argument", "-Wno-unknown-warning-option",
           "-Wno-ignored-optimization-argument", "-Wno-option-ignored"});
    // Messages: one line each and never a line of the source, which may be of a file that is none of ours.
    add({"-fno-crash-diagnostics", "-fno-color-diagnostics", "-fno-caret-diagnostics",
         "-fno-diagnostics-fixit-info"});
    argv.insert(argv.end(), {"-ivfsoverlay", scratch_ + "/overlay.yaml"});
    // Both lists of what was read: the first knows #embed, the second is there even after a missing header.
    argv.insert(argv.end(),
                {"-MD", "-MT", "unit", "-MF", scratch_ + "/dependencies", "-Xclang", "-header-include-file",
                 "-Xclang", scratch_ + "/headers", "-Xclang", "-sys-header-deps"});
    argv.push_back(is_wrapper() ? scratch_ + "/unit.c" : side_.tree().root() + "/" + unit_);
    return argv;
  }

  ProcessResult execute(const std::vector<std::string>& argv) const {
    View view{folders_of(side_.tree()), scratch_, prepared_.build_folder};
    view.readable.push_back(prepared_.build_folder);
    if (side_.is_patched()) view.readable.push_back(side_.patched()->folder);
    Command command;
    command.cwd = prepared_.build_folder;
    command.env = tool_environment();
    // Optimising takes longer, and a machine that does much else must not make it fail.
    const unsigned wall = is_wrapper() ? seconds : 10 * seconds;
    command.limits = {wall, seconds, memory_bytes, file_bytes, output_bytes};
    const bool installed = !find_tool("bwrap").empty();
    if (installed) {
      command.argv = confined(argv, view);
      ProcessResult result = run(command);
      if (!result.err.starts_with("bwrap: ")) return result;
    }
    if (side_.is_patched()) throw InputError("a patch is compiled confined only: " + why_not_confined());
    command.argv = argv;
    return run(command);
  }

  std::vector<std::string> opened() const {
    std::vector<std::string> files = parse_dependencies(read_file(scratch_ + "/dependencies").value_or(""));
    std::istringstream headers(read_file(scratch_ + "/headers").value_or(""));
    for (std::string line; std::getline(headers, line);) files.push_back(line);
    for (std::string& file : files)
      file = (fs::path(prepared_.build_folder) / file).lexically_normal().string();
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    return files;
  }

  bool is_inside(const std::string& path) const {
    const std::string resources = (fs::path(clang_).parent_path().parent_path() / "lib/clang").string();
    for (const std::string& folder : {side_.tree().root(), prepared_.build_folder, scratch_, resources}) {
      if (path.starts_with(folder + "/")) return true;
    }
    return false;
  }

  /// The first file that was read, or asked for in vain, outside of everything that a kernel's unit has to do
  /// with.
  std::string outside(const std::vector<std::string>& files,
                      const std::vector<CompilerMessage>& messages) const {
    for (const std::string& file : files) {
      if (!is_inside(file)) return file;
    }
    for (const CompilerMessage& message : messages) {
      if (message.file.starts_with("/") && !is_inside(message.file)) return message.file;  // by the assembler
      const std::string asked = missing_include(message.text);
      if (asked.empty()) continue;
      const fs::path folder = (fs::path(side_.tree().root()) / message.file).parent_path();
      const std::string path = (folder / asked).lexically_normal().string();
      if (!is_inside(path)) return asked;
    }
    return {};
  }

  static bool says(const ProcessResult& result, const char* text) {
    return result.err.find(text) != std::string::npos;
  }

  void judge(const ProcessResult& result, const std::vector<CompilerMessage>& messages, ClangRun& out) const {
    if (result.ok()) return;
    // bubblewrap turns the signal that ended clang into an exit status.
    const int signal = result.signal != 0 ? result.signal : result.status > 128 ? result.status - 128 : 0;
    out.lasting = false;
    if (result.timed_out || signal == SIGXCPU) {
      out.failure = "the compiler took over " + std::to_string(seconds) + " s";
    } else if (result.too_much) {
      out.failure = "the compiler printed over 4 MB";
    } else if (signal == SIGXFSZ || says(result, "File too large")) {
      out.failure = "the compiler wrote over 256 MB";
    } else if (messages.empty() && says(result, "No space left on device")) {
      throw InputError(scratch_ + ": no space left; free some, or name another cache with --cache DIR");
    } else if (messages.empty() && (says(result, "out of memory") || says(result, "bad_alloc"))) {
      out.failure = "the compiler ran out of memory (4 GB)";
    } else if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGKILL) {
      out.failure = "the compiler was ended from outside";
    } else if (signal != 0 || messages.empty() || says(result, "PLEASE submit a bug report")) {
      out.failure = "the compiler crashed";
      out.lasting = true;
    } else {
      out.failure = does_not_fit(messages)
                        ? "the rule is called differently than pfncheck knows: " + messages.front().text
                        : "does not compile";
      out.lasting = true;
    }
  }

  /// Errors in our own text only: the patch changed what an adapter relies on.
  static bool does_not_fit(const std::vector<CompilerMessage>& messages) {
    return std::all_of(messages.begin(), messages.end(),
                       [](const CompilerMessage& message) { return message.file.starts_with("pfncheck/"); });
  }

  const SourceSide& side_;
  const Prepared& prepared_;
  const std::string& unit_;
  const std::string& scratch_;
  ClangInput input_;
  const std::set<std::string>& without_;
  std::string clang_;
};

}  // namespace

ClangRun run_clang(const SourceSide& side, const Prepared& prepared, const std::string& unit,
                   const std::vector<std::string>& mode, const std::string& scratch, ClangInput input,
                   const std::set<std::string>& without) {
  return Run(side, prepared, unit, scratch, input, without)(mode);
}

}  // namespace pfncheck
