#include "simulators/handset/texts.hpp"
#include "tests/support/catch.hpp"

#include <deque>

using namespace haatline;
using namespace haatline::simulators;

namespace {

/// A gateway that says what the test put there, and remembers what it was asked.
struct Bench {
    std::deque<Result<gateway::ClientReply>> replies;
    std::vector<CarrierRequest> sent;
    TextPhone phone{*Msisdn::parse("9876543210"), [this](CarrierRequest const& request) {
                        sent.push_back(request);
                        REQUIRE(!replies.empty());
                        auto reply = std::move(replies.front());
                        replies.pop_front();
                        return reply;
                    }};

    void says(unsigned status, std::string body) {
        replies.push_back(gateway::ClientReply{status, {}, std::move(body)});
    }
};

} // namespace

TEST_CASE("a message is handed over as the web phone does") {
    Bench bench;
    bench.says(202, "{}");
    REQUIRE(bench.phone.write("KHOJ \"achar\""));
    REQUIRE(bench.sent.size() == 1);
    CHECK(bench.sent[0].method == "POST");
    CHECK(bench.sent[0].path == "/phone/sms");
    CHECK(bench.sent[0].content_type == "application/json");
    CHECK(bench.sent[0].body == R"({"phone":"919876543210","text":"KHOJ \"achar\""})");
}

TEST_CASE("what came is read once, behind the last message that was seen") {
    Bench bench;
    bench.says(200, R"({"messages":[{"id":3,"parts":1,"from":"HAATLN","text":"One"},)"
                    R"({"id":7,"parts":2,"from":"HAATLN","text":"दो"},{"id":9,"text":""}]})");
    bench.says(200, R"({"messages":[]})");
    auto const first = bench.phone.look();
    REQUIRE(first);
    CHECK(*first == std::vector<Text>{{"HAATLN", "One", 1}, {"HAATLN", "दो", 2}});
    CHECK(bench.phone.look()->empty());
    CHECK(bench.sent[0].path == "/phone/inbox.json?phone=919876543210&after=0");
    CHECK(bench.sent[1].path == "/phone/inbox.json?phone=919876543210&after=9");
}

TEST_CASE("a gateway without such a phone, without a disk or without sense is told apart") {
    Bench bench;
    bench.says(404, "");
    bench.says(503, "{}");
    bench.says(400, R"({"field":"text"})");
    bench.says(500, "");
    CHECK(bench.phone.write("1").error().code == Errc::not_found);
    CHECK(bench.phone.write("1").error().code == Errc::unavailable);
    CHECK(bench.phone.write("1").error().code == Errc::bad_request);
    CHECK(bench.phone.write("1").error().code == Errc::invalid_data);
    for (auto const* body : {"", "[]", "{}", R"({"messages":{}})", "not json"}) {
        INFO(body);
        bench.says(200, body);
        CHECK(bench.phone.look().error().code == Errc::invalid_data);
    }
    bench.says(200, R"({"messages":[7,{"id":"x","parts":-1,"text":"Hello"}]})");
    CHECK(*bench.phone.look() == std::vector<Text>{{"", "Hello", 0}});
}
