// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/memory.hpp"

#include <algorithm>
#include <bit>
#include <set>

namespace pfncheck::lifting {

namespace {

constexpr std::uint64_t word_bytes = 8;
constexpr std::uint64_t most_bytes_merged = 64 * 1024;

bool is_plain(const Choice& place) {
  return place.index.empty() && place.offset.is_const();
}

bool same_write(const Write& a, const Write& b);

bool same_history(const History& a, const History& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return same_write(*x, *y); });
}

bool same_write(const Write& a, const Write& b) {
  return &a == &b ||
         (a.guard.same(b.guard) && a.index.same(b.index) && a.offset.same(b.offset) &&
          a.cell.size == b.cell.size && a.cell.fill.same(b.cell.fill) && a.cell.value.same(b.cell.value) &&
          same_history(a.first, b.first) && same_history(a.second, b.second));
}

std::int64_t end_of(std::int64_t offset, std::uint64_t size) {
  return offset + static_cast<std::int64_t>(size);
}

}  // namespace

std::int64_t signed_offset(Term constant) {
  const unsigned width = constant.width();
  const std::uint64_t value = constant.value();
  if (width >= 64) return static_cast<std::int64_t>(value);
  const std::uint64_t sign = std::uint64_t{1} << (width - 1);
  return static_cast<std::int64_t>((value ^ sign) - sign);
}

Term MemoryModel::bytes_of(Term integer, std::uint64_t size, std::uint64_t at, std::uint64_t count) const {
  if (at == 0 && count == size) return integer;
  const std::uint64_t low = big_endian_ ? size - at - count : at;
  return extract(integer, static_cast<unsigned>(8 * low), static_cast<unsigned>(8 * count));
}

Term MemoryModel::joined(const std::vector<Term>& pieces) const {
  Term out = pieces.front();
  for (std::size_t i = 1; i < pieces.size(); ++i)
    out = big_endian_ ? concat(out, pieces[i]) : concat(pieces[i], out);
  return out;
}

Term MemoryModel::integer_of(const Value& value, std::uint64_t size) const {
  if (value.is_pointer()) return objects_.address(value);
  const Term term = value.term();
  return term.is_bool() ? zext(term, static_cast<unsigned>(8 * size))
                        : resize(term, static_cast<unsigned>(8 * size));
}

Value MemoryModel::piece_of(const Cell& cell, std::uint64_t at, std::uint64_t count) const {
  if (!cell.fill.empty()) {
    const std::vector<Term> bytes(count, cell.fill);
    return Value::integer(joined(bytes));
  }
  if (at == 0 && count == cell.size) return cell.value;
  return Value::integer(bytes_of(integer_of(cell.value, cell.size), cell.size, at, count));
}

Value MemoryModel::load(const Memory& memory, const Value& pointer, std::uint64_t size) const {
  const std::vector<Choice>& choices = pointer.choices();
  Value out = load_from(memory, choices.back(), size);
  for (std::size_t i = choices.size() - 1; i-- > 0;)
    out = choose(objects_, choices[i].guard, load_from(memory, choices[i], size), out);
  return out;
}

Value MemoryModel::load_from(const Memory& memory, const Choice& place, std::uint64_t size) const {
  static const Contents untouched;
  const auto it = memory.find(place.object);
  const Contents& contents = it == memory.end() ? untouched : *it->second;
  if (is_plain(place)) return read_cells(contents, place, signed_offset(place.offset), size);
  if (contents.cells.empty()) return read_writes(contents, place, size);
  Contents flat = contents;
  flush(flat);
  return read_writes(flat, place, size);
}

Value MemoryModel::read_cells(const Contents& contents, const Choice& place, std::int64_t offset,
                              std::uint64_t size) const {
  const std::int64_t end = end_of(offset, size);
  std::vector<Value> pieces;
  std::vector<std::uint64_t> sizes;
  const auto below = [&](std::int64_t from, std::int64_t to) {
    Choice gap = place;
    gap.offset = objects_.word(static_cast<std::uint64_t>(from));
    sizes.push_back(static_cast<std::uint64_t>(to - from));
    pieces.push_back(read_writes(contents, gap, sizes.back()));
  };
  auto it = contents.cells.upper_bound(offset);
  if (it != contents.cells.begin()) --it;
  std::int64_t at = offset;
  for (; at < end && it != contents.cells.end() && it->first < end; ++it) {
    const std::int64_t cell_end = end_of(it->first, it->second.size);
    if (cell_end <= at) continue;
    if (it->first > at) {
      below(at, it->first);
      at = it->first;
    }
    const std::int64_t stop = std::min(end, cell_end);
    sizes.push_back(static_cast<std::uint64_t>(stop - at));
    pieces.push_back(piece_of(it->second, static_cast<std::uint64_t>(at - it->first), sizes.back()));
    at = stop;
  }
  if (at < end) below(at, end);
  if (pieces.size() == 1) return pieces[0];
  std::vector<Term> terms;
  for (std::size_t i = 0; i < pieces.size(); ++i) terms.push_back(integer_of(pieces[i], sizes[i]));
  return Value::integer(joined(terms));
}

namespace {

/// Distance in bytes from the write to the place if it is constant.
bool constant_distance(const Write& write, const Choice& place, std::int64_t& distance) {
  const Split a = split(place.offset), b = split(write.offset);
  if (!a.root.same(b.root)) return false;
  const unsigned width = place.offset.width();
  const std::uint64_t bits = a.constant - b.constant;
  distance = width >= 64 ? static_cast<std::int64_t>(bits) : static_cast<std::int32_t>(bits);
  return true;
}

bool aligned(Term offset, std::uint64_t size) {
  return trailing_zeros(offset) >= static_cast<unsigned>(std::countr_zero(size));
}

}  // namespace

/// Into how many bytes a load must be cut so that the write either gives a whole piece or nothing of it.
std::uint64_t MemoryModel::unit(const Write& write, const Choice& place, std::uint64_t size) const {
  std::int64_t distance = 0;
  const auto load_bytes = static_cast<std::int64_t>(size),
             write_bytes = static_cast<std::int64_t>(write.cell.size);
  if (constant_distance(write, place, distance)) {
    if (distance >= write_bytes || distance + load_bytes <= 0) return size;
    return distance >= 0 && distance + load_bytes <= write_bytes ? size : 1;
  }
  const std::uint64_t step = std::min(size, write.cell.size);
  if (!std::has_single_bit(step) || size % step != 0 || write.cell.size % step != 0) return 1;
  return aligned(place.offset, step) && aligned(write.offset, step) ? step : 1;
}

std::uint64_t MemoryModel::unit(const History& history, const Choice& place, std::uint64_t size) const {
  std::uint64_t least = size;
  for (const auto& w : history)
    least = std::min(least, w->is_fork() ? std::min(unit(w->first, place, size), unit(w->second, place, size))
                                         : unit(*w, place, size));
  return least;
}

/// What the place holds after the history, if it held `older` before.
Value MemoryModel::after(const History& history, const Choice& place, std::uint64_t size, Value older) const {
  for (const auto& w : history) {
    older = w->is_fork() ? choose(objects_, w->guard, after(w->first, place, size, older),
                                  after(w->second, place, size, older))
                         : resolve_write(*w, place, size, older);
  }
  return older;
}

Value MemoryModel::resolve_write(const Write& write, const Choice& place, std::uint64_t size,
                                 const Value& older) const {
  Term guard = write.guard;
  if (!place.index.empty()) guard = guard & eq(place.index, write.index);
  std::int64_t distance = 0;
  if (constant_distance(write, place, distance)) {
    if (distance < 0 || distance >= static_cast<std::int64_t>(write.cell.size)) return older;
    return choose(objects_, guard, piece_of(write.cell, static_cast<std::uint64_t>(distance), size), older);
  }
  if (!write.cell.fill.empty()) {
    const Term within = ule(place.offset - write.offset, objects_.word(write.cell.size - size));
    return choose(objects_, guard & within, piece_of(write.cell, 0, size), older);
  }
  Value out = older;
  for (std::uint64_t at = 0; at < write.cell.size; at += size) {
    const Term hit = eq(place.offset, write.offset + objects_.word(at));
    out = choose(objects_, guard & hit, piece_of(write.cell, at, size), out);
  }
  return out;
}

Value MemoryModel::read_writes(const Contents& contents, const Choice& place, std::uint64_t size) const {
  const std::uint64_t step = unit(contents.writes, place, size);
  if (step < size) {
    std::vector<Term> pieces;
    Choice part = place;
    for (std::uint64_t at = 0; at < size; at += step) {
      part.offset = place.offset + objects_.word(at);
      pieces.push_back(integer_of(read_writes(contents, part, step), step));
    }
    return Value::integer(joined(pieces));
  }
  const bool plain = is_plain(place);
  return after(contents.writes, place, size,
               plain ? initial_.at(*place.object, place.index, signed_offset(place.offset), size)
                     : initial_.at_symbolic(*place.object, place.index, place.offset, size));
}

void MemoryModel::store(Memory& memory, const Value& pointer, const Value& value, std::uint64_t size) const {
  const std::vector<Choice>& choices = pointer.choices();
  for (const Choice& c : choices) store_to(memory, c, {size, value, Term()}, choices.size() == 1);
}

void MemoryModel::fill(Memory& memory, const Value& pointer, Term byte, std::uint64_t size) const {
  if (size == 0) return;
  const std::vector<Choice>& choices = pointer.choices();
  if (choices.size() == 1) {
    store_to(memory, choices[0], {size, Value(), byte}, true);
    return;
  }
  const std::vector<Term> word(word_bytes, byte);
  for (std::uint64_t at = 0; at < size; at += word_bytes) {
    const std::uint64_t count = std::min(word_bytes, size - at);
    const std::vector<Term> bytes(count, byte);
    store(memory, objects_.moved(pointer, objects_.word(at)), Value::integer(joined(bytes)), count);
  }
}

void MemoryModel::store_to(Memory& memory, const Choice& place, const Cell& cell, bool only_choice) const {
  std::shared_ptr<const Contents>& slot = memory[place.object];
  auto changed = slot ? std::make_shared<Contents>(*slot) : std::make_shared<Contents>();
  if (is_plain(place)) {
    Cell stored = cell;
    if (!only_choice) {
      const std::int64_t offset = signed_offset(place.offset);
      stored.value =
          choose(objects_, place.guard, cell.value, read_cells(*changed, place, offset, cell.size));
    }
    put(*changed, signed_offset(place.offset), stored);
  } else {
    flush(*changed);
    const Term guard = only_choice ? objects_.pool().boolean(true) : place.guard;
    if (guard.is_true())
      std::erase_if(changed->writes, [&](const auto& w) {
        return !w->is_fork() && w->cell.size == cell.size && w->offset.same(place.offset) &&
               w->index.same(place.index);
      });
    changed->writes.push_back(
        std::make_shared<const Write>(Write{guard, place.index, place.offset, cell, {}, {}}));
  }
  slot = std::move(changed);
}

void MemoryModel::put(Contents& contents, std::int64_t offset, const Cell& cell) const {
  clear(contents, offset, cell.size);
  contents.cells[offset] = cell;
}

/// Cuts [offset, offset + size) out of the cells.
void MemoryModel::clear(Contents& contents, std::int64_t offset, std::uint64_t size) const {
  const std::int64_t end = end_of(offset, size);
  auto it = contents.cells.upper_bound(offset);
  if (it != contents.cells.begin()) --it;
  while (it != contents.cells.end() && it->first < end) {
    const std::int64_t start = it->first, stop = end_of(start, it->second.size);
    if (stop <= offset) {
      ++it;
      continue;
    }
    const Cell old = it->second;
    it = contents.cells.erase(it);
    const auto keep = [&](std::int64_t from, std::int64_t to) {
      if (from >= to) return;
      const auto at = static_cast<std::uint64_t>(from - start), count = static_cast<std::uint64_t>(to - from);
      contents.cells[from] =
          old.fill.empty() ? Cell{count, piece_of(old, at, count), Term()} : Cell{count, Value(), old.fill};
    };
    keep(start, std::min(stop, offset));
    keep(std::max(start, end), stop);
    it = contents.cells.lower_bound(stop);
  }
}

/// Turns the cells into writes, so that a newer write can go on top.
void MemoryModel::flush(Contents& contents) const {
  for (const auto& [offset, cell] : contents.cells) {
    const Term at = objects_.word(static_cast<std::uint64_t>(offset));
    contents.writes.push_back(
        std::make_shared<const Write>(Write{objects_.pool().boolean(true), Term(), at, cell, {}, {}}));
  }
  contents.cells.clear();
}

void MemoryModel::copy(Memory& memory, const Value& to, const Value& from, std::uint64_t size) const {
  // Piece by piece along the cells of the source, so that pointers stay pointers.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> pieces;  // offset from the start, size
  std::set<std::uint64_t> cuts{0, size};
  for (const Choice& c : from.choices()) {
    const auto it = memory.find(c.object);
    if (it == memory.end() || !is_plain(c)) continue;
    const std::int64_t start = signed_offset(c.offset);
    for (const auto& [offset, cell] : it->second->cells) {
      for (const std::int64_t border : {offset, end_of(offset, cell.size)})
        if (border > start && border < end_of(start, size))
          cuts.insert(static_cast<std::uint64_t>(border - start));
    }
  }
  for (auto it = cuts.begin(); std::next(it) != cuts.end(); ++it) {
    for (std::uint64_t at = *it; at < *std::next(it); at += word_bytes)
      pieces.emplace_back(at, std::min(word_bytes, *std::next(it) - at));
  }
  std::vector<Value> values;
  for (const auto& [at, count] : pieces)
    values.push_back(load(memory, objects_.moved(from, objects_.word(at)), count));
  for (std::size_t i = 0; i < pieces.size(); ++i)
    store(memory, objects_.moved(to, objects_.word(pieces[i].first)), values[i], pieces[i].second);
}

Memory MemoryModel::merge(Term condition, const Memory& a, const Memory& b) const {
  static const Contents untouched;
  Memory out = a;
  for (const auto& [object, contents] : b)
    if (a.find(object) == a.end()) out[object] = merge(condition, object, untouched, *contents);
  for (const auto& [object, contents] : a) {
    const auto it = b.find(object);
    if (it != b.end() && it->second == contents) continue;
    out[object] = merge(condition, object, *contents, it == b.end() ? untouched : *it->second);
  }
  return out;
}

std::shared_ptr<const Contents> MemoryModel::merge(Term condition, const Object* object, const Contents& a,
                                                   const Contents& b) const {
  auto out = std::make_shared<Contents>();
  if (a.writes == b.writes) {
    out->writes = a.writes;
    merge_cells(condition, object, a, b, *out);
    return out;
  }
  Contents left = a, right = b;
  flush(left);
  flush(right);
  std::size_t common = 0;
  while (common < std::min(left.writes.size(), right.writes.size()) &&
         same_write(*left.writes[common], *right.writes[common]))
    ++common;
  out->writes.assign(left.writes.begin(), left.writes.begin() + static_cast<std::ptrdiff_t>(common));
  const auto rest = [&](const Contents& side) {
    return History(side.writes.begin() + static_cast<std::ptrdiff_t>(common), side.writes.end());
  };
  out->writes.push_back(
      std::make_shared<const Write>(Write{condition, Term(), Term(), Cell(), rest(left), rest(right)}));
  return out;
}

void MemoryModel::merge_cells(Term condition, const Object* object, const Contents& a, const Contents& b,
                              Contents& out) const {
  std::set<std::int64_t> cuts;
  for (const Contents* side : {&a, &b})
    for (const auto& [offset, cell] : side->cells) {
      cuts.insert(offset);
      cuts.insert(end_of(offset, cell.size));
    }
  const auto covering = [](const Contents& side,
                           std::int64_t at) -> const std::pair<const std::int64_t, Cell>* {
    auto it = side.cells.upper_bound(at);
    if (it == side.cells.begin()) return nullptr;
    --it;
    return end_of(it->first, it->second.size) > at ? &*it : nullptr;
  };
  for (auto it = cuts.begin(); it != cuts.end() && std::next(it) != cuts.end(); ++it) {
    const std::int64_t from = *it, to = *std::next(it);
    const auto *left = covering(a, from), *right = covering(b, from);
    if (left == nullptr && right == nullptr) continue;
    const auto size = static_cast<std::uint64_t>(to - from);
    if (left != nullptr && right != nullptr && !left->second.fill.empty() &&
        left->second.fill.same(right->second.fill)) {
      out.cells[from] = {size, Value(), left->second.fill};
      continue;
    }
    if (size > most_bytes_merged) throw NotLifted("a large object that only one branch fills");
    for (std::uint64_t at = 0; at < size; at += word_bytes) {
      const std::uint64_t count = std::min(word_bytes, size - at);
      const Choice place{condition, object, Term(), objects_.word(static_cast<std::uint64_t>(from) + at)};
      const std::int64_t offset = end_of(from, at);
      const Value x = read_cells(a, place, offset, count), y = read_cells(b, place, offset, count);
      out.cells[offset] = {count, choose(objects_, condition, x, y), Term()};
    }
  }
}

}  // namespace pfncheck::lifting
