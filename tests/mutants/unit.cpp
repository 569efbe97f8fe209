// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/mutants/unit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "lift/tree/process.hpp"

namespace pfncheck::mutants {

namespace {

using Line = std::vector<std::string>;

constexpr Target here = {"here", "x86_64-linux-gnu", nullptr, nullptr};
const std::string runtime = std::string(PFNCHECK_SOURCE_DIR) + "/tests/mutants/runtime";

ProcessResult try_tool(Line argv) {
  Command command;
  command.argv = std::move(argv);
  command.limits.wall_seconds = 300;
  command.limits.output_bytes = std::size_t{64} << 20;
  return run(command);
}

std::string run_tool(const Line& argv) {
  ProcessResult result = try_tool(argv);
  if (!result.ok())
    throw std::runtime_error(fmt::format("{} failed (status {}, signal {}{}): {}", fmt::join(argv, " "),
                                         result.status, result.signal, result.timed_out ? ", no end" : "",
                                         result.err.substr(0, 2000)));
  return std::move(result.out);
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

std::string definition(const Subject& subject, const std::string& name, const std::string& after_name,
                       const std::string& body) {
  return subject.before_name + name + after_name + body;
}

/// The text of the unit; `first_lines`, if wanted: where the mutant of each pair begins.
std::string unit_text(const std::vector<Pair>& pairs, std::vector<std::size_t>* first_lines = nullptr) {
  std::string text = "#include \"subject.h\"\n";
  std::size_t line = 2;
  const auto put = [&](const std::string& function) {
    text += function;
    line += static_cast<std::size_t>(std::ranges::count(function, '\n'));
  };
  for (const Pair& p : pairs) {
    put(definition(*p.subject, p.before, p.subject->after_name, p.subject->body));
    if (first_lines != nullptr) first_lines->push_back(line);
    put(definition(*p.subject, p.after, p.mutant.after_name, p.mutant.body));
  }
  return text;
}

Line compile_line(const Target& target, const std::string& optimise, const Line& more) {
  Line all{"clang-19", "-std=gnu11",
           optimise,   "-fno-strict-aliasing",
           "-fwrapv",  "-fno-delete-null-pointer-checks",
           "-w",       "-I",
           runtime};
  all.push_back("--target=" + std::string(target.triple));
  if (target.processor != nullptr) all.push_back("-mcpu=" + std::string(target.processor));
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// Numbers of the pairs whose mutants do not compile.
std::set<std::size_t> refused(const std::vector<Pair>& pairs, const std::string& folder) {
  std::vector<std::size_t> first_lines;
  const std::string path = folder + "/tried.c";
  write_file(path, unit_text(pairs, &first_lines));
  const ProcessResult result = try_tool(
      compile_line(here, "-O0",
                   {"-ffreestanding", "-fsyntax-only", "-ferror-limit=0", "-fno-caret-diagnostics",
                    "-fno-color-diagnostics", "-Werror=return-type", "-Werror=int-conversion", path}));
  std::set<std::size_t> found;
  std::istringstream messages(result.err);
  for (std::string message; std::getline(messages, message);) {
    if (!message.starts_with(path + ":") || message.find(" error: ") == std::string::npos) continue;
    std::size_t line = 0;
    std::from_chars(message.data() + path.size() + 1, message.data() + message.size(), line);
    const auto behind = std::ranges::upper_bound(first_lines, line);
    if (behind == first_lines.begin()) throw std::runtime_error("a subject does not compile: " + message);
    found.insert(static_cast<std::size_t>(behind - first_lines.begin()) - 1);
  }
  if (found.empty() && !result.ok()) throw std::runtime_error(result.err.substr(0, 2000));
  return found;
}

std::string wrapper(const Subject& subject, const std::string& name, const std::string& after_name) {
  std::string arguments;
  unsigned word = 0;
  std::istringstream parameters(subject.after_name.substr(1, subject.after_name.find(')') - 1));
  for (std::string one; std::getline(parameters, one, ',');) {
    arguments += arguments.empty() ? "" : ", ";
    // A caller has a value of the type that the subject takes, whatever the mutant makes of it.
    one = one.substr(one.find_first_not_of(' '));
    const std::string type = one.substr(0, one.find_last_of(' '));
    arguments += one.find('*') == std::string::npos ? fmt::format("({})words[{}]", type, word)
                                                    : fmt::format("chosen_object(words[{}])", word);
    ++word;
  }
  if (word > most_words) throw std::runtime_error(subject.name + " has too many parameters");
  const bool is_void = subject.before_name.starts_with("void");
  const std::string call = name + "(" + arguments + ")";
  return fmt::format("{}{}{};\nstatic u64 call_{}(u64* words) {{ {} }}\n", subject.before_name, name,
                     after_name, name, is_void ? call + "; return 0;" : "return (u64)(s64)" + call + ";");
}

std::string table_text(const std::vector<Pair>& pairs) {
  std::string text = "#include \"driver.h\"\n", table;
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const Pair& pair = pairs[p];
    text += wrapper(*pair.subject, pair.before, pair.subject->after_name);
    text += wrapper(*pair.subject, pair.after, pair.mutant.after_name);
    std::string chosen = "0";
    if (!pair.chosen.empty()) {
      chosen = fmt::format("chosen_{}", p);
      text += fmt::format("static const u64 {}[] = {{", chosen);
      for (const Words& words : pair.chosen)
        for (const std::uint64_t word : words) text += fmt::format("{}ull, ", word);
      text += "};\n";
    }
    table +=
        fmt::format("  {{call_{}, call_{}, {}, {}}},\n", pair.before, pair.after, chosen, pair.chosen.size());
  }
  return text + "const struct pair pairs[] = {\n" + table +
         fmt::format("}};\nconst unsigned pair_count = {};\n", pairs.size());
}

}  // namespace

std::vector<Pair> make_pairs(const std::vector<Subject>& subjects, std::size_t count, std::uint64_t seed,
                             const std::string& folder) {
  test::Random random(seed);
  std::vector<Pair> all;
  for (const Subject& subject : subjects)
    for (Mutant& mutant : mutants_of(subject, count, random)) {
      const std::string name = fmt::format("{}__{}", subject.name, all.size());
      all.push_back({&subject, std::move(mutant), name + "_before", name, {}});
    }
  // What one error hides, as an unbalanced brace does, shows in the next turn.
  for (std::set<std::size_t> bad; !(bad = refused(all, folder)).empty();) {
    std::vector<Pair> kept;
    for (std::size_t p = 0; p < all.size(); ++p)
      if (!bad.contains(p)) kept.push_back(std::move(all[p]));
    all = std::move(kept);
  }
  return all;
}

std::string bitcode_of(const std::vector<Pair>& pairs, Side side, const Target& target,
                       const std::string& folder) {
  const std::string base = folder + "/" + target.name + (side == Side::before ? "-before" : "-after");
  std::string text = "#include \"subject.h\"\n";
  for (const Pair& p : pairs)
    text += side == Side::before ? definition(*p.subject, p.after, p.subject->after_name, p.subject->body)
                                 : definition(*p.subject, p.after, p.mutant.after_name, p.mutant.body);
  write_file(base + ".c", text);
  run_tool(compile_line(target, "-O2",
                        {"-ffreestanding", "-nostdinc", "-fno-discard-value-names", "-Xclang",
                         "-disable-llvm-passes", "-g", "-c", "-emit-llvm", "-o", base + ".bc", base + ".c"}));
  return base + ".bc";
}

namespace {

/// Compiles the unit, its table and the driver; gives the objects.
Line compile_all(const std::vector<Pair>& pairs, const Target& target, const std::string& optimise,
                 const std::string& base, const Line& all_flags, const Line& unit_flags) {
  write_file(base + "-unit.c", unit_text(pairs));
  write_file(base + "-table.c", table_text(pairs));
  Line objects;
  for (const std::string& source : {base + "-unit.c", base + "-table.c", runtime + "/driver.c"}) {
    objects.push_back(fmt::format("{}-{}.o", base, objects.size()));
    Line more = all_flags;
    if (objects.size() == 1) more.insert(more.end(), unit_flags.begin(), unit_flags.end());
    more.insert(more.end(), {"-fno-stack-protector", "-c", source, "-o", objects.back()});
    run_tool(compile_line(target, optimise, more));
  }
  return objects;
}

std::vector<int> answers_of(const Line& program, std::size_t count) {
  const std::string out = run_tool(program);
  std::vector<int> found;
  std::istringstream lines(out);
  for (int number = 0, input = 0; lines >> std::hex >> number >> input;) found.push_back(input - 1);
  if (found.size() != count) throw std::runtime_error(program.back() + ": it did not answer every pair");
  return found;
}

}  // namespace

std::vector<int> run_pairs(const std::vector<Pair>& pairs, const Target& target, const std::string& optimise,
                           const std::string& folder) {
  if (pairs.empty()) return {};
  const std::string base = folder + "/" + target.name;
  const Line objects = compile_all(pairs, target, optimise, base,
                                   {"-ffreestanding", "-ffunction-sections", "-fdata-sections"}, {});
  Line link{"ld.lld-19", "-static", "--gc-sections", "-e", "_start", "-o", base};
  link.insert(link.end(), objects.begin(), objects.end());
  run_tool(link);
  return answers_of(target.emulator == nullptr ? Line{base} : Line{target.emulator, base}, pairs.size());
}

std::vector<int> run_guarded(const std::vector<Pair>& pairs, const std::string& folder) {
  const std::string base = folder + "/guarded";
  const Line objects =
      compile_all(pairs, here, "-O0", base, {"-DGUARDED", "-U_FORTIFY_SOURCE"},
                  {"-fsanitize-coverage=trace-pc", "-fsanitize=shift,bounds,integer-divide-by-zero,return",
                   "-fsanitize-trap=all"});
  Line link{"clang-19", "-o", base};
  link.insert(link.end(), objects.begin(), objects.end());
  run_tool(link);
  return answers_of({base}, pairs.size());
}

}  // namespace pfncheck::mutants
