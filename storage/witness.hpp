#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::storage {

/// Reads the database past the store and its sessions, for those who compare it with what callers
/// were told: simulated worlds and tests.
class Witness {
  public:
    virtual ~Witness() = default;

    struct Event {
        std::uint64_t seq, phone; ///< phone 0: of somebody who was erased
        std::string session, identity, kind, reply;
        bool ended;
    };
    /// Steps behind `seq`, oldest first; 0 gives all there are.
    virtual Result<std::vector<Event>> events_after(std::uint64_t seq) = 0;

    /// What effects with a reference of `counter` (cluster/questions.hpp) left: each serial from
    /// `first` on with the phone it was given to (0 where the row does not say), by serial.
    struct Left {
        std::uint64_t serial, phone;
        bool operator==(Left const&) const = default;
    };
    virtual Result<std::vector<Left>> left(std::string_view counter, std::uint64_t first) = 0;

    /// Ids of the enterprises of those who are behind this number now.
    virtual Result<std::vector<std::uint64_t>> enterprises_of(std::uint64_t phone) = 0;
    /// People whose day to be erased came before `now`, and who are there.
    virtual Result<std::uint64_t> overdue_erasures(TimePoint now) = 0;
    /// How often a search that found nobody was counted.
    virtual Result<std::uint64_t> empty_searches() = 0;
    /// Every page, index and foreign key. @fails Errc::invalid_data with the first fault.
    virtual Result<void> whole() = 0;
};

Result<std::unique_ptr<Witness>> open_witness(std::string const& dir);

} // namespace haatline::storage
