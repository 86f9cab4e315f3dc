#pragma once

#include <string>
#include <vector>

namespace haatline::spoken {

/// One recording: what it is called in every language, and what is said in this one.
struct Clip {
    std::string name; ///< "n45", "hazar_before": stable, file names of recordings are made of it
    std::string word; ///< empty for `pause`, which is silence

    bool operator==(Clip const&) const = default;
};

/// What is played, in order.
using Clips = std::vector<Clip>;

/// As a sentence to read: words with a blank between them, a comma where a pause is.
std::string text_of(Clips const& clips);

} // namespace haatline::spoken
