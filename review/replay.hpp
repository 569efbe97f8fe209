// SPDX-License-Identifier: GPL-2.0-or-later
// What replays on the built-in model and on a tree share: a witness is a user's file, so every field is
// checked before its numbers are believed.
#pragma once

#include <string>

#include "props/property.hpp"
#include "review/review.hpp"

namespace pfncheck {

/// What the fields of a record name.
struct NamedByRecord {
  const Property* property;
  const ArchRow* row;
  Level level;
};

/// Throws InputError for a field that names nothing, with what is allowed. `where` is the file of the record;
/// a row may be that of a configuration.
NamedByRecord named_by(const ResultRecord& record, const std::string& where, const UserConfigs& configs = {});

/// Whose rule it is. A witness of one tree may be tried on another, whose code reads other things of the
/// machine: values that it does not read are said, and one that it lacks leaves the record unknown.
enum class RuleOf { model, tree };

/// Evaluates the record's property on `rule` with the values of its witness. Throws InputError for an origin
/// that nobody knows, an input that is missing or too wide, and on the model one that nothing reads.
Replayed replay_on(const normal_page::Rule& rule, const Property& property, const ResultRecord& record,
                   const std::string& where, RuleOf rule_of);

}  // namespace pfncheck
