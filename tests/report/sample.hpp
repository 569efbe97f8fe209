// SPDX-License-Identifier: GPL-2.0-or-later
// A report in which every array has a record and every optional field is there once and missing once.
#pragma once

#include "report/record.hpp"

namespace pfncheck::test {

ResultRecord sample_result(const std::string& arch, Outcome verdict, Delta delta);
/// Of a patch that breaks one property on x86_64. Not finished.
Report sample_patch_report();

}  // namespace pfncheck::test
