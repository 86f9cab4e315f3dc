#include "simulators/world/village.hpp"

#include "gateway/app/house.hpp"
#include "simulators/world/calm_witness.hpp"
#include "simulators/world/machine.hpp"
#include "simulators/world/network.hpp"
#include "simulators/world/settlers.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace haatline::simulators::world {
namespace {

using Loss = storage::FrailDisk::Loss;
using Fault = storage::FrailDisk::Fault;

/// Reads every line of the log.
class LogReader final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  public:
    explicit LogReader(std::function<void(std::string_view)> on_line)
        : on_line_(std::move(on_line)) {}

  private:
    void sink_it_(spdlog::details::log_msg const& message) override {
        on_line_({message.payload.data(), message.payload.size()});
    }
    void flush_() override {}
    std::function<void(std::string_view)> on_line_;
};

class Village {
  public:
    Village(Ground& ground, WorldOptions const& options);
    ~Village();
    WorldReport run();

  private:
    void people();
    void open();
    void go_down(char const* how, Loss loss);
    void incident();
    void tick();
    void holidays();
    bool next();
    void run_until_quiet();
    void last_calls();
    void read_log(std::string_view line);
    std::string told(std::string text) const;

    Ground& ground_;
    WorldOptions options_;
    storage::FrailDisk& disk_;
    Chance chance_;
    Timeline timeline_;
    haatline::World world_{timeline_, chance_};
    Story story_{timeline_};
    gateway::ServeOptions serve_;
    Notary notary_;
    std::vector<std::string> numbers_;
    Stage stage_;
    Network network_;
    Speed speed_;
    gateway::DispatcherOptions dispatching_;
    bool calm_ = false;     ///< a world without crashes
    bool holidays_ = false; ///< once somebody wishes to be erased
    std::deque<Handset> handsets_;

    std::shared_ptr<Machine> machine_;
    std::unique_ptr<gateway::House> house_;
    std::unique_ptr<storage::Witness> witness_;
    std::uint64_t faults_before_ = 0; ///< of the disk, when this gateway began
    Loss loss_ = Loss::nothing;       ///< of the death that is planned
    std::size_t crashes_ = 0, incident_at_ = 0;
    std::shared_ptr<spdlog::logger> logger_before_;
};

gateway::ServeOptions serve_options(Ground const& ground) {
    gateway::ServeOptions out;
    out.config = gateway::demo_config();
    // The three whose traps differ: cumulative text, no session id, no message id.
    out.config.routes.resize(3);
    out.config.data_dir = ground.folder();
    return out;
}

Weather weather_of(Chance& chance) {
    if (chance.percent(25)) return {0, 0, 0, 0};
    if (chance.percent(25)) return {8, 12, 12, 8};
    return {};
}

Speed speed_of(Chance& chance) {
    Speed out;
    if (chance.percent(20)) out.sync_most = out.commit_most = Millis(4'000); // a slow disk
    if (chance.percent(10)) out.answer_most = Millis(2'000);
    if (chance.percent(30)) out.batch_most = 1 + chance.below(3);
    return out;
}

Village::Village(Ground& ground, WorldOptions const& options)
    : ground_(ground), options_(options), disk_(ground.disk()), chance_(options.seed),
      serve_(serve_options(ground)),
      notary_(*ground.program(), ground.pepper(), serve_.config.routes, story_),
      stage_{timeline_,         chance_,         story_,           notary_,
             *ground.program(), ground.pepper(), ground.errands(), numbers_},
      network_(stage_, weather_of(chance_)), speed_(speed_of(chance_)) {
    disk_.load(ground.image(), options.seed);
    if (options.spoil == Spoil::disk_lies) disk_.lie();
    calm_ = chance_.percent(15);
    stage_.fashion = chance_.one_of(ground.errands().all());
    if (chance_.percent(12)) stage_.fashion = "erase.ask";
    holidays_ = chance_.percent(60);
    for (auto& route : serve_.config.routes)
        if (chance_.percent(50)) route.budget = {182, 80};
    serve_.config.storage.readers = chance_.percent(30) ? 2 : 1;
    // Small spans, so that dialogues are put down and taken up again in minutes.
    if (chance_.percent(50)) dispatching_.replay_span_max = 150;
    if (chance_.percent(50)) dispatching_.idle_max = std::chrono::seconds(60);
    if (options.spoil == Spoil::no_retry_memory) dispatching_.answered_max = 0;
    logger_before_ = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "world", std::make_shared<LogReader>([this](std::string_view line) { read_log(line); })));
}

Village::~Village() {
    if (machine_) machine_->alive = false;
    disk_.die();
    witness_.reset();
    house_.reset();
    spdlog::set_default_logger(logger_before_);
}

/// The folder has another name in every process, and a story must be the same in each.
std::string Village::told(std::string text) const {
    for (auto at = text.find(ground_.folder()); at != std::string::npos;
         at = text.find(ground_.folder()))
        text.replace(at, ground_.folder().size(), "DATA");
    return text;
}

void Village::read_log(std::string_view line) {
    story_.say("  log: {}", told(std::string(line)));
    for (auto const& number : numbers_)
        if (line.find(number) != std::string_view::npos)
            story_.broken("the log names a caller's number");
}

/// Four to ten numbers, one in four of them in two hands at once.
void Village::people() {
    auto const count = 4 + chance_.below(7);
    auto const& routes = serve_.config.routes;
    auto const send = [this](CallbackPtr callback) {
        if (stage_.callbacks >= options_.steps) stage_.closing = true;
        network_.send(std::move(callback));
    };
    for (std::size_t i = 0; i < count; ++i) {
        auto const phone = village_number(i);
        numbers_.push_back(phone.full().substr(3));
        notary_.keep_number(phone.number(), numbers_.back());
        bool const shared = chance_.percent(25);
        auto const first = chance_.below(routes.size());
        handsets_.emplace_back(stage_, handsets_.size(), phone, routes[first], world_, !shared,
                               send);
        if (shared)
            handsets_.emplace_back(stage_, handsets_.size(), phone,
                                   routes[(first + 1) % routes.size()], world_, false, send);
    }
    network_.serve(handsets_, [this] { return disk_.faults() > faults_before_; });
    for (auto& handset : handsets_) handset.rest();
}

void Village::open() {
    if (house_) return;
    if (!calm_ && !stage_.closing && chance_.percent(10)) {
        loss_ = chance_.percent(50) ? Loss::unsynced : Loss::nothing;
        disk_.die_after(1 + static_cast<unsigned>(chance_.below(25)));
    }
    machine_ = std::make_shared<Machine>(
        Machine{timeline_, chance_, notary_, speed_, options_.spoil, true});
    faults_before_ = disk_.faults();
    auto house =
        gateway::House::open(works_of(machine_), world_, serve_, ground_.program(), dispatching_);
    if (!house) {
        story_.say("the gateway does not start");
        if (!disk_.dead() && disk_.faults() == faults_before_)
            story_.broken("the gateway does not start: {}", told(house.error().detail));
        return go_down("and is given up", loss_);
    }
    house_ = std::move(*house);
    if (disk_.dead()) return go_down("dead at once", loss_);
    auto witness = CalmWitness::open(disk_, ground_.folder());
    if (!witness) return story_.broken("{}", witness.error().detail);
    witness_ = std::move(*witness);
    notary_.opened(*witness_);
    network_.reach(house_.get());
    story_.say("the gateway is up");
}

/// The gateway is gone, with what the disk had not synced if the power was cut.
void Village::go_down(char const* how, Loss loss) {
    ++crashes_;
    story_.say("the gateway is {}{}", how, loss == Loss::unsynced ? ", the power is cut" : "");
    machine_->alive = false;
    disk_.die();
    witness_.reset();
    if (house_) house_->abandon();
    house_.reset();
    disk_.reboot(loss);
    notary_.crashed();
    network_.reach(nullptr);
    network_.cut();
    timeline_.after(chance_.between(300, 6'000), [this] { open(); });
}

/// Something that happens to machines.
void Village::incident() {
    if (!house_) return;
    auto const nth = 1 + static_cast<unsigned>(chance_.below(12));
    switch (chance_.below(9)) {
    case 0:
        return go_down("killed", Loss::nothing);
    case 1:
        return go_down("gone", Loss::unsynced);
    case 2:
    case 3:
        loss_ = chance_.percent(50) ? Loss::unsynced : Loss::nothing;
        story_.say("the machine will die at the {}th write from now", nth);
        return disk_.die_after(nth);
    case 4: {
        constexpr std::array faults{Fault::full, Fault::write, Fault::sync, Fault::read};
        auto const fault = chance_.one_of(faults);
        auto const times = 1 + static_cast<unsigned>(chance_.below(fault == Fault::full ? 20 : 2));
        story_.say("the disk will fail {} times", times);
        return disk_.fail(fault, nth, times);
    }
    case 5: {
        auto const by = chance_.between(-1'200'000, 1'200'000);
        story_.say("somebody sets the clock by {} s", by.count() / 1000);
        return timeline_.set_clock(by);
    }
    case 6:
        story_.say("the gateway is stopped in order");
        house_->close();
        return go_down("down", Loss::nothing);
    default:
        return house_->dispatcher().tidy_up();
    }
}

/// What happens every second in a gateway that runs, and by the way in any machine.
void Village::tick() {
    if (stage_.closing) return;
    if (house_) house_->tick();
    constexpr Millis hour(3'600'000);
    timeline_.after(timeline_.until_next() > hour ? hour : chance_.between(1'000, 60'000),
                    [this] { tick(); });
}

bool Village::next() {
    if (story_.broken_promise() || !timeline_.next()) return false;
    holidays();
    if (disk_.dead()) go_down("dead", loss_);
    if (!calm_ && !stage_.closing && stage_.callbacks >= incident_at_) {
        incident_at_ = stage_.callbacks + 1 + chance_.below(30);
        timeline_.after(chance_.between(0, 3'000), [this] {
            if (!stage_.closing) incident();
        });
    }
    return true;
}

/// Who wishes to be erased is erased a week later: soon after a wish nobody calls for longer.
void Village::holidays() {
    if (!holidays_ || notary_.wishes() == 0) return;
    holidays_ = false;
    story_.say("everybody is on holiday for eight days");
    stage_.holiday_until = timeline_.passed() + std::chrono::hours(8 * 24);
}

void Village::run_until_quiet() {
    constexpr std::size_t things_max = 2'000'000; // far above what a world of the usual length has
    for (std::size_t i = 0; next(); ++i)
        if (i == things_max) return story_.broken("the world does not come to rest");
}

/// When all is quiet: the power is cut once more, everything must be there, and everybody can dial.
void Village::last_calls() {
    if (!house_ || network_.at_the_gateway() > 0 || house_->dispatcher().turns_in_work() > 0)
        return story_.broken("all is quiet, and {} callbacks are without a reply",
                             network_.at_the_gateway());
    for (int second = 0; second < 10; ++second) house_->tick(); // one in ten looks for erasures
    run_until_quiet();
    notary_.compare(Notary::Care::promises);
    speed_ = {};
    go_down("gone at the end", Loss::unsynced);
    run_until_quiet();
    if (story_.broken_promise()) return;
    std::vector<std::size_t> before;
    for (auto& handset : handsets_) before.push_back(handset.answers_heard());
    network_.clear_up();
    stage_.closing = false;
    stage_.holiday_until = {};
    options_.steps = stage_.callbacks + handsets_.size() + 1;
    for (auto& handset : handsets_) handset.dial();
    stage_.closing = true;
    run_until_quiet();
    if (story_.broken_promise()) return;
    for (std::size_t i = 0; i < handsets_.size(); ++i)
        if (handsets_[i].answers_heard() == before[i])
            return story_.broken("handset {} dials at the end and hears nothing", i);
    notary_.compare(Notary::Care::every_page);
}

WorldReport Village::run() {
    people();
    open();
    tick();
    run_until_quiet();
    if (!story_.broken_promise()) {
        disk_.heal();
        run_until_quiet();
    }
    if (!story_.broken_promise()) last_calls();
    WorldReport report;
    report.broken = story_.broken_promise();
    report.story.assign(story_.lines().begin(), story_.lines().end());
    report.callbacks = stage_.callbacks;
    report.steps = notary_.steps();
    report.crashes = crashes_;
    report.disk_faults = disk_.faults();
    report.erased = notary_.erased_numbers();
    report.effects = notary_.effects();
    return report;
}

} // namespace

WorldReport run_world(Ground& ground, WorldOptions const& options) {
    return Village(ground, options).run();
}

} // namespace haatline::simulators::world
