#pragma once

#include "simulators/world/timeline.hpp"

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <string>

namespace haatline::simulators::world {

/// What happened, a line a thing, for the person who must understand a violation; and the violation
/// itself, the first one.
class Story {
  public:
    explicit Story(Timeline const& timeline) : timeline_(timeline) {}

    template <class... Args>
    void say(fmt::format_string<Args...> format, Args&&... args) {
        add(fmt::format(format, std::forward<Args>(args)...));
    }
    /// A promise of the product that was not kept.
    template <class... Args>
    void broken(fmt::format_string<Args...> format, Args&&... args) {
        if (!broken_) broken_ = fmt::format(format, std::forward<Args>(args)...);
    }
    TimePoint now() const { return timeline_.now(); }
    std::optional<std::string> const& broken_promise() const { return broken_; }
    std::deque<std::string> const& lines() const { return lines_; }

  private:
    void add(std::string text) {
        constexpr std::size_t kept = 4000; // a world of the usual length fits in
        if (lines_.size() == kept) lines_.pop_front();
        lines_.push_back(timeline_.shown() + "  " + std::move(text));
    }

    Timeline const& timeline_;
    std::deque<std::string> lines_;
    std::optional<std::string> broken_;
};

} // namespace haatline::simulators::world
