// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/statements.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace pfncheck {

namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Words that begin what has no code of its own: declarations, annotations for sparse, and checks that the
/// compiler itself makes.
bool begins_without_code(std::string_view word) {
  static constexpr std::array<std::string_view, 10> words = {
      "extern",        "typedef",        "fallthrough",        "__attribute__", "__label__",
      "static_assert", "_Static_assert", "compiletime_assert", "__acquire",     "__release"};
  return is_one_of(word, words) || word.starts_with("BUILD_BUG");
}

using Tokens = std::vector<const CToken*>;

bool is(const Tokens& tokens, std::size_t index, std::string_view text) {
  return index < tokens.size() && tokens[index]->text == text;
}

/// Index behind the labels in front: "out:", "case A:", "default:".
std::size_t behind_labels(const Tokens& tokens) {
  std::size_t at = 0;
  for (;;) {
    std::size_t colon = at + 1;
    if (is(tokens, at, "case"))
      while (colon < tokens.size() && tokens[colon]->text != ":") ++colon;
    if (!is(tokens, colon, ":")) return at;
    at = colon + 1;
  }
}

/// `while (0);` of a `do`, and `(void)name;`.
bool has_no_effect(const Tokens& t, std::size_t at) {
  if (is(t, at, "while") && t.back()->text == ";") return is(t, at + 2, "0") || is(t, at + 2, "false");
  return is(t, at, "(") && is(t, at + 1, "void") && is(t, at + 2, ")") && is(t, at + 4, ";");
}

/// A warning of CONFIG_DEBUG_VM reports what it sees and answers nothing; one that sets something is another
/// matter.
bool only_warns(const Tokens& t, std::size_t at) {
  static constexpr std::array<std::string_view, 13> sets = {
      "=", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="};
  return t[at]->text.starts_with("VM_WARN_ON") && t.back()->text == ";" &&
         std::none_of(t.begin(), t.end(), [](const CToken* token) { return is_one_of(token->text, sets); });
}

bool has_code(const Tokens& tokens) {
  const std::size_t at = behind_labels(tokens);
  if (at >= tokens.size() || is(tokens, at, ";") || is(tokens, at, "{")) return false;
  if ((is(tokens, at, "else") || is(tokens, at, "do")) && is(tokens, at + 1, "{")) return false;
  return !begins_without_code(tokens[at]->text) && !has_no_effect(tokens, at) && !only_warns(tokens, at);
}

/// `if (0)`: what is dead without any configuration's doing.
bool asks_a_literal(const Tokens& tokens) {
  std::size_t at = behind_labels(tokens);
  if (is(tokens, at, "else")) ++at;
  if (!is(tokens, at, "if")) return false;
  unsigned open = 0;
  for (++at; at < tokens.size(); ++at) {
    const std::string& text = tokens[at]->text;
    if (text == "(") ++open;
    if (text == ")" && --open == 0) return true;
    const bool is_word = std::isalpha(static_cast<unsigned char>(text.front())) || text.front() == '_';
    if (is_word && text != "false" && text != "true") return false;
  }
  return false;
}

class StatementScan {
 public:
  StatementScan(const std::vector<CToken>& tokens, std::vector<Statement>& found)
      : tokens_(tokens), found_(found) {}

  void run(const CFunction& function) {
    bool in_body = false;
    for (const CToken& token : tokens_) {
      if (token.begin < function.begin || token.end > function.end || token.directive) continue;
      if (in_body)
        add(token);
      else
        in_body = head(token);
    }
    finish();
  }

 private:
  /// Whether the body begins here.
  bool head(const CToken& token) {
    parentheses(token);
    return nested_ == 0 && token.text == "{";
  }

  void parentheses(const CToken& token) {
    if (token.text == "(") ++nested_;
    if (token.text == ")" && nested_ > 0) --nested_;
  }

  void add(const CToken& token) {
    if (type_braces_ > 0) return in_type(token);
    if (token.text == "}" && nested_ == 0) return close();
    last_line_ = token.line;
    statement_.push_back(&token);
    if (token.text == "{" && nested_ == 0 && begins_type()) {
      type_braces_ = 1;
      statement_.clear();
      return;
    }
    if (token.text == "{" && (nested_ > 0 || is_value_)) {
      ++nested_;
    } else if (token.text == "}") {
      --nested_;
    } else if (nested_ == 0 && (token.text == ";" || token.text == "{")) {
      return token.text == "{" ? open() : static_cast<void>(finish());
    }
    parentheses(token);
    if (nested_ == 0 && (token.text == "=" || token.text == "return")) is_value_ = true;
  }

  /// Fields have no code.
  void in_type(const CToken& token) {
    if (token.text == "{") ++type_braces_;
    if (token.text == "}") --type_braces_;
  }

  bool begins_type() const {
    static constexpr std::array<std::string_view, 3> words = {"struct", "union", "enum"};
    return !is_value_ && statement_.size() <= 4 && is_one_of(statement_.front()->text, words);
  }

  void open() {
    const bool of_literal = literals_ > 0 || asks_a_literal(statement_);
    const bool counts = finish();
    if (of_literal) ++literals_;
    open_.push_back(counts ? found_.size() - 1 : none);
  }

  void close() {
    finish();
    if (open_.empty()) return;
    if (literals_ > 0) --literals_;
    if (open_.back() != none) found_[open_.back()].end = last_line_;
    open_.pop_back();
  }

  /// Whether the statement is one with code.
  bool finish() {
    const bool counts =
        !statement_.empty() && literals_ == 0 && has_code(statement_) && !asks_a_literal(statement_);
    if (counts) {
      const unsigned last = statement_.back()->line;
      found_.push_back({statement_[behind_labels(statement_)]->line, last, last});
    }
    statement_.clear();
    is_value_ = false;
    nested_ = 0;
    return counts;
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  const std::vector<CToken>& tokens_;
  std::vector<Statement>& found_;
  Tokens statement_;
  std::vector<std::size_t> open_;  ///< of each open block: its statement in found_, or none
  unsigned literals_ = 0;          ///< open blocks in and below one of `if (0)`
  unsigned last_line_ = 0;         ///< of the token before, but for closing braces
  unsigned nested_ = 0;            ///< open parentheses, and braces of values
  unsigned type_braces_ = 0;       ///< open braces of a type
  bool is_value_ = false;          ///< behind '=' or `return`: a brace belongs to a value
};

}  // namespace

std::vector<Statement> statements_with_code(const std::vector<CToken>& tokens,
                                            const std::vector<CFunction>& functions) {
  std::vector<Statement> found;
  for (const CFunction& function : functions) StatementScan(tokens, found).run(function);
  return found;
}

}  // namespace pfncheck
