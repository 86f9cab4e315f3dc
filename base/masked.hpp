#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

namespace haatline {

/// A value that must not reach a log by accident: prints as ••••; `.full()` stands out in review.
template <class T>
class Masked {
  public:
    Masked() = default;
    explicit Masked(T value) : value_(std::move(value)) {}
    T const& full() const { return value_; }
    bool operator==(Masked const&) const = default;

  private:
    T value_{};
};

using Secret = Masked<std::string>;

} // namespace haatline

template <class T>
struct fmt::formatter<haatline::Masked<T>> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(haatline::Masked<T> const&, Context& ctx) const {
        return fmt::formatter<std::string_view>::format("••••", ctx);
    }
};
