#pragma once

#include "locales/coding/sms_plan.hpp"
#include "locales/coding/spelling.hpp"

namespace haatline::coding {

/// Parts of at most `capacity` units that hold the text, each filled as far as whole items go: that is
/// the fewest, for every beginning and every end of a lawful part is lawful.
std::size_t parts_needed(std::string_view text, Speller const& speller, unsigned capacity);

/// Cuts the text into exactly `parts`, as `parts_needed` counted them: between clusters where that many
/// are enough for it, else between items.
/// @returns whether no cluster was cut.
bool cut_into_parts(std::string_view text, Speller const& speller, unsigned capacity,
                    std::size_t parts, boost::container::small_vector<Cut, 4>& cuts);

} // namespace haatline::coding
