#include "tests/gateway/channels/sms/smsc_stage.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;
using tests::smpp_options;
using tests::Staged;

namespace {

smpp::Pdu message(std::string text, std::uint8_t esm_class = 0, std::uint8_t dcs = 0) {
    smpp::Pdu pdu;
    pdu.command = smpp::Command::deliver_sm;
    pdu.source = {1, 1, "919876543210"};
    pdu.destination = {0, 0, "56161"};
    pdu.short_message = std::move(text);
    pdu.esm_class = esm_class;
    pdu.data_coding = dcs;
    return pdu;
}

smpp::Pdu part(int reference, int total, int number, std::string text) {
    std::string const header{
        5, 0, 3, static_cast<char>(reference), static_cast<char>(total), static_cast<char>(number)};
    return message(header + text, 0x40);
}

/// Statuses that the SMSC read for its requests, in their order.
std::vector<std::uint32_t> answers(Staged& staged, std::size_t peer = 0) {
    std::vector<std::uint32_t> all;
    for (auto const& event : staged.stage.peer(peer).ends)
        if (event.kind == smpp::LinkEvent::Kind::response) all.push_back(event.pdu.status);
    return all;
}

using Statuses = std::vector<std::uint32_t>;

struct UssdDiary final : SmppUssdListener {
    std::vector<SmppUssdTurn> turns;
    std::vector<std::string> dead;
    std::vector<Reply> replies;
    void heard(Carrier&, SmppUssdTurn turn, CarrierListener::Stored stored, Reply reply) override {
        turns.push_back(std::move(turn));
        replies.push_back(std::move(reply));
        stored(true);
    }
    void refused(Carrier&, std::string const& dialogue) override { dead.push_back(dialogue); }
};

} // namespace

TEST_CASE("a message is answered when it is stored, not before") {
    Staged staged;
    staged.diary.stores = false;
    staged.stage.sends(message("REG achar"));
    REQUIRE(staged.diary.messages.size() == 1);
    auto const& arrived = staged.diary.messages[0];
    CHECK(arrived.from == Msisdn::from_number(919876543210));
    CHECK(arrived.to == "56161");
    CHECK(arrived.text == "REG achar");
    CHECK(!arrived.maybe_again);
    CHECK(answers(staged).empty());
    staged.diary.waiting[0](true);
    staged.stage.settle();
    CHECK(answers(staged) == Statuses{smpp::status::ok});

    staged.stage.sends(message("REG achar"));
    CHECK(!staged.diary.messages.at(1).maybe_again); // twice the same is two messages
    staged.diary.waiting[1](false);
    staged.stage.settle();
    CHECK(answers(staged).back() == smpp::status::temporary_app_error);
}

TEST_CASE("receipts come together in our words, whatever the SMSC's") {
    auto options = smpp_options();
    options.id_form = smpp::IdForm::hex_then_decimal;
    options.reasons = {{"014", "absent"}};
    Staged staged(options);
    staged.stage.behaves = [](auto& peer, smpp::Pdu const& pdu) {
        peer.link.respond(smpp::response_to(pdu, 0, "00004A3F"));
    };
    staged.submit({tests::outgoing(1)});
    staged.stage.sends(message("id:0000019007 sub:001 dlvrd:001 stat:DELIVRD err:000 text:", 0x04));
    staged.stage.sends(message("id:5 stat:UNDELIV err:014", 0x04));
    staged.stage.sends(message("id:6 stat:ENROUTE", 0x20));
    staged.stage.sends(message("nothing of a receipt", 0x04));
    REQUIRE(staged.diary.news.size() == 3);
    CHECK(staged.diary.results.at(0).ids == std::vector<std::string>{staged.diary.news[0].id});
    CHECK(staged.diary.news[0].state == "delivered");
    CHECK(staged.diary.news[0].to == Msisdn::from_number(919876543210));
    CHECK(staged.diary.news[1].state == "undelivered");
    CHECK(staged.diary.news[1].reason == "absent");
    CHECK(staged.diary.news[1].raw_code == "UNDELIV 014");
    CHECK(staged.diary.news[2].state == "accepted");
    CHECK(answers(staged) == Statuses{0, 0, 0, 0});
    CHECK(staged.carrier.binds()[0]->counts().unreadable_receipts == 1);
    CHECK(staged.diary.messages.empty());
}

TEST_CASE("parts of a message are answered together, once the whole is stored") {
    Staged staged;
    staged.stage.sends(part(7, 2, 2, "b"));
    CHECK(answers(staged).empty());
    staged.stage.sends(part(7, 2, 1, "a"));
    REQUIRE(staged.diary.messages.size() == 1);
    CHECK(staged.diary.messages[0].text == "ab");
    CHECK(answers(staged) == Statuses{0, 0});
}

TEST_CASE("a part that waits too long is asked for again, kept all the same, and then taken") {
    Staged staged;
    staged.stage.sends(part(7, 2, 1, "a"));
    staged.stage.pass(1'100ms);
    CHECK(answers(staged) == Statuses{smpp::status::temporary_app_error});
    SECTION("the second one comes first") {
        staged.stage.sends(part(7, 2, 2, "b"));
        CHECK(staged.diary.messages.at(0).text == "ab");
        staged.stage.sends(part(7, 2, 1, "a"));
        CHECK(answers(staged) == Statuses{smpp::status::temporary_app_error, 0, 0});
        CHECK(staged.diary.messages.size() == 1);
    }
    SECTION("the first one comes again at once") {
        staged.stage.sends(part(7, 2, 1, "a"));
        CHECK(answers(staged) == Statuses{smpp::status::temporary_app_error, 0});
        staged.stage.sends(part(7, 2, 2, "b"));
        CHECK(staged.diary.messages.at(0).text == "ab");
    }
}

TEST_CASE("a message whose answer may not have been read may come again by the next link") {
    Staged staged;
    staged.diary.stores = false;
    staged.stage.sends(message("1"));
    staged.stage.hangs_up();
    staged.diary.waiting[0](true); // too late for the link
    staged.stage.pass(2s);
    REQUIRE(staged.stage.peers.size() == 2);
    staged.diary.stores = true;
    staged.stage.sends(message("1"), 1);
    REQUIRE(staged.diary.messages.size() == 2);
    CHECK(staged.diary.messages[1].maybe_again);
    CHECK(staged.diary.messages[1].identity == staged.diary.messages[0].identity);
    staged.stage.sends(message("1"), 1);
    CHECK(!staged.diary.messages.at(2).maybe_again);
}

TEST_CASE("a message that waits for the disk is doubted only when its own link dies") {
    auto options = smpp_options();
    options.binds = 2;
    Staged staged(options);
    staged.diary.stores = false;
    staged.stage.sends(message("1"), 0);
    staged.stage.hangs_up(1);
    staged.stage.sends(message("1"), 0);
    REQUIRE(staged.diary.messages.size() == 2);
    CHECK(!staged.diary.messages[1].maybe_again);
}

TEST_CASE("what cannot be read or has no number of the plan is answered and does no harm") {
    Staged staged;
    staged.stage.sends(message(std::string("\x00\xFF", 2), 0, 4));
    REQUIRE(staged.diary.messages.size() == 1);
    CHECK(staged.diary.messages[0].text.empty());
    CHECK(staged.diary.messages[0].odd == "data_coding 4");
    auto named = message("hello");
    named.source = {5, 0, "BANK"};
    staged.stage.sends(named);
    named.source.digits.clear();
    staged.stage.sends(named);
    staged.stage.sends(message("read", 0x08));
    CHECK(staged.diary.messages.size() == 1);
    CHECK(answers(staged) == Statuses{0, 0, 0, 0});
    auto plus = message("hi");
    plus.source.digits = "+91 98765 43210";
    staged.stage.sends(plus);
    CHECK(staged.diary.messages.at(1).from == Msisdn::from_number(919876543210));
}

TEST_CASE("a dialogue of USSD is heard as one, its screens go back with its key") {
    auto options = smpp_options();
    options.ussd = smpp::ussd_dialect("standard");
    tests::SmscStage stage;
    tests::CarrierDiary diary;
    UssdDiary ussd;
    SmppCarrier carrier(stage.works(), options, diary);
    carrier.hear_ussd_by(ussd);
    carrier.begin();
    stage.settle();
    auto dial = message("*166#");
    dial.destination.digits = "166";
    dial.tlvs.add_u8(smpp::tag::ussd_service_op, 1);
    dial.tlvs.add_u16(smpp::tag::its_session_info, 0x1234);
    stage.sends(dial);
    REQUIRE(ussd.turns.size() == 1);
    CHECK(ussd.turns[0].event == smpp::UssdEvent::begin);
    CHECK(ussd.turns[0].code == "166");
    CHECK(ussd.turns[0].text == "*166#");
    CHECK(ussd.turns[0].dialogue == "919876543210:1234");
    CHECK(diary.messages.empty());
    CHECK(ussd.replies[0]("1 Hindi", false));
    CHECK(!ussd.replies[0](std::string(200, 'x'), false));
    stage.settle();
    smpp::Pdu const screen = stage.peer().heard.at(0);
    CHECK(screen.short_message == "1 Hindi");
    CHECK(screen.destination.digits == "919876543210");
    CHECK(screen.tlvs.number(smpp::tag::its_session_info) == 0x1234U);
    stage.behaves = [](auto& peer, smpp::Pdu const& pdu) {
        peer.link.respond(smpp::response_to(pdu, smpp::status::submit_failed));
    };
    CHECK(ussd.replies[0]("2 English", true));
    stage.settle();
    CHECK(ussd.dead == std::vector<std::string>{"919876543210:1234"});
    CHECK(diary.results.empty());
}

TEST_CASE("USSD at a link that has none is refused for good, never taken for an SMS") {
    Staged staged;
    auto dial = message("*166#");
    dial.tlvs.add_u8(smpp::tag::ussd_service_op, 1);
    staged.stage.sends(dial);
    CHECK(staged.diary.messages.empty());
    CHECK(answers(staged) == Statuses{smpp::status::permanent_app_error});
}

TEST_CASE("while nothing can be stored, no more is taken than may be owed") {
    auto options = smpp_options();
    options.owed_most = 3;
    Staged staged(options);
    staged.diary.stores = false;
    for (int i = 0; i < 5; ++i) staged.stage.sends(message("hi"));
    CHECK(staged.diary.messages.size() == 3);
    CHECK(answers(staged) ==
          Statuses{smpp::status::temporary_app_error, smpp::status::temporary_app_error});
}
