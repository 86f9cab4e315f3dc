#include "gateway/app/house.hpp"

#include "cluster/ticket.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/program.hpp"
#include "menus/report.hpp"
#include "storage/demo.hpp"
#include "storage/secrets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace haatline::gateway {

namespace {

/// What an operator says of messages from phones. What we send from is ours, and never answered.
SmsDeskOptions desk_options(Config const& config) {
    SmsDeskOptions out;
    out.replies = config.sms.replies;
    out.prefixes = config.sms.prefixes;
    out.own_numbers = config.sms.own_numbers;
    for (auto const& account : config.smpp) out.own_numbers.push_back(account.sender);
    for (auto const& route : config.routes) out.own_numbers.push_back(route.sms.sender);
    std::erase(out.own_numbers, std::string());
    return out;
}

/// No provider's dialogue lives longer than this without a request.
constexpr auto dialogue_time_max = std::chrono::minutes(10);

std::uint64_t whole(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

bool say_findings(menus::Report const& report) {
    for (auto const& finding : report.findings) {
        if (finding.level != menus::Finding::Level::error) continue;
        spdlog::error("menus refused: {}: {}", menus::place_of(finding), finding.what);
    }
    return report.ok();
}

House::House(std::unique_ptr<Works> works, World& world, Config config)
    : works_(std::move(works)), world_(world), config_(std::move(config)) {}

House::~House() {
    if (reloading_.joinable()) reloading_.join();
    close();
}

DispatcherOptions dispatching_of(Config const& config) {
    auto const& limits = config.limits;
    DispatcherOptions out;
    out.admission.turns_max = limits.turns_in_flight;
    out.admission.crowd = 2 * std::size_t{config.storage.batch_max};
    out.admission.number =
        Pace::per_minute(limits.number_turns_per_minute, limits.number_turns_at_once);
    out.admission.all = Pace::per_second(limits.turns_per_second);
    out.admission.new_call_wait = limits.new_call_wait;
    out.admission.answer_wait = limits.answer_wait;
    // Before the server says 503 in nobody's format; a look each second comes on top.
    out.give_up_after = limits.reply_timeout * 4 / 5;
    return out;
}

Result<std::unique_ptr<House>> House::open(Loop& loop, World& world, ServeOptions const& options) {
    auto budgets = standard_budgets();
    for (auto const& route : options.config.routes)
        budgets.push_back({"route " + route.name, route.budget});
    auto loaded = load_program(options.config.menus_dir, options.config.locales_dir, budgets,
                               options.config.languages);
    if (!loaded) return fail(loaded.error());
    if (!say_findings(loaded->report) || !loaded->program)
        return fail(Errc::invalid_data,
                    "the menus do not pass: run `haatline check` and mend what it names");

    return open(works_of(loop), world, options, std::move(loaded->program),
                dispatching_of(options.config));
}

Result<std::unique_ptr<House>> House::open(std::unique_ptr<Works> works, World& world,
                                           ServeOptions const& options,
                                           std::shared_ptr<Program const> program,
                                           DispatcherOptions dispatching) {
    std::unique_ptr<House> house(new House(std::move(works), world, options.config));
    if (auto built = house->build(options, std::move(program), dispatching); !built)
        return fail(built.error());
    return house;
}

namespace {

/// A new key beside a database that came without its own locks out everybody who has a secret number.
Result<void> may_make_pepper(std::string const& dir, bool on_purpose) {
    auto const set = storage::secret_numbers(dir);
    if (!set) return fail(set.error());
    if (*set == 0) return {};
    if (on_purpose) {
        spdlog::warn(
            "a new haatline.pepper: secret_numbers={} do not fit any more; the desk resets "
            "each on its `secret` ticket",
            *set);
        return {};
    }
    return fail(
        Errc::invalid_data,
        fmt::format("{}/haatline.pepper is not there, and {} secret numbers fit under no "
                    "other key: put it back from where you keep it (docs/backup.md); when "
                    "it is lost for good, serve once with --new-pepper, and the desk resets "
                    "each secret number when its member asks",
                    dir, *set));
}

} // namespace

Result<void> House::build(ServeOptions const& options, std::shared_ptr<Program const> program,
                          DispatcherOptions dispatching) {
    auto store = works_->open_store(config_.data_dir, world_);
    if (!store) return fail(store.error());
    store_ = std::move(*store);
    if (options.demo) {
        auto const begun = world_.clock.steady();
        auto const seconds = [&] {
            return std::chrono::duration<double>(world_.clock.steady() - begun).count();
        };
        auto const filled =
            storage::fill_demo(config_.data_dir, options.demo_size, world_, [&](int done) {
                if (done < options.demo_size)
                    spdlog::info("inventing enterprises={} of={} seconds={:.0f}", done,
                                 options.demo_size, seconds());
            });
        if (!filled) return fail(filled.error());
        if (filled->added)
            spdlog::info("invented enterprises={} clusters={} seconds={:.1f}", filled->enterprises,
                         filled->clusters, seconds());
    }
    metrics_.enterprises = store_->enterprises();

    std::vector<std::unique_ptr<storage::Reader>> readers;
    for (std::uint32_t i = 0; i < config_.storage.readers; ++i) {
        auto reader = store_->reader(config_.people, config_.retention);
        if (!reader) return fail(reader.error());
        readers.push_back(std::move(*reader));
    }
    asker_ = works_->asker(std::move(readers));
    auto register_ = DltDesk::open(config_.dlt, config_.data_dir);
    if (!register_) return fail(register_.error());
    dlt_ = std::move(*register_);
    auto const pepper = Pepper::of_folder(config_.data_dir, world_.random, [&] {
        return may_make_pepper(config_.data_dir, options.new_pepper);
    });
    if (!pepper) return fail(pepper.error());
    dispatcher_ = std::make_unique<Dispatcher>(*asker_, world_, metrics_, std::move(program),
                                               *pepper, dispatching);
    maker_ = std::make_shared<MessageMaker>(
        [this]() -> Program const& { return dispatcher_->newest(); });
    maker_->judge = [this](auto const& parcel, std::string_view text, std::string_view language,
                           Carrier const&,
                           TimePoint) { return dlt_->judge(parcel, text, language, world_); };
    outbox_ = std::make_unique<Outbox>(
        *asker_, world_,
        [maker = maker_](storage::outbox::Parcel const& parcel, Carrier const& carrier,
                         TimePoint now) { return (*maker)(parcel, carrier, now); });
    if (auto read = read_log_back(); !read) return fail(read.error());

    auto router = Router::make(config_, world_, metrics_,
                               [this](Turn turn) { dispatcher_->take(std::move(turn)); });
    if (!router) return fail(router.error());
    router_ = std::move(*router);
    build_alerts();
    build_api();
    sms_desk_ =
        std::make_unique<SmsDesk>(desk_options(config_), world_, metrics_,
                                  [this](Turn turn) { dispatcher_->take(std::move(turn)); });
    for (auto const& [dialogue, open] : open_before_)
        router_->remember(dialogue, open.first, open.second);
    open_before_.clear();
    return {};
}

Result<void> House::read_log_back() {
    std::uint64_t steps = 0;
    auto const replayed = store_->replay([&](storage::ReplayedStep const& step) {
        ++steps;
        dispatcher_->restore(step);
        auto const dialogue = std::string(step.session);
        if (step.ended || world_.clock.now() - step.at > dialogue_time_max)
            open_before_.erase(dialogue);
        else
            open_before_[dialogue] = {step.phone, step.at};
    });
    if (!replayed) return fail(replayed.error());

    std::map<std::string, std::uint64_t, std::less<>> serials;
    for (auto const& contract : effect_contracts()) {
        if (contract.serial.empty()) continue;
        auto const next = store_->next_serial(contract.serial);
        if (!next) return fail(next.error());
        serials.emplace(contract.serial, *next);
    }
    storage::JournalOptions journalling;
    journalling.window_max = config_.storage.commit_window;
    journalling.batch_max = config_.storage.batch_max;
    journalling.retention = config_.retention;
    journalling.on_upkeep = [this](storage::UpkeepReport report) {
        works_->post([this, done = std::make_shared<storage::UpkeepReport>(std::move(report))] {
            say_upkeep(*done);
            dispatcher_->forget(done->erased_lines);
            tell_who_waits(*done);
        });
    };
    journal_ = &store_->start(journalling, [this](std::vector<storage::Committed> steps_on_disk) {
        works_->post([this, done = std::make_shared<std::vector<storage::Committed>>(
                                std::move(steps_on_disk))] { on_disk(std::move(*done)); });
    });
    dispatcher_->begin(*journal_, std::move(serials));
    spdlog::info("log read back steps={} enterprises={}", steps, metrics_.enterprises);
    return {};
}

void House::on_disk(std::vector<storage::Committed> steps) {
    auto const failed = std::find_if(steps.begin(), steps.end(), [](auto const& step) {
        return !step.seq && (step.seq.error().code == Errc::unavailable ||
                             step.seq.error().code == Errc::invalid_data);
    });
    say_not_written(steps);
    if (failed != steps.end()) {
        metrics_.trouble = failed->seq.error().detail;
    } else if (!metrics_.trouble.empty()) {
        spdlog::info("answers are written again");
        metrics_.trouble.clear();
    }
    std::erase_if(steps, [](auto const& step) { return step.token == 0; }); // a probe
    if (steps.empty()) return;
    metrics_.commit_steps.add(static_cast<double>(steps.size()));
    // Answers leave before their senders hear that the question was taken; STOP counts before any of them.
    for (auto const& step : steps) {
        if (!step.done || !step.seq || *step.seq == 0) continue;
        if (step.done->quieter.number() != 0) outbox_->stop(step.done->quieter);
        outbox_->born(*step.done);
    }
    dispatcher_->committed(steps);
    outbox_->committed(steps);
}

void House::tick() {
    dispatcher_->tidy_up();
    router_->tidy_up();
    dispatcher_->look_at_the_waits();
    auto const now = world_.clock.steady();
    auto const& admission = dispatcher_->admission();
    metrics_.wait_seconds = std::chrono::duration<double>(admission.wait(now)).count();
    metrics_.overload_level = static_cast<unsigned>(admission.level(now));
    metrics_.turns_in_flight = dispatcher_->turns_in_work();
    metrics_.journal_queue = dispatcher_->steps_on_the_way();
    metrics_.dialogues_live = dispatcher_->phones();
    // Who is not ready gets no callers, and so would never learn that the disk has room again.
    if (!metrics_.trouble.empty()) journal_->probe();
    outbox_->tick();
    dlt_->tick(world_.clock.now(), metrics_);
    look_at_alerts();
    tend();
}

void House::tend() {
    // An erasure that is due is looked up by an index of its own: nothing when there is none.
    constexpr unsigned every = 10;
    if (journal_ && seconds_++ % every == 0) journal_->tend(world_.clock.now());
}

void House::erase_due(std::function<void(Result<void> const&)> told) {
    if (!journal_) return told(fail(Errc::unavailable, "the service is starting: try again"));
    auto const now = world_.clock.now();
    erasing_.push_back({now, std::move(told)});
    journal_->tend(now);
}

/// A round that began before somebody asked may have passed what she asks for.
void House::tell_who_waits(storage::UpkeepReport const& report) {
    auto const waits = std::stable_partition(
        erasing_.begin(), erasing_.end(), [&](auto const& each) { return each.since > report.at; });
    std::vector<WaitsForErasure> const over(std::make_move_iterator(waits),
                                            std::make_move_iterator(erasing_.end()));
    erasing_.erase(waits, erasing_.end());
    for (auto const& each : over) each.told(report.outcome);
}

void House::say_upkeep(storage::UpkeepReport const& report) {
    ++metrics_.upkeep_rounds;
    std::string rows;
    for (auto const& each : report.counts) {
        if (each.rows == 0) continue;
        metrics_.upkeep_rows[std::string(each.job)] += each.rows;
        rows += fmt::format(" {}={}", each.job, each.rows);
    }
    if (!rows.empty()) spdlog::info("upkeep{}", rows);
    if (report.outcome) return;
    ++metrics_.upkeep_failed;
    spdlog::error("upkeep ended early, tried again in ten seconds error={} detail={}",
                  report.outcome.error().about().name, report.outcome.error().detail);
}

/// The callers are told "busy"; this is for whoever can make room on the disk.
void House::say_not_written(std::vector<storage::Committed> const& steps) {
    auto const failed = [](storage::Committed const& step) {
        return !step.seq && step.token != 0 && !storage::lost_a_race(step);
    };
    std::uint64_t left_out = 0;
    auto const lost = std::find_if(steps.begin(), steps.end(), storage::lost_a_race);
    if (lost != steps.end() && overtaken_brake_.lets(world_.clock.steady(), left_out))
        spdlog::info("an answer lost to another phone's detail={} left_out={}",
                     lost->seq.error().detail, left_out);
    auto const first = std::find_if(steps.begin(), steps.end(), failed);
    if (first == steps.end() || !not_written_brake_.lets(world_.clock.steady(), left_out)) return;
    spdlog::error("answers not written steps={} error={} detail={} left_out={}",
                  std::count_if(first, steps.end(), failed), first->seq.error().about().name,
                  first->seq.error().detail, left_out);
}

std::vector<menus::NamedBudget> House::budgets() const {
    auto out = standard_budgets();
    for (auto const& route : config_.routes) out.push_back({"route " + route.name, route.budget});
    return out;
}

void House::look_at_the_desk() {
    if (desk_asked_) return; // callers go before it, so it may take long
    desk_asked_ = true;
    Caller nobody;
    nobody.now = world_.clock.now();
    asker_->ask_when_idle({"desk.waiting", {}}, nobody, [this](Result<Answer> const& answer) {
        desk_asked_ = false;
        if (!answer) return; // the disk's trouble is told by those whom it concerns
        metrics_.desk.clear();
        for (auto const& kind : ticket_kinds()) {
            Metrics::Waiting row{std::string(kind.name)};
            for (auto const& waiting : answer->rows) {
                if (waiting.get("kind") != kind.name) continue;
                row.tickets = whole(waiting.get("n"));
                row.overdue = whole(waiting.get("overdue"));
                row.oldest_seconds = static_cast<double>(whole(waiting.get("oldest_ms"))) / 1000;
            }
            metrics_.desk.push_back(std::move(row));
        }
    });
}

void House::close() {
    if (closed_ || !journal_) return;
    closed_ = true;
    // The log is read back at the next start as after a crash: a snapshot now would forget the
    // replies that a provider may still ask for once more.
    journal_->drain();
}

} // namespace haatline::gateway
