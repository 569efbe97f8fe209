// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lift/patch_fixture.hpp"

#include <stdlib.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "lift/tree/files.hpp"
#include "lift/tree/git.hpp"
#include "model/input_error.hpp"

namespace pfncheck::test {

namespace fs = std::filesystem;

namespace {

std::string numbered(unsigned lines) {
  std::string text;
  for (unsigned i = 1; i <= lines; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

void put(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

PatchFixture::PatchFixture() {
  std::string name = (fs::temp_directory_path() / "pfncheck-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  folder_ = fs::canonical(name).string();
  put(tree() + "/mm/example.c", numbered(40));
  put(tree() + "/include/example.h", numbered(10));
  fs::create_directories(scratch());
}

PatchFixture::~PatchFixture() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string PatchFixture::file(const std::string& name, const std::string& text) const {
  put(folder_ + "/" + name, text);
  return folder_ + "/" + name;
}

std::string PatchFixture::after(const std::string& path) const {
  return read_file(scratch() + "/after/" + path).value_or("no file");
}

PatchedFiles PatchFixture::apply_text(const std::string& text) const {
  return apply(tree(), {Patch{"", text, "the patch"}}, scratch());
}

std::string change_line(unsigned line, const std::string& to) {
  const auto text = [](unsigned n) { return "line " + std::to_string(n) + "\n"; };
  const std::string at = std::to_string(line - 1);
  return "diff --git a/mm/example.c b/mm/example.c\n--- a/mm/example.c\n+++ b/mm/example.c\n@@ -" + at +
         ",3 +" + at + ",3 @@\n " + text(line - 1) + "-" + text(line) + "+" + to + "\n " + text(line + 1);
}

std::string mail(const std::string& subject, const std::string& body) {
  return "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A Author "
         "<a@example.org>\n"
         "Date: Thu, 1 Jan 2026 00:00:00 +0000\nSubject: " +
         subject + "\n\nWhat this is for.\n\nSigned-off-by: A Author <a@example.org>\n---\n" + body +
         "-- \n2.39.5\n\n";
}

std::string base64(const std::string& text) {
  static const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = bits << 8 | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0U);
    for (int shift = 18; shift >= 0; shift -= 6) out += digits[bits >> shift & 63];
    if (out.size() % 76 < 4) out += '\n';
  }
  for (std::size_t pad = (3 - text.size() % 3) % 3, at = out.size(); pad > 0; --pad) {
    do --at;
    while (out[at] == '\n');
    out[at] = '=';
  }
  return out;
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

void run_git(const PatchFixture& fixture, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-c", "user.name=A", "-c", "user.email=a@example.org"});
  const GitResult result = git(arguments, fixture.tree());
  if (result.status != 0) throw std::runtime_error(result.err);
}

}  // namespace pfncheck::test
