#pragma once

#include "gateway/app/pepper.hpp"
#include "gateway/app/program.hpp"
#include "simulators/world/errands.hpp"
#include "simulators/world/spoil.hpp"
#include "storage/frail_disk.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace haatline::simulators::world {

/// What all worlds begin with: menus and words proven once, a database with places, products and
/// some enterprises made once, and the disk it lies on.
class Ground {
  public:
    static Result<std::unique_ptr<Ground>> make();
    ~Ground();

    std::string const& folder() const { return folder_; }
    storage::FrailDisk& disk() { return disk_; }
    storage::FrailDisk::Image const& image() const { return *image_; }
    std::shared_ptr<gateway::Program const> program() const { return program_; }
    gateway::Pepper const& pepper() const { return *pepper_; }
    Errands const& errands() const { return *errands_; }

  private:
    Ground() : disk_(1) {}
    storage::FrailDisk disk_;
    std::string folder_;
    std::shared_ptr<storage::FrailDisk::Image const> image_;
    std::shared_ptr<gateway::Program const> program_;
    std::optional<gateway::Pepper> pepper_;
    std::optional<Errands> errands_;
};

struct WorldOptions {
    std::uint64_t seed = 1;
    std::size_t steps = 120; ///< callbacks that handsets send
    Spoil spoil = Spoil::none;
};

struct WorldReport {
    std::optional<std::string> broken; ///< the promise that was not kept
    std::vector<std::string> story;
    std::size_t callbacks = 0, steps = 0, crashes = 0, disk_faults = 0, erased = 0;
    std::map<std::string, std::size_t> effects; ///< how often each took place
};

/// One village under one seed: handsets, a network, a gateway with its disk, all of it in virtual
/// time. The same seed tells the same story.
WorldReport run_world(Ground& ground, WorldOptions const& options);

} // namespace haatline::simulators::world
