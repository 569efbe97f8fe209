// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/c_tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace pfncheck {

namespace {

bool word_begins(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '$' || (c & 0x80);
}
bool word_goes_on(char c) {
  return word_begins(c) || std::isdigit(static_cast<unsigned char>(c));
}
bool digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c));
}

/// The source with line continuations taken out (translation phase 2), each byte with its place.
class Spliced {
 public:
  explicit Spliced(std::string_view source) : source_(source) { skip(); }
  bool done() const { return at_ >= source_.size(); }
  char peek() const { return done() ? '\0' : source_[at_]; }
  char peek(unsigned ahead) const {
    Spliced copy = *this;
    while (ahead-- > 0) copy.next();
    return copy.peek();
  }
  char next() {
    if (done()) return '\0';
    const char c = source_[at_++];
    if (c == '\n') ++line_;
    skip();
    return c;
  }
  std::size_t offset() const { return at_; }
  unsigned line() const { return line_; }

 private:
  void skip() {
    while (at_ + 1 < source_.size() && source_[at_] == '\\') {
      std::size_t end = at_ + 1;
      if (source_[end] == '\r' && end + 1 < source_.size()) ++end;
      if (source_[end] != '\n') return;
      at_ = end + 1;
      ++line_;
    }
  }
  std::string_view source_;
  std::size_t at_ = 0;
  unsigned line_ = 1;
};

constexpr std::array<std::string_view, 28> punctuators = {
    "%:%:", "...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&",
    "||",   "*=",  "/=",  "%=",  "+=", "-=", "&=", "^=", "|=", "<%", "%>", "<:", ":>", "%:"};

/// "<%" and "%>" are braces; their spelling is kept, since a macro may turn it into a string.
bool opens(const CToken& token) {
  return token.text == "{" || token.text == "<%";
}
bool closes(const CToken& token) {
  return token.text == "}" || token.text == "%>";
}

class Lexer {
 public:
  explicit Lexer(std::string_view source) : in_(source) {}

  std::vector<CToken> run() {
    while (!in_.done()) step();
    end_directive();
    return std::move(tokens_);
  }

 private:
  void step() {
    const char c = in_.peek();
    if (c == '\n') {
      end_directive();
      line_is_new_ = true;
      in_.next();
    } else if (std::isspace(static_cast<unsigned char>(c))) {
      in_.next();
    } else if (c == '/' && in_.peek(1) == '*') {
      block_comment();
    } else if (c == '/' && in_.peek(1) == '/') {
      while (!in_.done() && in_.peek() != '\n') in_.next();
    } else {
      token(c);
    }
  }

  void block_comment() {
    in_.next();
    in_.next();
    while (!in_.done()) {
      if (in_.next() == '*' && in_.peek() == '/') {
        in_.next();
        return;
      }
    }
  }

  void end_directive() {
    if (!directive_) return;
    CToken end = tokens_.back();
    end.text = "\n";
    end.begin = end.end;
    tokens_.push_back(std::move(end));
    directive_ = false;
  }

  void token(char c) {
    CToken token;
    token.line = in_.line();
    token.begin = in_.offset();
    const bool begins_directive = line_is_new_ && (c == '#' || (c == '%' && in_.peek(1) == ':'));
    if (begins_directive) {
      directive_ = true;
      directive_start_ = tokens_.size();
    }
    line_is_new_ = false;
    if (word_begins(c))
      word(token.text);
    else if (digit(c) || (c == '.' && digit(in_.peek(1))))
      number(token.text);
    else if (c == '"' || c == '\'')
      literal(token.text, c);
    else if (c == '<' && names_header())
      literal(token.text, '>');
    else
      punctuator(token.text);
    if (begins_directive) token.text = "#";  // "%:" is another spelling of it
    token.end = in_.offset();
    token.directive = directive_;
    // "#define f(x)" and "#define f (x)" differ in a blank only.
    if (token.text == "(" && directive_word(1) == "define" && tokens_.size() == directive_start_ + 3 &&
        tokens_.back().end == token.begin)
      token.text = "(of macro";
    tokens_.push_back(std::move(token));
  }

  std::string_view directive_word(std::size_t index) const {
    if (!directive_ || tokens_.size() <= directive_start_ + index) return {};
    return tokens_[directive_start_ + index].text;
  }
  bool names_header() const {
    if (!directive_ || tokens_.size() != directive_start_ + 2) return false;
    return directive_word(1).starts_with("include") || directive_word(1) == "embed" ||
           directive_word(1) == "import";
  }

  void word(std::string& text) {
    while (word_goes_on(in_.peek())) text += in_.next();
    if ((in_.peek() == '"' || in_.peek() == '\'') &&
        (text == "L" || text == "u8" || text == "u" || text == "U"))
      literal(text, in_.peek());
  }

  void number(std::string& text) {
    while (word_goes_on(in_.peek()) || in_.peek() == '.') {
      const char c = in_.next();
      text += c;
      const bool exponent = c == 'e' || c == 'E' || c == 'p' || c == 'P';
      if (exponent && (in_.peek() == '+' || in_.peek() == '-')) text += in_.next();
    }
  }

  /// Up to the closing quote; one that is missing ends with the line, as apostrophes in #error texts do.
  void literal(std::string& text, char quote) {
    text += in_.next();
    while (!in_.done() && in_.peek() != '\n') {
      const char c = in_.next();
      text += c;
      if (c == '\\' && quote != '>' && in_.peek() != '\n')
        text += in_.next();
      else if (c == quote)
        return;
    }
  }

  void punctuator(std::string& text) {
    std::string ahead;
    for (unsigned i = 0; i < 4; ++i) ahead += in_.peek(i);
    std::size_t length = 1;
    for (std::string_view p : punctuators) {
      if (!ahead.starts_with(p)) continue;
      length = p.size();
      break;
    }
    if (length == 1 && ahead.starts_with("##")) length = 2;
    while (length-- > 0) text += in_.next();
  }

  Spliced in_;
  std::vector<CToken> tokens_;
  bool directive_ = false, line_is_new_ = true;
  std::size_t directive_start_ = 0;
};

bool is_attribute(std::string_view word) {
  static constexpr std::array<std::string_view, 15> words = {
      "__attribute__", "__attribute",  "__printf",   "__scanf", "__aligned",
      "__section",     "__alloc_size", "__typeof__", "typeof",  "__releases",
      "__acquires",    "__must_hold",  "asm",        "__asm__", "_Alignas"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What stands between two top-level declarations.
class FunctionScan {
 public:
  explicit FunctionScan(const std::vector<CToken>& tokens) : tokens_(tokens) {}

  std::vector<CFunction> run() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      const CToken& token = tokens_[at_];
      if (token.directive)
        directive(token);
      else if (opens(token))
        open();
      else if (closes(token))
        close();
      else if (depth_ == 0)
        outside(token);
    }
    return std::move(found_);
  }

 private:
  void directive(const CToken& token) {
    if (token.text != "#" || at_ + 1 >= tokens_.size()) return;
    const std::string& word = tokens_[at_ + 1].text;
    if (word.starts_with("if"))
      branches_.push_back(depth_);
    else if (word.starts_with("el") && !branches_.empty())
      depth_ = branches_.back();
    else if (word == "endif" && !branches_.empty())
      branches_.pop_back();
  }

  void outside(const CToken& token) {
    if (token.text == ";" && parens_ == 0) return forget();
    if (head_ == nullptr) head_ = &token;
    if (token.text == "(") {
      if (parens_++ == 0 && name_.empty() && last_is_name_ && !is_attribute(last_)) name_ = last_;
    } else if (token.text == ")" && parens_ > 0) {
      --parens_;
    } else if (token.text == "=" && parens_ == 0) {
      initialiser_ = true;
    } else if (parens_ == 1 && name_.starts_with("SYSCALL_DEFINE") && name_.find('(') == std::string::npos) {
      name_ += "(" + token.text;
    }
    last_ = token.text;
    last_is_name_ = word_begins(token.text.front());
  }

  void open() {
    if (depth_++ > 0) return;
    open_is_function_ = !name_.empty() && !initialiser_ && parens_ == 0;
  }

  void close() {
    if (depth_ > 0) --depth_;
    if (depth_ > 0) return;
    if (open_is_function_ && head_ != nullptr) {
      const CToken& last = tokens_[at_];
      found_.push_back({name_, head_->line, last.line, head_->begin, last.end});
      forget();
    }
    open_is_function_ = false;
  }

  void forget() {
    head_ = nullptr;
    name_.clear();
    parens_ = 0;
    initialiser_ = last_is_name_ = false;
  }

  const std::vector<CToken>& tokens_;
  std::size_t at_ = 0;
  unsigned depth_ = 0, parens_ = 0;
  std::vector<unsigned> branches_;  ///< brace depth at each open #if
  const CToken* head_ = nullptr;
  std::string name_, last_;
  bool last_is_name_ = false, initialiser_ = false, open_is_function_ = false;
  std::vector<CFunction> found_;
};

}  // namespace

std::vector<CToken> c_tokens(std::string_view source) {
  return Lexer(source).run();
}

std::vector<std::string> c_token_lines(std::string_view source) {
  std::vector<std::string> lines(1 +
                                 static_cast<std::size_t>(std::count(source.begin(), source.end(), '\n')));
  for (const CToken& token : c_tokens(source)) lines[token.line - 1] += token.text + '\x1f';
  return lines;
}

std::vector<CFunction> c_functions(const std::vector<CToken>& tokens) {
  return FunctionScan(tokens).run();
}
std::vector<CFunction> c_functions(std::string_view source) {
  return c_functions(c_tokens(source));
}

}  // namespace pfncheck
