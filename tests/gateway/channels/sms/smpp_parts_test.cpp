#include "tests/gateway/channels/sms/smsc_stage.hpp"

#include <algorithm>
#include <set>

/// What becomes of a message of three parts of which the SMSC takes some.
using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;
using tests::outgoing;
using tests::Staged;
using What = Submitted::What;
using Ids = std::vector<std::string>;

namespace {

std::string const kLong(400, 'a'); // three parts

/// The SMSC refuses the submissions with these numbers, counted from 1, and takes the others.
void refuses(Staged& staged, std::set<std::size_t> numbers, std::uint32_t status) {
    staged.stage.behaves = [&staged, numbers = std::move(numbers), status, count = std::size_t{0}](
                               tests::SmscStage::Peer& peer, smpp::Pdu const& pdu) mutable {
        bool const no = numbers.contains(++count);
        peer.link.respond(smpp::response_to(pdu, no ? status : smpp::status::ok,
                                            no ? "" : std::to_string(++staged.stage.ids)));
    };
}

/// Number and reference of each part that the SMSC heard (3GPP TS 23.040 §9.2.3.24.1).
std::vector<std::pair<int, int>> parts(Staged& staged, std::size_t peer = 0) {
    std::vector<std::pair<int, int>> out;
    for (auto const& pdu : staged.stage.peer(peer).heard)
        out.emplace_back(static_cast<unsigned char>(pdu.short_message[5]),
                         static_cast<unsigned char>(pdu.short_message[3]));
    return out;
}

} // namespace

TEST_CASE(
    "of a message in three parts only the refused one goes again, as a part of the same text") {
    for (std::uint32_t const status : {0x08U, 0x64U, 0x45U}) {
        Staged staged;
        refuses(staged, {2}, status);
        staged.submit({outgoing(77, kLong)});
        REQUIRE(staged.diary.results.size() == 1); // all its parts have their answers
        CHECK(staged.diary.results[0].what == What::retry);
        CHECK(staged.diary.results[0].ids == Ids{"1", "2"}); // she may have these
        staged.submit({outgoing(77, kLong)});
        REQUIRE(staged.diary.results.size() == 2);
        CHECK(staged.diary.results[1].what == What::accepted);
        CHECK(staged.diary.results[1].ids == Ids{"1", "3", "2"});
        CHECK(parts(staged) ==
              std::vector<std::pair<int, int>>{{1, 77}, {2, 77}, {3, 77}, {2, 77}});
    }
}

TEST_CASE("parts that are refused again and again do not bring the others again") {
    Staged staged;
    refuses(staged, {1, 3, 4, 6, 7}, 0x08);
    for (int i = 0; i < 5; ++i) staged.submit({outgoing(5, kLong)});
    CHECK(staged.diary.results.back().what == What::accepted);
    CHECK(parts(staged) == std::vector<std::pair<int, int>>{
                               {1, 5}, {2, 5}, {3, 5}, {1, 5}, {3, 5}, {1, 5}, {1, 5}, {1, 5}});
}

TEST_CASE("after the link died only parts go again that nobody is known to have taken") {
    Staged staged;
    staged.stage.behaves = [&](auto& peer, smpp::Pdu const& pdu) {
        if (pdu.short_message[5] != 2) peer.link.respond(smpp::response_to(pdu, 0, "id"));
    };
    staged.submit({outgoing(9, kLong)});
    staged.stage.hangs_up();
    REQUIRE(staged.diary.results.size() == 1);
    CHECK(staged.diary.results[0].what == What::unknown);
    CHECK(staged.diary.results[0].ids == Ids{"id", "id"});
    staged.stage.pass(2s);
    staged.submit({outgoing(9, kLong)});
    CHECK(parts(staged, 1) == std::vector<std::pair<int, int>>{{2, 9}});
}

TEST_CASE("an answer that comes after its message counted as unknown is told all the same") {
    Staged staged;
    std::vector<smpp::Pdu> held;
    staged.stage.behaves = [&](auto&, smpp::Pdu const& pdu) { held.push_back(pdu); };
    staged.submit({outgoing(1), outgoing(2, "no", 919876543211), outgoing(3, kLong, 919876543212)});
    staged.stage.pass(61s);
    REQUIRE(staged.diary.results.size() == 3);
    for (auto const& result : staged.diary.results) CHECK(result.what == What::unknown);
    auto const answer = [&](std::size_t which, std::uint32_t status, std::string id) {
        staged.stage.peer().link.respond(smpp::response_to(held.at(which), status, id));
        staged.stage.settle();
    };
    answer(0, 0, "A");
    REQUIRE(staged.diary.results.size() == 4);
    CHECK(staged.diary.results[3].parcel == 1);
    CHECK(staged.diary.results[3].what == What::accepted);
    CHECK(staged.diary.results[3].ids == Ids{"A"});
    answer(1, 0x08, ""); // it goes again in any case
    answer(4, 0, "L3");
    answer(2, 0, "L1");
    answer(2, 0, "L1");
    CHECK(staged.diary.results.size() == 4);
    answer(3, 0, "L2");
    REQUIRE(staged.diary.results.size() == 5);
    CHECK(staged.diary.results[4].parcel == 3);
    CHECK(staged.diary.results[4].ids == Ids{"L1", "L2", "L3"});
}

TEST_CASE("of a message that is sent again the parts stay behind whose answers came late") {
    Staged staged;
    std::vector<smpp::Pdu> held;
    staged.stage.behaves = [&](auto&, smpp::Pdu const& pdu) { held.push_back(pdu); };
    staged.submit({outgoing(3, kLong)});
    staged.stage.pass(61s);
    staged.stage.peer().link.respond(smpp::response_to(held.at(1), 0, "L2"));
    staged.stage.settle();
    staged.submit({outgoing(3, kLong)});
    CHECK(parts(staged) ==
          std::vector<std::pair<int, int>>{{1, 3}, {2, 3}, {3, 3}, {1, 3}, {3, 3}});
}

TEST_CASE("a part refused for good ends its message, with the ids of those she may have") {
    Staged staged;
    refuses(staged, {2}, smpp::status::invalid_destination);
    staged.submit({outgoing(4, kLong)});
    REQUIRE(staged.diary.results.size() == 1);
    CHECK(staged.diary.results[0].what == What::refused);
    CHECK(staged.diary.results[0].reason == "unreachable");
    CHECK(staged.diary.results[0].ids == Ids{"1", "2"});
    staged.submit({outgoing(4, kLong)}); // by whoever wants it sent all the same: whole
    CHECK(staged.diary.results.back().what == What::accepted);
    CHECK(parts(staged).size() == 6);
}

TEST_CASE("another text under the same number goes whole") {
    Staged staged;
    refuses(staged, {3}, 0x08);
    staged.submit({outgoing(4, kLong)});
    staged.submit({outgoing(4, std::string(400, 'b'))});
    CHECK(staged.diary.results.back().ids == Ids{"3", "4", "5"});
}

TEST_CASE("a phone whose queue is full does not hold up the others of its link") {
    Staged staged;
    staged.stage.behaves = [&](auto& peer, smpp::Pdu const& pdu) {
        bool const full = pdu.destination.digits == "919876543210" && pdu.short_message[5] == 2;
        peer.link.respond(smpp::response_to(pdu, full ? smpp::status::queue_full : 0, "id"));
    };
    staged.submit({outgoing(1, kLong), outgoing(2, "hi", 919876543211)});
    staged.stage.pass(60s);
    REQUIRE(staged.diary.results.size() == 2);
    auto const hers = std::ranges::find(staged.diary.results, 1, &Submitted::parcel);
    CHECK(hers->what == What::slow_down);
    CHECK(hers->ids.size() == 2);
    CHECK(staged.stage.peer().heard.size() < 30);
}
