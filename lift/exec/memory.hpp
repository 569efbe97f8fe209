// SPDX-License-Identifier: GPL-2.0-or-later
// Memory is (object, offset, size), exact to the byte, in the byte order of the target.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "lift/exec/value.hpp"

namespace pfncheck::lifting {

/// Bytes at a constant offset that one store set. Either a value of that size or one byte that is repeated.
struct Cell {
  std::uint64_t size = 0;
  Value value;
  Term fill;
};

/// A store at an offset (or to a page) that is not constant; or, with a cell of size 0, two histories that
/// met: `first` where the guard holds, else `second`.
struct Write {
  Term guard, index, offset;
  Cell cell;
  std::vector<std::shared_ptr<const Write>> first, second;
  bool is_fork() const { return cell.size == 0; }
};
using History = std::vector<std::shared_ptr<const Write>>;  ///< oldest first

/// What one object holds beyond its initial contents. Cells are newer than all writes.
struct Contents {
  std::map<std::int64_t, Cell> cells;
  History writes;
};

struct ById {
  bool operator()(const Object* a, const Object* b) const { return a->id < b->id; }
};
/// Shared between states until somebody writes.
using Memory = std::map<const Object*, std::shared_ptr<const Contents>, ById>;

/// Where the bytes come from that nobody has written.
class InitialContents {
 public:
  virtual ~InitialContents() = default;
  /// `index` is empty but for pages. The answer is an integer of size * 8 bits, or a pointer.
  virtual Value at(const Object& object, Term index, std::int64_t offset, std::uint64_t size) = 0;
  virtual Value at_symbolic(const Object& object, Term index, Term offset, std::uint64_t size) = 0;
};

class MemoryModel {
 public:
  MemoryModel(Objects& objects, InitialContents& initial, bool big_endian)
      : objects_(objects), initial_(initial), big_endian_(big_endian) {}

  /// An integer of 8 * size bits or a pointer, whichever was stored there; size at most 8.
  Value load(const Memory& memory, const Value& pointer, std::uint64_t size) const;
  void store(Memory& memory, const Value& pointer, const Value& value, std::uint64_t size) const;
  void fill(Memory& memory, const Value& pointer, Term byte, std::uint64_t size) const;
  /// Both at constant offsets.
  void copy(Memory& memory, const Value& to, const Value& from, std::uint64_t size) const;
  /// a where the condition holds, else b.
  Memory merge(Term condition, const Memory& a, const Memory& b) const;

  /// Bytes [at, at + count) of an integer that takes `size` bytes in memory.
  Term bytes_of(Term integer, std::uint64_t size, std::uint64_t at, std::uint64_t count) const;
  /// One integer from pieces in order of address.
  Term joined(const std::vector<Term>& pieces) const;

 private:
  Value load_from(const Memory& memory, const Choice& place, std::uint64_t size) const;
  Value read_cells(const Contents& contents, const Choice& place, std::int64_t offset,
                   std::uint64_t size) const;
  Value read_writes(const Contents& contents, const Choice& place, std::uint64_t size) const;
  Value after(const History& history, const Choice& place, std::uint64_t size, Value older) const;
  Value resolve_write(const Write& write, const Choice& place, std::uint64_t size, const Value& older) const;
  std::uint64_t unit(const History& history, const Choice& place, std::uint64_t size) const;
  std::uint64_t unit(const Write& write, const Choice& place, std::uint64_t size) const;
  Value piece_of(const Cell& cell, std::uint64_t at, std::uint64_t count) const;
  Term integer_of(const Value& value, std::uint64_t size) const;
  void store_to(Memory& memory, const Choice& place, const Cell& cell, bool only_choice) const;
  void put(Contents& contents, std::int64_t offset, const Cell& cell) const;
  void clear(Contents& contents, std::int64_t offset, std::uint64_t size) const;
  void flush(Contents& contents) const;
  std::shared_ptr<const Contents> merge(Term condition, const Object* object, const Contents& a,
                                        const Contents& b) const;
  void merge_cells(Term condition, const Object* object, const Contents& a, const Contents& b,
                   Contents& out) const;

  Objects& objects_;
  InitialContents& initial_;
  bool big_endian_;
};

/// A constant offset as a signed number.
std::int64_t signed_offset(Term constant);

}  // namespace pfncheck::lifting
