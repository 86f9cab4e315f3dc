#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway {

/// A provider's token: fetched once whoever asks meanwhile, good until shortly before it expires.
class TokenKeeper {
  public:
    /// With the token, or with nothing when none was to be had.
    using Asker = std::function<void(std::string_view token)>;

    /// The token at hand, or nothing.
    std::string_view at_hand(std::chrono::nanoseconds now) const {
        return now < good_until_ ? std::string_view(token_) : std::string_view();
    }
    /// @returns whether it must be fetched now; false: somebody does already.
    bool wait(Asker asker) {
        askers_.push_back(std::move(asker));
        return !std::exchange(fetching_, true);
    }
    /// An empty token: none came.
    void came(std::string token, std::chrono::seconds good_for, std::chrono::nanoseconds now) {
        using std::chrono::nanoseconds;
        constexpr nanoseconds margin = std::chrono::seconds(30);
        nanoseconds const whole = good_for;
        token_ = std::move(token);
        good_until_ = token_.empty() ? nanoseconds(0) : now + whole - std::min(margin, whole / 10);
        fetching_ = false;
        auto const told = std::exchange(askers_, {});
        auto const given = token_; // an asker may find it refused
        for (auto const& asker : told) asker(given);
    }
    /// The provider refused it; a newer one stays.
    void refused(std::string_view token) {
        if (token == token_) good_until_ = std::chrono::nanoseconds(0);
    }

  private:
    std::string token_;
    std::chrono::nanoseconds good_until_{0};
    bool fetching_ = false;
    std::vector<Asker> askers_;
};

} // namespace haatline::gateway
