#include "gateway/app/sms_desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/line.hpp"

using namespace haatline;
using namespace haatline::tests;
using gateway::Silence;

namespace {

/// Hands over one message as a carrier does; whether the provider hears that it was taken.
bool hand(Line& line, gateway::SmsIn message) {
    auto const promise = std::make_shared<std::promise<bool>>();
    auto taken = promise->get_future();
    line.on_loop([&](gateway::House& house) {
        house.sms_desk().take(message, [promise](bool stored) { promise->set_value(stored); });
    });
    REQUIRE(taken.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    return taken.get();
}

gateway::SmsIn from(std::uint64_t number, std::string text, std::string identity = {}) {
    gateway::SmsIn out;
    out.from = Msisdn::from_number(number);
    out.to = "56161";
    out.text = std::move(text);
    out.identity = std::move(identity);
    out.route = "test";
    return out;
}

constexpr std::uint64_t kAsha = 919'876'543'212;

std::uint64_t silent(Line& line, Silence why) {
    return line.metrics().sms_silent[static_cast<std::size_t>(why)];
}

} // namespace

TEST_CASE("an answer to a message is a parcel of its step, and what brought it hears only that it "
          "is taken") {
    Line line;
    CHECK(hand(line, from(kAsha, "LANG en")));
    auto const sent = line.sent_since();
    REQUIRE(sent.size() == 1);
    CHECK(sent.front().to == kAsha);
    CHECK(sent.front().text.find("Reply 1,2,9") != std::string::npos);
    line.restart(false); // killed: it was on disk before it was acknowledged
    line.pass(std::chrono::seconds(40));
    CHECK(hand(line, from(kAsha, "YES")));
    CHECK(line.sent_since().size() == 1);
}

TEST_CASE("a message that is brought again counts once: by its id for as long as it is remembered, "
          "else within a minute") {
    Line line;
    CHECK(hand(line, from(kAsha, "LANG en", "m1")));
    CHECK(line.sent_since().size() == 1);
    CHECK(hand(line, from(kAsha, "LANG en", "m1")));
    CHECK(line.sent_since().empty());
    CHECK(hand(line, from(kAsha, "hello there")));
    CHECK(line.sent_since().size() == 1);
    line.pass(std::chrono::seconds(50));
    CHECK(hand(line, from(kAsha, "hello there")));
    CHECK(line.sent_since().empty());
    line.pass(std::chrono::seconds(20));
    CHECK(hand(line, from(kAsha, "LANG en")));
    CHECK(line.sent_since().size() == 1);
}

TEST_CASE("the same key twice is two answers, unless its carrier doubts that the first was heard") {
    Line line;
    auto key = from(kAsha, "HELP", "made of the text");
    key.by_content = true;
    CHECK(hand(line, key));
    CHECK(line.sent_since().size() == 1);
    CHECK(hand(line, key));
    CHECK(line.sent_since().size() == 1);
    key.maybe_again = true;
    CHECK(hand(line, key));
    CHECK(line.sent_since().empty());
}

TEST_CASE("nobody is answered who cannot be a person with a phone") {
    Line line;
    CHECK(hand(line, from(0, "Get 20% off")));
    auto unreadable = from(kAsha, "");
    unreadable.odd = "dcs 0xF7";
    CHECK(hand(line, unreadable));
    CHECK(line.sent_since().empty());
    CHECK(silent(line, Silence::short_code) == 1);
    CHECK(silent(line, Silence::unreadable) == 1);
    CHECK(line.metrics().sms_answered == 0);
}

TEST_CASE("a flood from one number is told to wait once, and costs nothing more") {
    Line line;
    for (int i = 0; i < 30; ++i) CHECK(hand(line, from(kAsha, "find " + std::to_string(i))));
    auto const sent = line.sent_since();
    CHECK(sent.size() <= 13);
    CHECK(sent.back().text.starts_with("Haatline: too many messages"));
    CHECK(silent(line, Silence::wait) == 1);
    CHECK(silent(line, Silence::flood) == 17);
    CHECK(hand(line, from(kAsha, "बंद")));
    auto const stopped = line.sent_since();
    REQUIRE(stopped.size() == 1); // STOP wins over a flood too
    CHECK(stopped.front().text.find("START") != std::string::npos);
    CHECK(hand(line, from(kAsha, "START"))); // and so does what takes it back
    CHECK(line.sent_since().size() == 1);
    CHECK(hand(line, from(kAsha, "we resume on Monday"))); // but for who only says the word
    CHECK(line.sent_since().empty());
    CHECK(hand(line, from(kAsha + 1, "LANG en")));
    CHECK(line.sent_since().size() == 1);
}

TEST_CASE("the words of a shared code and our own numbers are taken off before anything is read") {
    ManualWorld world;
    gateway::Metrics metrics;
    std::vector<std::string> heard;
    gateway::SmsDeskOptions options;
    options.prefixes = {"VC", "मेक"};
    options.own_numbers = {"9876543299"};
    gateway::SmsDesk desk(options, world.world, metrics, [&](gateway::Turn turn) {
        heard.push_back(turn.callback.text);
        turn.done({});
    });
    for (auto const* text : {"VC FIND achar", "vc मेक khoj", "find vc", "VC"})
        desk.take(from(kAsha, text), [](bool stored) { CHECK(stored); });
    desk.take(from(919'876'543'299, "FIND achar"), [](bool stored) { CHECK(stored); });
    CHECK(heard == std::vector<std::string>{"FIND achar", "khoj", "find vc", ""});
}
