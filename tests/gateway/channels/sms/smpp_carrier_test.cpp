#include "tests/gateway/channels/sms/smsc_stage.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;
using tests::outgoing;
using tests::smpp_options;
using tests::Staged;
using What = Submitted::What;

namespace {

std::vector<What> whats(std::vector<Submitted> const& results) {
    std::vector<What> all;
    for (auto const& one : results) all.push_back(one.what);
    return all;
}

/// The SMSC refuses the k-th submission, counted from 1, with this status.
void refuses(Staged& staged, std::size_t number, std::uint32_t status) {
    staged.stage.behaves = [&staged, number, status, count = std::size_t{0}](
                               tests::SmscStage::Peer& peer, smpp::Pdu const& pdu) mutable {
        bool const no = ++count == number;
        peer.link.respond(smpp::response_to(pdu, no ? status : smpp::status::ok,
                                            std::to_string(++staged.stage.ids)));
    };
}

} // namespace

TEST_CASE("a carrier binds, takes a message and tells its id") {
    Staged staged;
    CHECK(staged.carrier.up());
    CHECK(staged.carrier.room() == 10);
    CHECK(staged.carrier.window() == 10);
    CHECK(staged.diary.changes == 1);
    auto message = outgoing(70'000 + 4711);
    message.valid_until = staged.stage.world.clock.now() + 1h;
    staged.submit({message});
    REQUIRE(staged.diary.results.size() == 1);
    auto const& result = staged.diary.results[0];
    CHECK(result.parcel == 74'711);
    CHECK(result.what == What::accepted);
    CHECK(result.ids == std::vector<std::string>{"1"});
    CHECK(result.segments == 1);

    smpp::Pdu const sent = staged.stage.peer().heard.at(0);
    CHECK(sent.source == smpp::Address{5, 0, "VCLUST"});
    CHECK(sent.destination == smpp::Address{1, 1, "919876543210"});
    CHECK(sent.registered_delivery == 1);
    CHECK(sent.validity == "000000010000000R");
    CHECK(sent.short_message == "hi");
    CHECK(sent.tlvs.number(smpp::tag::user_message_reference) == (74'711U & 0xFFFF));
    CHECK(staged.carrier.binds()[0]->counts().accepted == 1);
}

TEST_CASE("the parts of a long message go in order and have one result with all their ids") {
    Staged staged;
    staged.submit({outgoing(1, std::string(400, 'a')), outgoing(2)});
    REQUIRE(staged.diary.results.size() == 2);
    CHECK(staged.diary.results[0].ids == std::vector<std::string>{"1", "2", "3"});
    CHECK(staged.diary.results[0].segments == 3);
    CHECK(staged.diary.results[1].ids == std::vector<std::string>{"4"});
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(staged.stage.peer().heard[i].short_message[5] == static_cast<char>(i + 1));
}

TEST_CASE("no more is sent than the window lets out; the rest waits for answers") {
    Staged staged;
    std::vector<smpp::Pdu> held;
    staged.stage.behaves = [&](auto&, smpp::Pdu const& pdu) { held.push_back(pdu); };
    for (int i = 1; i <= 12; ++i)
        staged.submit({outgoing(i, "hi", 919876543200 + static_cast<std::uint64_t>(i))});
    CHECK(held.size() == 10);
    CHECK(staged.carrier.room() == 0);
    staged.diary.changes = 0;
    for (std::size_t i = 0; i < 10; ++i)
        staged.stage.peer().link.respond(smpp::response_to(held[i], 0, "x"));
    staged.stage.settle();
    CHECK(staged.diary.results.size() == 10);
    CHECK(held.size() == 12);
    CHECK(staged.diary.changes == 1);
    CHECK(staged.carrier.room() > 0);
}

TEST_CASE("what an SMSC says of a message becomes what its sender does next") {
    struct Row {
        std::uint32_t status;
        What what;
        std::string reason, raw;
    };
    for (Row const& row : {Row{0x58, What::slow_down, "", "0x58 RTHROTTLED"},
                           Row{0x14, What::slow_down, "", "0x14 RMSGQFUL"},
                           Row{0x08, What::retry, "unknown", "0x08 RSYSERR"},
                           Row{0x0B, What::refused, "unreachable", "0x0B RINVDSTADR"},
                           Row{0x0A, What::refused, "header", "0x0A RINVSRCADR"},
                           Row{0x403, What::retry, "template", "0x403"}}) {
        auto options = smpp_options();
        options.retry_codes = {0x403};
        options.reasons = {{"0x403", "template"}};
        Staged staged(options);
        refuses(staged, 1, row.status);
        staged.submit({outgoing(9)});
        REQUIRE(staged.diary.results.size() == 1);
        INFO(row.raw);
        CHECK(staged.diary.results[0].what == row.what);
        CHECK(staged.diary.results[0].reason == row.reason);
        CHECK(staged.diary.results[0].raw_code == row.raw);
        CHECK(staged.carrier.up());
    }
}

TEST_CASE("a code nobody knows is tried once more, then it is final with its number kept") {
    Staged staged;
    staged.stage.behaves = [](auto& peer, smpp::Pdu const& pdu) {
        peer.link.respond(smpp::response_to(pdu, 0x4FF));
    };
    staged.submit({outgoing(9)});
    staged.submit({outgoing(9)});
    CHECK(whats(staged.diary.results) == std::vector{What::retry, What::refused});
    CHECK(staged.diary.results[1].raw_code == "0x4FF");
}

TEST_CASE("a part that was put off goes again by itself, for its message is half out") {
    Staged staged;
    refuses(staged, 2, smpp::status::throttled);
    staged.submit({outgoing(1, std::string(400, 'a'))});
    staged.stage.pass(10s);
    REQUIRE(staged.diary.results.size() == 1);
    CHECK(staged.diary.results[0].what == What::accepted);
    CHECK(staged.diary.results[0].ids == std::vector<std::string>{"1", "4", "3"});
    REQUIRE(staged.stage.peer().heard.size() == 4);
    CHECK(staged.stage.peer().heard[3].short_message == staged.stage.peer().heard[1].short_message);
}

TEST_CASE("when the link dies, what was sent is unknown and what was not goes to another") {
    Staged staged;
    staged.stage.behaves = [](auto&, auto const&) {};
    for (int i = 1; i <= 12; ++i)
        staged.submit({outgoing(i, "hi", 919876543200 + static_cast<std::uint64_t>(i))});
    staged.stage.hangs_up();
    REQUIRE(staged.diary.results.size() == 12);
    CHECK(std::ranges::count(whats(staged.diary.results), What::unknown) == 10);
    CHECK(std::ranges::count(whats(staged.diary.results), What::not_sent) == 2);
    CHECK(!staged.carrier.up());
    CHECK(staged.carrier.room() == 0);
    staged.submit({outgoing(13)});
    CHECK(staged.diary.results.back().what == What::not_sent);
    CHECK(staged.stage.dials == 1);
    staged.stage.pass(1'300ms);
    CHECK(staged.stage.dials == 2);
    CHECK(staged.carrier.up());
}

TEST_CASE("a message that is never answered is unknown after the response time") {
    Staged staged;
    staged.stage.behaves = [](auto&, auto const&) {};
    staged.submit({outgoing(1)});
    staged.stage.pass(59s);
    CHECK(staged.diary.results.empty());
    staged.stage.pass(2s);
    CHECK(whats(staged.diary.results) == std::vector{What::unknown});
    CHECK(staged.carrier.up()); // enquire_link was answered
}

TEST_CASE("an SMSC that is away is dialled less and less often, never in a loop") {
    tests::SmscStage stage;
    tests::CarrierDiary diary;
    stage.reachable = false;
    SmppCarrier carrier(stage.works(), smpp_options(), diary);
    carrier.begin();
    stage.pass(600s);
    CHECK(stage.dials > 8);
    CHECK(stage.dials < 25);
    stage.reachable = true;
    stage.pass(80s);
    CHECK(carrier.up());
}

TEST_CASE("refused credentials are tried again in minutes, not seconds") {
    tests::SmscStage stage;
    tests::CarrierDiary diary;
    stage.bind_status = smpp::status::invalid_password;
    SmppCarrier carrier(stage.works(), smpp_options(), diary);
    carrier.begin();
    stage.pass(200s);
    CHECK(stage.dials == 1);
    stage.bind_status = smpp::status::ok;
    stage.pass(200s);
    CHECK(stage.dials == 2);
    CHECK(carrier.up());
}

TEST_CASE("several binds share the messages, but those to one phone stay on one") {
    auto options = smpp_options();
    options.binds = 2;
    Staged staged(options);
    CHECK(staged.carrier.room() == 20);
    staged.stage.behaves = [](auto&, auto const&) {};
    for (int i = 0; i < 6; ++i) staged.submit({outgoing(i, "hi", 919876543210)});
    for (int i = 6; i < 12; ++i)
        staged.submit({outgoing(i, "hi", 919876543220 + static_cast<std::uint64_t>(i))});
    auto const first = staged.stage.peer(0).heard.size(),
               second = staged.stage.peer(1).heard.size();
    CHECK(first + second == 12);
    CHECK(std::max(first, second) < 8);
    for (std::size_t peer = 0; peer < 2; ++peer) {
        auto const same = std::ranges::count_if(staged.stage.peer(peer).heard, [](auto const& pdu) {
            return pdu.destination.digits == "919876543210";
        });
        CHECK((same == 0 || same == 6));
    }
}

TEST_CASE("a pair sends by its transmitter and hears receipts by its receiver") {
    auto options = smpp_options();
    options.pair = true;
    Staged staged(options);
    REQUIRE(staged.stage.peers.size() == 2);
    CHECK(staged.stage.peer(0).link.state() == smpp::Bound::tx);
    CHECK(staged.stage.peer(1).link.state() == smpp::Bound::rx);
    staged.submit({outgoing(1)});
    CHECK(staged.diary.results.at(0).what == What::accepted);
    CHECK(staged.stage.peer(1).heard.empty());
}

TEST_CASE("a message without what its link's register requires does not leave, with the reason") {
    auto options = smpp_options();
    options.dlt = smpp::usual_dlt_fields();
    Staged staged(options);
    auto message = outgoing(1);
    message.dlt.entity = "1301157000000000001";
    staged.submit({message});
    CHECK(staged.diary.results.at(0).what == What::refused);
    CHECK(staged.diary.results.at(0).reason == "template");
    CHECK(staged.stage.peer().heard.empty());
    message.dlt.template_id = "1307160000000000001";
    staged.submit({message});
    CHECK(staged.diary.results.at(1).what == What::accepted);
    CHECK(staged.stage.peer().heard.at(0).tlvs.find(0x1401) == "1307160000000000001");
}

TEST_CASE("a bind that turned out to be none is begun again, and the message was not sent") {
    Staged staged;
    refuses(staged, 1, smpp::status::wrong_bind_state);
    staged.submit({outgoing(1)});
    CHECK(whats(staged.diary.results) == std::vector{What::not_sent});
    staged.stage.pass(2s);
    CHECK(staged.stage.dials == 2);
    CHECK(staged.carrier.up());
}

TEST_CASE("one refusal in a hundred costs less than a fifth, over the whole carrier") {
    auto const run = [](unsigned one_in) {
        Staged staged;
        std::deque<std::pair<smpp::Instant, smpp::Pdu>> later;
        std::uint64_t number = 0;
        staged.stage.behaves = [&](auto&, smpp::Pdu const& pdu) {
            later.emplace_back(staged.stage.now() + 20ms, pdu);
        };
        std::int64_t parcel = 0;
        for (int ms = 0; ms < 20'000; ++ms) {
            while (!later.empty() && later.front().first <= staged.stage.now()) {
                bool const no = one_in != 0 && ++number % one_in == 0;
                staged.stage.peer().link.respond(smpp::response_to(
                    later.front().second, no ? smpp::status::throttled : smpp::status::ok, "x"));
                later.pop_front();
            }
            staged.stage.settle();
            std::vector<Outgoing> some;
            for (auto room = staged.carrier.room(); room > 0; --room) {
                ++parcel;
                some.push_back(outgoing(
                    parcel, "hi", 919876500000 + static_cast<std::uint64_t>(parcel % 99'999)));
            }
            staged.submit(std::move(some));
            staged.stage.world.clock.pass(1ms);
        }
        return std::ranges::count(whats(staged.diary.results), What::accepted);
    };
    auto const full = run(0), refused = run(100);
    INFO(full << " without, " << refused << " with refusals");
    CHECK(refused * 10 > full * 8);
}

TEST_CASE("a carrier that drains waits for what is unanswered, then unbinds") {
    Staged staged;
    std::vector<smpp::Pdu> held;
    staged.stage.behaves = [&](auto&, smpp::Pdu const& pdu) { held.push_back(pdu); };
    staged.submit({outgoing(1)});
    staged.carrier.drain(staged.stage.world.clock.now() + 10s);
    CHECK(staged.carrier.room() == 0);
    staged.stage.pass(1s);
    CHECK(!staged.stage.peer().link.finished());
    staged.stage.peer().link.respond(smpp::response_to(held.at(0), 0, "id"));
    staged.stage.pass(1s);
    CHECK(staged.stage.peer().link.finished());
    CHECK(whats(staged.diary.results) == std::vector{What::accepted});
    CHECK(staged.carrier.drained());
    staged.stage.pass(100s);
    CHECK(staged.stage.dials == 1);
}
