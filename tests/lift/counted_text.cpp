// SPDX-License-Identifier: GPL-2.0-or-later
// What is read by hand is what regular expressions say.
#include "lift/exec/counted_text.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "tests/random.hpp"

using namespace pfncheck::lifting;

namespace {

/// Texts that are made of what is looked for and of what is nearly that.
class Texts {
 public:
  explicit Texts(std::uint64_t seed) : random_(seed) {}

  std::string next() {
    static constexpr const char* parts[] = {"compiletime_assert_",
                                            "__UNIQUE_ID_",
                                            "annotate_",
                                            "annotate_end_",
                                            "x",
                                            "_",
                                            "a1b",
                                            "0",
                                            "7",
                                            "42",
                                            "773",
                                            "1234",
                                            "98765",
                                            "1234567890",
                                            ":",
                                            "b",
                                            "f",
                                            " ",
                                            "\t",
                                            "\n",
                                            ".",
                                            "%",
                                            "\"",
                                            "struct.",
                                            "union.",
                                            "%struct.anon",
                                            ")",
                                            "(",
                                            ".short ",
                                            ".2byte ",
                                            ".hword ",
                                            "mc",
                                            "ud2",
                                            "trap",
                                            "brk",
                                            "ebreak",
                                            "twi",
                                            "é"};
    std::string text;
    for (std::uint64_t n = random_.below(12); n > 0; --n) text += parts[random_.below(std::size(parts))];
    return text;
  }

 private:
  pfncheck::test::Random random_;
};

std::string replaced(const std::string& text, const char* what, const char* with) {
  return std::regex_replace(text, std::regex(what), with);
}

std::vector<std::uint64_t> labels_of(const std::string& text) {
  static const std::regex label("\\b([0-9]{1,9}):");
  std::vector<std::uint64_t> labels;
  for (std::sregex_iterator at(text.begin(), text.end(), label), end; at != end; ++at)
    if (const auto n = std::stoull((*at)[1].str()); std::ranges::find(labels, n) == labels.end())
      labels.push_back(n);
  return labels;
}

std::string with_labels(std::string text, const std::vector<std::uint64_t>& labels) {
  for (std::size_t k = 0; k < labels.size(); ++k)
    text = replaced(text, fmt::format("\\b{}(?=[:bf])", labels[k]).c_str(),
                    fmt::format("label_{}_", k + 1).c_str());
  return text;
}

}  // namespace

TEST_CASE("Counters and labels are found where a regular expression finds them") {
  Texts texts(1);
  std::set<std::string> changed;
  const auto is_changed = [&](const char* by, const std::string& text, const std::string& is) {
    if (is != text) changed.insert(by);
  };
  for (unsigned turn = 0; turn < 5000; ++turn) {
    const std::string text = texts.next();
    INFO(text);
    const std::string plain = without_counters(text);
    REQUIRE(plain == replaced(text,
                              "(compiletime_assert_|__UNIQUE_ID_\\w*?|annotate_[a-z_]*)[0-9]+\\b|\\.[0-9]+$",
                              "$1"));
    is_changed("counters", text, plain);
    const std::string uncounted = assembly_without_counters(text);
    REQUIRE(uncounted ==
            replaced(text, "(compiletime_assert_|__UNIQUE_ID_\\w*?|annotate_[a-z_]*)[0-9]+\\b", "$1"));
    is_changed("assembly", text, uncounted);
    const std::string type = without_structure_numbers(text);
    REQUIRE(type ==
            replaced(text, "(%\"?(?:struct|union)\\.[A-Za-z0-9_.:]*?)\\.[0-9]+(?![A-Za-z0-9_.])", "$1"));
    is_changed("types", text, type);
    const std::string attribute = without_attribute_number(text);
    REQUIRE(attribute == replaced(text, "\\.[0-9]+(?=\\))", ""));
    is_changed("attributes", text, attribute);
    const std::vector<std::uint64_t> labels = labels_of(text);
    REQUIRE(numbered_labels(text) == labels);
    const std::string named = with_named_labels(text, labels);
    REQUIRE(named == with_labels(text, labels));
    is_changed("labels", text, named);
    const std::string labelled = without_long_labels(text);
    REQUIRE(labelled == replaced(text, "\\b[0-9]{4,}(?=[:bf])", "label"));
    is_changed("long labels", text, labelled);
    std::smatch found;
    const bool is_there =
        std::regex_search(text, found, std::regex("(\\.(?:short|hword|2byte) )([0-9]+)\\b"));
    REQUIRE(number_of_short(text).at ==
            (is_there ? static_cast<std::size_t>(found.position(2)) : std::string::npos));
    if (is_there) REQUIRE(number_of_short(text).size == found[2].str().size());
    const bool traps = std::regex_search(text, std::regex("(^|[\\s:])(twi|trap|ud2|ebreak|brk|break|mc)\\b"));
    REQUIRE(has_trap(text) == traps);
    if (is_there) changed.insert("shorts");
    if (traps) changed.insert("traps");
  }
  CHECK(changed.size() == 8);
}
