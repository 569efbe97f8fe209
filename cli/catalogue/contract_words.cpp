// SPDX-License-Identifier: GPL-2.0-or-later
// The words of a contract's witness: what its adapter leaves open, and what the account has.
#include <algorithm>

#include "cli/catalogue/catalogue.hpp"
#include "model/functions/functions.hpp"

namespace pfncheck {
namespace {

void add_inputs(std::vector<Entry>& words) {
  for (const Contract* contract : contracts()) {
    for (const ContractInput& input : contract->inputs) {
      const auto known = std::ranges::find_if(
          words, [&](const Entry& e) { return e.name == input.name && e.sentence == input.sentence; });
      if (known != words.end())
        known->facts.front().second += ", " + std::string(contract->function);
      else
        words.push_back({std::string(input.name),
                         "input of a contract",
                         std::string(input.sentence),
                         {{"functions", std::string(contract->function)}}});
    }
  }
}

}  // namespace

std::vector<Entry> contract_words() {
  std::vector<Entry> words;
  add_inputs(words);
  const auto add = [&](const char* kind, const char* name, const char* sentence) {
    words.push_back({name, kind, sentence, {}});
  };
  const auto event = [&](const char* name, const char* sentence) {
    add("account of a contract", name, sentence);
  };
  event("references", "References of the folio of a page: taken (+) or given back (-).");
  event("mappings", "Map counts of a page: added (+) or removed (-).");
  event("rss", "Pages that were added to the resident ones of the process (+), or taken off them (-).");
  event("tables_deposited", "Tables that were set aside for huge entries of the process (+).");
  event("huge_zero_holds",
        "The process asked for the huge zero page, which is kept as long as it lives (+).");
  event("those of the entries",
        "What the entries that changed stand for, after less before: what the count before it has to be.");
  const auto kernel = [&](const char* name, const char* sentence) { add("of the kernel", name, sentence); };
  kernel("_compound_head",
         "The pfn of the first page of the folio that a page belongs to: any, the same for the same page.");
  kernel("folio_test_anon", "Whether the folio holds anonymous memory.");
  kernel("folio_test_large", "Whether the folio has more than one page.");
  kernel("__supported_pte_mask", "Bits of an entry that the processor has (x86); decided at boot.");
  return words;
}

}  // namespace pfncheck
