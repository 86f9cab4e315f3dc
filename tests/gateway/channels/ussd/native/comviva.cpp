#include "gateway/channels/ussd/reading.hpp"
#include "gateway/wire/digest.hpp"
#include "gateway/wire/token.hpp"
#include "tests/gateway/channels/ussd/native/natives.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace haatline::gateway {
namespace {

/// Comviva Flares HTTP pull (Airtel): GET with a session id, but the dialled code comes without its
/// * and # and in the same field as an answer; credentials stand in the query; the dialogue is
/// steered by reply headers; a clean-up call writes the number's name in lower case.
class Comviva final : public UssdProvider {
  public:
    explicit Comviva(ProviderOptions const& options)
        : service_code_(options.service_code), code_(bare_code(options.service_code)),
          user_(options.user), password_(options.password) {}

    std::string_view name() const override { return "comviva"; }

    Result<Callback> read(RawRequest const& request, std::span<std::string const> rest,
                          Listening const&) const override {
        auto const parsed = fields_of(request);
        // Before anything else: a stranger learns nothing about fields.
        if (!(parsed ? admits(*parsed) : user_.empty() && password_.empty()))
            return fail(Errc::unauthenticated, "userid or password in the query is wrong");
        if (request.method != "GET") return fail(Errc::unsupported, "this provider sends GET");
        if (!rest.empty())
            return fail(Errc::bad_request, "the path has something behind the token");
        if (!parsed) return fail(parsed.error());
        auto const& fields = *parsed;
        return fields.has("clean") ? clean_up(fields) : turn(fields);
    }

    Meaning meaning(Callback const& callback, LiveDialogue const& live) const override {
        if (callback.session == live.session && !live.ended)
            return {Meaning::Kind::answer, bounded_input(callback.text)};
        Meaning out{Meaning::Kind::dial, {}};
        // An answer in a session we do not know: it expired. The caller shall read a sentence, not
        // a 400.
        if (!dialled_behind(callback.text, code_, out.input)) out.kind = Meaning::Kind::late;
        return out;
    }

    RawReply reply(UssdReply const& screen, Echo const&) const override {
        RawReply out;
        out.headers = {{"Freeflow", screen.ended ? "FB" : "FC"}, {"charge", "N"}, {"amount", "0"}};
        auto const begin = screen.text.find_first_not_of(
            " \t\r\n"); // leading blanks are shown as they are, or worse
        if (begin != std::string::npos) out.body = screen.text.substr(begin);
        return out;
    }

    RawReply hung_up(bool known, Echo const&) const override {
        RawReply out;
        if (!known) out.body = "Unknown Session";
        return out;
    }

    RawReply refuse(Error const& error) const override {
        RawReply out;
        out.status = error.about().http_status;
        if (error.code == Errc::unauthenticated) {
            out.body = "Forbidden";
            return out;
        }
        out.content_type = "application/json";
        out.body = faults_by_field(error.detail);
        return out;
    }

  private:
    bool admits(Fields const& fields) const {
        if (user_.empty() && password_.empty()) return true;
        // Both are compared always: the time tells not which of them was wrong.
        bool const user = same_secret(user_, fields.get("userid"));
        bool const password = same_secret(password_, fields.get("password"));
        return user && password;
    }

    Result<Callback> turn(Fields const& fields) const {
        Reading reading(fields);
        Callback out;
        out.retry = RetryRule::while_unanswered;
        out.session = reading.ident("SessionID");
        out.phone = reading.phone("MSISDN");
        reading.text("MSC");
        out.text = reading.text("input");
        if (!reading.good()) return reading.error();
        out.identity = digest_of(fields);
        return out;
    }

    Result<Callback> clean_up(Fields const& fields) const {
        Reading reading(fields);
        Callback out;
        out.kind = Callback::Kind::hangup;
        out.retry = RetryRule::while_unanswered;
        out.session = reading.ident("SessionID");
        out.phone = reading.phone("msisdn"); // lower case here and only here
        reading.text("clean");
        out.reason = reading.ident("error");
        if (!reading.good()) return reading.error();
        out.identity = digest_of(fields);
        return out;
    }

    /// No message id exists: the whole request, but for the credentials, is what a retry repeats.
    static std::string digest_of(Fields const& fields) {
        std::string all;
        for (auto const& [name, value] : fields.all())
            if (name != "userid" && name != "password")
                fmt::format_to(std::back_inserter(all), "{}={}:{}&", name, value.size(), value);
        return short_digest({all});
    }

    /// "field a is missing; field b is given twice" → {"a":"is missing","b":"is given twice"}
    static std::string faults_by_field(std::string_view detail) {
        constexpr std::string_view mark = "field ";
        boost::json::object out;
        while (!detail.empty()) {
            auto const end = detail.find("; ");
            auto part = detail.substr(0, end);
            detail = end == std::string_view::npos ? std::string_view{} : detail.substr(end + 2);
            std::string_view name = "request";
            if (part.starts_with(mark)) {
                part.remove_prefix(mark.size());
                name = part.substr(0, part.find(' '));
                part.remove_prefix(std::min(part.size(), name.size() + 1));
            }
            out[{name.data(), name.size()}] = boost::json::string_view(part.data(), part.size());
        }
        return boost::json::serialize(out);
    }

    std::string service_code_, code_, user_, password_;
};

} // namespace

std::unique_ptr<UssdProvider> make_comviva(ProviderOptions const& options) {
    return std::make_unique<Comviva>(options);
}

} // namespace haatline::gateway
