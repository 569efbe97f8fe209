// SPDX-License-Identifier: GPL-2.0-or-later
// How wide a page is, when it is plain, and what -q leaves of it.
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>

#include "catalogue.hpp"
#include "cli/output.hpp"
#include "program.hpp"

using namespace pfncheck;
using Catch::Contains;

namespace {

/// Runs something while standard output is a terminal of so many columns.
void on_terminal(unsigned short width, const std::function<void()>& action) {
  int master = -1, slave = -1;
  winsize size{};
  size.ws_col = width;
  REQUIRE(::openpty(&master, &slave, nullptr, nullptr, &size) == 0);
  const int old = ::dup(STDOUT_FILENO);
  ::dup2(slave, STDOUT_FILENO);
  action();
  ::dup2(old, STDOUT_FILENO);
  for (const int fd : {old, slave, master}) ::close(fd);
}

std::size_t widest(const std::string& text) {
  std::size_t width = 0;
  for (const std::string& line : test::lines_of(text)) width = std::max(width, line.size());
  return width;
}

}  // namespace

TEST_CASE("a page is as wide as its terminal, as asked for, or 80 columns") {
  CommonOptions common;
  std::size_t on_wide = 0, on_unknown = 0, asked = 0, to_file = 0;
  on_terminal(133, [&] {
    on_wide = width_of_page(common);
    CommonOptions other = common;
    other.width = 60;
    asked = width_of_page(other);
    other = common;
    other.output = "file";
    to_file = width_of_page(other);
  });
  on_terminal(0, [&] { on_unknown = width_of_page(common); });
  CHECK(on_wide == 133);
  CHECK(on_unknown == 80);
  CHECK(asked == 60);
  CHECK(to_file == 80);
}

TEST_CASE("a dumb terminal gets no escape sequences") {
  const CommonOptions common;
  bool plain = true, coloured = false;
  const char* term = std::getenv("TERM");
  const std::string before = term == nullptr ? "" : term;
  unsetenv("NO_COLOR");
  on_terminal(80, [&] {
    setenv("TERM", "dumb", 1);
    plain = !use_colour(common);
    setenv("TERM", "xterm", 1);
    coloured = use_colour(common);
  });
  if (term == nullptr)
    unsetenv("TERM");
  else
    setenv("TERM", before.c_str(), 1);
  CHECK(plain);
  CHECK(coloured);
}

TEST_CASE("text follows the width that was asked for") {
  const test::Ran usual = test::pfncheck({"explain", "life"});
  CHECK(widest(usual.out) <= 80);
  CHECK(widest(usual.out) > 60);
  CHECK(widest(test::pfncheck({"explain", "life", "--width", "50"}).out) <= 50);
  CHECK(widest(test::pfncheck({"list", "props"}).out) <= 80);
  CHECK(widest(test::pfncheck({"--width", "160", "explain", "life"}).out) > 100);
}

TEST_CASE("a narrow page is kept by whatever has words that fit into it") {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"case", "mm/bad_fork_reference", "-v"},
        {"run", "life", "--prop", "mapped_memory_is_not_free", "--arch", "arm64", "-v"},
        {"explain", "vm_normal_page_pud"}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--width", "40"});
    std::vector<std::string> lines = test::lines_of(test::pfncheck(arguments).out);
    REQUIRE(lines.size() > 5);
    if (command.front() != "explain") lines.pop_back();  // the last line is for machines too
    for (const std::string& line : lines) {
      INFO(line);
      const bool is_one_word = line.find(' ', line.find_first_not_of(' ')) == std::string::npos;
      CHECK((line.size() <= 40 || is_one_word));
    }
  }
}

TEST_CASE("quiet output leaves violations and the last line of every command") {
  const auto lines = [](std::vector<std::string> arguments) {
    arguments.emplace_back("-q");
    return test::lines_of(test::pfncheck(arguments).out);
  };
  CHECK(lines({"run", "life", "--prop", "mapped_memory_is_not_free", "--arch", "arm64"}).size() == 1);
  CHECK(lines({"table", "vm_normal_page"}).size() == 1);
  CHECK(lines({"case", PFNCHECK_SOURCE_DIR "/docs/examples/good_special_bit_alone.toml"}).size() == 1);
  CHECK(lines({"cases", PFNCHECK_SOURCE_DIR "/docs/examples"}).size() == 1);
  // What is listed and explained is the answer: names, and sentences without the facts.
  CHECK(lines({"list", "slices"}).front() == "own");
  CHECK(lines({"explain", "vm_normal_page_pud"}).size() == 2);
  for (const std::string& line : lines({"doctor"})) CHECK_FALSE(line.starts_with("ok "));
}
