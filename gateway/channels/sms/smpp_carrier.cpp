#include "gateway/channels/sms/smpp_carrier.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kScreenMark = std::uint64_t{1} << 63; ///< no message's mark has it
constexpr auto kDrainLook = 50ms;

} // namespace

SmppCarrier::SmppCarrier(SmppWorks works, SmppOptions options, CarrierListener& listener)
    : works_(std::move(works)), options_(std::move(options)), listener_(listener),
      binds_(make_binds()), submissions_(works_, options_, binds_),
      arrivals_(works_, options_, binds_, *this, listener_),
      self_(std::make_shared<SmppCarrier*>(this)) {
    arrivals_.ask_parts_by([this](std::uint64_t phone) { return submissions_.in_parts(phone); });
}

SmppCarrier::~SmppCarrier() {
    *self_ = nullptr;
    for (auto const& bind : binds_) bind->abandon();
}

SmppBinds SmppCarrier::make_binds() {
    using smpp::Command;
    SmppBinds binds;
    SmppBindOwner& owner = *this;
    auto const add = [&](Command kind) {
        binds.push_back(std::make_shared<SmppBind>(works_, options_, kind, binds.size(), owner));
    };
    for (unsigned i = 0; i < std::max(options_.binds, 1U); ++i) {
        add(options_.pair ? Command::bind_transmitter : Command::bind_transceiver);
        if (options_.pair) add(Command::bind_receiver);
    }
    return binds;
}

void SmppCarrier::begin() {
    for (auto const& bind : binds_) bind->begin();
}

void SmppCarrier::hear_ussd_by(SmppUssdListener& listener) {
    ussd_listener_ = &listener;
    arrivals_.hear_ussd_by(listener, [this](smpp::UssdTo const& to, std::string_view text,
                                            bool last, std::string const& dialogue) {
        return send_screen(to, text, last, dialogue);
    });
}

bool SmppCarrier::up() const {
    return !draining_ && std::ranges::any_of(binds_, [](auto const& b) { return b->may_submit(); });
}

std::size_t SmppCarrier::window() const {
    std::size_t sum = 0;
    for (auto const& bind : binds_)
        if (bind->may_submit()) sum += static_cast<std::size_t>(bind->window().size());
    return sum;
}

std::size_t SmppCarrier::room() const { return draining_ ? 0 : submissions_.room(); }

bool SmppCarrier::writes(std::string_view language) const {
    return options_.native_letters || language == "en" || language == "hi-Latn";
}

void SmppCarrier::submit(std::vector<Outgoing> messages) {
    for (auto& message : messages) submissions_.take(std::move(message));
    full_ = room() == 0;
    if (submissions_.has_results()) tell_soon();
}

void SmppCarrier::happened(SmppBind& bind, smpp::LinkEvent event) {
    using Kind = smpp::LinkEvent::Kind;
    if (event.kind == Kind::request) return arrivals_.came(bind, event.pdu);
    if ((event.mark & kScreenMark) == 0) return submissions_.ended(bind, event);
    auto const screen = screens_.find(event.mark);
    if (screen == screens_.end()) return;
    auto const dialogue = std::move(screen->second);
    screens_.erase(screen);
    bool const taken = event.kind == Kind::response && event.pdu.status == smpp::status::ok &&
                       event.pdu.command != smpp::Command::generic_nack;
    if (!taken && ussd_listener_) ussd_listener_->refused(*this, dialogue);
}

void SmppCarrier::turned(SmppBind& bind) {
    if (!bind.up()) {
        submissions_.bind_ended(bind);
        arrivals_.bind_ended(bind);
    }
}

void SmppCarrier::settled(SmppBind& bind) {
    if (bind.may_submit()) submissions_.send_queued(bind);
    arrivals_.settled();
    tell();
}

/// Results first: whoever hears that there is room knows then what became of what it handed over.
void SmppCarrier::tell() {
    if (submissions_.has_results()) listener_.submitted(*this, submissions_.take_results());
    bool const now_up = up(), now_full = room() == 0;
    bool const news = now_up != up_ || (full_ && !now_full);
    up_ = now_up;
    full_ = now_full;
    if (news) listener_.changed(*this);
}

void SmppCarrier::tell_soon() {
    if (tell_waits_) return;
    tell_waits_ = true;
    works_.post([self = self_] {
        if (!*self) return;
        (*self)->tell_waits_ = false;
        (*self)->tell();
    });
}

bool SmppCarrier::send_screen(smpp::UssdTo const& to, std::string_view text, bool last,
                              std::string const& dialogue) {
    auto const screen = smpp::ussd_screen(to, text, last, *options_.ussd, options_.ussd_coding);
    auto const bind =
        std::ranges::find_if(binds_, [](auto const& each) { return each->may_submit(); });
    if (!screen || bind == binds_.end()) return false;
    std::uint64_t const mark = kScreenMark | ++screen_marks_;
    if (!(*bind)->submit(*screen, mark)) return false;
    screens_.emplace(mark, dialogue);
    return true;
}

void SmppCarrier::drain(TimePoint by) {
    draining_ = true;
    end_when_done(by);
}

void SmppCarrier::end_when_done(TimePoint by) {
    if (submissions_.empty() || works_.world.clock.now() >= by) {
        for (auto const& bind : binds_) bind->end();
        return;
    }
    works_.after(kDrainLook, [self = self_, by] {
        if (*self) (*self)->end_when_done(by);
    });
}

} // namespace haatline::gateway
