// SPDX-License-Identifier: GPL-2.0-or-later
// What every command takes.
#pragma once

#include <string>

#include "cli/progress.hpp"

namespace pfncheck {

enum class Format { text, json };
enum class Colour { auto_, always, never };

struct CommonOptions {
  Format format = Format::text;
  std::string output;  ///< file of the report; empty: standard output
  unsigned jobs = 0;   ///< threads; 0: as many as processors
  double budget = 10;  ///< seconds for one solver query
  std::string cache;   ///< folder
  Colour colour = Colour::auto_;
  ShowProgress progress = ShowProgress::auto_;
  unsigned width = 0;    ///< columns of the page; 0: of the terminal, or 80
  bool quiet = false;    ///< only what is violated and the last line
  bool verbose = false;  ///< every record, stand-ins, accounting of lines
};

}  // namespace pfncheck
