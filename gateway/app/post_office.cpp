#include "gateway/app/post_office.hpp"

#include "storage/dlt.hpp"

#include <spdlog/spdlog.h>

namespace haatline::gateway {
namespace {

/// The register changes by `haatline dlt import`; a minute is soon enough to hear of it.
constexpr unsigned register_read_every = 60;

} // namespace

PostOffice::PostOffice(Loop& loop, World& world, House& house, Config const& config)
    : loop_(loop), world_(world), house_(house), config_(config),
      desk_(desk_options(config), world, house.metrics(),
            [&house](Turn turn) { house.dispatcher().take(std::move(turn)); }),
      campaigns_([&house](storage::outbox::Change change, Campaigns::Told told) {
          house.outbox().commit(std::move(change), [told = std::move(told)](auto const& done) {
              told(done ? Result<storage::outbox::Done>(**done)
                        : Result<storage::outbox::Done>(fail(done.error())));
          });
      }),
      ussd_door_(house.metrics(),
                 [&house](Turn turn) { house.dispatcher().take(std::move(turn)); }) {}

PostOffice::~PostOffice() = default;

Result<std::unique_ptr<PostOffice>> PostOffice::open(Loop& loop, World& world, House& house,
                                                     Config const& config, bool demo) {
    std::unique_ptr<PostOffice> office(new PostOffice(loop, world, house, config));
    if (auto gate = office->open_gate(); !gate) return fail(gate.error());
    office->open_links();
    auto routes = SmsRoutes::open(loop, world, config, house.router(), house.outbox());
    if (!routes) return fail(routes.error());
    office->routes_ = std::move(*routes);
    for (auto* const carrier : office->routes_->carriers()) house.outbox().add(*carrier);
    if (demo) {
        office->demo_ = std::make_unique<DemoCarrier>(loop, world.clock, "HAATLN");
        office->demo_->tell(house.outbox());
        house.outbox().add(*office->demo_);
    }
    office->answer_arrivals();
    return office;
}

/// SMPP first: a link is cheaper than a request, and its receipts come by themselves.
void PostOffice::open_links() {
    for (auto const& options : config_.smpp) {
        auto link = std::make_unique<SmppCarrier>(works_on(loop_, world_), options, house_.outbox());
        if (options.ussd) ussd_door_.open(*link, options.ussd_code);
        house_.outbox().add(*link);
        links_.push_back(std::move(link));
    }
}

Result<void> PostOffice::open_gate() {
    if (config_.dlt.enforce == DltEnforce::off) return {};
    auto rules = config_.dlt.rules();
    if (!rules) return fail(rules.error());
    auto all = storage::read_register(config_.data_dir);
    if (!all) return fail(all.error());
    gate_ = std::make_unique<DltGate>(config_.dlt, std::move(*rules), std::move(*all));
    if (gate_->templates() == 0)
        spdlog::warn("[dlt] is set, and no template is registered: nothing will leave. Import the "
                     "operators' export: haatline dlt import FILE");
    house_.maker().judge = [this](auto const& parcel, auto text, auto language, auto const& carrier,
                                  auto now) { return judge(parcel, text, language, carrier, now); };
    return {};
}

Judgement PostOffice::judge(storage::outbox::Parcel const& parcel, std::string_view text,
                            std::string_view language, Carrier const& carrier, TimePoint now) {
    if (&carrier == demo_.get()) return Registered{}; // it leads to no real phone
    DltCase known;
    known.answers = parcel.cls == storage::outbox::Class::caller;
    known.agreed = !parcel.consent.empty(); // withdrawn ones are barred when they are read
    auto verdict = gate_->judge(parcel.to, text, language, parcel.category, known, now);
    switch (verdict.what) {
    case DltVerdict::What::refuse: return MayNot{verdict.reason, verdict.why};
    case DltVerdict::What::later: return NotNow{verdict.not_before, verdict.reason};
    case DltVerdict::What::pass: break;
    }
    Registered out;
    out.facts = std::move(verdict.facts);
    out.text = std::move(verdict.text);
    out.version = std::move(verdict.version);
    out.variables = std::move(verdict.variables);
    return out;
}

/// A place is kept for the answer, so that question, answer and its hand-over are one commit.
void PostOffice::answer_arrivals() {
    house_.outbox().on_arrived(
        [this](Carrier& carrier, Arrived message, CarrierListener::Stored stored) {
            auto const from = message.from;
            SmsIn in;
            static_cast<Arrived&>(in) = std::move(message);
            in.route = carrier.name();
            in.hand_to = house_.outbox().place_for_answer(from, carrier.name());
            desk_.take(std::move(in), [this, from, stored = std::move(stored)](bool is_stored) {
                house_.outbox().no_answer(from);
                stored(is_stored);
            });
        });
}

void PostOffice::begin() {
    house_.begin_sending();
    for (auto const& link : links_) link->begin();
    campaigns_.tick(world_.clock.now(), world_.clock.steady());
}

void PostOffice::tick() {
    campaigns_.tick(world_.clock.now(), world_.clock.steady());
    if (++ticks_ % register_read_every == 0) look_at_the_register();
}

void PostOffice::look_at_the_register() {
    if (!gate_ || register_asked_) return;
    register_asked_ = true;
    auto headers = gate_->used_since_told(world_.clock.now());
    auto const today = std::chrono::floor<std::chrono::days>(world_.clock.now());
    house_.asker().read([this, headers = std::move(headers), today, dir = config_.data_dir,
                         alive = std::weak_ptr(alive_)](storage::Reader&) {
        auto noted = headers.empty() ? Result<void>() : storage::note_header_use(dir, headers, today);
        auto all = std::make_shared<Result<dlt::Register>>(storage::read_register(dir));
        return [this, alive, all, noted] {
            if (alive.expired()) return;
            register_asked_ = false;
            if (!noted) spdlog::warn("headers' use is not noted: {}", noted.error().detail);
            if (*all) gate_->take(std::move(**all));
        };
    });
}

void PostOffice::drain(TimePoint by) { house_.outbox().drain(by); }

} // namespace haatline::gateway
