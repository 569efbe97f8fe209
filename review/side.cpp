// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/digest.hpp"
#include "lift/tree/files.hpp"
#include "review/row.hpp"

namespace pfncheck {

SideUnit compile_side(const KernelTree& tree, const Prepared& prepared, const std::string& unit,
                      const PatchedFiles* files, const std::string& cache, Emitted emitted) {
  SideUnit side;
  side.files = files;
  side.compiled = compile_unit(tree, prepared, unit, files, cache, emitted);
  if (side.compiled.bitcode.empty()) return side;
  if (const auto bytes = read_file(side.compiled.bitcode))
    side.digest = Sha256().add(*bytes).hex();
  else
    side.compiled.failure = "the compiled unit cannot be read back; is the cache folder being emptied?";
  return side;
}

}  // namespace pfncheck
