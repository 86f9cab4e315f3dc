#include "gateway/app/smpp_ussd_door.hpp"

#include "gateway/channels/ussd/reading.hpp"

namespace haatline::gateway {
namespace {

/// What a turn by SMPP means stands in its first word: the link has told beginnings from answers already.
constexpr std::uint32_t begins = 1;

class BySmpp final : public UssdProvider {
  public:
    explicit BySmpp(std::string service_code) : service_code_(std::move(service_code)) {}

    std::string_view name() const override { return "smpp"; }
    Result<Callback> read(RawRequest const&, std::span<std::string const>,
                          Listening const&) const override {
        return fail(Errc::unsupported, "this provider speaks SMPP");
    }
    Meaning meaning(Callback const& callback, LiveDialogue const& live) const override {
        if (callback.rules == begins || live.session.empty())
            return {Meaning::Kind::dial, dialled_behind(callback.text)};
        if (live.ended || live.overtaken) return {Meaning::Kind::late, {}};
        return {Meaning::Kind::answer, callback.text};
    }
    RawReply reply(UssdReply const&, Echo const&) const override { return {}; }
    RawReply hung_up(bool, Echo const&) const override { return {}; }
    RawReply refuse(Error const&) const override { return {}; }

  private:
    /// "*789*22#" → "22": what stands behind our code.
    std::string dialled_behind(std::string_view dialled) const {
        auto code = std::string_view(service_code_);
        if (code.ends_with('#')) code.remove_suffix(1);
        if (!dialled.starts_with(code)) return {};
        dialled.remove_prefix(code.size());
        if (dialled.starts_with('*')) dialled.remove_prefix(1);
        if (dialled.ends_with('#')) dialled.remove_suffix(1);
        return std::string(dialled);
    }

    std::string service_code_;
};

} // namespace

void SmppUssdDoor::open(SmppCarrier& carrier, std::string const& service_code) {
    auto route = std::make_unique<Route>();
    route->id = metrics_.routes.size();
    route->config.name = carrier.name();
    route->config.budget = carrier.options().ussd_budget;
    route->config.ucs2 = carrier.options().native_letters;
    route->config.service_code = service_code;
    route->provider = std::make_shared<BySmpp>(service_code);
    metrics_.routes.emplace_back().name = std::string(carrier.name()) + "_ussd";
    routes_.emplace(carrier.name(), std::move(route));
    carrier.hear_ussd_by(*this);
}

void SmppUssdDoor::heard(Carrier& carrier, SmppUssdTurn turn, CarrierListener::Stored stored,
                         Reply reply) {
    auto const found = routes_.find(carrier.name());
    if (found == routes_.end()) return stored(false);
    Turn out;
    out.route = found->second.get();
    out.provider = out.route->provider;
    out.callback.phone = turn.from;
    out.callback.session = turn.dialogue;
    out.callback.text = turn.text;
    out.callback.retry = RetryRule::while_unanswered;
    out.callback.identity = turn.dialogue + '|' + turn.text;
    if (turn.event == smpp::UssdEvent::begin) out.callback.rules = begins;
    if (turn.event == smpp::UssdEvent::end) {
        out.callback.kind = Callback::Kind::hangup;
        out.done = [stored = std::move(stored)](TurnReply const&) { stored(true); };
        return take_(std::move(out));
    }
    out.done = [stored = std::move(stored), reply = std::move(reply)](TurnReply const& said) {
        stored(true);
        bool const sent = said.kind == TurnReply::Kind::screen &&
                          reply(said.screen.text, said.screen.ended);
        if (said.sent) said.sent(sent);
    };
    take_(std::move(out));
}

/// Nobody sees the screen; she dials again and goes on where she was.
void SmppUssdDoor::refused(Carrier& carrier, std::string const&) {
    auto const found = routes_.find(carrier.name());
    if (found != routes_.end()) ++metrics_.routes[found->second->id].replies_lost;
}

} // namespace haatline::gateway
