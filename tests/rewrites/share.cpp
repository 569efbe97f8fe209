// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/rewrites/share.hpp"

#include <fmt/format.h>

#include <map>

#include "lift/tree/files.hpp"
#include "model/input_error.hpp"
#include "tests/patches/edit_script.hpp"
#include "tests/rewrites/rewrite.hpp"

namespace pfncheck::rewriting {

const ArchRow* row_of(const std::string& file) {
  return find_arch(file.starts_with("arch/arm64/") ? "arm64" : "x86_64");
}

Share share_of(const std::string& tree, const std::string& file, const ReviewOptions& options,
               const std::string& only) {
  const auto source = read_file(tree + "/" + file);
  if (!source) throw InputError(fmt::format("{}/{}: cannot be read", tree, file));
  const RewrittenFile rewritten = rewrite(*source, only);
  Share share;
  share.functions = static_cast<unsigned>(rewritten.functions.size());
  std::map<std::string, Meaning> found;
  for (const Rewritten& one : rewritten.functions) {
    if (one.kinds.size() < 2) continue;
    ++share.rewritten;
    found.emplace(one.function, Meaning::unknown);
  }

  const TemporaryFolder folder("/tmp");
  PatchRequest request;
  request.patch = folder.path() + "/rewritten.patch";
  write_file(request.patch, edit::patch_of({{file, rewritten.text}}, tree, file));
  request.check.tree = tree;
  request.check.archs = {row_of(file)};
  for (const Property& property : properties()) request.check.properties.push_back(&property);
  Report report = review_patch(request, options);
  for (const Message& message : report.messages)
    if (message.text.starts_with("error"))
      throw InputError(fmt::format("{}:{}: {}", message.place.file, message.place.line, message.text));
  for (const ChangeRecord& change : report.changes) {
    if (!found.contains(change.function)) continue;
    share.names.push_back(change.function);
    if (change.meaning == Meaning::same) ++share.same;
    if (change.meaning == Meaning::different) share.different.push_back(change.function);
    if (change.meaning == Meaning::unknown) share.undecided.push_back(change.function);
  }
  return share;
}

}  // namespace pfncheck::rewriting
