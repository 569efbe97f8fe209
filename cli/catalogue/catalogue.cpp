// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/catalogue/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <regex>

#include "cli/catalogue/discussions.hpp"
#include "cli/catalogue/property_kinds.hpp"
#include "model/functions/functions.hpp"
#include "model/input_error.hpp"
#include "model/machine/history.hpp"
#include "props/life/property.hpp"
#include "props/origins.hpp"
#include "review/life/case_file.hpp"
#include "review/names.hpp"
#include "solver/life/assumed.hpp"

namespace pfncheck {
namespace {

constexpr std::array lists = {"props",      "rules",  "origins", "arches",     "slices",
                              "operations", "faults", "cases",   "discussions"};

/// "thread-001, thread-004": of a source.
std::string discussion_names(std::string_view source) {
  std::vector<std::string_view> names;
  for (const Discussion* d : discussions_in(source)) names.push_back(d->id);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<Entry> property_entries() {
  std::vector<Entry> entries;
  for (const Property& p : properties()) {
    Entry& e = entries.emplace_back(Entry{std::string(p.name), "property", std::string(p.sentence), {}});
    e.facts = {{"kind", "rule"},
               {"because", std::string(p.because)},
               {"source", std::string(p.source)},
               {"applies", std::string(p.scope)}};
    for (const SeededFault& fault : p.faults)
      e.facts.emplace_back("must catch", std::string(fault.description));
  }
  for (const Clause* clause : all_clauses()) {
    Entry& e =
        entries.emplace_back(Entry{std::string(clause->name), "property", std::string(clause->sentence), {}});
    std::vector<std::string_view> functions;
    for (const Contract* contract : contracts())
      if (std::ranges::find(contract->clauses, clause->name, &Clause::name) != contract->clauses.end())
        functions.push_back(contract->function);
    e.facts = {{"kind", "clause of a contract"},
               {"functions", fmt::format("{}", fmt::join(functions, ", "))},
               {"because", std::string(clause->because)},
               {"source", std::string(clause->source)}};
  }
  const std::map<std::string, PropertyKind> kinds = life_property_kinds();
  for (const LifeProperty& p : life_properties()) {
    Entry& e = entries.emplace_back(Entry{std::string(p.name), "property", std::string(p.sentence), {}});
    const PropertyKind& kind = kinds.at(e.name);
    e.facts = {{"kind", kind.words()},
               {"slices", fmt::format("{}", fmt::join(kind.slices, ", "))},
               {"because", std::string(p.because)},
               {"source", std::string(p.source)},
               {"applies", std::string(p.scope)}};
    for (const std::string_view fault : p.faults) e.facts.emplace_back("must catch", std::string(fault));
  }
  return entries;
}

/// For which releases there are rules, and what each of them brought.
void add_eras(Entry& entry, std::span<const Era> eras) {
  entry.facts.emplace_back("releases", releases_text(eras));
  for (const Era& era : eras)
    entry.facts.emplace_back("since " + era.releases.first.text(),
                             fmt::format("{} ({})", era.sentence, era.source));
}

std::vector<Entry> rule_entries() {
  std::vector<Entry> entries;
  for (const RuleName& r : rule_names()) {
    entries.push_back({std::string(r.name),
                       "rule",
                       std::string(r.sentence),
                       {{"level", to_string(r.level)}, {"source", std::string(r.source)}}});
    add_eras(entries.back(), rule_eras());
  }
  for (const Contract* contract : contracts()) {
    std::vector<std::string_view> clauses;
    for (const Clause& clause : contract->clauses) clauses.push_back(clause.name);
    entries.push_back({std::string(contract->function),
                       "function",
                       std::string(contract->sentence),
                       {{"clauses", fmt::format("{}", fmt::join(clauses, ", "))},
                        {"limits", std::string(contract->limits)},
                        {"leaves out", std::string(contract->leaves_out)},
                        {"stands behind", fmt::format("{}/{}", contract->slice, contract->operation)},
                        {"source", std::string(contract->source)}}});
  }
  return entries;
}

/// Rules that slices ask, beside those of rule_entries().
std::vector<Entry> machine_rule_entries() {
  std::map<std::string, Entry> by_name;
  for (const machine::SliceInfo& info : machine::slices()) {
    Pool pool;
    const auto slice = machine::make_slice(info, pool, {});
    for (const auto& [name, rule] : slice->rules()) {
      const auto [at, fresh] =
          by_name.try_emplace(name, Entry{name,
                                          "rule",
                                          rule.sentence,
                                          {{"asked by", std::string(info.name)},
                                           {"questions", fmt::format("{}", fmt::join(rule.questions, ", "))},
                                           {"answers", fmt::format("{}", fmt::join(rule.answers, ", "))},
                                           {"source", rule.source}}});
      if (!fresh) at->second.facts.front().second += fmt::format(", {}", info.name);
    }
  }
  std::vector<Entry> entries;
  for (auto& [name, entry] : by_name) entries.push_back(std::move(entry));
  return entries;
}

std::vector<Entry> origin_entries() {
  std::vector<Entry> entries;
  for (const Origin& o : origins())
    entries.push_back(
        {std::string(o.name),
         "origin",
         std::string(o.sentence),
         {{"level", to_string(o.level)},
          {"counted", o.counted == Counted::yes ? "yes: reference, map count and rss were taken" : "no"},
          {"raw", o.raw ? "yes" : "no"},
          {"outside", o.outside ? "yes: reported apart, never refuted" : ""},
          {"known", std::string(o.note)},
          {"source", std::string(o.source)}}});
  return entries;
}

std::string cell(const Cell<bool>& c) {
  return fmt::format("{} ({})", c.value ? "yes" : "no", c.source);
}
std::string since(const Cell<Release>& c) {
  return c.value == Release{} ? ""
                              : fmt::format("PMD and PUD special since {} ({})", c.value.text(), c.source);
}
std::string cell(const Cell<unsigned>& c) {
  return fmt::format("{} ({})", c.value, c.source);
}

std::string sentence_of(const ArchRow& row) {
  if (!row.buildable) return "reference model only, no build: never part of the exit code";
  return fmt::format("{} ({}), special bit at {}{}{}{}", row.config,
                     row.big_endian ? "big endian" : "little endian",
                     row.pte_special.value ? "PTE" : "no level", row.pmd_special.value ? " PMD" : "",
                     row.pud_special.value ? " PUD" : "", row.devmap.value ? ", devmap bit" : "");
}

std::vector<Entry> arch_entries() {
  std::vector<Entry> entries;
  for (const ArchRow& row : arch_rows())
    entries.push_back({std::string(row.name),
                       "architecture",
                       sentence_of(row),
                       {{"ARCH", std::string(row.kbuild_arch)},
                        {"defconfig", std::string(row.defconfig)},
                        {"enabled", std::string(row.enable)},
                        {"bits of a word", cell(row.word_bits)},
                        {"page shift", cell(row.page_shift)},
                        {"PMD shift", cell(row.pmd_shift)},
                        {"PUD shift", cell(row.pud_shift)},
                        {"PTE special", cell(row.pte_special)},
                        {"PMD special", cell(row.pmd_special)},
                        {"PUD special", cell(row.pud_special)},
                        {"devmap", cell(row.devmap)},
                        {"zero page range", cell(row.colour_zero)},
                        {"PMD rule", cell(row.pmd_level)},
                        {"PUD rule", cell(row.pud_level)},
                        {"new huge bits", since(row.huge_special_since)}}});
  return entries;
}

std::vector<Entry> slice_entries() {
  std::vector<Entry> entries;
  for (const machine::SliceInfo& s : machine::slices()) {
    Pool pool;
    const auto slice = machine::make_slice(s, pool, {});
    std::vector<std::string> rules, open;
    for (const auto& [name, rule] : slice->rules()) rules.push_back(name);
    for (const machine::Variable& v : slice->system.variables())
      if (v.any_at_start)
        open.push_back(v.words.empty() ? v.name : fmt::format("{} ({})", v.name, fmt::join(v.words, ", ")));
    entries.push_back({std::string(s.name),
                       "slice",
                       std::string(s.sentence),
                       {{"suite", std::string(s.suite)},
                        {"bounds", std::string(s.bounds)},
                        {"asks", fmt::format("{}", fmt::join(rules, ", "))},
                        {"open at start", fmt::format("{}", fmt::join(open, "; "))},
                        {"bits of a state", std::to_string(slice->system.bits())}}});
    add_eras(entries.back(), machine::eras_of(s));
  }
  return entries;
}

std::vector<Entry> operation_entries() {
  std::vector<Entry> entries;
  for (const machine::SliceInfo& s : machine::slices())
    for (const machine::OperationInfo& o : s.operations)
      entries.push_back({fmt::format("{}/{}", s.name, o.name),
                         "operation",
                         std::string(o.sentence),
                         {{"call chain", std::string(o.chain)},
                          {"source", std::string(o.source)},
                          {"discussion", discussion_names(o.source)}}});
  return entries;
}

std::string excluded_words(machine::Exclusion excluded) {
  if (excluded == machine::Exclusion::none) return "";
  if (excluded == machine::Exclusion::environment)
    return "by default: drivers, programs and machines are obliged not to do it";
  return "by default; today's kernels, drivers or programs do it: `run` and `case` say what that breaks";
}

/// Which kernels do it, if that is known.
std::string dates_of(const machine::SliceInfo& slice, const machine::FaultInfo& fault) {
  const machine::DatedFault* const dated = machine::date_of(slice, fault.name);
  if (dated == nullptr) return {};
  const char* const who = dated->by == machine::DoneBy::kernel ? "the kernel" : "a driver";
  return fmt::format("{} of {}{} ({})", who, releases_text(std::span<const Span>(dated->releases)),
                     dated->arch.empty() ? "" : fmt::format(" on {}", dated->arch), dated->source);
}

/// What each property must catch: edits of rules, of operations, of the environment; never of a property.
std::vector<Entry> fault_entries() {
  std::vector<Entry> entries;
  for (const machine::SliceInfo& s : machine::slices())
    for (const machine::FaultInfo& f : s.faults)
      entries.push_back({fmt::format("{}/{}", s.name, f.name),
                         "fault",
                         std::string(f.sentence),
                         {{"source", std::string(f.source)},
                          {"discussion", discussion_names(f.source)},
                          {"releases", dates_of(s, f)},
                          {"excluded", excluded_words(f.excluded)}}});
  for (const Property& p : properties())
    for (std::size_t i = 0; i < p.faults.size(); ++i)
      entries.push_back({fmt::format("{}/{}", p.name, i + 1),
                         "fault",
                         std::string(p.faults[i].description),
                         {{"caught by", std::string(p.name)}}});
  return entries;
}

/// What a case takes for granted, and what its answer leaves out.
void add_assumptions(Entry& entry, const Case& c) {
  const auto add = [&](const char* label, const StoryAssumption& a) {
    entry.facts.emplace_back(label, a.sentence.empty() ? a.name : fmt::format("{}: {}", a.name, a.sentence));
  };
  for (const StoryAssumption& a : assumptions_of(c.question)) {
    if (a.kind == "release") add("release", a);
    if (a.kind == "fault") add("with fault", a);
    if (a.kind.starts_with("exclusion lifted")) add("excl. lifted", a);
    if (a.kind == "rule") entry.facts.emplace_back("rule", fmt::format("{} from {}.toml", a.name, c.name));
  }
  std::vector<std::string> excluded;
  for (const StoryAssumption& a : exclusions_of(c.question)) {
    if (a.kind == "start") add("start", a);
    if (a.kind == "left out") add("without", a);
    if (a.kind.starts_with("excluded")) excluded.push_back(a.name);
  }
  entry.facts.emplace_back("excluded", fmt::format("{}", fmt::join(excluded, ", ")));
  entry.facts.emplace_back("violated today", fmt::format("{}", fmt::join(c.today, ", ")));
}

/// The files of the catalogue; none where the program has no folder `cases`. `whole`: with all that they
/// assume.
std::vector<Entry> case_entries(bool whole) {
  std::vector<Entry> entries;
  std::vector<std::string> files;
  try {
    files = case_files({cases_folder()});
  } catch (const InputError&) {
    return entries;
  }
  for (const std::string& file : files) {
    const Case c = read_case(file);
    entries.push_back(
        {c.name,
         "case",
         c.title,
         {{"says", fmt::format("{} {}", c.property->name, c.violated ? "is violated" : "holds")},
          {"by", fmt::format("{}", fmt::join(c.steps, ", "))},
          {"slice", std::string(c.question.slice->name)},
          {"source", c.source},
          {"discussion", discussion_names(c.source)}}});
    if (whole) add_assumptions(entries.back(), c);
  }
  return entries;
}

/// Reports print REFUTED and NEW, and `not looked at` is typed with blanks or without.
std::string plain(std::string_view name) {
  std::string text;
  for (const unsigned char c : name) text += c == ' ' ? '-' : static_cast<char>(std::tolower(c));
  return text;
}

void take_named(std::vector<Entry>& found, const std::vector<Entry>& from, std::string_view name) {
  std::copy_if(from.begin(), from.end(), std::back_inserter(found), [&](const Entry& e) {
    return plain(e.name) == plain(name) || plain(e.name).ends_with("/" + plain(name));
  });
}

/// Looks in one list after the other; those that take long only if nothing was found.
class Finder {
 public:
  std::vector<Entry> named(std::string_view name) {
    std::vector<Entry> found;
    take_named(found, words_, name);
    for (const char* list : lists)
      if (!reads_cases(list)) take_named(found, entries_of(list), name);
    for (const char* list : lists)
      if (found.empty() && reads_cases(list)) take_named(found, entries_of(list), name);
    if (found.empty()) take_named(found, of_traces(), name);
    if (found.empty()) take_named(found, events_, name);
    if (found.empty()) take_named(found, of_cases(), name);
    return found;
  }

  std::vector<std::string> all_names() {
    std::vector<std::string> names;
    const auto add = [&](const std::vector<Entry>& entries) {
      for (const Entry& e : entries) names.push_back(e.name);
    };
    add(words_);
    for (const char* list : lists) add(entries_of(list));
    add(of_traces());
    add(events_);
    return names;
  }

 private:
  /// Cases, and discussions with theirs, are hundreds of files.
  static bool reads_cases(std::string_view list) { return list == "cases" || list == "discussions"; }
  const std::vector<Entry>& entries_of(const std::string& list) {
    const auto [at, fresh] = lists_.try_emplace(list);
    if (fresh) at->second = list == "cases" ? case_entries(true) : catalogue(list);
    return at->second;
  }
  const std::vector<Entry>& of_traces() {
    if (!traces_) traces_ = trace_words();
    return *traces_;
  }
  const std::vector<Entry>& of_cases() {
    if (!cases_) cases_ = case_words();
    return *cases_;
  }

  std::vector<Entry> words_ = report_words(), events_ = event_words();
  std::map<std::string, std::vector<Entry>> lists_;
  std::optional<std::vector<Entry>> traces_, cases_;
};

std::string without_ends(std::string_view text, std::string_view ends) {
  const std::size_t begin = text.find_first_not_of(ends);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(ends) - begin + 1));
}

/// "0", "0|1", "0-3": a value that needs no explanation.
bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789|-") == std::string::npos;
}

/// "A, B" at the first place where `between` stands; nothing if it does not.
std::vector<std::string> split_at(const std::string& name, std::string_view between) {
  const std::size_t at = name.find(between);
  if (at == std::string::npos) return {};
  return {without_ends(name.substr(0, at), " "), without_ends(name.substr(at + between.size()), " ")};
}

/// "pfn = the linear one + 4" as "pfn = the linear one + N".
std::string with_any_number(const std::string& name) {
  static const std::regex number("(^| )[0-9]+(?= |$)");
  return std::regex_replace(name, number, "$1N");
}

/// The ways in which a report puts several names together, each taken apart.
std::vector<std::vector<std::string>> ways_apart(const std::string& name) {
  std::vector<std::vector<std::string>> ways;
  for (const std::string_view between : {": ", ", ", " + ", "=", "|", " of the ", " of "})
    if (auto parts = split_at(name, between); !parts.empty()) ways.push_back(std::move(parts));
  if (const std::size_t open = name.find('('); open != std::string::npos && name.ends_with(")"))
    ways.push_back({without_ends(name.substr(0, open), " "), name.substr(open + 1, name.size() - open - 2)});
  if (std::string plain = with_any_number(name); plain != name) ways.push_back({std::move(plain)});
  if (name.starts_with("not ") || name.starts_with("!"))
    ways.push_back({name.substr(name.find_first_of(" !") + 1)});
  // "frame 0" of an account is the variable's "frame0".
  if (const std::size_t blank = name.rfind(' ');
      blank != std::string::npos && is_number(name.substr(blank + 1)))
    ways.push_back({name.substr(0, blank) + name.substr(blank + 1)});
  if (auto parts = split_at(name, "."); !parts.empty()) ways.push_back(std::move(parts));
  for (auto& parts : ways)
    std::erase_if(parts, [](const std::string& part) { return part.empty() || is_number(part); });
  return ways;
}

/// Empty if one of the parts is not known.
std::vector<Entry> explained(Finder& finder, const std::string& name);

std::vector<Entry> explained_parts(Finder& finder, const std::vector<std::string>& parts) {
  std::vector<Entry> found;
  for (const std::string& part : parts) {
    std::vector<Entry> of_part = explained(finder, part);
    if (of_part.empty()) return {};
    for (Entry& entry : of_part)
      if (std::ranges::find(found, entry.name, &Entry::name) == found.end())
        found.push_back(std::move(entry));
  }
  return found;
}

std::vector<Entry> explained(Finder& finder, const std::string& name) {
  std::vector<Entry> found = finder.named(name);
  if (!found.empty()) return found;
  for (const std::vector<std::string>& parts : ways_apart(name)) {
    found = explained_parts(finder, parts);
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace

std::vector<std::string> catalogue_names() {
  std::vector<std::string> names(lists.begin(), lists.end());
  names.emplace_back("matrix");
  return names;
}

std::vector<Entry> catalogue(std::string_view name) {
  if (name == "props") {
    static const std::vector<Entry> entries = property_entries();  // states them on every slice
    return entries;
  }
  if (name == "rules") {
    static const std::vector<Entry> of_machine = machine_rule_entries();
    std::vector<Entry> entries = rule_entries();
    entries.insert(entries.end(), of_machine.begin(), of_machine.end());
    return entries;
  }
  if (name == "origins") return origin_entries();
  if (name == "arches") return arch_entries();
  if (name == "slices") {
    static const std::vector<Entry> entries = slice_entries();  // building slices takes a while
    return entries;
  }
  if (name == "operations") return operation_entries();
  if (name == "faults") return fault_entries();
  if (name == "cases") return case_entries(false);
  if (name == "discussions") return discussion_entries(case_entries(false), fault_entries());
  if (name == "matrix") return fault_matrix();
  refuse_name("list", name, catalogue_names(), "list --help");
}

std::vector<std::string> not_explained(const std::vector<std::string>& names) {
  Finder finder;
  std::vector<std::string> unknown;
  for (const std::string& name : names)
    if (explained(finder, without_ends(name, " :,;")).empty()) unknown.push_back(name);
  return unknown;
}

std::vector<Entry> explain(std::string_view name) {
  return explain_words({std::string(name)});
}

std::vector<Entry> explain_words(const std::vector<std::string>& words) {
  const auto bare = [](std::string_view name) { return without_ends(name, " :,;"); };
  Finder finder;
  const std::string whole = fmt::format("{}", fmt::join(words, " "));
  std::vector<Entry> found = explained(finder, bare(whole));
  if (!found.empty()) return found;
  // Several names: the longest that are known, from left to right.
  for (std::size_t at = 0; at < words.size();) {
    std::vector<Entry> of_name;
    std::size_t end = words.size() + 1;
    while (of_name.empty() && --end > at)
      of_name = explained(
          finder, bare(fmt::format("{}", fmt::join(words.begin() + static_cast<std::ptrdiff_t>(at),
                                                   words.begin() + static_cast<std::ptrdiff_t>(end), " "))));
    if (of_name.empty())
      refuse_name("name or word of a report", found.empty() ? whole : words[at], finder.all_names(),
                  "list props|rules|origins|arches|slices|operations|faults|cases|discussions");
    at = end;
    for (Entry& entry : of_name)
      if (std::ranges::find(found, entry.name, &Entry::name) == found.end())
        found.push_back(std::move(entry));
  }
  return found;
}

}  // namespace pfncheck
