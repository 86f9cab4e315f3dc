#include "gateway/app/metrics.hpp"
#include "gateway/app/router.hpp"
#include "gateway/app/sms_routes.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/wire/fields.hpp"
#include "tests/gateway/channels/sms/stage.hpp"
#include "tests/gateway/net/served.hpp"
#include "tests/support/temp_dir.hpp"

#include <atomic>
#include <fstream>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;
using Lines = std::vector<std::string>;

namespace {

/// A provider with tokens that expire, batches, and a limit, on a port of its own.
class Provider {
  public:
    Provider()
        : served([this](RawRequest request, std::function<void(RawReply)> done) {
              done(answer(request));
          }) {}

    std::atomic<int> token{1}, tokens_given{0}, busy{0};
    std::atomic<bool> bomb{false};
    Served served;

  private:
    RawReply answer(RawRequest const& request) {
        RawReply out;
        out.content_type = "application/json";
        if (request.path == "/token") {
            ++tokens_given;
            out.body = fmt::format(R"({{"token":"t{}","for":600}})", token.load());
            return out;
        }
        if (request.headers.get("Authorization") != fmt::format("Bearer t{}", token.load())) {
            out.status = 401;
            return out;
        }
        if (busy > 0) {
            --busy;
            out.status = 429;
            out.headers.emplace_back("Retry-After", "1");
            return out;
        }
        if (bomb) {
            out.body = std::string(1'000'000, '[');
            return out;
        }
        auto const fields = Fields::parse(request.body).value();
        auto const numbers = fields.get("to");
        std::string lines;
        for (std::size_t at = 0; at < numbers.size();) {
            auto const end = std::min(numbers.find(',', at), numbers.size());
            auto const number = std::string(numbers.substr(at, end - at));
            lines += fmt::format(R"({}{{"to":"{}","id":"m-{}"}})", lines.empty() ? "" : ",", number,
                                 number.substr(number.size() - 2));
            at = end + 1;
        }
        out.body = "{\"sent\":[" + lines + "]}";
        return out;
    }
};

std::string const mapping_file =
    "mapping: 1\nprovider: demo\nsettings: {host: ''}\n"
    "in:\n  dlr:\n    channel: sms\n    path: /dlr\n    body: json\n    each: reports\n"
    "    fields: {provider_message_id: id, status: {take: s, map: {D: delivered, U: failed, "
    "else: sent}}, raw_code: s}\n"
    "    events: [{dlr: otherwise}]\n    dedupe: '{provider_message_id}|{status}'\n"
    "    replies: {type: text/plain, ack: {body: OK}}\n"
    "  sms:\n    channel: sms\n    path: /\n    body: form\n"
    "    fields: {phone: from, text: text, to: to, provider_message_id: id}\n"
    "    events: [{mo: otherwise}]\n    dedupe: '{provider_message_id}'\n"
    "    replies: {type: text/plain, ack: {body: OK}}\n"
    "out:\n  token:\n    url: 'http://{setting:host}/token'\n"
    "    token: {value: 'json:token', valid_s: 'json:for'}\n    answer: {body: json}\n"
    "  sms_send:\n    url: 'http://{setting:host}/send'\n    auth: {token: token}\n"
    "    batch: 10\n    needs: [to, text]\n"
    "    form: {to: \"{to | digits | join(',')}\", text: '{text}'}\n"
    "    answer:\n      body: json\n      each: sent\n      accepted: json:id is present\n"
    "      fields: {phone: 'json:to? | msisdn', provider_message_id: 'json:id?'}\n";

/// A gateway's router and SMS routes behind a real server.
class Gateway {
  public:
    explicit Gateway(Provider& provider, std::string const& send_to = {})
        : served([this](RawRequest request, std::function<void(RawReply)> done) {
              router_->take(std::move(request), std::move(done));
          }) {
        std::ofstream(dir_.path() + "/demo.yaml") << mapping_file;
        std::ofstream(dir_.path() + "/token") << "0123456789abcdef\n";
        auto const& host = provider.served.address();
        config_ = parse_config(fmt::format("[[route]]\nname = \"demo\"\nmapping = \"demo.yaml\"\n"
                                           "token_file = \"token\"\nsms = true\nsend_to = \"{}\"\n"
                                           "sender = \"VCLUST\"\n[route.settings]\nhost = \"{}\"\n",
                                           send_to.empty() ? host : send_to, host),
                               "haatline.toml", dir_.path())
                      .value();
        served.on_loop([this] {
            router_ = Router::make(config_, system_world(), metrics_, [](Turn) {}).value();
            routes_ =
                SmsRoutes::open(served.loop(), system_world(), config_, *router_, notes).value();
        });
    }
    ~Gateway() {
        served.on_loop([this] { routes_.reset(); });
    }

    void submit(std::vector<Outgoing> messages) {
        served.on_loop([&] { routes_->carriers().front()->submit(std::move(messages)); });
    }
    std::size_t room() {
        std::size_t out = 0;
        served.on_loop([&] { out = routes_->find("demo")->room(); });
        return out;
    }
    /// What was told, once so many lines are there; what there is after ten seconds.
    Lines told(std::size_t lines) {
        std::promise<void> done;
        auto const until = system_world().clock.steady() + 10s;
        std::function<void()> look = [&] {
            if (notes.told.size() >= lines || system_world().clock.steady() > until)
                return done.set_value();
            served.loop().after(2ms, look);
        };
        served.loop().post(look);
        done.get_future().wait();
        Lines out;
        served.on_loop([&] { out = notes.take(); });
        return out;
    }
    std::string post(std::string const& path, std::string type, std::string body) {
        auto client = HttpClient::connect(served.url()).value();
        auto const reply = client.post(path, std::move(type), std::move(body)).value();
        return fmt::format("{} {}", reply.status, reply.body);
    }
    std::string report(std::string const& reports) {
        return post("/dlr/demo/0123456789abcdef", "application/json",
                    "{\"reports\":[" + reports + "]}");
    }

    Notes notes;

  private:
    tests::TempDir dir_;
    Config config_;
    Metrics metrics_;
    std::unique_ptr<Router> router_;
    std::unique_ptr<SmsRoutes> routes_;

  public:
    Served served;
};

std::vector<Outgoing> to_three() {
    return {Stage::message(1, 919876543210), Stage::message(2, 919876543211),
            Stage::message(3, 919876543212)};
}

} // namespace

TEST_CASE("over real connections: a token, a batch, a token that expired early, a limit") {
    Provider provider;
    Gateway gateway(provider);
    gateway.submit(to_three());
    CHECK(gateway.told(3) == Lines{"1 accepted id=m-10 segments=1", "2 accepted id=m-11 segments=1",
                                   "3 accepted id=m-12 segments=1"});
    CHECK(provider.tokens_given == 1);
    provider.token = 2;
    gateway.submit({Stage::message(4, 919876543210)});
    CHECK(gateway.told(1) == Lines{"4 accepted id=m-10 segments=1"});
    CHECK(provider.tokens_given == 2);
    provider.busy = 1;
    gateway.submit({Stage::message(5, 919876543210)});
    CHECK(gateway.told(1) == Lines{"5 slow_down reason=unknown code=http 429 after=1000"});
    CHECK(gateway.told(1) == Lines{"changed up=true room=80"}); // half the window, a second later
}

TEST_CASE("over real connections: an answer too large to read says nothing of what was taken") {
    Provider provider;
    Gateway gateway(provider);
    provider.bomb = true;
    gateway.submit({Stage::message(1, 919876543210)});
    CHECK(gateway.told(1) == Lines{"1 unknown reason=unknown code=limit"});
}

TEST_CASE("over real connections: nothing goes to a host that the route does not list") {
    Provider provider;
    Gateway gateway(provider, "api.example.in");
    gateway.submit({Stage::message(1, 919876543210)});
    auto const told = gateway.told(2);
    CHECK(std::find(told.begin(), told.end(), "1 not_sent") != told.end());
    CHECK(gateway.room() == 0);
    CHECK(provider.tokens_given == 0);
}

TEST_CASE("over real connections: reports in any order and number, and messages, are kept or come "
          "again") {
    Provider provider;
    Gateway gateway(provider);
    CHECK(gateway.report(R"({"id":"m-10","s":"D"},{"id":"m-10","s":"S"})") == "200 OK");
    CHECK(gateway.report(R"({"id":"m-10","s":"D"},{"id":"nobody's","s":"U"},{"s":"D"})") ==
          "200 OK");
    CHECK(gateway.told(4) == Lines{"receipt m-10 delivered code=D", "receipt m-10 accepted code=S",
                                   "receipt m-10 delivered code=D",
                                   "receipt nobody's undelivered reason=unknown code=U"});
    gateway.served.on_loop([&] { gateway.notes.keeps = false; });
    CHECK(gateway.report(R"({"id":"m-10","s":"D"})") == "503 ");
    CHECK(gateway.post("/in/demo/0123456789abcdef", "application/x-www-form-urlencoded",
                       "from=9876543210&to=166&id=i1&text=STOP") == "503 ");
    gateway.served.on_loop([&] { gateway.notes.keeps = true; });
    CHECK(gateway.post("/in/demo/0123456789abcdef", "application/x-www-form-urlencoded",
                       "from=9876543210&to=166&id=i1&text=STOP") == "200 OK");
    gateway.served.on_loop([&] {
        CHECK(gateway.notes.identities.size() == 2);
        CHECK(gateway.notes.identities.front() == gateway.notes.identities.back());
    });
    CHECK(gateway.post("/dlr/demo/another-token-here", "application/json", "{}") == "403 ");
}
