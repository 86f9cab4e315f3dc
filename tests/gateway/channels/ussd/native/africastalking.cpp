#include "gateway/channels/ussd/reading.hpp"
#include "gateway/wire/digest.hpp"
#include "tests/gateway/channels/ussd/native/natives.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

/// Africa's Talking: form POSTs whose `text` holds all answers so far, joined by stars. The caller
/// can type a star himself, so an answer is what came behind the previous text and never what
/// stands behind the last star.
class AfricasTalking final : public UssdProvider {
  public:
    explicit AfricasTalking(ProviderOptions const& options) : accept_get_(options.accept_get) {}

    std::string_view name() const override { return "africastalking"; }

    Result<Callback> read(RawRequest const& request, std::span<std::string const> rest,
                          Listening const&) const override {
        if (request.method != "POST" && !(accept_get_ && request.method == "GET"))
            return fail(Errc::unsupported,
                        "this provider sends POST; GET is for tests (accept_get)");
        if (!rest.empty())
            return fail(Errc::bad_request, "the path has something behind the token");
        auto const parsed = fields_of(request);
        if (!parsed) return fail(parsed.error());
        auto const& fields = *parsed;
        Reading reading(fields);
        Callback out;
        out.session = reading.ident("sessionId");
        out.phone = reading.phone("phoneNumber");
        // The notice at a dialogue's end goes to a second address of ours, or to this one; only it
        // has a status.
        if (fields.has("status")) {
            out.kind = Callback::Kind::hangup;
            out.reason = reading.ident("status");
        } else {
            out.text = reading.text("text");
        }
        if (!reading.good()) return reading.error();
        out.identity = short_digest({out.session, out.reason, out.text});
        return out;
    }

    bool cumulative() const override { return true; }

    Meaning meaning(Callback const& callback, LiveDialogue const& live) const override {
        std::string_view const text = callback.text;
        if (callback.session != live.session) {
            if (live.overtaken) return {Meaning::Kind::late, {}};
            // *789*22# arrives as a first request whose text is "22". Letters can only come from a
            // dialogue we lost.
            bool const dialled = std::all_of(text.begin(), text.end(), [](char c) {
                return (c >= '0' && c <= '9') || c == '*';
            });
            if (!dialled) return {Meaning::Kind::late, {}};
            return {Meaning::Kind::dial, bounded_input(text)};
        }
        if (live.ended) return {Meaning::Kind::late, {}};
        if (live.text.empty() && !text.empty()) return {Meaning::Kind::answer, bounded_input(text)};
        bool const extends = !live.text.empty() && text.size() > live.text.size() &&
                             text[live.text.size()] == '*' && live.text.begins(text);
        if (!extends) return {Meaning::Kind::late, {}};
        return {Meaning::Kind::answer, bounded_input(text.substr(live.text.size() + 1))};
    }

    RawReply reply(UssdReply const& screen, Echo const&) const override {
        // Exactly one blank behind the word and nothing before it, otherwise the session closes.
        RawReply out = plain({});
        out.body.reserve(screen.text.size() + 4);
        out.body += screen.ended ? "END " : "CON ";
        out.body += screen.text;
        return out;
    }

    RawReply hung_up(bool, Echo const&) const override { return plain({}); }

    RawReply refuse(Error const& error) const override {
        auto out = plain(error.detail);
        out.status = error.about().http_status;
        return out;
    }

  private:
    static RawReply plain(std::string body) {
        RawReply out;
        out.content_type = "text/plain";
        out.body = std::move(body);
        return out;
    }

    bool accept_get_;
};

} // namespace

std::unique_ptr<UssdProvider> make_africastalking(ProviderOptions const& options) {
    return std::make_unique<AfricasTalking>(options);
}

} // namespace haatline::gateway
