// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace pfncheck {
namespace {

using Json = nlohmann::ordered_json;

Json of(const TableRecord::Row& row);
Json of(const Cause& r);
Json of(const TableRecord& t);
Json of(const OptionRecord& o);
Json of(const FunctionAnswer& a);
Json of(const FunctionCaseRecord& c);
Json of(const ResultRecord& r);
Json of(const ChangeRecord& c);
Json of(const LineRecord& l);
Json of(const NotChecked& n);
Json of(const Message& m);
Json of(const StoryAssumption& a);
Json of(const StoryChange& c);
Json of(const StoryQuestion& q);
Json of(const StoryAccount& a);
Json of(const StoryStep& step);
Json of(const LifeCount& c);
Json of(const SliceRecord& s);
Json of(const CaseRecord& c);
Json of(const PatchRecord& p);
Json of(const Summary& s);

template <class Record>
Json list_of(const std::vector<Record>& records) {
  Json list = Json::array();
  for (const Record& record : records) list.push_back(of(record));
  return list;
}

/// An absent thing is null, never an empty string that reads like a name.
Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json line_or_null(const Place& place) {
  return place.line == 0 ? Json(nullptr) : Json(place.line);
}

Json of(const WitnessRecord& witness) {
  Json values = Json::object();
  for (const auto& [name, value] : witness.values) values[name] = fmt::format("{:#x}", value);
  return {{"when", witness.when},
          {"before", text_or_null(witness.before)},
          {"after", text_or_null(witness.after)},
          {"path", witness.path},
          {"then", witness.then},
          {"unique", witness.unique},
          {"one_call", witness.one_call},
          {"values", std::move(values)}};
}

Json of(const StoryAssumption& a) {
  return {{"kind", a.kind},
          {"name", a.name},
          {"sentence", text_or_null(a.sentence)},
          {"source", text_or_null(a.source)}};
}

Json of(const StoryChange& c) {
  return {{"name", c.name}, {"before", text_or_null(c.before)}, {"after", text_or_null(c.after)}};
}

Json of(const StoryQuestion& q) {
  return {{"rule", q.rule},
          {"about", text_or_null(q.about)},
          {"set", q.inputs},
          {"row", q.row},
          {"answer", q.answer},
          {"source", text_or_null(q.source)},
          {"decided_by", q.decided_by},
          {"planted", q.planted},
          {"instead", text_or_null(q.instead)},
          {"wrong", q.wrong}};
}

Json of(const StoryAccount& a) {
  return {{"label", a.label}, {"actual", a.actual}, {"expected", a.expected}, {"parts", a.parts}};
}

Json of(const StoryStep& step) {
  return {{"operation", step.operation},          {"words", step.words},
          {"chain", text_or_null(step.chain)},    {"changes", list_of(step.changes)},
          {"questions", list_of(step.questions)}, {"accounts", list_of(step.accounts)},
          {"wrong", text_or_null(step.wrong)}};
}

Json of(const Story& story) {
  return {{"assumed", list_of(story.assumed)},
          {"start", list_of(story.start)},
          {"steps", list_of(story.steps)},
          {"in_step", story.in_step},
          {"breaks", story.breaks},
          {"fails_at", story.fails_at},
          {"asked_at_end", list_of(story.asked_at_end)},
          {"assumes", text_or_null(story.assumes)},
          {"wrong_start", text_or_null(story.wrong_start)},
          {"against", text_or_null(story.against)}};
}

Json of(const LifeCount& c) {
  return {{"name", c.name}, {"times", c.times}, {"may_be_zero", c.may_be_zero}};
}

Json of(const SliceRecord& s) {
  return {{"slice", s.slice},
          {"release", s.release},
          {"excluded", list_of(s.excluded)},
          {"complete", s.complete},
          {"reason", text_or_null(s.reason)},
          {"states", s.states},
          {"transitions", s.transitions},
          {"cut", s.cut},
          {"depth", s.depth},
          {"bits", s.bits},
          {"bytes", s.bytes},
          {"operations", list_of(s.operations)},
          {"rule_rows", list_of(s.rule_rows)},
          {"premises", list_of(s.premises)},
          {"queries", s.queries},
          {"by_single_steps", s.by_single_steps},
          {"by_induction", s.by_induction},
          {"lemmas", s.lemmas}};
}

Json of(const CaseRecord& c) {
  return {{"name", c.name},
          {"title", c.title},
          {"source", c.source},
          {"slice", c.slice},
          {"property", c.property},
          {"violated", c.violated},
          {"expected_violated", c.expected_violated},
          {"as_expected", c.as_expected},
          {"undecided", c.undecided},
          {"vacuous", c.vacuous},
          {"assumed", list_of(c.assumed)},
          {"excluded", list_of(c.excluded)},
          {"today", list_of(c.today)},
          {"empties", list_of(c.empties)},
          {"reason", text_or_null(c.reason)},
          {"steps", c.steps},
          {"rows", c.rows},
          {"starts", c.starts},
          {"story", c.story ? of(*c.story) : Json(nullptr)}};
}

Json of(const ResultRecord& r) {
  return {{"property", r.property},
          {"rule", r.rule},
          {"level", r.level},
          {"arch", r.arch},
          {"config", r.config},
          {"release", r.release},
          {"built", r.built},
          {"side", to_string(r.side)},
          {"verdict", to_string(r.verdict)},
          {"delta", text_or_null(to_string(r.delta))},
          {"function", r.function},
          {"file", text_or_null(r.place.file)},
          {"line", line_or_null(r.place)},
          {"origin", text_or_null(r.origin)},
          {"witness", r.witness ? of(*r.witness) : Json(nullptr)},
          {"story", r.story ? of(*r.story) : Json(nullptr)},
          {"no_trace", text_or_null(r.no_trace)},
          {"starts", r.starts},
          {"approximations", r.approximations},
          {"bound", r.bound == 0 ? Json(nullptr) : Json(r.bound)},
          {"excluded", r.excluded},
          {"today", r.today},
          {"patch", r.patch == 0 ? Json(nullptr) : Json(r.patch)},
          {"note", text_or_null(r.note)},
          {"reason", text_or_null(r.reason)}};
}

Json of(const Cause& r) {
  return {{"what", r.what}, {"source", text_or_null(r.source)}};
}

Json of(const TableRecord::Row& row) {
  Json values = Json::array();
  for (const std::optional<bool>& value : row.values) values.push_back(value ? Json(*value) : Json(nullptr));
  return {{"values", std::move(values)},
          {"before", row.before},
          {"after", text_or_null(row.after)},
          {"because", list_of(row.because)}};
}

Json of(const TableRecord& t) {
  return {{"title", text_or_null(t.title)},
          {"rule", text_or_null(t.rule)},
          {"arch", text_or_null(t.arch)},
          {"config", text_or_null(t.config)},
          {"atoms", t.atoms},
          {"rows", list_of(t.rows)},
          {"complete", t.complete},
          {"reason", text_or_null(t.reason)}};
}

Json of(const OptionRecord& o) {
  Json maps = Json::object();
  for (const auto& [memory, answer] : o.maps) maps[memory] = answer;
  return {{"variant", o.variant},    {"what", o.what},   {"machine", o.machine},
          {"maps", std::move(maps)}, {"fails", o.fails}, {"complete", o.complete}};
}

Json of(const ChangeRecord& c) {
  return {{"function", c.function},
          {"file", text_or_null(c.place.file)},
          {"line", line_or_null(c.place)},
          {"arch", c.arch},
          {"config", c.config},
          {"meaning", to_string(c.meaning)},
          {"table", c.table.rows.empty() ? Json(nullptr) : of(c.table)},
          {"approximations", c.approximations},
          {"judged", c.judged},
          {"modelled_as", c.modelled_as},
          {"when", c.when},
          {"before", c.before},
          {"after", c.after},
          {"reason", text_or_null(c.reason)}};
}

Json of(const LineRecord& l) {
  return {
      {"file", l.file},      {"side", l.added ? "after" : "before"}, {"first", l.first},
      {"last", l.last},      {"class", to_string(l.line_class)},     {"function", text_or_null(l.function)},
      {"rows", l.rows},      {"macro", text_or_null(l.macro)},       {"affects", text_or_null(l.affects)},
      {"refused", l.refused}};
}

Json of(const NotChecked& n) {
  return {{"what", n.what},
          {"why", n.why},
          {"file", text_or_null(n.place.file)},
          {"line", line_or_null(n.place)},
          {"arch", text_or_null(n.arch)},
          {"counts", n.counts},
          {"modelled_as", n.modelled_as}};
}

Json of(const Message& m) {
  return {{"file", text_or_null(m.place.file)},
          {"line", line_or_null(m.place)},
          {"arch", text_or_null(m.arch)},
          {"text", m.text}};
}

Json of(const Summary& s) {
  return {{"holds", s.holds},
          {"refuted", s.refuted},
          {"vacuous", s.vacuous},
          {"unknown", s.unknown},
          {"unsupported", s.unsupported},
          {"not-applicable", s.not_applicable},
          {"error", s.error},
          {"new", s.new_violations},
          {"fixed", s.fixed},
          {"pre-existing", s.pre_existing},
          {"functions_same", s.functions_same},
          {"functions_different", s.functions_different},
          {"functions_unknown", s.functions_unknown},
          {"properties", s.properties},
          {"architectures", s.architectures},
          {"lines", s.lines},
          {"lines_not_looked_at", s.lines_not_looked_at}};
}

Json of(const PatchRecord& p) {
  return {{"number", p.number},
          {"subject", text_or_null(p.subject)},
          {"results", list_of(p.results)},
          {"changes", list_of(p.changes)},
          {"not_checked", list_of(p.not_checked)},
          {"messages", list_of(p.messages)},
          {"warnings", list_of(p.warnings)},
          {"summary", of(p.summary)},
          {"exit_code", p.exit_code}};
}

Json of(const FunctionAnswer& a) {
  return {{"arch", a.arch},
          {"function", a.function},
          {"answer", a.answer},
          {"clause", text_or_null(a.clause)},
          {"reason", text_or_null(a.reason)},
          {"file", text_or_null(a.place.file)},
          {"line", line_or_null(a.place)},
          {"witness", a.witness ? of(*a.witness) : Json()}};
}

Json of(const FunctionCaseRecord& c) {
  return {{"name", c.name},
          {"because", text_or_null(c.because)},
          {"expected", text_or_null(c.expected)},
          {"answer", c.answer},
          {"as_expected", c.as_expected},
          {"bound", c.bound == 0 ? Json() : Json(c.bound)},
          {"answers", list_of(c.answers)}};
}

std::string document(const Json& json) {
  // Bytes of a tree that are not UTF-8 must not end the report.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string to_json(const Report& report) {
  return document({{"schema", json_schema_version},
                   {"command", report.command},
                   {"release", text_or_null(report.release)},
                   {"full_release", text_or_null(report.full_release)},
                   {"against", text_or_null(report.against)},
                   {"notes", report.notes},
                   {"results", list_of(report.results)},
                   {"outside", list_of(report.outside)},
                   {"changes", list_of(report.changes)},
                   {"lines", list_of(report.lines)},
                   {"not_checked", list_of(report.not_checked)},
                   {"messages", list_of(report.messages)},
                   {"warnings", list_of(report.warnings)},
                   {"tables", list_of(report.tables)},
                   {"options", list_of(report.options)},
                   {"slices", list_of(report.slices)},
                   {"cases", list_of(report.cases)},
                   {"function_cases", list_of(report.function_cases)},
                   {"patches", list_of(report.patches)},
                   {"summary", of(report.summary)},
                   {"exit_code", report.exit_code}});
}

std::string to_json(const ResultRecord& record) {
  return document(of(record));
}

}  // namespace pfncheck
