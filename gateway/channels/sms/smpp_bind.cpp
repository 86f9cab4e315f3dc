#include "gateway/channels/sms/smpp_bind.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using namespace std::chrono_literals;
using smpp::Instant;
using Kind = smpp::LinkEvent::Kind;

constexpr Instant kPauseFirst = 1s, kPauseMost = 60s, kRefusedPause = 300s;
constexpr Instant kGoodLink = 60s; ///< bound so long: the next trouble is a new one

bool is_submission(smpp::Command command) { return command == smpp::Command::submit_sm; }

void add(smpp::LinkCounts& to, smpp::LinkCounts const& more) {
    to.pdus_in += more.pdus_in;
    to.pdus_out += more.pdus_out;
    to.octets_in += more.octets_in;
    to.octets_out += more.octets_out;
    to.odd += more.odd;
    to.faults += more.faults;
    to.unmatched += more.unmatched;
    to.nacks_in += more.nacks_in;
    to.nacks_out += more.nacks_out;
    to.nacks_withheld += more.nacks_withheld;
    to.wrong_state += more.wrong_state;
    to.over_limit += more.over_limit;
    to.expired += more.expired;
    to.late += more.late;
}

smpp::Pdu bind_request(SmppOptions const& options, smpp::Command kind) {
    smpp::Pdu pdu;
    pdu.command = kind;
    pdu.system_id = options.system_id;
    pdu.password = options.password.full();
    pdu.system_type = options.system_type;
    return pdu;
}

} // namespace

SmppWorks works_on(Loop& loop, World& world) {
    return {world,
            [&loop](StreamTarget target, std::function<void(Result<StreamPtr>)> done) {
                dial_stream(loop, std::move(target), std::move(done));
            },
            [&loop](std::chrono::nanoseconds delay, std::function<void()> work) {
                loop.after(delay, std::move(work));
            },
            [&loop](std::function<void()> work) { loop.post(std::move(work)); }};
}

SmppBind::SmppBind(SmppWorks const& works, SmppOptions const& options, smpp::Command kind,
                   std::size_t number, SmppBindOwner& owner)
    : works_(works), options_(options), kind_(kind), number_(number), owner_(&owner),
      window_(options.window, works.world.clock.steady()) {}

void SmppBind::begin() { dial(); }

void SmppBind::dial() {
    if (ending_ || link_) return;
    works_.dial(options_.target, [weak = weak_from_this()](Result<StreamPtr> stream) {
        if (auto const self = weak.lock()) self->connected(std::move(stream));
    });
}

void SmppBind::connected(Result<StreamPtr> stream) {
    if (ending_) {
        if (stream) (*stream)->cut();
        return;
    }
    if (!stream) {
        ++counts_.bind_failures;
        spdlog::warn("smpp not connected route={} bind={} detail={}", options_.name, number_,
                     stream.error().detail);
        return again_later(false);
    }
    stream_ = std::move(*stream);
    smpp::LinkOptions link;
    link.role = smpp::Role::esme;
    link.timers = options_.timers;
    link.lenience = options_.lenience;
    link.asked_most = std::max<std::size_t>(options_.window.most, 1) + 16;
    link.owed_most = options_.owed_most;
    link_.emplace(link, now());
    window_ = smpp::Window(options_.window, now());
    ++session_;
    // A stream that ends late must not speak for the next one.
    auto const with_link = [weak = weak_from_this(), session = session_](auto act) {
        auto const self = weak.lock();
        if (!self || !self->link_ || self->session_ != session) return;
        act(*self);
        self->pump();
    };
    stream_->begin({[with_link](std::string_view octets) {
                        with_link(
                            [&](SmppBind& self) { self.link_->received(octets, self.now()); });
                    },
                    [with_link] { with_link([](SmppBind&) {}); },
                    [with_link](std::string_view) {
                        with_link([](SmppBind& self) { self.link_->peer_closed(); });
                    }});
    if (auto const asked = link_->bind(bind_request(options_, kind_), now()); !asked) {
        spdlog::error("smpp bind not possible route={} detail={}", options_.name,
                      asked.error().detail);
        link_->close();
    }
    pump();
}

unsigned SmppBind::room() const {
    return may_submit() && link_->takes_input() ? window_.room(now()) : 0;
}

Result<void> SmppBind::submit(smpp::Pdu const& pdu, std::uint64_t mark) {
    if (!may_submit()) return fail(Errc::unavailable, "the link is not bound");
    auto const sent = link_->request(pdu, mark, now());
    if (!sent) return fail(sent.error());
    window_.sent(now());
    ++counts_.submitted;
    pump_soon();
    return {};
}

void SmppBind::respond(smpp::Pdu response, std::uint64_t session) {
    if (!link_ || session != session_) return;
    link_->respond(std::move(response));
    pump_soon();
}

void SmppBind::rebind() {
    if (!link_) return;
    link_->close();
    pump_soon();
}

void SmppBind::end() {
    ending_ = true;
    if (!link_) return;
    link_->unbind(now());
    pump();
}

void SmppBind::abandon() {
    ending_ = true;
    owner_ = nullptr;
    link_.reset();
    if (auto const stream = std::exchange(stream_, {})) stream->cut();
}

/// What is asked for now is done once all that happens now has happened: many PDUs, one write.
void SmppBind::pump_soon() {
    if (pumping_ || pump_waits_) return;
    pump_waits_ = true;
    works_.post([weak = weak_from_this()] {
        auto const self = weak.lock();
        if (!self) return;
        self->pump_waits_ = false;
        self->pump();
    });
}

void SmppBind::pump() {
    if (pumping_ || !link_) return;
    auto const alive = shared_from_this();
    pumping_ = true;
    link_->tick(now());
    do {
        while (link_ && link_->has_events()) {
            link_->take_events(events_);
            for (auto& event : events_) act(std::move(event));
        }
        if (owner_) owner_->settled(*this);
    } while (link_ && link_->has_events());
    write();
    pumping_ = false;
    if (link_ && link_->finished()) {
        add(past_links_, link_->counts());
        link_.reset();
        if (stream_) stream_->close();
        stream_.reset();
        return;
    }
    arm();
}

void SmppBind::act(smpp::LinkEvent event) {
    switch (event.kind) {
    case Kind::bound:
        bound_at_ = now();
        ++counts_.binds;
        spdlog::info("smpp bound route={} bind={} version={:#x}", options_.name, number_,
                     link_->peer_version());
        if (owner_) owner_->turned(*this);
        return;
    case Kind::closed:
        return closed(event);
    default:
        break;
    }
    count_answer(event);
    if (owner_) owner_->happened(*this, std::move(event));
}

void SmppBind::count_answer(smpp::LinkEvent const& event) {
    if (!is_submission(event.asked)) return;
    switch (event.kind) {
    case Kind::response:
        if (smpp::class_of(event.pdu.status) == smpp::StatusClass::slow_down) {
            ++counts_.throttled;
            window_.throttled(now(), event.waited, works_.world.random.next());
        } else {
            window_.answered(now(), event.waited,
                             event.pdu.tlvs.number(smpp::tag::congestion_state));
        }
        break;
    case Kind::expired:
        ++counts_.unanswered;
        window_.gone();
        break;
    case Kind::lost:
        ++counts_.lost;
        window_.gone();
        break;
    default:
        break;
    }
}

void SmppBind::closed(smpp::LinkEvent const& event) {
    ++counts_.closes;
    bool const credentials = event.why == smpp::Closed::bind_refused &&
                             smpp::class_of(event.pdu.status) == smpp::StatusClass::bind_refused;
    if (event.why == smpp::Closed::bind_refused || event.why == smpp::Closed::bind_unanswered)
        ++counts_.bind_failures;
    if (credentials)
        spdlog::error("smpp credentials refused route={} bind={} status={:#x} {}; check system_id "
                      "and password, the next try is in five minutes",
                      options_.name, number_, event.pdu.status,
                      smpp::status_name(event.pdu.status));
    else if (!ending_)
        spdlog::warn("smpp link ended route={} bind={} why={} status={:#x}", options_.name, number_,
                     smpp::name_of(event.why), event.pdu.status);
    if (bound_at_ != Instant::zero() && now() - bound_at_ >= kGoodLink) pause_ = {};
    bound_at_ = {};
    if (owner_) owner_->turned(*this);
    again_later(credentials);
}

void SmppBind::again_later(bool refused) {
    if (ending_) return;
    pause_ = std::clamp(2 * pause_, kPauseFirst, kPauseMost);
    Instant const base = refused ? kRefusedPause : pause_;
    auto const jitter = static_cast<std::int64_t>(works_.world.random.next() % 51);
    works_.after(base * (75 + jitter) / 100, [weak = weak_from_this()] {
        if (auto const self = weak.lock()) self->dial();
    });
}

/// One write at a time: what comes meanwhile goes together with the next.
void SmppBind::write() {
    if (!stream_ || !link_) return;
    if (link_->output_octets() > 0 && (stream_->waiting() == 0 || link_->finished()))
        stream_->send(link_->take_output());
    stream_->hold(!link_->takes_input());
}

void SmppBind::arm() {
    if (!link_) return;
    auto next = link_->wakes_at();
    if (link_->may_submit())
        if (auto const opens = window_.opens_at(now()); opens && (!next || *opens < *next))
            next = opens;
    if (!next || (armed_ && *armed_ <= *next)) return;
    armed_ = next;
    works_.after(std::max(*next - now(), Instant::zero()), [weak = weak_from_this(), at = *next] {
        auto const self = weak.lock();
        if (!self) return;
        if (self->armed_ == at) self->armed_.reset();
        self->pump();
    });
}

smpp::LinkCounts SmppBind::link_counts() const {
    auto all = past_links_;
    if (link_) add(all, link_->counts());
    return all;
}

} // namespace haatline::gateway
