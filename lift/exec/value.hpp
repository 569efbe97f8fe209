// SPDX-License-Identifier: GPL-2.0-or-later
// What a register or a piece of memory holds during execution: an integer, a pointer or an aggregate.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "lift/exec/bounds.hpp"
#include "model/term/term.hpp"

namespace llvm {
class Type;
class Value;
}  // namespace llvm

namespace pfncheck::lifting {

/// Thrown for what cannot be lifted; the executor adds the place and gives up on the function.
class NotLifted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The time of a lift is over.
class OutOfTime : public NotLifted {
 public:
  using NotLifted::NotLifted;
};

/// A piece of memory of its own. Two objects never overlap.
struct Object {
  enum class Kind {
    local,   ///< a local variable
    global,  ///< a variable of the module
    function,
    absolute,  ///< all memory that is known by address only; NULL is its offset 0
    page,      ///< all struct pages; the index says of which pfn
    opaque,    ///< something that a stand-in points to
  };
  Kind kind;
  std::string name;
  unsigned id = 0;                      ///< order of creation
  std::uint64_t size = 0;               ///< bytes; 0 if not known
  llvm::Type* type = nullptr;           ///< of a local or global
  const llvm::Value* origin = nullptr;  ///< alloca, global variable or function
  bool never_null = true;
  bool of_adapter = false;  ///< a local of the adapter: what it hands to the rule
};

/// One place that a pointer may point to. The guards of a pointer's choices exclude each other and cover
/// every execution that gets there.
struct Choice {
  Term guard;  ///< bool
  const Object* object = nullptr;
  Term index;   ///< pfn, for the page object; else empty
  Term offset;  ///< bytes
};

class Value {
 public:
  enum class Shape { none, integer, pointer, aggregate };
  Value() = default;
  static Value integer(Term term);
  static Value pointer(std::vector<Choice> choices);
  static Value aggregate(std::vector<Value> parts);

  Shape shape() const { return shape_; }
  bool empty() const { return shape_ == Shape::none; }
  bool is_integer() const { return shape_ == Shape::integer; }
  bool is_pointer() const { return shape_ == Shape::pointer; }
  bool is_aggregate() const { return shape_ == Shape::aggregate; }
  Term term() const;
  const std::vector<Choice>& choices() const;
  const std::vector<Value>& parts() const;
  std::vector<Value>& parts();
  bool same(const Value& other) const;

 private:
  Shape shape_ = Shape::none;
  Term term_;
  std::shared_ptr<const std::vector<Choice>> choices_;
  std::vector<Value> parts_;
};

/// The objects of one execution, and pointers as numbers.
class Objects {
 public:
  /// Addresses are `pointer_bits` wide.
  Objects(Pool& pool, unsigned pointer_bits);

  const Object* make(Object object);
  const Object* absolute() const { return absolute_; }
  const Object* pages() const { return pages_; }
  void set_page_bytes(std::uint64_t bytes) {
    page_bytes_ = bytes;
  }  ///< size of a struct page, 0 if not known
  std::uint64_t page_bytes() const { return page_bytes_; }

  Value null() const;
  Value to(const Object* object, std::int64_t offset = 0) const;
  Value to_page(Term pfn) const;
  /// A pointer whose address is this number: into the object whose address it was made from, else absolute.
  Value from_address(Term address) const;
  /// A pointer moved by a number of bytes (pointer_bits wide).
  Value moved(const Value& pointer, Term bytes) const;

  Term address(const Value& pointer) const;
  Term address(const Choice& choice) const;
  Term equal(const Value& a, const Value& b) const;
  /// a < b for pointers (unsigned addresses, or offsets within one object).
  /// No object and no page lies below least_address, and none among the error pointers (IS_ERR).
  Term below(const Value& a, const Value& b, bool or_equal) const;
  /// Whether it is the constant address of an error pointer.
  bool is_error_pointer(Term address) const;
  /// If both numbers are addresses within one object: their difference; else empty.
  Term difference(Term a, Term b) const;
  Term word(std::uint64_t value) const { return pool_.constant(bits_, value); }
  unsigned pointer_bits() const { return bits_; }
  Pool& pool() const { return pool_; }

 private:
  Term equal(const Choice& a, const Choice& b) const;
  /// Of an object and a constant address outside of all objects; else nothing.
  std::optional<bool> is_below(const Choice& a, const Choice& b) const;
  Choice settled(Choice choice) const;
  Value from_parts(Term address) const;
  Pool& pool_;
  unsigned bits_;
  std::uint64_t page_bytes_ = 0;
  std::vector<std::unique_ptr<Object>> all_;
  const Object* absolute_;
  const Object* pages_;
  struct Base {
    const Object* object;
    Term index;
  };
  mutable std::map<const Node*, Base> bases_;  ///< address variables that were given out
  mutable std::map<const Node*, Value> resolved_;
};

/// a where the condition holds, else b. Values of one shape; an integer and a pointer become a pointer.
Value choose(const Objects& objects, Term condition, const Value& a, const Value& b);

/// term == root + constant, root empty for a constant.
struct Split {
  Term root;
  std::uint64_t constant = 0;
};
Split split(Term term);

}  // namespace pfncheck::lifting
