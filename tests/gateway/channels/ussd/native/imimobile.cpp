#include "gateway/channels/ussd/reading.hpp"
#include "gateway/wire/digest.hpp"
#include "tests/gateway/channels/ussd/native/natives.hpp"

namespace haatline::gateway {
namespace {

constexpr std::string_view abort_sentence = "Map Dialog User Abort User Reason";

/// IMImobile (India): GET without session id and without the dialled code. One path suffix stands
/// for one code, the dialogue is (number, suffix) within its time to live, a hang-up arrives as
/// message text.
class Imimobile final : public UssdProvider {
  public:
    explicit Imimobile(ProviderOptions const& options)
        : suffix_(bare_code(options.service_code)), session_ttl_(options.session_ttl),
          answer_gap_(options.answer_gap) {}

    std::string_view name() const override { return "imimobile"; }

    Result<Callback> read(RawRequest const& request, std::span<std::string const> rest,
                          Listening const&) const override {
        if (request.method != "GET") return fail(Errc::unsupported, "this provider sends GET");
        if (rest.size() != 1 || rest.front() != suffix_)
            return fail(Errc::not_found, "the path suffix is not a service code of this route");
        auto const parsed = fields_of(request);
        if (!parsed) return fail(parsed.error());
        auto const& fields = *parsed;
        Reading reading(fields);
        Callback out;
        out.phone = reading.phone("msisdn");
        auto message = reading.text("msg");
        auto const transaction = reading.ident("tid");
        reading.text("dcs");
        reading.text("code");
        if (!reading.good()) return reading.error();
        out.session = out.phone.full() + '|' + suffix_;
        out.identity = short_digest({out.session, transaction});
        if (message.starts_with(abort_sentence)) {
            out.kind = Callback::Kind::hangup;
            out.reason = bounded_input(message);
        } else {
            out.text = std::move(message);
        }
        return out;
    }

    Meaning meaning(Callback const& callback, LiveDialogue const& live) const override {
        std::string_view const text = callback.text;
        // Nobody answers a menu with *…#: whoever sends it has dialled, whatever we remember of
        // him.
        if (text.size() >= 2 && text.front() == '*' && text.back() == '#') {
            Meaning out{Meaning::Kind::dial, {}};
            dialled_behind(text.substr(1, text.size() - 2), suffix_, out.input);
            return out;
        }
        bool const alive =
            callback.session == live.session && !live.ended && live.idle <= session_ttl_;
        if (!alive)
            return {Meaning::Kind::dial,
                    {}}; // what a first message says besides the code is not documented
        auto const kind = live.idle > answer_gap_ ? Meaning::Kind::again : Meaning::Kind::answer;
        return {kind, bounded_input(text)};
    }

    RawReply reply(UssdReply const& screen, Echo const&) const override {
        return plain(screen.text, screen.ended ? "0" : "1");
    }

    RawReply hung_up(bool, Echo const&) const override { return plain("Session Ended", "0"); }

    RawReply refuse(Error const& error) const override {
        auto out = plain(error.detail, "0");
        out.status = error.code == Errc::not_found ? 400 : error.about().http_status;
        return out;
    }

  private:
    static RawReply plain(std::string body, std::string session) {
        RawReply out;
        out.headers.emplace_back("X-USSD-SESSION", std::move(session));
        out.body = std::move(body);
        return out;
    }

    std::string suffix_;
    std::chrono::milliseconds session_ttl_, answer_gap_;
};

} // namespace

std::unique_ptr<UssdProvider> make_imimobile(ProviderOptions const& options) {
    return std::make_unique<Imimobile>(options);
}

} // namespace haatline::gateway
