#include "simulators/handset/carrier_mapped.hpp"
#include "simulators/handset/handset.hpp"
#include "tests/support/catch.hpp"

#include <deque>

using namespace haatline;
using namespace haatline::simulators;

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

/// A phone whose gateway says what the test put there, and which remembers what was sent.
struct Bench {
    StillClock clock;
    CountingRandom random;
    World world{clock, random};
    std::deque<Result<gateway::ClientReply>> replies;
    std::vector<CarrierRequest> sent;

    Handset phone(std::string_view provider) {
        auto carrier =
            make_carrier(provider, Line{*Msisdn::parse("9876543210"), "demo", "*789#"}, world);
        REQUIRE(carrier);
        return Handset(std::move(*carrier), [this](CarrierRequest const& request) {
            sent.push_back(request);
            REQUIRE(!replies.empty());
            auto reply = std::move(replies.front());
            replies.pop_front();
            return reply;
        });
    }

    void says(std::string body, std::vector<std::pair<std::string, std::string>> headers = {},
              unsigned status = 200) {
        replies.push_back(gateway::ClientReply{status, std::move(headers), std::move(body)});
    }
};

} // namespace

TEST_CASE("an africastalking call repeats every answer so far") {
    Bench bench;
    auto phone = bench.phone("africastalking");
    bench.says("CON Language?");
    bench.says("CON PIN?");
    bench.says("END Done");
    auto const first = phone.dial("*789#");
    REQUIRE(first);
    CHECK(first->text == "Language?");
    CHECK_FALSE(first->ended);
    REQUIRE(phone.answer("1"));
    auto const last = phone.answer("a*b c");
    REQUIRE(last);
    CHECK(last->ended);
    CHECK_FALSE(phone.in_call());

    std::string const head =
        "sessionId=ATUid_0000000001&serviceCode=%2A789%23&phoneNumber=%2B919876543210&"
        "networkCode=99999&text=";
    REQUIRE(bench.sent.size() == 3);
    CHECK(bench.sent[0].method == "POST");
    CHECK(bench.sent[0].path == "/in/africastalking/demo");
    CHECK(bench.sent[0].body == head);
    CHECK(bench.sent[1].body == head + "1");
    CHECK(bench.sent[2].body == head + "1%2Aa%2Ab+c");
}

TEST_CASE(
    "an africastalking deep dial is the first answer, and an empty answer still has its star") {
    Bench bench;
    auto phone = bench.phone("africastalking");
    for (int i = 0; i < 3; ++i) bench.says("CON x");
    REQUIRE(phone.dial("*789*22#"));
    REQUIRE(phone.answer(""));
    REQUIRE(phone.answer("1"));
    CHECK(bench.sent[0].body.ends_with(
        "serviceCode=%2A789%23&phoneNumber=%2B919876543210&networkCode=99999&text=22"));
    CHECK(bench.sent[1].body.ends_with("&text=22%2A"));
    CHECK(bench.sent[2].body.ends_with("&text=22%2A%2A1"));
}

TEST_CASE("dialling in the middle of a call hangs up first and gets a new session") {
    Bench bench;
    auto phone = bench.phone("africastalking");
    bench.says("CON a");
    bench.says("");
    bench.says("CON b");
    REQUIRE(phone.dial("*789#"));
    auto const old = phone.session();
    REQUIRE(phone.dial("*789#"));
    CHECK(phone.session() != old);
    REQUIRE(bench.sent.size() == 3);
    CHECK(bench.sent[1].body ==
          "sessionId=" + old +
              "&serviceCode=%2A789%23&networkCode=99999&phoneNumber=%2B919876543210&"
              "status=Incomplete&cost=INR+0.0000");
}

TEST_CASE("an imimobile call has no session id: a suffix in the path, a counter and a header") {
    Bench bench;
    auto phone = bench.phone("imimobile");
    bench.says("भाषा", {{"x-ussd-session", "1"}});
    bench.says("बस", {{"x-ussd-session", "0"}});
    REQUIRE(phone.dial("*789*22#"));
    CHECK(phone.in_call());
    CHECK(phone.session() == "9876543210|789");
    auto const last = phone.answer("हाँ");
    REQUIRE(last);
    CHECK(last->text == "बस");
    CHECK_FALSE(phone.in_call());
    CHECK(bench.sent[0].method == "GET");
    CHECK(bench.sent[0].path ==
          "/in/imimobile/demo/789?msisdn=9876543210&msg=%2A789%2A22%23&tid=2&dcs=x&code=HAAT");
    CHECK(bench.sent[1].path ==
          "/in/imimobile/demo/"
          "789?msisdn=9876543210&msg=%E0%A4%B9%E0%A4%BE%E0%A4%81&tid=3&dcs=x&code=HAAT");
}

TEST_CASE("an imimobile hang-up comes as the text of an answer") {
    Bench bench;
    auto phone = bench.phone("imimobile");
    bench.says("a", {{"x-ussd-session", "1"}});
    bench.says("Session Ended", {{"x-ussd-session", "0"}});
    REQUIRE(phone.dial("*789#"));
    REQUIRE(phone.hang_up());
    CHECK(bench.sent[1].path.find("msg=Map+Dialog+User+Abort+User+Reason") != std::string::npos);
}

TEST_CASE("a comviva call dials without star and hash, and its clean-up writes msisdn small") {
    Bench bench;
    auto phone = bench.phone("comviva");
    bench.says("Menu", {{"freeflow", "FC"}, {"charge", "N"}, {"amount", "0"}});
    bench.says("Menu 2", {{"freeflow", "FC"}});
    bench.says("");
    REQUIRE(phone.dial("*789*7*2#"));
    REQUIRE(phone.answer("2"));
    REQUIRE(phone.hang_up());
    CHECK(bench.sent[0].path ==
          "/in/comviva/demo?SessionID=s-0000000001&MSISDN=919876543210&MSC=msc&input=789%2A7%2A2");
    CHECK(bench.sent[1].path ==
          "/in/comviva/demo?SessionID=s-0000000001&MSISDN=919876543210&MSC=msc&input=2");
    CHECK(bench.sent[2].path ==
          "/in/comviva/"
          "demo?SessionID=s-0000000001&msisdn=919876543210&clean=clean-session&error=522");
}

TEST_CASE("a reply that breaks the provider's format is an error and closes the call") {
    Bench bench;
    auto at = bench.phone("africastalking");
    bench.says("Language?");
    auto const heard = at.dial("*789#");
    REQUIRE(!heard);
    CHECK(heard.error().code == Errc::invalid_data);
    CHECK_FALSE(at.in_call());

    auto imi = bench.phone("imimobile");
    bench.says("Language?");
    CHECK(!imi.dial("*789#"));
    auto com = bench.phone("comviva");
    bench.says("Language?", {{"freeflow", "XX"}});
    CHECK(!com.dial("*789#"));
}

TEST_CASE("a refused call says what to look at") {
    Bench bench;
    auto phone = bench.phone("comviva");
    bench.says("", {}, 403);
    auto const heard = phone.dial("*789#");
    REQUIRE(!heard);
    CHECK(heard.error().code == Errc::unauthenticated);
    CHECK(heard.error().detail.find("--token") != std::string::npos);
}

TEST_CASE("an answer without a call and a code without its marks are refused on the phone") {
    Bench bench;
    auto phone = bench.phone("africastalking");
    CHECK(phone.answer("1").error().code == Errc::conflict);
    CHECK(phone.dial("789").error().code == Errc::bad_request);
    CHECK(phone.hang_up()); // nothing to tell
    CHECK(bench.sent.empty());
}

TEST_CASE("an unknown provider is refused with the names there are") {
    Bench bench;
    auto const made = make_carrier("acme", Line{}, bench.world);
    REQUIRE(!made);
    std::string names;
    for (auto const name : mapped_ussd_providers())
        names += (names.empty() ? "" : ", ") + std::string(name);
    CHECK(made.error().detail == "no provider named 'acme'; there are " + names);
}

TEST_CASE("what stands behind the service's code") {
    CHECK(behind_code("*789#", "*789#") == "");
    CHECK(behind_code("*789#", "*789*110001#") == "110001");
    CHECK(behind_code("*789#", "*789*22*1#") == "22*1");
    CHECK_FALSE(behind_code("*789#", "*7890#"));
    CHECK_FALSE(behind_code("*789#", "*123#"));
}
