// SPDX-License-Identifier: GPL-2.0-or-later
#include <catch2/catch.hpp>

#include "lift/tree/redeclared.hpp"

using namespace pfncheck;

namespace {

using Names = std::vector<std::string>;

const std::string header = R"(
#ifndef H
#define H
struct page;
enum reason { ON_SWITCH, REMOTE = 4, LOCAL, NR_REASONS };
typedef unsigned int fault_t;
struct range {
  unsigned long first, last;
  const char *name; /* a comment */
  union { int count; struct list *next; };
  int (*split)(struct range *r, int at);
  unsigned char order : 4;
  struct inner { int depth; } in[NR_REASONS];
};
extern int max_order;
int split(struct range *r);
static inline int order(struct range *r) { struct range *other = r; return other->order; }
#endif
)";

Names with(const std::string& old, const std::string& now) {
  std::string after = header;
  const std::size_t at = after.find(old);
  REQUIRE(at != after.npos);
  after.replace(at, old.size(), now);
  return redeclared(header, after);
}

}  // namespace

TEST_CASE("what a header declares otherwise is found by name", "[redeclared]") {
  CHECK(with("const char *name", "unsigned char name") == Names{"name of struct range"});
  CHECK(with("int count;", "long count;") == Names{"count of struct range"});
  CHECK(with("int at)", "long at)") == Names{"split of struct range"});
  CHECK(with("order : 4", "order : 3") == Names{"order of struct range"});
  CHECK(with("int depth", "short depth") == Names{"depth of struct inner"});
  CHECK(with("unsigned int fault_t", "int fault_t") == Names{"fault_t"});
  CHECK(with("extern int", "extern long") == Names{"max_order"});
  CHECK(with("ON_SWITCH,", "SPARE, ON_SWITCH,") == Names{"ON_SWITCH of enum reason"});
  CHECK(with("REMOTE = 4", "REMOTE") == Names{"LOCAL of enum reason", "REMOTE of enum reason"});
}

TEST_CASE("a header that ends anywhere is read", "[redeclared]") {
  for (std::size_t size = 0; size <= header.size(); ++size) {
    const std::string cut = header.substr(0, size);
    CHECK(redeclared(cut, cut).empty());
    CHECK(redeclared(cut, header).size() <= 1);  // what the end cuts in two
  }
}

TEST_CASE("what only comes, goes, moves or is annotated is not declared otherwise", "[redeclared]") {
  CHECK(with("/* a comment */", "").empty());
  CHECK(with("const char *name", "int spare; const char __rcu *name").empty());
  CHECK(with("const char *name; /* a comment */", "").empty());
  CHECK(with("NR_REASONS };", "MORE, NR_REASONS };").empty());
  CHECK(with("int split(struct range *r);", "int split(struct range *r, int at);").empty());
  CHECK(with("struct range *other = r;", "const int *other = 0;").empty());
  CHECK(with("{ struct range *other = r; return other->order; }", "{ long r = 1; return r; }").empty());
  CHECK(with("struct page;", "struct folio;\nint other(void);").empty());
}
