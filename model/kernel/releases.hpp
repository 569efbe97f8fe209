// SPDX-License-Identifier: GPL-2.0-or-later
// Which releases a part of the model speaks of. A release is mainline's; only 6.1 and 6.12 are the stable
// branches as they were read (6.1.192 and 6.12.117), with what was backported to them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/kernel/facts.hpp"

namespace pfncheck {

/// From one release to another, both in.
struct Span {
  Release first, last;
  friend bool operator==(const Span&, const Span&) = default;
};
bool contains(const Span& span, Release release);
bool contains(std::span<const Span> spans, Release release);

/// Releases for which rules were read, and where.
struct Era {
  Span releases;
  std::string_view sentence;  ///< what is so in them
  std::string_view source;    ///< file, function, release or commit
};

/// Whether mainline has such a release: 4.20 is followed by 5.0, 5.19 by 6.0 and 6.19 by 7.0.
bool is_release(Release release);
/// The release after it.
Release next_release(Release release);

bool covers(std::span<const Era> eras, Release release);
/// "5.4 to 5.10, 5.12": neighbours are one.
std::string releases_text(std::span<const Era> eras);
std::string releases_text(std::span<const Span> spans);
/// Throws InputError with the list where no era has the release. `what` is "slice vfio".
void require_release(std::string_view what, std::span<const Era> eras, Release release);

/// Releases for which the reference rules of vm_normal_page and the architecture rows were read.
std::span<const Era> rule_eras();
/// What a report says of a tree that is younger than all of these: nothing for others. `full`: "7.9.1".
std::string about_younger(Release release, const std::string& full);

}  // namespace pfncheck
