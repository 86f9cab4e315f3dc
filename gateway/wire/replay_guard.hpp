#pragma once

#include "base/world.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>

namespace haatline::gateway {

/// Remembers for a while which signatures, nonces or token ids were used. Holds a digest
/// of each, nothing of the request. Only what was verified comes here, so that strangers cannot
/// fill it.
///
/// A provider that repeats an unanswered callback word for word repeats its nonce too: who answers
/// retries asks the guard only about requests nobody knows yet.
class ReplayGuard {
  public:
    /// @param remember  at least twice a signature's window: it may be that far ahead of our clock,
    ///                  and stays good that long behind it.
    /// @param capacity  past it the oldest is forgotten early and counted.
    explicit ReplayGuard(Millis remember = std::chrono::minutes(10),
                         std::size_t capacity = 64 * 1024);

    /// True when `once` was not seen within the time; from then on it was. `scope` keeps the nonces
    /// of two routes apart.
    bool admit(std::string_view scope, std::string_view once, TimePoint now);

    std::size_t size() const { return known_.size(); }
    std::uint64_t forgotten_early() const { return forgotten_early_; }

  private:
    struct Entry {
        std::string mark;
        TimePoint seen;
    };
    void forget_oldest();

    Millis remember_;
    std::size_t capacity_;
    std::deque<Entry> in_order_;
    std::unordered_set<std::string> known_;
    std::uint64_t forgotten_early_ = 0;
};

} // namespace haatline::gateway
