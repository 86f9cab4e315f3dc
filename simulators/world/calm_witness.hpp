#pragma once

#include "storage/frail_disk.hpp"
#include "storage/witness.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace haatline::simulators::world {

/// Looks without using up the troubles that are planned for the gateway.
class CalmWitness final : public storage::Witness {
  public:
    CalmWitness(storage::FrailDisk& disk, std::unique_ptr<Witness> witness)
        : disk_(disk), witness_(std::move(witness)) {}
    ~CalmWitness() override {
        Calm const calm(disk_);
        witness_.reset();
    }
    Result<std::vector<Event>> events_after(std::uint64_t seq) override {
        Calm const calm(disk_);
        return witness_->events_after(seq);
    }
    Result<std::vector<Left>> left(std::string_view counter, std::uint64_t first) override {
        Calm const calm(disk_);
        return witness_->left(counter, first);
    }
    Result<std::vector<std::uint64_t>> enterprises_of(std::uint64_t phone) override {
        Calm const calm(disk_);
        return witness_->enterprises_of(phone);
    }
    Result<std::uint64_t> overdue_erasures(TimePoint now) override {
        Calm const calm(disk_);
        return witness_->overdue_erasures(now);
    }
    Result<std::uint64_t> empty_searches() override {
        Calm const calm(disk_);
        return witness_->empty_searches();
    }
    Result<void> whole() override {
        Calm const calm(disk_);
        return witness_->whole();
    }
    static Result<std::unique_ptr<Witness>> open(storage::FrailDisk& disk,
                                                 std::string const& folder) {
        Calm const calm(disk);
        auto witness = storage::open_witness(folder);
        if (!witness) return fail(witness.error());
        return std::make_unique<CalmWitness>(disk, std::move(*witness));
    }

  private:
    class Calm {
      public:
        explicit Calm(storage::FrailDisk& disk) : disk_(disk) { disk_.set_calm(true); }
        ~Calm() { disk_.set_calm(false); }
        Calm(Calm const&) = delete;
        Calm& operator=(Calm const&) = delete;

      private:
        storage::FrailDisk& disk_;
    };
    storage::FrailDisk& disk_;
    std::unique_ptr<Witness> witness_;
};

} // namespace haatline::simulators::world
