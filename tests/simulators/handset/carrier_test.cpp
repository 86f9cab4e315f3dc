// What the phone sends must be what the gateway's own provider reads, and the other way round: both
// sides of each wire format are ours, written from the same description, and this is where they
// would be found to differ.

#include "gateway/channels/ussd/mapped.hpp"
#include "simulators/handset/handset.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <memory>

using namespace haatline;
using namespace haatline::simulators;
using gateway::Callback;
using gateway::Meaning;

namespace {

class CountingRandom final : public Random {
  public:
    std::uint64_t next() override { return ++value_; }

  private:
    std::uint64_t value_ = 0;
};

class StillClock final : public Clock {
  public:
    TimePoint now() const override { return {}; }
    std::chrono::nanoseconds steady() const override { return {}; }
};

/// A gateway of one provider that says "heard INPUT" to each answer and remembers what a call
/// meant.
struct Wire {
    StillClock clock;
    CountingRandom random;
    World world{clock, random};
    std::unique_ptr<gateway::UssdProvider> provider;
    std::string live_session, live_text;
    bool live_ended = true;
    std::vector<std::pair<Meaning::Kind, std::string>> meant;
    std::vector<std::string> hung_up;
    std::uint64_t phone = 0;

    explicit Wire(std::string_view name) : provider(gateway::make_provider(name, {})) {}

    Handset handset(std::string_view name) {
        auto carrier =
            make_carrier(name, Line{*Msisdn::parse("9876543210"), "demo", "*789#"}, world);
        REQUIRE(carrier);
        return Handset(std::move(*carrier),
                       [this](CarrierRequest const& request) { return carry(request); });
    }

    Result<gateway::ClientReply> carry(CarrierRequest const& sent) {
        gateway::RawRequest request;
        request.method = sent.method;
        auto const mark = sent.path.find('?');
        request.path = sent.path.substr(0, mark);
        if (mark != std::string::npos) request.query = sent.path.substr(mark + 1);
        request.content_type = sent.has_body() ? sent.content_type : "";
        request.body = sent.body;
        auto const callback = provider->read(request, rest_of(request.path), {});
        if (!callback) return reply_of(provider->refuse(callback.error()));
        phone = callback->phone.number();
        if (callback->kind == Callback::Kind::hangup) {
            hung_up.push_back(callback->session);
            live_ended = true;
            return reply_of(provider->hung_up(true, callback->echo));
        }
        auto const meaning = provider->meaning(
            *callback, {live_session, std::string_view(live_text), live_ended, {}});
        meant.emplace_back(meaning.kind, meaning.input);
        live_session = callback->session;
        live_text = callback->text;
        live_ended = meaning.input == "bye";
        return reply_of(provider->reply({"heard " + meaning.input, live_ended}, callback->echo));
    }

    static std::vector<std::string> rest_of(std::string const& path) {
        std::vector<std::string> out;
        auto const token = path.find("/demo");
        REQUIRE(token != std::string::npos);
        auto rest = path.substr(token + 5);
        if (!rest.empty()) out.push_back(rest.substr(1));
        return out;
    }

    static gateway::ClientReply reply_of(gateway::RawReply const& reply) {
        gateway::ClientReply out{reply.status, {}, reply.body};
        for (auto const& [name, value] : reply.headers) {
            std::string lower;
            for (char const c : name) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
            out.headers.emplace_back(lower, value);
        }
        return out;
    }
};

} // namespace

TEST_CASE(
    "each provider reads what the phone of that provider sends, and the phone reads its replies") {
    for (auto const name : carrier_names()) {
        DYNAMIC_SECTION(name) {
            Wire wire(name);
            auto phone = wire.handset(name);
            auto const first = phone.dial("*789*22#");
            REQUIRE(first);
            CHECK(first->text == "heard 22");
            CHECK_FALSE(first->ended);
            REQUIRE(phone.answer("हाँ & a=b+c*d"));
            REQUIRE(phone.hang_up());
            REQUIRE(phone.dial("*789#"));
            auto const last = phone.answer("bye");
            REQUIRE(last);
            CHECK(last->ended);
            CHECK_FALSE(phone.in_call());

            using Kind = Meaning::Kind;
            CHECK(wire.meant ==
                  std::vector<std::pair<Kind, std::string>>{{Kind::dial, "22"},
                                                            {Kind::answer, "हाँ & a=b+c*d"},
                                                            {Kind::dial, ""},
                                                            {Kind::answer, "bye"}});
            CHECK(wire.hung_up.size() == 1);
            CHECK(wire.phone == 919876543210);
        }
    }
}

TEST_CASE("every provider of the gateway has a phone") {
    StillClock clock;
    CountingRandom random;
    World world{clock, random};
    for (auto const name : gateway::provider_names()) {
        INFO(name);
        // Their screens come by a request of the gateway's: the aggregator listens for those, a phone cannot.
        if (name == "huawei_sdp" || name == "junebug") continue;
        CHECK(make_carrier(name, Line{*Msisdn::parse("9876543210"), "demo", "*789#"}, world));
    }
}
