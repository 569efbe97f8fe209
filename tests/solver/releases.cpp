// SPDX-License-Identifier: GPL-2.0-or-later
// Releases: the tables of slices fit together, and what a kernel did wrong is there in the releases that have
// it, without any seeded fault, and not in the one after.
#include <algorithm>
#include <catch2/catch.hpp>

#include "machine_slices.hpp"
#include "model/input_error.hpp"
#include "model/machine/history.hpp"
#include "model/source.hpp"

using namespace pfncheck;
using machine::DatedFault;
using machine::DoneBy;

namespace {

const machine::SliceInfo& slice_of(const DatedFault& fault) {
  return *machine::find_slice(fault.slice);
}

/// Properties that must catch the fault, by their own tables.
std::vector<const LifeProperty*> catchers(const DatedFault& fault) {
  const std::string name = std::string(fault.slice) + "/" + std::string(fault.fault);
  std::vector<const LifeProperty*> found;
  for (const LifeProperty* property : all_life_properties())
    if (std::ranges::find(property->faults, name) != property->faults.end()) found.push_back(property);
  return found;
}

/// Properties refuted on a release, on rows that can have the fault.
std::vector<std::string> refuted_on(const DatedFault& fault, Release release,
                                    std::set<std::string> repaired) {
  SliceQuestion question;
  question.slice = &slice_of(fault);
  question.variant.release = release;
  question.properties = catchers(fault);
  question.repaired = std::move(repaired);
  for (const ArchRow& row : arch_rows())
    if (machine::can_be_on(fault, row)) question.rows.push_back(&row);
  std::vector<std::string> refuted;
  for (const LifeFinding& finding : judge_slice(question).findings)
    if (!finding.stories.empty()) refuted.push_back(finding.property);
  return refuted;
}

bool is_in(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// The other dated faults of the slice: a release may have several that break one property.
std::set<std::string> others_than(const DatedFault& fault) {
  std::set<std::string> others;
  for (const DatedFault& other : machine::dated_faults())
    if (other.slice == fault.slice && other.fault != fault.fault) others.emplace(other.fault);
  return others;
}

/// What fails there by this fault alone, and no more once it is repaired as well.
std::vector<std::string> made_by(const DatedFault& fault, Release release) {
  std::vector<std::string> made;
  std::set<std::string> all = others_than(fault);
  all.emplace(fault.fault);
  const auto left = refuted_on(fault, release, all);
  for (const std::string& property : refuted_on(fault, release, others_than(fault)))
    if (!is_in(left, property)) made.push_back(property);
  return made;
}

void check_end(const DatedFault& fault, const Span& span) {
  const auto eras = machine::eras_of(slice_of(fault));
  INFO(fault.slice << "/" << fault.fault << ", " << span.last.text());
  if (!covers(eras, span.last)) return;
  const auto made = made_by(fault, span.last);
  CHECK_FALSE(made.empty());
  const Release after = next_release(span.last);
  if (!covers(eras, after)) return;
  const auto still = refuted_on(fault, after, others_than(fault));
  for (const std::string& property : made) {
    INFO(property << ", " << after.text());
    CHECK_FALSE(is_in(still, property));
  }
}

}  // namespace

TEST_CASE("Dated faults are faults of their slices, in the order of releases") {
  for (const DatedFault& fault : machine::dated_faults()) {
    INFO(fault.slice << "/" << fault.fault);
    REQUIRE(machine::find_slice(fault.slice) != nullptr);
    const auto& faults = slice_of(fault).faults;
    CHECK(std::ranges::find(faults, fault.fault, &machine::FaultInfo::name) != faults.end());
    CHECK(machine::date_of(slice_of(fault), fault.fault) == &fault);
    CHECK_NOTHROW(read_source(fault.source));
    REQUIRE_FALSE(fault.releases.empty());
    for (std::size_t i = 0; i < fault.releases.size(); ++i) {
      CHECK(is_release(fault.releases[i].first));
      CHECK(is_release(fault.releases[i].last));
      CHECK(fault.releases[i].first <= fault.releases[i].last);
      if (i > 0) CHECK(next_release(fault.releases[i - 1].last) < fault.releases[i].first);
    }
  }
}

TEST_CASE("Every slice has rules for 6.1, 6.12 and 6.18 at least, and for no release that there is not") {
  for (const machine::SliceInfo& slice : machine::slices()) {
    INFO(slice.name);
    const auto eras = machine::eras_of(slice);
    for (const Release release : {Release{6, 1}, Release{6, 12}, Release{6, 18}})
      CHECK(covers(eras, release));
    for (const Release release : {Release{4, 4}, Release{6, 20}, Release{6, 99}, Release{7, 4}}) {
      CHECK_FALSE(covers(eras, release));
      CHECK_THROWS_AS(machine::require_release(slice, release), InputError);
    }
    for (std::size_t i = 0; i < eras.size(); ++i) {
      CHECK_NOTHROW(read_source(eras[i].source));
      CHECK(eras[i].releases.first <= eras[i].releases.last);
      if (i > 0) CHECK(eras[i - 1].releases.last < eras[i].releases.first);
    }
  }
}

TEST_CASE("Releases follow each other as mainline's do") {
  CHECK(next_release({4, 20}) == Release{5, 0});
  CHECK(next_release({5, 19}) == Release{6, 0});
  CHECK(next_release({6, 19}) == Release{7, 0});
  CHECK_FALSE(is_release({6, 99}));
  CHECK(releases_text(std::vector<Span>{{{6, 13}, {6, 19}}, {{7, 0}, {7, 1}}, {{5, 4}, {5, 4}}}) ==
        "5.4, 6.13 to 7.1");
}

TEST_CASE("What a kernel did wrong is in the releases that have it and not in the one after", "[releases]") {
  for (const DatedFault& fault : machine::dated_faults()) {
    if (fault.by != DoneBy::kernel) continue;
    CHECK_FALSE(catchers(fault).empty());
    for (const Span& span : fault.releases) check_end(fault, span);
  }
}

TEST_CASE("The stable branches 6.1 and 6.12 have no fault of their own but on mips") {
  for (const machine::SliceInfo& slice : machine::slices())
    for (const ArchRow& row : arch_rows()) {
      INFO(slice.name << " " << row.name);
      CHECK(machine::own_faults(slice, {6, 12}, row).empty());
      const bool drops_bit = slice.name == "own" && row.name == "mips64";
      CHECK(machine::own_faults(slice, {6, 1}, row).empty() != drops_bit);
    }
}
