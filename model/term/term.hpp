// SPDX-License-Identifier: GPL-2.0-or-later
// Terms: the one language in which every rule, lifted or written by us, is a value.
//
//   Pool pool;
//   Term pfn = pool.var("pfn", 32), top = pool.var("highest_memmap_pfn", 32);
//   Term raw = pool.var("special", 0) | ugt(pfn, top);   // width 0 is bool
//
// A Term is an immutable node of a hash-consed DAG: equal content means the same node, so `same()` is a
// pointer comparison. There are no arrays, quantifiers or floats: opaque functions are fresh variables with
// congruence (lift/exec), and memory is resolved there. A Pool and its Terms belong to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pfncheck {

/// Widths are in bits: 0 means bool, 1..64 a bit-vector. Anything wider is the caller's to split.
inline constexpr unsigned max_width = 64;

/// Operators. `bool_*` semantics apply when the operands have width 0, else bitwise on bit-vectors.
/// Division follows SMT-LIB: x / 0 is all ones, x % 0 is x. Shifts by at least the width give 0 (or the
/// sign).
enum class Op : std::uint8_t {
  constant,
  var,
  not_,
  and_,
  or_,
  xor_,  // any width, operands of one width
  ite,   // (bool, w, w) -> w
  eq,    // (w, w) -> bool
  ult,
  ule,
  slt,
  sle,  // (bv w, bv w) -> bool
  neg,
  add,
  sub,
  mul,
  udiv,
  urem,
  sdiv,
  srem,
  shl,
  lshr,
  ashr,     // bit-vectors of one width
  concat,   // (high, low) -> width sum
  extract,  // bits [lo, lo + width)
  zext,
  sext,
};

class Pool;
struct Node;

/// 128 bits that depend on content only: the same on every run, machine and order of construction.
struct Digest {
  std::uint64_t high = 0, low = 0;
  friend bool operator==(const Digest&, const Digest&) = default;
  friend auto operator<=>(const Digest&, const Digest&) = default;
  std::string hex() const;
};

class Term {
 public:
  Term() = default;
  explicit operator bool() const = delete;
  bool empty() const { return node_ == nullptr; }

  Op op() const;
  unsigned width() const;
  bool is_bool() const { return width() == 0; }
  std::span<const Term> args() const;
  Term arg(unsigned i) const { return args()[i]; }
  std::uint64_t value() const;      ///< of a constant, zero-extended
  const std::string& name() const;  ///< of a variable
  unsigned low_bit() const;         ///< of an extract
  unsigned id() const;              ///< order of creation in its pool; arguments come before users
  Pool& pool() const;
  Digest digest() const;

  bool is_const() const { return op() == Op::constant; }
  bool is_var() const { return op() == Op::var; }
  bool is_true() const { return is_const() && width() == 0 && value() == 1; }
  bool is_false() const { return is_const() && width() == 0 && value() == 0; }

  /// Structural identity (not a formula; see eq()).
  bool same(Term o) const { return node_ == o.node_; }
  friend bool operator<(Term a, Term b) { return a.id() < b.id(); }
  const Node* node() const { return node_; }

 private:
  friend class Pool;
  explicit Term(const Node* n) : node_(n) {}
  const Node* node_ = nullptr;
};

struct TermHash {
  std::size_t operator()(Term t) const { return std::hash<const void*>{}(t.node()); }
};
struct TermSame {
  bool operator()(Term a, Term b) const { return a.same(b); }
};

/// Owns the nodes. Building folds: each fold is a named rule in fold.hpp that a test proves with Z3.
class Pool {
 public:
  /// `off` keeps every node as it is written; for tests of the folds and of the readers.
  enum class Folding : std::uint8_t { off, on };

  Pool();
  explicit Pool(Folding folding);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  Term boolean(bool value);
  Term constant(unsigned width, std::uint64_t value);  ///< value is truncated to width
  /// One variable per name; asking again with another width is a broken invariant.
  Term var(std::string_view name, unsigned width);
  /// The variable of that name; an empty Term if there is none yet.
  Term find_var(std::string_view name) const;
  Term make(Op op, std::span<const Term> args, unsigned width = 0, unsigned low_bit = 0);
  std::size_t size() const;
  /// What another room keeps for as long as the pool lives (lift: its opaque functions), one object per name;
  /// empty at first.
  std::shared_ptr<void>& attachment(const std::string& name) { return attachments_[name]; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::map<std::string, std::shared_ptr<void>> attachments_;
};

// Builders. Operands must come from one pool and have fitting widths; anything else aborts with a message.
Term operator!(Term a);  // same as ~
Term operator~(Term a);
Term operator&(Term a, Term b);
Term operator|(Term a, Term b);
Term operator^(Term a, Term b);
Term operator+(Term a, Term b);
Term operator-(Term a, Term b);
Term operator*(Term a, Term b);
Term neg(Term a);
Term udiv(Term a, Term b);
Term urem(Term a, Term b);
Term sdiv(Term a, Term b);
Term srem(Term a, Term b);
Term shl(Term a, Term b);
Term lshr(Term a, Term b);
Term ashr(Term a, Term b);
Term eq(Term a, Term b);
Term ne(Term a, Term b);
Term ult(Term a, Term b);
Term ule(Term a, Term b);
Term ugt(Term a, Term b);
Term uge(Term a, Term b);
Term slt(Term a, Term b);
Term sle(Term a, Term b);
Term implies(Term a, Term b);
Term ite(Term c, Term t, Term e);
Term concat(Term high, Term low);
Term extract(Term a, unsigned low_bit, unsigned width);
Term zext(Term a, unsigned width);  ///< also from bool: false -> 0, true -> 1
Term sext(Term a, unsigned width);
Term resize(Term a, unsigned width);  ///< zero-extends or truncates, as needed
Term to_bool(Term a);                 ///< a != 0
Term bit_of(Term boolean);            ///< bool -> bv1
Term all_of(Pool& pool, std::span<const Term> terms);
Term any_of(Pool& pool, std::span<const Term> terms);

/// All variables below the roots, in order of name.
std::vector<Term> variables(std::span<const Term> roots);
/// All nodes below the roots, each once, arguments before users; the order depends on content only.
std::vector<Term> nodes(std::span<const Term> roots);
/// Nodes below the root, each once.
std::size_t dag_size(Term root);
/// Replaces variables (keys) by Terms of the same width, rebuilding (and folding) on the way.
Term substitute(Term root, std::span<const std::pair<Term, Term>> replacements);

}  // namespace pfncheck
