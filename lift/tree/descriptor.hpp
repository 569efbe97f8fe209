// SPDX-License-Identifier: GPL-2.0-or-later
// An open file that is closed once.
#pragma once

#include <unistd.h>

#include <string>
#include <utility>

namespace pfncheck {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }
  int get() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

/// A file in memory with this text, read from its begin. Without one, errno says why.
Descriptor in_memory(const std::string& text);

}  // namespace pfncheck
