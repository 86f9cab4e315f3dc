#pragma once

#include "gateway/wire/smpp/pdu.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace haatline::gateway {

/// Messages of several parts of which an SMSC took some and put others off: when one of them is handed over
/// again, only what is missing goes. Kept in this process alone, of so many messages.
class HalfSent {
  public:
    struct Half {
        std::vector<std::string> ids;   ///< a part each, empty where it was not taken
        std::vector<std::size_t> taken; ///< parts
    };
    explicit HalfSent(std::size_t most = 4096) : most_(most) {}

    /// Past `most` the one kept longest is forgotten: it would go again whole.
    void keep(std::int64_t parcel, std::span<smpp::Pdu const> pdus, Half half);
    /// What need not go again; nothing where these are not the parts that were sent, octet by octet.
    std::optional<Half> take(std::int64_t parcel, std::span<smpp::Pdu const> pdus);
    /// A part was taken after all, as a late answer says. @returns the ids of all, once none is missing.
    std::optional<std::vector<std::string>> taken_late(std::int64_t parcel, std::size_t part,
                                                       std::string id);
    std::size_t size() const { return known_.size(); }

  private:
    struct Known {
        std::string digest;
        Half half;
        std::uint64_t mark = 0;
    };
    std::size_t most_;
    std::uint64_t marks_ = 0;
    std::unordered_map<std::int64_t, Known> known_; ///< by parcel
    std::deque<std::pair<std::int64_t, std::uint64_t>> oldest_;
};

} // namespace haatline::gateway
