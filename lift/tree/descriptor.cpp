// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/descriptor.hpp"

#include <sys/mman.h>

namespace pfncheck {

Descriptor in_memory(const std::string& text) {
  Descriptor file(memfd_create("text", MFD_CLOEXEC));
  for (std::size_t done = 0; file.get() >= 0 && done < text.size();) {
    const ssize_t n = write(file.get(), text.data() + done, text.size() - done);
    if (n <= 0) return {};
    done += static_cast<std::size_t>(n);
  }
  if (file.get() >= 0) lseek(file.get(), 0, SEEK_SET);
  return file;
}

}  // namespace pfncheck
