// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/term/operation.hpp"
#include "model/term/walk.hpp"

namespace pfncheck {
namespace {

// A quoted symbol may hold any printable character but | and \. '%' is encoded too, so that no two names
// become one and no name becomes that of a definition ("%n1").
std::string symbol(const std::string& name) {
  std::string text = "|";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x20 && byte < 0x7f && c != '|' && c != '\\' && c != '%';
    text += plain ? std::string(1, c) : fmt::format("%{:02x}", byte);
  }
  return text + "|";
}

std::string sort(unsigned width) {
  return width == 0 ? "Bool" : fmt::format("(_ BitVec {})", width);
}

std::string smt_constant(Term t) {
  if (t.is_bool()) return t.value() != 0 ? "true" : "false";
  if (t.width() % 4 == 0) return fmt::format("#x{:0{}x}", t.value(), t.width() / 4);
  return fmt::format("#b{:0{}b}", t.value(), t.width());
}

std::string smt_head(Term t) {
  switch (t.op()) {
    case Op::extract:
      return fmt::format("(_ extract {} {})", t.low_bit() + t.width() - 1, t.low_bit());
    case Op::zext:
    case Op::sext:
      return fmt::format("(_ {} {})", smtlib_name(t.op(), false), t.width() - t.arg(0).width());
    default:
      return smtlib_name(t.op(), t.args().back().is_bool());
  }
}

}  // namespace

std::string to_smtlib(Term root, std::string_view comment) {
  std::string text;
  for (std::size_t at = 0; at < comment.size();) {
    const std::size_t end = std::min(comment.find('\n', at), comment.size());
    text += fmt::format("; {}\n", comment.substr(at, end - at));
    at = end + 1;
  }
  text += "(set-logic QF_BV)\n";
  for (Term v : variables(std::span(&root, 1))) {
    text += fmt::format("(declare-const {} {})\n", symbol(v.name()), sort(v.width()));
  }
  const Walk walk(std::span(&root, 1));
  std::vector<std::string> names(walk.nodes.size());
  for (std::size_t i = 0; i < walk.nodes.size(); ++i) {
    const Term node = walk.nodes[i];
    if (node.is_const() || node.is_var()) {
      names[i] = node.is_const() ? smt_constant(node) : symbol(node.name());
      continue;
    }
    names[i] = fmt::format("%n{}", i);
    text += fmt::format("(define-fun {} () {} ({}", names[i], sort(node.width()), smt_head(node));
    for (std::size_t k = 0; k < node.args().size(); ++k) text += " " + names[walk.args[i][k]];
    text += "))\n";
  }
  return text + fmt::format("(assert {})\n(check-sat)\n", names.back());
}

namespace {

// Text of a node and whether it may stand as an operand without parentheses.
struct Piece {
  std::string text;
  bool closed = true;

  std::string operand() const { return closed ? text : "(" + text + ")"; }
};

std::string c_constant(Term t) {
  if (t.is_bool()) return t.value() != 0 ? "true" : "false";
  return t.value() < 10 ? fmt::format("{}", t.value()) : fmt::format("0x{:x}", t.value());
}

// The negation of a comparison is a comparison.
const char* negated(Op op) {
  if (op == Op::eq) return "!=";
  if (op == Op::ult) return ">=";
  return op == Op::ule ? ">" : nullptr;
}

class CText {
 public:
  explicit CText(Term root) : walk_(std::span(&root, 1)), uses_(walk_.nodes.size()), pieces_(uses_.size()) {
    for (std::size_t i = 0; i < walk_.nodes.size(); ++i) {
      if (walk_.nodes[i].is_var()) variable_names_.insert(walk_.nodes[i].name());
      for (std::size_t k = 0; k < walk_.nodes[i].args().size(); ++k) ++uses_[walk_.args[i][k]];
    }
  }

  std::string write() {
    std::string lines;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      pieces_[i] = piece(i);
      if (!wants_name(i)) continue;
      const std::string name = free_name();
      lines += fmt::format("{} = {};\n", name, pieces_[i].text);
      pieces_[i] = {name};
    }
    return lines + pieces_.back().text;
  }

 private:
  bool wants_name(std::size_t i) const {
    const std::size_t length = pieces_[i].text.size();
    if (walk_.nodes[i].args().empty() || i + 1 == pieces_.size()) return false;
    return length > 160 || (uses_[i] > 1 && length > 24);
  }

  std::string free_name() {
    while (true) {
      std::string name = fmt::format("t{}", ++last_name_);
      if (!variable_names_.contains(name)) return name;
    }
  }

  std::string arg(std::size_t i, unsigned k) const { return pieces_[walk_.args[i][k]].operand(); }

  Piece infix(std::size_t i, const char* symbol) const {
    return {fmt::format("{} {} {}", arg(i, 0), symbol, arg(i, 1)), false};
  }

  Piece negation(std::size_t i) const {
    const std::uint32_t below = walk_.args[i][0];
    const Term inner = walk_.nodes[below];
    const char* opposite = negated(inner.op());
    const bool named = pieces_[below].closed;
    if (inner.is_bool() && opposite != nullptr && !named) return infix(below, opposite);
    return {c_name(Op::not_, inner.is_bool()) + arg(i, 0)};
  }

  Piece piece(std::size_t i) const {
    const Term t = walk_.nodes[i];
    switch (t.op()) {
      case Op::constant:
        return {c_constant(t)};
      case Op::var:
        return {t.name()};
      case Op::not_:
        return negation(i);
      case Op::neg:
        return {"-" + arg(i, 0)};
      case Op::ite:
        return {fmt::format("{} ? {} : {}", arg(i, 0), arg(i, 1), arg(i, 2)), false};
      case Op::zext:
        return {fmt::format("(u{}){}", t.width(), arg(i, 0))};
      case Op::sext:
        return {fmt::format("(s{}){}", t.width(), arg(i, 0))};
      case Op::extract:
        return {fmt::format("{}[{}:{}]", arg(i, 0), t.low_bit() + t.width() - 1, t.low_bit())};
      case Op::slt:
      case Op::sle:
      case Op::sdiv:
      case Op::srem:
      case Op::ashr:
      case Op::concat:
        return {fmt::format("{}({}, {})", c_name(t.op(), false), pieces_[walk_.args[i][0]].text,
                            pieces_[walk_.args[i][1]].text)};
      default:
        return infix(i, c_name(t.op(), t.arg(0).is_bool()));
    }
  }

  Walk walk_;
  std::vector<unsigned> uses_;
  std::vector<Piece> pieces_;
  std::set<std::string> variable_names_;
  unsigned last_name_ = 0;
};

}  // namespace

std::string to_c(Term root) {
  return CText(root).write();
}

}  // namespace pfncheck
