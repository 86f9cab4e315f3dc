#include "base/limits.hpp"
#include "tests/gateway/channels/ussd/callback.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

std::unique_ptr<UssdProvider> provider(std::string user = {}, std::string password = {}) {
    ProviderOptions options;
    options.service_code = "*166#";
    options.user = std::move(user);
    options.password = std::move(password);
    return make_provider("comviva", options);
}

std::string query(std::string const& input, std::string const& session = "s-1") {
    return "SessionID=" + session + "&MSISDN=919876543210&MSC=msc&input=" + input;
}

std::string meant(std::string const& input, LiveDialogue const& live) {
    auto const flares = provider();
    auto const callback = read(*flares, get(query(input)));
    REQUIRE(callback);
    return said(flares->meaning(*callback, live));
}

constexpr auto clean_up = "SessionID=s-1&msisdn=919876543210&clean=clean-session&error=522";

} // namespace

TEST_CASE("comviva: the code comes without its star and hash") {
    auto const flares = provider();
    auto const callback = read(*flares, get(query("166")));
    REQUIRE(callback);
    CHECK(callback->kind == Callback::Kind::turn);
    CHECK(callback->session == "s-1");
    CHECK(callback->phone.full() == "+919876543210");
    CHECK(callback->retry == RetryRule::while_unanswered);
    CHECK(said(flares->meaning(*callback, {})) == "dial ");
}

TEST_CASE("comviva: what is dialled behind the code goes deep") {
    auto const flares = provider();
    auto const callback = read(*flares, get(query("166*7*2", "s-2")));
    REQUIRE(callback);
    CHECK(said(flares->meaning(*callback, {})) == "dial 7*2");
    CHECK(meant("166*22", {"s-0", "2", false, {}}) == "dial 22");
}

TEST_CASE("comviva: in a known session everything is an answer") {
    auto const flares = provider();
    auto const callback = read(*flares, get(query("2")));
    REQUIRE(callback);
    CHECK(said(flares->meaning(*callback, {"s-1", "166", false, {}})) == "answer 2");
    CHECK(meant("166", {"s-1", "166", false, {}}) == "answer 166");
}

TEST_CASE(
    "comviva: an answer in a session nobody knows came too late, and the caller reads a sentence") {
    CHECK(meant("2", {}) == "late ");
    CHECK(meant("1667", {}) == "late ");
    CHECK(meant("2", {"s-1", "166", true, {}}) == "late ");
    CHECK(whole(provider()->reply({"Too late", true}, {})) ==
          "200|text/plain; charset=utf-8|Freeflow: FB|charge: N|amount: 0|Too late");
}

TEST_CASE("comviva: replies are exact and leading blanks are stripped") {
    auto const flares = provider();
    CHECK(whole(flares->reply({"  Menu", false}, {})) ==
          "200|text/plain; charset=utf-8|Freeflow: FC|charge: N|amount: 0|Menu");
    CHECK(whole(flares->reply({" \n\tMenu\n 1 One", false}, {})) ==
          "200|text/plain; charset=utf-8|Freeflow: FC|charge: N|amount: 0|Menu\n 1 One");
    CHECK(whole(flares->reply({"Bye", true}, {})) ==
          "200|text/plain; charset=utf-8|Freeflow: FB|charge: N|amount: 0|Bye");
}

TEST_CASE("comviva: a clean-up call writes the number's name in lower case") {
    auto const flares = provider();
    auto const callback = read(*flares, get(clean_up));
    REQUIRE(callback);
    CHECK(callback->kind == Callback::Kind::hangup);
    CHECK(callback->session == "s-1");
    CHECK(callback->phone.full() == "+919876543210");
    CHECK(callback->reason == "522");
    CHECK(whole(flares->hung_up(true, {})) == "200|text/plain; charset=utf-8|");
    CHECK(whole(flares->hung_up(false, {})) == "200|text/plain; charset=utf-8|Unknown Session");
    CHECK(refusal(*flares, get("SessionID=s-1&MSISDN=919876543210&clean=x&error=522")) ==
          "field msisdn is missing");
    CHECK(refusal(*flares, get("SessionID=s-1&msisdn=919876543210&MSC=m&input=166")) ==
          "field MSISDN is missing");
}

TEST_CASE("comviva: wrong credentials are forbidden before any field is looked at") {
    auto const flares = provider("demo", "right");
    for (std::string const tried :
         {"", "&userid=demo&password=wrong", "&userid=other&password=right", "&userid=demo",
          "&password=right", "&userid=demo&password=rightright"}) {
        auto const refused = read(*flares, get(query("166") + tried));
        REQUIRE(!refused);
        CHECK(whole(flares->refuse(refused.error())) == "403|text/plain; charset=utf-8|Forbidden");
    }
    CHECK(!read(*flares, get("")));
    CHECK(read(*flares, get("")).error().code == Errc::unauthenticated);
    CHECK(read(*flares, get(query("166") + "&userid=demo&password=right")));
    CHECK(!read(*flares, get(clean_up)));
}

TEST_CASE("comviva: the whole request is what a retry repeats, but for the credentials") {
    auto const flares = provider();
    auto const first = read(*flares, get(query("1")));
    CHECK(first->identity == read(*flares, get(query("1")))->identity);
    CHECK(first->identity == read(*flares, get(query("1") + "&userid=a&password=b"))->identity);
    CHECK(first->identity != read(*flares, get(query("2")))->identity);
    CHECK(first->identity != read(*flares, get(query("1", "s-2")))->identity);
}

TEST_CASE("comviva: a refusal is a JSON map from field to message") {
    auto const flares = provider();
    auto const refused = [&](std::string const& text) {
        return whole(flares->refuse(read(*flares, get(text)).error()));
    };
    CHECK(refused("SessionID=s-1&MSISDN=919876543210&MSC=m") ==
          R"(400|application/json|{"input":"is missing"})");
    CHECK(
        refused("") ==
        R"(400|application/json|{"SessionID":"is missing","MSISDN":"is missing","MSC":"is missing","input":"is missing"})");
    CHECK(refused(query("1") + "&input=2") == R"(400|application/json|{"input":"is given twice"})");
    CHECK(refused("SessionID=s-1&MSISDN=5551234&MSC=m&input=1") ==
          R"(400|application/json|{"MSISDN":"is not an Indian mobile number"})");
    CHECK(refused(query("%FF")) == R"(400|application/json|{"input":"is not UTF-8"})");
    CHECK(refused(query("1") + "&%22x%22=%FF") ==
          R"(400|application/json|{"request":"a field is not UTF-8"})");
    CHECK(whole(flares->refuse(read(*flares, post(query("1"))).error())) ==
          R"(405|application/json|{"request":"this provider sends GET"})");
}

TEST_CASE("comviva: long input is cut, whatever it is taken for") {
    CHECK(meant(std::string(10'000, '2'), {"s-1", "166", false, {}}) ==
          "answer " + std::string(limits::input_bytes, '2'));
    CHECK(meant("166*" + std::string(10'000, '2'), {}) ==
          "dial " + std::string(limits::input_bytes, '2'));
}

TEST_CASE("providers are known by name and by nothing else") {
    CHECK(provider_names().size() >= 18);
    for (auto const name : provider_names()) CHECK(make_provider(name, {})->name() == name);
    CHECK(make_provider("Comviva", {}) == nullptr);
    CHECK(make_provider("", {}) == nullptr);
}
