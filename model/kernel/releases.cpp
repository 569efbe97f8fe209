// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/kernel/releases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "model/input_error.hpp"

namespace pfncheck {

namespace {

/// The last release of each version that has one.
unsigned last_patchlevel(unsigned version) {
  switch (version) {
    case 3:
    case 5:
    case 6:
      return 19;
    case 4:
      return 20;
    default:
      return ~0U;
  }
}

std::string text_of(std::vector<Span> spans) {
  std::ranges::sort(spans, {}, &Span::first);
  std::vector<Span> joined;
  for (const Span& span : spans)
    if (!joined.empty() && next_release(joined.back().last) >= span.first)
      joined.back().last = std::max(joined.back().last, span.last);
    else
      joined.push_back(span);
  std::vector<std::string> texts;
  for (const Span& span : joined)
    texts.push_back(span.first == span.last ? span.first.text()
                                            : fmt::format("{} to {}", span.first.text(), span.last.text()));
  return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace

bool contains(const Span& span, Release release) {
  return span.first <= release && release <= span.last;
}

bool contains(std::span<const Span> spans, Release release) {
  return std::ranges::any_of(spans, [&](const Span& span) { return contains(span, release); });
}

bool is_release(Release release) {
  return release.patchlevel <= last_patchlevel(release.version);
}

Release next_release(Release release) {
  if (release.patchlevel >= last_patchlevel(release.version)) return {release.version + 1, 0};
  return {release.version, release.patchlevel + 1};
}

bool covers(std::span<const Era> eras, Release release) {
  return is_release(release) &&
         std::ranges::any_of(eras, [&](const Era& era) { return contains(era.releases, release); });
}

std::string releases_text(std::span<const Era> eras) {
  std::vector<Span> spans;
  for (const Era& era : eras) spans.push_back(era.releases);
  return text_of(std::move(spans));
}

std::string releases_text(std::span<const Span> spans) {
  return text_of({spans.begin(), spans.end()});
}

void require_release(std::string_view what, std::span<const Era> eras, Release release) {
  if (covers(eras, release)) return;
  throw InputError(
      fmt::format("{} has no rules for release {}; it has: {}", what, release.text(), releases_text(eras)));
}

// 7.0 is left out: the special bits of powerpc's huge entries came between 6.19 and 7.1, and no one read 7.0.
std::span<const Era> rule_eras() {
  static constexpr std::array eras{
      Era{{{6, 1}, {6, 10}},
          "Without a special bit the zero page in VM_MIXEDMAP is a page; PMDs have no special bit.",
          "mm/memory.c: vm_normal_page, vm_normal_page_pmd (6.1, 6.6)"},
      Era{{{6, 11}, {6, 11}},
          "The zero page is raw in VM_MIXEDMAP too.",
          "mm/memory.c: vm_normal_page, insert_page_into_pte_locked (6.11); commit fce831c92092"},
      Era{{{6, 12}, {6, 16}},
          "PMDs and PUDs may have a special bit.",
          "mm/memory.c: vm_normal_page_pmd (6.12, 6.14)"},
      Era{{{6, 17}, {6, 17}}, "There is no devmap bit.", "mm/memory.c: vm_normal_page (6.17)"},
      Era{{{6, 18}, {6, 19}},
          "One rule for all levels, which asks whether PTEs have a special bit; the huge zero page is "
          "special.",
          "mm/memory.c: __vm_normal_page (6.18, 6.19)"},
      Era{{{7, 1}, {7, 3}},
          "The one rule asks whether entries of the level have a special bit.",
          "mm/memory.c: __vm_normal_page, pgtable_level_has_pxx_special (7.1, 7.3)"},
  };
  return eras;
}

std::string about_younger(Release release, const std::string& full) {
  const Release newest = rule_eras().back().releases.last;
  if (release <= newest) return {};
  return fmt::format(
      "Linux {} is younger than {}, the newest whose rules and entries were read: it is answered as far as "
      "its "
      "text and configuration are known from there",
      full, newest.text());
}

}  // namespace pfncheck
