// SPDX-License-Identifier: GPL-2.0-or-later
// What is the same only in its callers, or but for what it prints, says that fields were taken by name.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>

#include "lift/tree/files.hpp"
#include "review/function/changed.hpp"

namespace pfncheck {
namespace {

constexpr const char* unit = R"(
#ifdef AFTER
#define OTHER 2
#define WORDS "after %d"
#else
#define OTHER 1
#define WORDS "before %d"
#endif
struct counts {
  int first;
#ifdef AFTER
  int second;
#endif
  int last;
};
int _printk(const char *text, ...);

/* Differs where nobody goes. */
static int part(struct counts *c, int n) { return n ? OTHER : c->last; }
int asks_the_last(struct counts *c) { return part(c, 0); }

int prints(struct counts *c)
{
  _printk(WORDS, 1);
  return c->last;
}
)";

Module compiled(const TemporaryFolder& folder, const std::string& side) {
  const std::string source = folder.path() + "/unit.c", out = folder.path() + "/unit" + side + ".bc";
  write_file(source, unit);
  const std::string command =
      "clang-19 -std=gnu11 -O2 -ffreestanding -nostdinc -fno-discard-value-names -Xclang "
      "-disable-llvm-passes -g -w -c -emit-llvm " +
      side + " " + source + " -o " + out;
  REQUIRE(std::system(command.c_str()) == 0);
  return Module::read(out);
}

}  // namespace

TEST_CASE("fields by name are told where callers or printing settle a function", "[lockstep]") {
  const TemporaryFolder folder("/tmp");
  const Module before = compiled(folder, "-DBEFORE"), after = compiled(folder, "-DAFTER");
  const ModuleText before_text = before.text(folder.path()), after_text = after.text(folder.path());
  const auto engine = make_z3();
  std::map<std::string, std::string> reasons;
  for (const accounting::ComparedFunction& f :
       compare_changed({before, after, before_text, after_text, folder.path()}, {}, *engine, Budget{})) {
    CHECK(f.meaning == Meaning::same);
    CHECK(f.by_name == std::vector<std::string>{"struct counts"});
    reasons[f.name] = f.reason;
  }
  CHECK(reasons == std::map<std::string, std::string>{
                       {"part", "in each of its callers, with the fields of struct counts by name"},
                       {"prints", "but for what it prints, with the fields of struct counts by name"}});
}

}  // namespace pfncheck
