// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/needed_sources.hpp"

#include <array>
#include <string_view>

namespace pfncheck {
namespace {

/// Large folders that neither `make prepare` nor a checked unit reads but for Kconfig and Makefiles.
constexpr std::array<std::string_view, 17> sources_not_needed = {"drivers/accel",
                                                                 "drivers/crypto",
                                                                 "drivers/gpu",
                                                                 "drivers/iio",
                                                                 "drivers/infiniband",
                                                                 "drivers/input",
                                                                 "drivers/md",
                                                                 "drivers/media",
                                                                 "drivers/mtd",
                                                                 "drivers/net",
                                                                 "drivers/scsi",
                                                                 "drivers/staging",
                                                                 "drivers/usb",
                                                                 "drivers/video",
                                                                 "tools/testing",
                                                                 "sound",
                                                                 "net"};

}  // namespace

std::vector<std::string> needed_sources() {
  std::vector<std::string> paths = {"--", "."};
  for (const std::string_view folder : sources_not_needed) {
    for (const char* kind : {"/**/*.c", "/**/*.h", "/**/*.S"}) {
      paths.push_back(":(exclude,glob)" + std::string(folder) + kind);
    }
  }
  paths.insert(paths.end(), {":(exclude,glob)Documentation/*/**", ":(exclude,glob)arch/*/boot/dts/**/*.dts*",
                             ":(exclude)tools/perf"});
  return paths;
}

}  // namespace pfncheck
