// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/counted_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <regex>

namespace pfncheck::lifting {
namespace {

constexpr std::string_view assertion = "compiletime_assert_", unique = "__UNIQUE_ID_",
                           annotation = "annotate_";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c == '_' || (c >= 'a' && c <= 'z');
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}

template <class Is>
std::size_t end_of(std::string_view text, std::size_t from, Is is) {
  while (from < text.size() && is(text[from])) ++from;
  return from;
}

bool ends_a_word(std::string_view text, std::size_t at) {
  return at == text.size() || !is_word(text[at]);
}
bool begins_a_word(std::string_view text, std::size_t at) {
  return at == 0 || !is_word(text[at - 1]);
}

std::uint64_t number(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// The first place from `from` on where a word begins that may be counted.
std::size_t counted_word(std::string_view text, std::size_t from) {
  return std::min({text.find(assertion, from), text.find(unique, from), text.find(annotation, from)});
}

NumberAt digits_from(std::string_view text, std::size_t at) {
  const std::size_t end = end_of(text, at, is_digit);
  return end == at ? NumberAt{} : NumberAt{at, end - at};
}

/// With which the word ends.
NumberAt last_of_word(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  NumberAt found;
  if (rest.starts_with(unique)) {
    const std::size_t begin = at + unique.size(), end = end_of(text, begin, is_word);
    std::size_t first = end;
    while (first > begin && is_digit(text[first - 1])) --first;
    if (first < end) found = {first, end - first};
  } else if (rest.starts_with(annotation)) {
    found = digits_from(text, end_of(text, at + annotation.size(), is_lower));
  } else {
    found = digits_from(text, at + assertion.size());
  }
  return found.at != std::string::npos && ends_a_word(text, found.at + found.size) ? found : NumberAt{};
}

/// Takes out the numbers with which counted words end.
std::string without_counts(const std::string& text) {
  std::string out;
  std::size_t kept = 0;
  for (std::size_t at = counted_word(text, 0); at != std::string::npos;) {
    const NumberAt found = last_of_word(text, at);
    if (found.at == std::string::npos) {
      at = counted_word(text, at + 1);
      continue;
    }
    out.append(text, kept, found.at - kept);
    kept = found.at + found.size;
    at = counted_word(text, kept);
  }
  return out.append(text, kept);
}

/// Replaces numbers of whole digits after which a label is set or asked for; nothing: it stays.
template <class Replace>
std::string replace_labels(const std::string& text, Replace replace) {
  std::string out;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at]) || !begins_a_word(text, at)) {
      ++at;
      continue;
    }
    const std::size_t end = end_of(text, at, is_digit);
    const bool is_label = end < text.size() && (text[end] == ':' || text[end] == 'b' || text[end] == 'f');
    const std::string other = is_label ? replace(std::string_view(text).substr(at, end - at)) : "";
    if (!other.empty()) {
      out.append(text, kept, at - kept).append(other);
      kept = end;
    }
    at = end;
  }
  return out.append(text, kept);
}

}  // namespace

std::string assembly_without_counters(const std::string& assembly) {
  static const std::regex place_of_initcall("(__init(?:call|stub)__kmod_\\w+?__)[0-9]+_[0-9]+_");
  return without_counts(assembly.find("__kmod_") == std::string::npos
                            ? assembly
                            : std::regex_replace(assembly, place_of_initcall, "$1"));
}

std::string without_counters(const std::string& name) {
  std::string text = assembly_without_counters(name);
  std::size_t first = text.size();
  while (first > 0 && is_digit(text[first - 1])) --first;
  if (first < text.size() && first > 0 && text[first - 1] == '.') text.resize(first - 1);
  return text;
}

std::string without_structure_numbers(const std::string& type) {
  const auto is_of_name = [](char c) { return is_word(c) || c == '.' || c == ':'; };
  const std::string_view text = type;
  std::string out;
  std::size_t kept = 0;
  for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%', at + 1)) {
    std::size_t begin = at + 1;
    if (begin < text.size() && text[begin] == '"') ++begin;
    const std::string_view rest = text.substr(begin);
    if (!rest.starts_with("struct.") && !rest.starts_with("union.")) continue;
    begin += rest.find('.') + 1;
    for (std::size_t dot = begin, last = end_of(text, begin, is_of_name); dot < last; ++dot) {
      const std::size_t end = text[dot] == '.' ? end_of(text, dot + 1, is_digit) : dot + 1;
      if (end == dot + 1 || (end < text.size() && (is_word(text[end]) || text[end] == '.'))) continue;
      out.append(type, kept, dot - kept);
      kept = end;
      break;
    }
  }
  return out.append(type, kept);
}

std::string without_attribute_number(const std::string& attribute) {
  std::string out;
  std::size_t kept = 0;
  for (std::size_t dot = attribute.find('.'); dot != std::string::npos; dot = attribute.find('.', dot + 1)) {
    const std::size_t end = end_of(attribute, dot + 1, is_digit);
    if (end == dot + 1 || end == attribute.size() || attribute[end] != ')') continue;
    out.append(attribute, kept, dot - kept);
    kept = end;
  }
  return out.append(attribute, kept);
}

std::vector<std::uint64_t> numbered_labels(std::string_view assembly) {
  constexpr std::size_t most_digits = 9;
  std::vector<std::uint64_t> labels;
  for (std::size_t colon = assembly.find(':'); colon != std::string::npos;
       colon = assembly.find(':', colon + 1)) {
    std::size_t first = colon;
    while (first > 0 && is_digit(assembly[first - 1])) --first;
    if (first == colon || colon - first > most_digits || !begins_a_word(assembly, first)) continue;
    const std::uint64_t label = number(assembly.substr(first, colon - first));
    if (std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
  }
  return labels;
}

std::string with_named_labels(const std::string& assembly, std::span<const std::uint64_t> labels) {
  if (labels.empty()) return assembly;
  return replace_labels(assembly, [&](std::string_view digits) {
    const auto found =
        std::ranges::find_if(labels, [&](std::uint64_t label) { return std::to_string(label) == digits; });
    return found == labels.end() ? "" : fmt::format("label_{}_", found - labels.begin() + 1);
  });
}

std::string without_long_labels(const std::string& assembly) {
  return replace_labels(assembly,
                        [](std::string_view digits) { return digits.size() < 4 ? std::string() : "label"; });
}

NumberAt number_of_short(std::string_view assembly) {
  for (std::size_t dot = assembly.find('.'); dot != std::string::npos; dot = assembly.find('.', dot + 1))
    for (const std::string_view word : {".short ", ".hword ", ".2byte "}) {
      if (!assembly.substr(dot).starts_with(word)) continue;
      const NumberAt found = digits_from(assembly, dot + word.size());
      if (found.at != std::string::npos && ends_a_word(assembly, found.at + found.size)) return found;
    }
  return {};
}

bool has_trap(std::string_view assembly) {
  static constexpr std::array<std::string_view, 7> traps = {"twi", "trap",  "ud2", "ebreak",
                                                            "brk", "break", "mc"};
  constexpr std::string_view before = " \t\n\v\f\r:";
  return std::ranges::any_of(traps, [&](std::string_view trap) {
    for (std::size_t at = assembly.find(trap); at != std::string::npos; at = assembly.find(trap, at + 1))
      if ((at == 0 || before.find(assembly[at - 1]) != std::string::npos) &&
          ends_a_word(assembly, at + trap.size()))
        return true;
    return false;
  });
}

}  // namespace pfncheck::lifting
