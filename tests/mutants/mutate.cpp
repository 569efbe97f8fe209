// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/mutants/mutate.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>

namespace pfncheck::mutants {

namespace {

struct Token {
  std::size_t begin = 0, end = 0;
  std::string text;
};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<Token> tokens_of(const std::string& text) {
  static const std::vector<std::string_view> signs{"<<=", ">>=", "->", "++", "--", "<<", ">>",
                                                   "<=",  ">=",  "==", "!=", "&&", "||", "+=",
                                                   "-=",  "|=",  "&=", "^=", "*="};
  std::vector<Token> all;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
      ++at;
      continue;
    }
    if (is_word(text[at])) {
      while (end < text.size() && is_word(text[end])) ++end;
    } else {
      for (std::string_view sign : signs)
        if (text.compare(at, sign.size(), sign) == 0) {
          end = at + sign.size();
          break;
        }
    }
    all.push_back({at, end, text.substr(at, end - at)});
    at = end;
  }
  return all;
}

/// What may stand in place of a sign or a word; compilers refuse what makes no sense.
const std::map<std::string, std::vector<std::string>, std::less<>>& replacements() {
  static const std::map<std::string, std::vector<std::string>, std::less<>> table{
      {"+", {"-", "|"}},
      {"-", {"+", ""}},
      {"*", {"+", "/ 2 *"}},
      {"&", {"|", "^"}},
      {"|", {"&", "^", "+"}},
      {"^", {"|", "+"}},
      {"<<", {">>"}},
      {">>", {"<<"}},
      {"<", {"<=", ">", "!="}},
      {"<=", {"<", ">=", "=="}},
      {">", {">=", "<", "!="}},
      {">=", {">", "<=", "=="}},
      {"==", {"!=", "<=", ">="}},
      {"!=", {"==", "<", ">"}},
      {"&&", {"||", "&"}},
      {"||", {"&&", "|"}},
      {"!", {"", "!!"}},
      {"~", {"", "-"}},
      {"+=", {"-=", "|=", "="}},
      {"-=", {"+=", "="}},
      {"|=", {"&=", "^=", "="}},
      {"&=", {"|=", "="}},
      {"++", {"--"}},
      {"--", {"++"}},
      {"=", {"|=", "+="}},
      {"break", {"continue"}},
      {"continue", {"break"}},
      {"u8", {"s8", "u16"}},
      {"u16", {"u8", "s16"}},
      {"u32", {"s32", "u16", "u64"}},
      {"u64", {"u32", "s64"}},
      {"s8", {"u8"}},
      {"s16", {"u16", "s8"}},
      {"s32", {"u32", "s16"}},
      {"s64", {"u64", "s32"}},
      {"int", {"u32", "s16", "s64"}},
      {"long", {"int"}},
      {"unsigned", {"signed"}},
      {"bool", {"u8", "int"}},
      {"else", {"", "; else"}},
      {"lock", {"unlock"}},
      {"unlock", {"lock"}},
      {"return", {"", "if (0) return"}}};
  return table;
}

/// Fields of one type, for one another.
const std::map<std::string, std::string, std::less<>>& fields() {
  static const std::map<std::string, std::string, std::less<>> table{
      {"count", "state"}, {"state", "error"}, {"error", "count"}, {"kind", "level"}, {"level", "kind"}};
  return table;
}

struct Edit {
  std::size_t begin = 0, end = 0;
  std::string text, what;
  bool is_equivalent = false;
};

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text.size() > 60 ? text.substr(0, 57) + "..." : text;
}

/// All edits of one text: a body, or what stands behind a name in a head.
class Edits {
 public:
  explicit Edits(const std::string& text) : text_(text), tokens_(tokens_of(text)) {}

  std::vector<Edit> of_head() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) replace(i);
    return std::move(edits_);
  }

  std::vector<Edit> of_body(const std::set<std::string>& parameters) {
    names_ = parameters;
    for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
      if (is_type(tokens_[i].text) && is_word(tokens_[i + 1].text.front()) && !is_type(tokens_[i + 1].text))
        names_.insert(tokens_[i + 1].text);
      replace(i);
      number(i);
      condition(i);
    }
    for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) name(i);
    statements();
    return std::move(edits_);
  }

 private:
  static bool is_type(const std::string& word) {
    static const std::set<std::string> types{"u8",  "s8",  "u16", "s16",  "u32", "s32",
                                             "u64", "s64", "int", "long", "bool"};
    return types.contains(word);
  }

  void add(std::size_t begin, std::size_t end, std::string text, bool is_equivalent = false) {
    const std::string old = one_line(text_.substr(begin, end - begin));
    const std::string shown = text.empty() ? "nothing" : one_line(text);
    edits_.push_back({begin, end, std::move(text), old + " becomes " + shown, is_equivalent});
  }
  void add(const Token& token, std::string text, bool is_equivalent = false) {
    add(token.begin, token.end, std::move(text), is_equivalent);
  }

  void replace(std::size_t i) {
    const auto known = replacements().find(tokens_[i].text);
    if (known == replacements().end()) return;
    for (const std::string& other : known->second) add(tokens_[i], other);
  }

  void number(std::size_t i) {
    const std::string& text = tokens_[i].text;
    if (std::isdigit(static_cast<unsigned char>(text.front())) == 0) return;
    add(tokens_[i], "(" + text + " + 1)");
    add(tokens_[i], "(" + text + " - 1)");
    add(tokens_[i], "(" + text + " ^ 0)", true);
    if (text != "0") add(tokens_[i], "0");
  }

  void name(std::size_t i) {
    const std::string& text = tokens_[i].text;
    const std::string& before = tokens_[i - 1].text;
    if (before == "->" || before == ".") {
      if (const auto other = fields().find(text); other != fields().end()) add(tokens_[i], other->second);
      return;
    }
    if (!names_.contains(text) || is_type(before)) return;
    for (const std::string& other : names_)
      if (other != text) add(tokens_[i], other);
    add(tokens_[i], "(" + text + " + 0)", true);
  }

  /// The token that closes what token `open` opens.
  std::optional<std::size_t> closing(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < tokens_.size(); ++i) {
      if (tokens_[i].text == "(") ++depth;
      if (tokens_[i].text == ")" && --depth == 0) return i;
    }
    return std::nullopt;
  }

  void condition(std::size_t i) {
    if ((tokens_[i].text != "if" && tokens_[i].text != "while") || tokens_[i + 1].text != "(") return;
    const auto close = closing(i + 1);
    if (!close) return;
    const std::size_t begin = tokens_[i + 1].end, end = tokens_[*close].begin;
    const std::string inner = text_.substr(begin, end - begin);
    add(begin, end, "!(" + inner + ")");
    add(begin, end, "!!(" + inner + ")", true);
    if (tokens_[i].text == "if") add(begin, end, "1");
    add(begin, end, "0");
  }

  /// Statements without braces: each is left out, done twice, and changes places with the next.
  void statements() {
    std::size_t last_begin = 0, last_end = 0, begin = 0;
    int depth = 0;
    for (const Token& token : tokens_) {
      if (token.text == "(") ++depth;
      if (token.text == ")") --depth;
      const bool ends = token.text == ";" && depth == 0, cuts = token.text == "{" || token.text == "}";
      if (ends && begin != 0) {
        const std::string text = text_.substr(begin, token.end - begin);
        add(begin, token.end, ";");
        add(begin, token.end, "{ " + text + " " + text + " }");
        if (last_end == begin_of_blank(begin))
          add(last_begin, token.end, text + " " + text_.substr(last_begin, last_end - last_begin));
        last_begin = begin;
        last_end = token.end;
        begin = 0;
      } else if (cuts) {
        begin = last_end = 0;
      } else if (begin == 0 && !ends) {
        begin = token.begin;
      }
    }
  }
  std::size_t begin_of_blank(std::size_t at) const {
    while (at > 0 && std::isspace(static_cast<unsigned char>(text_[at - 1])) != 0) --at;
    return at;
  }

  const std::string& text_;
  std::vector<Token> tokens_;
  std::set<std::string> names_;
  std::vector<Edit> edits_;
};

std::string edited(std::string text, const std::vector<const Edit*>& edits) {
  std::vector<const Edit*> in_turn = edits;  // from the end, so that places stay
  std::ranges::sort(in_turn, std::greater{}, &Edit::begin);
  for (const Edit* e : in_turn) text.replace(e->begin, e->end - e->begin, e->text);
  return text;
}

std::set<std::string> names_in(const std::string& head) {
  std::set<std::string> names;
  const std::vector<Token> tokens = tokens_of(head);
  for (std::size_t i = 1; i < tokens.size(); ++i)
    if ((tokens[i].text == "," || tokens[i].text == ")") && is_word(tokens[i - 1].text.front()))
      names.insert(tokens[i - 1].text);
  return names;
}

}  // namespace

std::vector<Subject> read_subjects(const std::string& path) {
  std::ifstream file(path);
  std::vector<Subject> all;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with("//")) continue;
    const std::size_t open = line.find('(');
    if (open == std::string::npos || !line.ends_with("{"))
      throw std::runtime_error(path + ": not a head: " + line);
    Subject subject;
    std::size_t begin = open;
    while (is_word(line[begin - 1])) --begin;
    subject.name = line.substr(begin, open - begin);
    subject.before_name = line.substr(0, begin);
    subject.after_name = line.substr(open, line.size() - 1 - open);
    subject.body = "{\n";
    while (std::getline(file, line)) {
      subject.body += line + "\n";
      if (line == "}") break;
    }
    all.push_back(std::move(subject));
  }
  if (all.empty()) throw std::runtime_error(path + ": no functions");
  return all;
}

std::vector<Mutant> mutants_of(const Subject& subject, std::size_t count, test::Random& random) {
  const std::vector<Edit> edits = Edits(subject.body).of_body(names_in(subject.after_name));
  std::vector<Mutant> all;
  for (const Edit& e : Edits(subject.after_name).of_head())
    all.push_back({edited(subject.after_name, {&e}), subject.body, e.what, false});
  for (const Edit& e : edits)
    all.push_back({subject.after_name, edited(subject.body, {&e}), e.what, e.is_equivalent});
  for (std::size_t tries = 0; all.size() < count && tries < 4 * count; ++tries) {
    const Edit &a = edits[random.below(edits.size())], &b = edits[random.below(edits.size())];
    if (a.end > b.begin && b.end > a.begin) continue;
    if (a.begin == b.begin) continue;
    all.push_back({subject.after_name, edited(subject.body, {&a, &b}), a.what + "; " + b.what,
                   a.is_equivalent && b.is_equivalent});
  }
  for (std::size_t i = 0; i < all.size(); ++i) std::swap(all[i], all[i + random.below(all.size() - i)]);
  if (all.size() > count) all.resize(count);
  return all;
}

}  // namespace pfncheck::mutants
