#pragma once

#include "gateway/app/dlt_gate.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/metrics.hpp"
#include "gateway/outbox/message_maker.hpp"

#include <memory>
#include <string>
#include <thread>

namespace haatline::gateway {

/// The gate beside a running house: read from its folder, told of imports by a reload, its counts shown, the
/// use of headers written down once a day.
class DltDesk {
  public:
    /// @fails what reading folder and rules says. Nothing is read where nothing is asked of a message.
    static Result<std::unique_ptr<DltDesk>> open(DltConfig const& config, std::string const& dir);
    DltDesk(DltGate gate, std::string dir) : gate_(std::move(gate)), dir_(std::move(dir)) {}
    ~DltDesk();

    /// The register as it is on disk now; empty where nothing is asked. For any thread.
    static Result<dlt::Register> read(DltConfig const& config, std::string const& dir);
    void take(dlt::Register all);

    Judgement judge(storage::outbox::Parcel const& parcel, std::string_view text,
                    std::string_view language, World& world);
    /// Once a second.
    void tick(TimePoint now, Metrics& metrics);

    DltGate& gate() { return gate_; }

  private:
    void note_use(std::vector<std::string> headers, TimePoint now);
    void say_idle(TimePoint now);

    DltGate gate_;
    std::string dir_;
    LogBrake brake_;
    std::thread noting_; ///< waits for the disk, which no message may
    unsigned seconds_ = 0;
    std::chrono::sys_days idle_said_{};
};

} // namespace haatline::gateway
