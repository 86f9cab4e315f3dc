#pragma once

#include "gateway/app/works.hpp"
#include "simulators/world/chance.hpp"
#include "simulators/world/notary.hpp"
#include "simulators/world/spoil.hpp"
#include "simulators/world/timeline.hpp"

#include <memory>

namespace haatline::simulators::world {

/// How fast a machine is, in one world; virtual time.
struct Speed {
    Millis answer_most{3}; ///< longest a reader takes
    Millis commit_most{5}; ///< longest from a queued step to its commit
    Millis sync_most{8};   ///< longest from a commit to the word of it
    std::size_t batch_most = 64;
};

/// What the parts of one machine share; it dies with the process that runs on it.
struct Machine {
    Timeline& timeline;
    Chance& chance;
    Notary& notary;
    Speed speed;
    Spoil spoil = Spoil::none;
    bool alive = true;
};

/// Posts, readers and the store of a gateway, all turned by the timeline. What reaches a dead
/// machine is dropped.
std::unique_ptr<gateway::Works> works_of(std::shared_ptr<Machine> machine);

/// The real store without threads: commits when the timeline says, and tells the notary.
std::unique_ptr<storage::Store> turned_by_hand(std::shared_ptr<Machine> machine,
                                               std::unique_ptr<storage::Store> store);
/// The real readers, each question answered when the timeline says; answers may overtake each
/// other.
std::unique_ptr<gateway::Asker>
turned_by_hand(std::shared_ptr<Machine> machine,
               std::vector<std::unique_ptr<storage::Reader>> readers);

} // namespace haatline::simulators::world
