#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// What a callback said, kept only as far as the next one needs it: its size and a keyed mark, since
/// a secret number may stand in it.
struct TextMark {
    std::size_t size = 0; ///< in octets; 0: nothing was said, and there is no mark
    std::string mark;

    bool operator==(TextMark const&) const = default;
};

/// Makes the marks (gateway/app/pepper.hpp).
using Marker = std::function<std::string(std::string_view)>;

/// What the last callback of a dialogue said, to somebody who wants to know what came after it.
class Heard {
  public:
    Heard() = default;
    Heard(TextMark const& mark, Marker const& marker) : mark_(&mark), marker_(&marker) {}
    /// The text itself, where it is known.
    Heard(std::string_view text) : text_(text) {}
    Heard(char const* text) : text_(text) {}

    std::size_t size() const { return mark_ ? mark_->size : text_.size(); }
    bool empty() const { return size() == 0; }
    /// Whether `text` begins with it.
    bool begins(std::string_view text) const {
        if (text.size() < size()) return false;
        auto const beginning = text.substr(0, size());
        return mark_ ? (*marker_)(beginning) == mark_->mark : beginning == text_;
    }

  private:
    TextMark const* mark_ = nullptr;
    Marker const* marker_ = nullptr;
    std::string_view text_;
};

/// The answer inside a text that holds all answers joined by stars: what came behind the last one. The caller can type
/// a star himself, so it is never what stands behind the last star. Nothing when `text` does not go on from `previous`.
inline std::optional<std::string_view> answer_after(Heard const& previous, std::string_view text) {
    if (previous.empty()) return text.empty() ? std::nullopt : std::optional(text);
    bool const goes_on =
        text.size() > previous.size() && text[previous.size()] == '*' && previous.begins(text);
    if (!goes_on) return std::nullopt;
    return text.substr(previous.size() + 1);
}

} // namespace haatline::gateway
