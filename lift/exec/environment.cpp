// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/environment.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pfncheck::lifting {

Environment& Environment::of(Pool& pool) {
  std::shared_ptr<void>& kept = pool.attachment("lift/environment");
  if (!kept) kept = std::make_shared<Environment>(pool);
  return *static_cast<Environment*>(kept.get());
}

std::string brief(Term term) {
  if (term.is_var()) return term.name();
  if (term.is_const())
    return term.value() < 10 ? fmt::format("{}", term.value()) : fmt::format("{:#x}", term.value());
  return "#" + term.digest().hex().substr(0, 16);
}

std::string brief_call(const std::string& name, const std::vector<Term>& arguments) {
  if (arguments.empty()) return name;
  std::string text = name + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) text += (i != 0 ? ", " : "") + brief(arguments[i]);
  return text + ")";
}

Term Environment::variable(const std::string& name, unsigned width) {
  const Term known = pool_.find_var(name);
  return known.empty() || known.width() == width ? pool_.var(name, width)
                                                 : pool_.var(fmt::format("{}:{}", name, width), width);
}

Term Environment::apply(const std::string& name, const std::vector<Term>& arguments, unsigned width,
                        Term* variable) {
  std::string key = fmt::format("{}:{}", name, width);
  for (const Term& a : arguments) key += fmt::format(",{}", a.width());
  std::vector<Application>& earlier = applications_[key];
  for (const Application& a : earlier) {
    if (!std::equal(arguments.begin(), arguments.end(), a.arguments.begin(), TermSame{})) continue;
    if (variable != nullptr) *variable = a.variable;
    return a.value;
  }
  const Term fresh = this->variable(brief_call(name, arguments), width);
  Term value = fresh;
  for (const Application& a : earlier) {
    Term equal = pool_.boolean(true);
    for (std::size_t i = 0; i < arguments.size(); ++i) equal = equal & eq(a.arguments[i], arguments[i]);
    value = ite(equal, a.value, value);
  }
  earlier.push_back({name, arguments, value, fresh});
  if (variable != nullptr) *variable = fresh;
  return value;
}

std::vector<Environment::Application> Environment::applications() const {
  std::vector<Application> all;
  for (const auto& [key, calls] : applications_)
    if (!calls.front().arguments.empty()) all.insert(all.end(), calls.begin(), calls.end());
  return all;
}

std::vector<Extent> Environment::cut(const std::string& name, std::int64_t offset, std::uint64_t size) {
  std::map<std::int64_t, std::uint64_t>& known = extents_[name];
  std::vector<Extent> out;
  const std::int64_t end = offset + static_cast<std::int64_t>(size);
  std::int64_t at = offset;
  auto it = known.upper_bound(at);
  if (it != known.begin()) {
    const auto before = std::prev(it);
    if (before->first + static_cast<std::int64_t>(before->second) > at) it = before;
  }
  while (at < end) {
    if (it != known.end() && it->first <= at) {
      out.push_back({it->first, it->second});
      at = it->first + static_cast<std::int64_t>(it->second);
      ++it;
      continue;
    }
    const std::int64_t gap_end = it == known.end() ? end : std::min(end, it->first);
    const auto piece = static_cast<std::uint64_t>(std::min<std::int64_t>(gap_end - at, 8));
    out.push_back({at, piece});
    known[at] = piece;
    at += static_cast<std::int64_t>(piece);
  }
  return out;
}

}  // namespace pfncheck::lifting
