// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/rewrites/rewrite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "lift/tree/c_tokens.hpp"

namespace pfncheck::rewriting {

namespace {

/// The text of this function needs the preprocessor to be followed.
struct CannotFollow {};

const std::set<std::string, std::less<>> keywords = {
    "return",  "goto",  "if",       "else",   "while",   "for",    "do",     "switch", "case",
    "default", "break", "continue", "sizeof", "typedef", "static", "extern", "asm",    "__auto_type"};

bool is_word(const std::string& text) {
  return std::isalpha(static_cast<unsigned char>(text[0])) != 0 || text[0] == '_';
}

/// Macros and constants, by custom.
bool is_upper(const std::string& text) {
  return std::ranges::none_of(text, [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; });
}

bool is_assignment(const std::string& text) {
  return text == "=" || text == "++" || text == "--" ||
         (text.size() > 1 && text.back() == '=' && text != "==" && text != "!=" && text != "<=" &&
          text != ">=");
}

/// What is known of a local or parameter by its name.
struct Name {
  std::string type;  ///< "struct vm_area_struct *"
  bool set = false;  ///< a parameter, or declared with a value
};

class Function {
 public:
  Function(const std::string& source, const std::vector<CToken>& tokens, const CFunction& function)
      : source_(source), tokens_(tokens), name_(function.name) {
    while (tokens_[first_].begin < function.begin) ++first_;
    last_ = first_;
    while (tokens_[last_].end < function.end) ++last_;
  }

  /// The function's text from its head to its closing brace, helpers above it.
  std::string run() {
    std::size_t open = first_;
    while (tokens_[open].text != "{" || tokens_[open].directive) ++open;
    read_head(open);
    for (std::size_t i = open; i <= last_; ++i)
      if (has_cleanup(tokens_[i].text)) may_jump_ = false;
    std::string body = block(open, last_);
    if (!exits_.empty()) {
      body.pop_back();
      if (is_void_) body += "\treturn;\n";
      body += exits_ + "}";
    }
    return helpers_ + source_.substr(tokens_[first_].begin, tokens_[open].begin - tokens_[first_].begin) +
           body;
  }

  const std::set<Kind>& kinds() const { return kinds_; }

 private:
  /// What ends with a scope must not be jumped over.
  static bool has_cleanup(const std::string& text) {
    return text == "guard" || text == "scoped_guard" || text == "CLASS" || text == "__free" ||
           text == "scoped_cond_guard" || text == "__label__";
  }

  void read_head(std::size_t open) {
    std::size_t at = first_;
    while (at < open && tokens_[at].text != name_) ++at;
    // SYSCALL_DEFINE and the like: no head that could be read.
    if (at == first_ || at == open || tokens_[at + 1].text != "(") throw CannotFollow();
    is_void_ = tokens_[at - 1].text == "void";
    for (std::size_t i = first_; i < open; ++i)
      if (tokens_[i].directive) throw CannotFollow();
    const std::size_t close = matching(at + 1);
    std::size_t begin = at + 2;
    unsigned depth = 0;
    for (std::size_t i = begin; i <= close; ++i) {
      const std::string& text = tokens_[i].text;
      if (i == close || (text == "," && depth == 0)) {
        add_parameter(begin, i);
        begin = i + 1;
      }
      if (text == "(") ++depth;
      if (text == ")" && depth > 0) --depth;
    }
  }

  void add_parameter(std::size_t begin, std::size_t end) {
    if (end < begin + 2 || !is_word(tokens_[end - 1].text)) return;
    std::string type;
    for (std::size_t i = begin; i + 1 < end; ++i) {
      if (tokens_[i].text == "(" || tokens_[i].text == "[") return;
      type += tokens_[i].text + " ";
    }
    names_[tokens_[end - 1].text] = {type, true};
  }

  std::size_t matching(std::size_t open) const {
    const std::string opens = tokens_[open].text, closes = opens == "(" ? ")" : opens == "[" ? "]" : "}";
    unsigned depth = 0;
    for (std::size_t i = open; i <= last_; ++i) {
      if (tokens_[i].directive && opens != "{") throw CannotFollow();
      if (tokens_[i].directive) continue;
      if (tokens_[i].text == opens) ++depth;
      if (tokens_[i].text == closes && --depth == 0) return i;
    }
    throw CannotFollow();
  }

  /// The `;` of a simple statement.
  std::size_t end_of_simple(std::size_t at) const {
    while (tokens_[at].text != ";") {
      if (at >= last_ || tokens_[at].directive || tokens_[at].text == "}") throw CannotFollow();
      if (tokens_[at].text == "{" || tokens_[at].text == "(" || tokens_[at].text == "[") at = matching(at);
      ++at;
    }
    return at;
  }

  /// Source between the token before `at` and `at`.
  std::string gap(std::size_t at) const {
    return source_.substr(tokens_[at - 1].end, tokens_[at].begin - tokens_[at - 1].end);
  }

  /// Tokens [begin, end) as they stand there, but for `a->b` of a name.
  std::string raw(std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i) {
      if (i > begin) text += gap(i);
      const bool is_member = i > 0 && (tokens_[i - 1].text == "." || tokens_[i - 1].text == "->");
      if (!is_member && !tokens_[i].directive && names_.contains(tokens_[i].text) && i + 1 < end &&
          tokens_[i + 1].text == "->" && !is_named_by_text(i)) {
        text += "(*" + tokens_[i].text + ").";
        ++i;
        kinds_.insert(Kind::pointer);
        continue;
      }
      text += source_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
    }
    return text;
  }

  /// Whether it is an argument of mutex_init() or the like: they name what they make by their argument's
  /// text.
  bool is_named_by_text(std::size_t at) const {
    while (at > first_ && tokens_[at].text != "(" && tokens_[at].text != ";") --at;
    std::string name = tokens_[at - 1].text;
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    return tokens_[at].text == "(" && name.find("init") != std::string::npos;
  }

  void follow_condition(const std::string& directive) {
    if (directive.starts_with("if")) ++conditions_;
    if (directive == "endif") --conditions_;
  }

  /// From `{` to its `}`.
  std::string block(std::size_t open, std::size_t close) {
    std::string text = "{";
    ++depth_;
    const int outside = conditions_;
    for (std::size_t at = open + 1; at < close;) {
      text += gap(at);
      if (tokens_[at].directive) {
        if (tokens_[at - 1].text == "#") follow_condition(tokens_[at].text);
        if (conditions_ < outside) throw CannotFollow();
        text += source_.substr(tokens_[at].begin, tokens_[at].end - tokens_[at].begin);
        ++at;
        continue;
      }
      text += statement(at);
    }
    if (conditions_ != outside) throw CannotFollow();
    --depth_;
    return text + gap(close) + "}";
  }

  /// The statement that begins at `at`, which is then behind it.
  std::string statement(std::size_t& at) {
    const std::string& word = tokens_[at].text;
    if (tokens_[at].directive) throw CannotFollow();
    if (word == "{") {
      const std::size_t open = at, close = matching(at);
      at = close + 1;
      return block(open, close);
    }
    if (word == "if") return if_statement(at);
    if (word == "while") return while_loop(at);
    if (word == "for") return for_loop(at);
    if (word == "do") return do_loop(at);
    if (word == "switch") return headed(at, at + 1);
    if (word == "case" || word == "default") {
      std::size_t colon = at;
      while (tokens_[colon].text != ":") {
        if (tokens_[colon].directive || tokens_[colon].text == ";" || tokens_[colon].text == "?")
          throw CannotFollow();
        ++colon;
      }
      return label(at, colon);
    }
    if (is_word(word) && tokens_[at + 1].text == ":") return label(at, at + 1);
    if (is_word(word) && !keywords.contains(word) && tokens_[at + 1].text == "(") {
      const std::size_t behind = matching(at + 1) + 1;
      if (tokens_[behind].text == "{" || (is_word(tokens_[behind].text) && !tokens_[behind].directive))
        return headed(at, at + 1);
    }
    const std::size_t begin = at, end = end_of_simple(at);
    at = end + 1;
    return declaration(begin, end).value_or(raw(begin, end + 1));
  }

  std::string label(std::size_t& at, std::size_t colon) {
    const std::string text = raw(at, colon + 1);
    at = colon + 1;
    return text;
  }

  /// A statement behind a head in parentheses that stays as it is.
  std::string headed(std::size_t& at, std::size_t open) {
    const std::size_t behind = matching(open) + 1;
    std::string text = raw(at, behind) + gap(behind);
    at = behind;
    return text + statement(at);
  }

  std::string if_statement(std::size_t& at) {
    const std::size_t open = at + 1, close = matching(open);
    const std::string condition = condition_of(open + 1, close);
    std::size_t then = at = close + 1;
    const std::string yes = statement(at);
    if (tokens_[at].text == "else" && !tokens_[at].directive) {
      ++at;
      const std::string no = statement(at);
      kinds_.insert(Kind::turned);
      return fmt::format("if (!({})) {{\n{}\n}} else {{\n{}\n}}", condition, no, yes);
    }
    if (tokens_[then].text == "{") ++then;
    const std::size_t last = tokens_[at - 1].text == "}" ? at - 2 : at - 1;
    if (const auto jump = jump_to_end(then, last))
      return fmt::format("if ({})\n\t\tgoto {};", condition, *jump);
    return fmt::format("if ({})\n{}", condition, yes);
  }

  /// The label at the function's end that does what `return X;` does, if that is all there is in tokens
  /// [then, last].
  std::optional<std::string> jump_to_end(std::size_t then, std::size_t last) {
    if (!may_jump_ || conditions_ > 0 || tokens_[then].text != "return" || tokens_[last].text != ";")
      return std::nullopt;
    for (std::size_t i = then + 1; i < last; ++i) {
      const CToken& token = tokens_[i];
      if (token.directive || token.text == ";") return std::nullopt;
      if (!is_word(token.text) || is_upper(token.text) || token.text == "true" || token.text == "false")
        continue;
      if (tokens_[i + 1].text == "(" || tokens_[i - 1].text == "->" || tokens_[i - 1].text == ".") continue;
      if (!names_.contains(token.text) || inner_.contains(token.text)) return std::nullopt;
    }
    kinds_.insert(Kind::to_goto);
    const std::string leaves = raw(then, last + 1);
    const auto [place, is_new] = labels_.emplace(leaves, fmt::format("pfnrewrite_exit_{}", labels_.size()));
    if (is_new) exits_ += fmt::format("{}: __maybe_unused;\n\t{}\n", place->second, leaves);
    return place->second;
  }

  /// Tokens [begin, end), or a call of a new function that answers them.
  std::string condition_of(std::size_t begin, std::size_t end) {
    std::vector<std::string> used;
    bool is_plain = end > begin + 2;
    for (std::size_t i = begin; i < end && is_plain; ++i) {
      const std::string& text = tokens_[i].text;
      if (is_assignment(text) || text == "{" || text == "[" || (text == "&" && !is_binary(i, begin)))
        is_plain = false;
      if (!is_word(text) || (i > begin && (tokens_[i - 1].text == "->" || tokens_[i - 1].text == ".")))
        continue;
      const auto known = names_.find(text);
      const bool is_call = tokens_[i + 1].text == "(";
      if (known == names_.end())
        is_plain = is_plain && (is_call || is_upper(text)) && text != "sizeof" && text != "IS_ENABLED" &&
                   text != "__builtin_constant_p" && text.find("typeof") == std::string::npos;
      else if (is_call || !known->second.set || inner_.contains(text))
        is_plain = false;
      else if (std::ranges::find(used, text) == used.end())
        used.push_back(text);
    }
    if (!is_plain || used.empty() || has_helper_ || conditions_ > 0) return raw(begin, end);
    has_helper_ = true;
    kinds_.insert(Kind::helper);
    std::string parameters, arguments;
    for (const std::string& name : used) {
      parameters += (parameters.empty() ? "" : ", ") + names_[name].type + name;
      arguments += (arguments.empty() ? "" : ", ") + name;
    }
    helpers_ += fmt::format("static bool __maybe_unused pfnrewrite_{}({})\n{{\n\treturn {};\n}}\n\n", name_,
                            parameters, raw(begin, end));
    return fmt::format("pfnrewrite_{}({})", name_, arguments);
  }

  bool is_binary(std::size_t at, std::size_t begin) const {
    if (at == begin) return false;
    const std::string& before = tokens_[at - 1].text;
    return before == ")" || before == "]" || is_word(before) ||
           std::isdigit(static_cast<unsigned char>(before[0])) != 0;
  }

  bool has_word(std::size_t begin, std::size_t end, std::string_view word) const {
    return std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(begin),
                       tokens_.begin() + static_cast<std::ptrdiff_t>(end),
                       [&](const CToken& token) { return token.text == word; });
  }

  std::string while_loop(std::size_t& at) {
    const std::size_t open = at + 1, close = matching(open);
    at = close + 1;
    kinds_.insert(Kind::loop);
    const std::string condition = raw(open + 1, close);
    return fmt::format("for (; {};)\n{}", condition, statement(at));
  }

  std::string for_loop(std::size_t& at) {
    const std::size_t begin = at, open = at + 1, close = matching(open);
    std::vector<std::size_t> ends;
    for (std::size_t i = open + 1; i < close; ++i)
      if (tokens_[i].text == ";") ends.push_back(i);
    if (ends.size() != 2) throw CannotFollow();
    const bool declares = is_word(tokens_[open + 1].text) && is_word(tokens_[open + 2].text);
    std::size_t behind = at = close + 1;
    const std::string body = statement(behind);
    const bool stays = declares || has_word(at, behind, "continue");
    std::string text;
    if (stays) {
      text = raw(begin, close + 1) + "\n" + body;
    } else {
      kinds_.insert(Kind::loop);
      const std::string condition = ends[0] + 1 == ends[1] ? "1" : raw(ends[0] + 1, ends[1]);
      text = fmt::format("{{\n{};\nwhile ({}) {{\n{}\n{};\n}}\n}}", raw(open + 1, ends[0]), condition, body,
                         raw(ends[1] + 1, close));
    }
    at = behind;
    return text;
  }

  std::string do_loop(std::size_t& at) {
    const std::size_t begin = ++at;
    const std::string body = statement(at);
    const std::size_t behind = at;
    if (tokens_[at].text != "while") throw CannotFollow();
    const std::size_t open = at + 1, close = matching(open);
    if (tokens_[close + 1].text != ";") throw CannotFollow();
    at = close + 2;
    const std::string condition = raw(open + 1, close);
    if (has_word(begin, behind, "continue") || has_word(begin, behind, "break"))
      return fmt::format("do {} while ({});", body, condition);
    kinds_.insert(Kind::loop);
    return fmt::format("for (;;) {{\n{}\nif (!({}))\nbreak;\n}}", body, condition);
  }

  /// A declaration of locals: their names are kept, and a single one's value becomes a statement.
  std::optional<std::string> declaration(std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    if (!is_word(tokens_[at].text) || keywords.contains(tokens_[at].text)) return std::nullopt;
    const bool is_const = tokens_[at].text == "const";
    for (std::size_t i = at; i < end; ++i)
      if (tokens_[i].text == "auto" || tokens_[i].text == "__auto_type") return std::nullopt;
    std::string base;
    // Words of the type; the last word before "=", ",", ";" or "[" is the name.
    while (at < end && is_word(tokens_[at].text)) {
      const std::string& next = tokens_[at + 1].text;
      if (!is_word(next) && next != "*") break;
      base += tokens_[at].text + " ";
      ++at;
    }
    if (base.empty()) return std::nullopt;
    std::string stars;
    while (tokens_[at].text == "*") {
      stars += "*";
      ++at;
    }
    if (!is_word(tokens_[at].text) || at > end) return std::nullopt;
    const std::string name = tokens_[at].text;
    const bool is_aggregate = base.starts_with("struct ") || base.starts_with("union ");
    const std::string& next = tokens_[at + 1].text;
    bool is_single = true;
    unsigned depth = 0;
    for (std::size_t i = at; i < end; ++i) {
      if (tokens_[i].text == "(" || tokens_[i].text == "{") ++depth;
      if (tokens_[i].text == ")" || tokens_[i].text == "}") --depth;
      if (tokens_[i].text == "," && depth == 0) is_single = false;
    }
    if (next != "=" && next != ";" && next != ",") return std::nullopt;
    (depth_ == 1 ? names_[name] : inner_names_[name]) = {base + stars, next == "="};
    if (depth_ > 1) inner_.insert(name);
    if (!is_single || next != "=" || tokens_[at + 2].text == "{") return std::nullopt;
    if ((is_const && stars.empty()) || tokens_[at - 1].text == "const") return std::nullopt;
    // Its members may be const, or its value a macro for an initialiser.
    if (is_aggregate && stars.empty()) return std::nullopt;
    kinds_.insert(Kind::split);
    return fmt::format("{}{}{};\n\t{} = {}", base, stars, name, name, raw(at + 2, end + 1));
  }

  const std::string& source_;
  const std::vector<CToken>& tokens_;
  std::string name_, helpers_, exits_;
  std::size_t first_ = 0, last_ = 0;
  std::map<std::string, Name> names_, inner_names_;
  std::set<std::string> inner_;  ///< declared in some inner block: may hide another
  std::set<Kind> kinds_;
  std::map<std::string, std::string> labels_;  ///< by the statement that leaves
  unsigned depth_ = 0;
  int conditions_ = 0;  ///< #if that are open
  bool is_void_ = false, may_jump_ = true, has_helper_ = false;
};

}  // namespace

const char* to_string(Kind kind) {
  switch (kind) {
    case Kind::helper:
      return "helper";
    case Kind::turned:
      return "turned";
    case Kind::loop:
      return "loop";
    case Kind::to_goto:
      return "goto";
    case Kind::split:
      return "split";
    case Kind::pointer:
      return "pointer";
  }
  return "";
}

RewrittenFile rewrite(const std::string& source, const std::string& only) {
  const std::vector<CToken> tokens = c_tokens(source);
  RewrittenFile file;
  std::size_t done = 0;
  for (const CFunction& f : c_functions(tokens)) {
    Rewritten& one = file.functions.emplace_back(Rewritten{f.name, {}});
    if (f.begin < done || (!only.empty() && f.name != only)) continue;
    try {
      Function function(source, tokens, f);
      const std::string text = function.run();
      file.text += source.substr(done, f.begin - done) + text;
      one.kinds = function.kinds();
      done = f.end;
    } catch (const CannotFollow&) {
    }
  }
  file.text += source.substr(done);
  return file;
}

}  // namespace pfncheck::rewriting
