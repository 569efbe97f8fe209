// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/differential/machine_code.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include "lift/tree/process.hpp"
#include "tests/differential/rewrite_ir.hpp"

namespace pfncheck::differential {

const std::array<const char*, IN_COUNT> input_names{
#define X(name) #name,
    RECORD_INPUTS(X)
#undef X
};

const std::array<const char*, OUT_COUNT> output_names{
#define X(name) #name,
    RECORD_OUTPUTS(X)
#undef X
        "result",
    "reports", "trapped"};

namespace {

using Words = std::vector<std::string>;

/// Roots of the unit, and its variables that the runtime sets.
constexpr const char* kept =
    "--internalize-public-api-list=pfncheck_normal_page_pte,pfncheck_raw_page_pte,pfncheck_normal_page_pmd,"
    "pfncheck_raw_page_pmd,zero_pfn,zero_page_pfn,highest_memmap_pfn,huge_zero_pfn,max_mapnr";

bool starts_with_any(std::string_view word, std::initializer_list<std::string_view> heads) {
  return std::any_of(heads.begin(), heads.end(),
                     [&](std::string_view head) { return word.starts_with(head); });
}

/// Flags that decide how code is called and laid out; not those for mitigations and tracing.
bool decides_code(std::string_view word) {
  if (starts_with_any(word,
                      {"-mretpoline", "-mindirect", "-mfunction-return", "-mstack-protector", "-mfentry",
                       "-mrecord-mcount", "-mnop-mcount", "-mno-check-zero", "-mbranch-protection"}))
    return false;
  return starts_with_any(word, {"--target=", "-m", "-EL", "-EB", "-G", "-ffixed-", "-fshort-wchar",
                                "-fno-short", "-fno-pic", "-fno-PIE", "-fPIC", "-fPIE", "-fpic"});
}

struct Emulator {
  std::string_view target;  ///< head of the target triple
  const char *little, *big;
};

constexpr Emulator emulators[] = {
    {"aarch64", "qemu-aarch64", "qemu-aarch64_be"},
    {"arm", "qemu-arm", "qemu-armeb"},
    {"s390x", nullptr, "qemu-s390x"},
    {"riscv64", "qemu-riscv64", nullptr},
    {"powerpc64", "qemu-ppc64le", "qemu-ppc64"},
    {"loongarch64", "qemu-loongarch64", nullptr},
    {"hexagon", "qemu-hexagon", nullptr},
};

bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string target_of(const Words& flags) {
  for (const std::string& flag : flags)
    if (flag.starts_with("--target=")) return flag.substr(9);
  return "";
}

bool installed(const std::string& program) {
  return access(("/usr/bin/" + program).c_str(), X_OK) == 0;
}

/// Name of the emulator; empty for this computer's own code; nullptr if there is none.
const char* find_emulator(const Words& flags, bool big_endian) {
  const std::string target = target_of(flags);
#if defined(__x86_64__)
  if (target.starts_with("x86_64") || target.starts_with("i386")) return "";
#else
  if (target.starts_with("x86_64") || target.starts_with("i386"))
    return has(flags, "-m32") ? "qemu-i386" : "qemu-x86_64";
#endif
  if (target.starts_with("mips")) {
    const bool wide = has(flags, "-mabi=64");
    return big_endian ? (wide ? "qemu-mips64" : "qemu-mips") : (wide ? "qemu-mips64el" : "qemu-mipsel");
  }
  for (const Emulator& row : emulators)
    if (target.starts_with(row.target)) return big_endian ? row.big : row.little;
  return nullptr;
}

std::string run_tool(Words argv, const std::string& input = "") {
  Command command;
  command.argv = std::move(argv);
  command.input = input;
  command.limits.wall_seconds = 120;
  command.limits.output_bytes = std::size_t{256} << 20;
  const ProcessResult result = run(command);
  if (!result.ok())
    throw std::runtime_error(command.argv[0] + " failed (status " + std::to_string(result.status) +
                             ", signal " + std::to_string(result.signal) + "): " + result.error +
                             result.err.substr(0, 2000));
  return result.out;
}

void write_file(const std::string& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

Words compile_words(const Machine& machine, Words more) {
  Words out{"clang-19"};
  out.insert(out.end(), machine.flags.begin(), machine.flags.end());
  for (const char* flag :
       {"-O2", "-w", "-ffunction-sections", "-fdata-sections", "-fno-stack-protector", "-c"})
    out.emplace_back(flag);
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return out;
}

std::uint64_t in_order_of(const Machine& machine, std::uint64_t word) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
  return machine.big_endian ? __builtin_bswap64(word) : word;
}

}  // namespace

Machine machine_of(const Words& recorded, std::string& why_not) {
  Machine out;
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    const std::string& word = recorded[i];
    if ((word == "-meabi" || word == "-G") && i + 1 < recorded.size()) {
      out.flags.push_back(word);
      out.flags.push_back(recorded[++i]);
    } else if (decides_code(word)) {
      out.flags.push_back(word);
    }
  }
  const std::string target = target_of(out.flags);
  out.big_endian = has(out.flags, "-EB") || has(out.flags, "-mbig-endian") || target.starts_with("s390x");
  const char* emulator = find_emulator(out.flags, out.big_endian);
  if (emulator == nullptr) {
    why_not = "no user-mode emulator is known for " + target;
  } else if (*emulator != '\0' && !installed(emulator)) {
    why_not = std::string(emulator) + " is not installed (apt install qemu-user)";
  } else {
    out.emulator = emulator;
  }
  return out;
}

std::string build_program(const Machine& machine, const std::string& bitcode, const std::string& folder) {
  const std::string ir = folder + "/unit.ll", program = folder + "/program";
  write_file(ir, rewrite_ir(run_tool({"opt-19", "--strip-debug", kept, "-passes=internalize,globaldce", "-S",
                                      bitcode, "-o", "-"})));
  run_tool(compile_words(machine, {"-x", "ir", ir, "-o", folder + "/unit.o"}));
  Words link{"ld.lld-19", "-static", "--gc-sections", "-e", "_start", "-o", program};
  for (const FixedSymbol& symbol : fixed_symbols)
    link.push_back("--defsym=" + std::string(symbol.name) + "=" + std::to_string(symbol.address));
  for (const std::string name : {"driver", "kernel"}) {
    const std::string object = folder + "/" + name + ".o";
    run_tool(compile_words(
        machine,
        {"-ffreestanding", std::string(PFNCHECK_SOURCE_DIR) + "/tests/differential/runtime/" + name + ".c",
         "-o", object}));
    link.push_back(object);
  }
  link.push_back(folder + "/unit.o");
  run_tool(link);
  return program;
}

std::vector<Output> run_program(const Machine& machine, const std::string& program,
                                const std::vector<Input>& records) {
  std::vector<std::uint64_t> words;
  words.reserve(records.size() * IN_COUNT);
  for (const Input& record : records)
    for (const std::uint64_t word : record) words.push_back(in_order_of(machine, word));
  const std::string input(reinterpret_cast<const char*>(words.data()), words.size() * sizeof(words[0]));
  Words argv{program};
  if (!machine.emulator.empty()) argv.insert(argv.begin(), machine.emulator);
  const std::string out = run_tool(argv, input);
  if (out.size() != records.size() * sizeof(Output))
    throw std::runtime_error("the program answered " + std::to_string(out.size() / sizeof(Output)) + " of " +
                             std::to_string(records.size()) + " records");
  std::vector<Output> answers(records.size());
  for (std::size_t r = 0; r < answers.size(); ++r)
    for (std::size_t w = 0; w < OUT_COUNT; ++w) {
      std::uint64_t word;
      std::copy_n(out.data() + (r * OUT_COUNT + w) * sizeof(word), sizeof(word),
                  reinterpret_cast<char*>(&word));
      answers[r][w] = in_order_of(machine, word);
    }
  return answers;
}

}  // namespace pfncheck::differential
