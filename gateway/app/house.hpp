#pragma once

#include "gateway/api/api.hpp"
#include "gateway/app/campaigns.hpp"
#include "gateway/app/dispatcher.hpp"
#include "gateway/app/dlt_desk.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/program.hpp"
#include "gateway/app/provider_files.hpp"
#include "gateway/app/router.hpp"
#include "gateway/app/serve.hpp"
#include "gateway/app/sms_desk.hpp"
#include "gateway/app/works.hpp"
#include "gateway/outbox/message_maker.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace haatline::gateway {

/// A whole gateway put together: store, readers, journal, dispatcher, router. What `serve` runs and
/// what the recorded conversations talk to. Opening it reads the log back, so a caller can go on
/// where the last process stopped.
class House {
  public:
    /// @fails with what an operator must do: broken menus, a database that is not ours, a folder
    /// that cannot be written.
    static Result<std::unique_ptr<House>> open(Loop& loop, World& world,
                                               ServeOptions const& options);
    /// The same moved by other works, with a program that was proven before: a simulated world opens
    /// thousands.
    static Result<std::unique_ptr<House>> open(std::unique_ptr<Works> works, World& world,
                                               ServeOptions const& options,
                                               std::shared_ptr<Program const> program,
                                               DispatcherOptions dispatching);
    ~House();

    Router& router() { return *router_; }
    Dispatcher& dispatcher() { return *dispatcher_; }
    SmsDesk& sms_desk() { return *sms_desk_; }
    Metrics& metrics() { return metrics_; }
    Outbox& outbox() { return *outbox_; }
    MessageMaker& maker() { return *maker_; }
    Asker& asker() { return *asker_; }
    /// A reload read an operator's mapping again.
    void
    on_mapping(std::function<void(std::string_view, std::shared_ptr<mapping::Mapping const>)> use) {
        mapping_read_ = std::move(use);
    }
    /// Messages may leave from now on; after the carriers were added.
    void begin_sending() { outbox_->begin(*journal_); }
    /// Somebody changed an alert: what is due begins, what was stopped stops, now.
    void look_at_alerts();
    /// Writes more of the alerts that are being sent, where the routes may run dry. Costs nothing without any.
    void feed_alerts() { campaigns_->look(world_.clock.now(), world_.clock.steady()); }
    /// What waits to be sent, oldest first, with its words filled in.
    Result<std::vector<storage::outbox::Parcel>> waiting_to_be_sent(storage::outbox::Class cls);

    /// Asks how much waits at the desk and shows it in the metrics when the answer comes.
    void look_at_the_desk();
    static constexpr auto desk_looked_at_every = std::chrono::seconds(15);
    struct Reloaded {
        bool done = false;
        std::string text; ///< what whoever asked reads: the checker's report, and what came of it
    };
    /// Reads menus, locales and the operator's mappings again on a thread of its own, so that no caller waits; a broken set
    /// is refused, said in the log, and the running one stays. `told` is called on the loop.
    void reload(std::function<void(Reloaded)> told = {});
    /// Carries out now what is due to be erased; `told` is called on the loop when it was looked for.
    void erase_due(std::function<void(Result<void> const&)> told);
    /// Once a second: what waits for time rather than for a caller.
    void tick();
    /// After the last turn: puts open dialogues down and commits everything.
    void close();
    /// Leaves without putting anything down, as a killed process would: what is not committed yet
    /// never was.
    void abandon() { closed_ = true; }

  private:
    House(std::unique_ptr<Works> works, World& world, Config config);
    Result<void> build(ServeOptions const& options, std::shared_ptr<Program const> program,
                       DispatcherOptions dispatching);
    void build_alerts();
    void build_api();
    Result<void> read_log_back();
    Reloaded take_over(Result<Loaded> const& loaded,
                       Result<std::vector<ProviderFile>> const& providers,
                       Result<dlt::Register> messages);
    std::string take_over_menus(Loaded const& loaded);
    std::vector<menus::NamedBudget> budgets() const;
    void on_disk(std::vector<storage::Committed> steps);
    void tend();
    void tell_who_waits(storage::UpkeepReport const& report);
    void say_upkeep(storage::UpkeepReport const& report);
    void say_not_written(std::vector<storage::Committed> const& steps);

    std::unique_ptr<Works> works_;
    World& world_;
    Config config_;
    Metrics metrics_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<Asker> asker_;
    std::unique_ptr<Dispatcher> dispatcher_;
    std::unique_ptr<Router> router_;
    std::shared_ptr<MessageMaker> maker_;
    std::unique_ptr<DltDesk> dlt_;
    std::unique_ptr<Outbox> outbox_;
    std::unique_ptr<Campaigns> campaigns_;
    std::unique_ptr<Api> api_;
    std::unique_ptr<SmsDesk> sms_desk_;
    std::function<void(std::string_view, std::shared_ptr<mapping::Mapping const>)> mapping_read_;
    storage::Journal* journal_ = nullptr;
    LogBrake not_written_brake_, overtaken_brake_;
    struct WaitsForErasure {
        TimePoint since;
        std::function<void(Result<void> const&)> told;
    };
    std::vector<WaitsForErasure> erasing_;
    /// Dialogues that were open when the last process ended: who began them, by key. Until the router has them.
    std::map<std::string, std::pair<std::uint64_t, TimePoint>> open_before_;
    std::thread reloading_;
    bool reload_runs_ = false;
    bool desk_asked_ = false; ///< and not answered yet
    unsigned seconds_ = 0;
    bool closed_ = false;
};

/// What an operator's limits mean to the dispatcher.
DispatcherOptions dispatching_of(Config const& config);

/// Prints a checker's findings for a person; returns false when there is an error among them.
bool say_findings(menus::Report const& report);

} // namespace haatline::gateway
