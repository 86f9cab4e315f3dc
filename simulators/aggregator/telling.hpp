#pragma once

#include "simulators/handset/carrier.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::simulators::aggregator {

/// The screens of a story as two callers saw them whom nothing disturbed: what every other caller of the same story
/// must see. Words in which the two differ (an id, a number) may be anything.
class Telling {
  public:
    /// `first`, `second`: the screens in the order of the story, each with its caller's own name.
    /// @fails Errc::invalid_data naming the step whose screens have not the same number of words.
    static Result<Telling> of(std::vector<Heard> const& first, std::string_view first_name,
                              std::vector<Heard> const& second, std::string_view second_name);

    /// Whether `heard` is the screen of `step` for the caller called `name`.
    bool fits(std::size_t step, Heard const& heard, std::string_view name) const;
    std::size_t steps() const { return screens_.size(); }
    /// For a report: the screen as the first caller saw it.
    std::string const& shown(std::size_t step) const { return screens_[step].shown; }

  private:
    struct Word {
        std::string text;
        bool any = false;
    };
    struct Screen {
        std::vector<Word> words;
        bool ended = false;
        std::string shown;
    };
    static std::vector<std::string> words_of(std::string_view text, std::string_view name);

    std::vector<Screen> screens_;
};

} // namespace haatline::simulators::aggregator
