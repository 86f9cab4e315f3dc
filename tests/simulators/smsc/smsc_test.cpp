#include "tests/simulators/smsc/bench.hpp"

using namespace haatline;
using namespace haatline::tests;
using namespace haatline::simulators::smsc;
namespace status = haatline::smpp::status;

namespace {

Plan at_once() {
    Plan out;
    out.receipt_after = {100, 100};
    out.think = {100, 100};
    return out;
}

std::vector<std::uint32_t> statuses(std::vector<smpp::Pdu> const& said) {
    std::vector<std::uint32_t> out;
    for (auto const& pdu : said) out.push_back(pdu.status);
    return out;
}

smpp::Pdu asking(smpp::Pdu pdu) {
    pdu.registered_delivery = 1;
    return pdu;
}

} // namespace

TEST_CASE("a submission is answered with an id, read on its phone, and its receipt bears that id") {
    SmscBench bench(at_once());
    auto const wire = bench.bound();
    wire->hear(asking(SmscBench::submit(2, "Dear member #1")));
    auto const answer = wire->said().at(0);
    CHECK(answer.message_id == "1");
    CHECK(bench.smsc.phones().inbox("919876543212").at(0).text == "Dear member #1");
    bench.pass(Millis(200));
    auto const receipt = wire->said().at(0);
    CHECK(receipt.command == Command::deliver_sm);
    CHECK(receipt.esm_class == 4);
    CHECK(receipt.source.digits == "919876543212");
    CHECK(receipt.tlvs.text(smpp::tag::receipted_message_id) == "1");
    CHECK(receipt.short_message.starts_with("id:1 sub:001 dlvrd:001 submit date:"));
    CHECK(receipt.short_message.ends_with("stat:DELIVRD err:000 text:Dear member #1"));
    wire->hear(smpp::response_to(receipt));
    CHECK(bench.smsc.count().receipts_answered == 1);
}

TEST_CASE("beyond the rate an account hears RTHROTTLED, beyond the window RMSGQFUL") {
    auto plan = at_once();
    plan.accounts = {*account_of("haatline:secret12:rate=3"),
                     *account_of("other:secret34:window=2")};
    plan.faults.delay = {50, 50};
    SmscBench bench(plan);
    auto const wire = bench.bound();
    for (std::uint32_t n = 2; n < 6; ++n) wire->hear(SmscBench::submit(n));
    bench.pass(Millis(60));
    CHECK(statuses(wire->said()) == std::vector<std::uint32_t>{0, 0, 0, status::throttled});
    bench.pass(Millis(1000));
    wire->hear(SmscBench::submit(6));
    bench.pass(Millis(60));
    CHECK(statuses(wire->said()) == std::vector<std::uint32_t>{0});
    auto const second = bench.dial();
    auto bind = SmscBench::bind();
    bind.system_id = "other";
    bind.password = "secret34";
    second->hear(bind);
    second->said();
    for (std::uint32_t n = 2; n < 5; ++n) second->hear(SmscBench::submit(n));
    bench.pass(Millis(60));
    CHECK(statuses(second->said()) == std::vector<std::uint32_t>{0, 0, status::queue_full});
    CHECK(bench.smsc.count().unanswered_most == 4);
}

TEST_CASE("the same seed makes the same faults, and each kind shows") {
    auto const run = [](std::uint64_t seed) {
        auto plan = at_once();
        plan.seed = seed;
        plan.faults.throttle_one_in = 10;
        plan.faults.error_every = 7;
        plan.faults.silence = plan.faults.drop = plan.faults.duplicate = plan.faults.reorder = 10;
        SmscBench bench(plan);
        auto const wire = bench.bound();
        for (std::uint32_t n = 2; n < 202; ++n) wire->hear(SmscBench::submit(n));
        bench.pass(Millis(100));
        return std::pair(std::move(wire->sent), bench.smsc.count());
    };
    auto const [sent, count] = run(5);
    CHECK(sent == run(5).first);
    CHECK(sent != run(6).first);
    CHECK(count.by_status.at(status::system_error) > 20);
    CHECK(count.throttled > 5);
    CHECK(count.dropped > 5);
    CHECK(count.silent > 5);
    CHECK(sent.size() != 200);
}

TEST_CASE(
    "a link that is cut takes no answer with it, and what it had not acknowledged comes again") {
    auto plan = at_once();
    plan.faults.cut_after = 2;
    SmscBench bench(plan);
    auto const wire = bench.bound();
    wire->hear(asking(SmscBench::submit(2)));
    wire->hear(asking(SmscBench::submit(3)));
    CHECK(wire->said().size() == 1);
    CHECK_FALSE(wire->open());
    CHECK(bench.smsc.count().accepted == 2);
    bench.pass(Millis(200));
    auto const next = bench.bound(Command::bind_receiver);
    CHECK(next->said().empty()); // read with the bind's answer
    CHECK(bench.smsc.count().receipts == 2);
    next->cut();
    auto const last = bench.dial();
    last->hear(SmscBench::bind());
    CHECK(last->said().size() == 3);
    CHECK(bench.smsc.count().delivered_again == 2);
}

TEST_CASE("a submission under a known reference is dropped where the SMSC honours it") {
    for (bool const honours : {true, false}) {
        auto plan = at_once();
        plan.honours_reference = honours;
        SmscBench bench(plan);
        auto const wire = bench.bound();
        auto submit = SmscBench::submit(2, "#1");
        submit.tlvs.add_u16(smpp::tag::user_message_reference, 77);
        wire->hear(submit);
        submit.sequence = 3;
        wire->hear(submit);
        auto const said = wire->said();
        CHECK((said.at(0).message_id == said.at(1).message_id) == honours);
        submit.esm_class = 0x40; // another part of the same text is no twin
        submit.short_message = std::string("\5\0\3\7\2\2", 6) + "more";
        wire->hear(submit);
        CHECK(wire->said().at(0).message_id != said.at(0).message_id);
        CHECK(bench.smsc.count().reference_twins == (honours ? 1U : 0U));
        CHECK(bench.smsc.count().repeated == (honours ? 0U : 1U));
    }
}

TEST_CASE("numbers behind a # that fall are counted, per phone") {
    SmscBench bench(at_once());
    auto const wire = bench.bound();
    std::uint32_t sequence = 2;
    for (auto const text : {"#1", "#2", "#4", "#3", "#3"})
        wire->hear(SmscBench::submit(sequence++, text));
    wire->hear(SmscBench::submit(sequence, "#1", "919876543213"));
    auto const& count = bench.smsc.count();
    CHECK(count.out_of_order == 2);
    CHECK(count.repeated == 1);
    CHECK(count.distinct == 5);
    CHECK(count.destinations == 2);
}

TEST_CASE(
    "a phone's text comes in the way asked for, put off ones come again, and the reply is timed") {
    SmscBench bench(at_once());
    auto const wire = bench.bound();
    REQUIRE(bench.smsc.mo({"9876543212", "56161", "KHOJ achar"}));
    auto const first = wire->said().at(0);
    CHECK(first.source.digits == "919876543212");
    CHECK(first.short_message == "KHOJ achar");
    wire->hear(smpp::response_to(first, status::temporary_app_error));
    CHECK(wire->said().empty());
    bench.pass(Millis(3000));
    auto const again = wire->said().at(0);
    CHECK(again.short_message == first.short_message);
    wire->hear(smpp::response_to(again));
    wire->hear(SmscBench::submit(2, "1 achar in Patna"));
    auto const& count = bench.smsc.count();
    CHECK(count.deliveries_put_off == 1);
    CHECK(count.mo_answered == 1);
    CHECK(count.mo_replied == 1);
    CHECK(count.replies.count() == 1);
    CHECK(bench.smsc.mo({"12", "56161", "x"}).error().code == Errc::bad_request);
}

TEST_CASE("a phone with lines answers each text with its next one") {
    SmscBench bench(at_once());
    auto const wire = bench.bound();
    bench.smsc.phones().script("919876543212", {"1", "हाँ"});
    auto submit = SmscBench::submit(2, "Language?");
    submit.source = {0, 0, "56161"};
    wire->hear(submit);
    wire->said();
    bench.pass(Millis(200));
    CHECK(wire->said().at(0).short_message == "1");
    submit.sequence = 3;
    wire->hear(submit);
    wire->said();
    bench.pass(Millis(200));
    auto const hindi = wire->said().at(0);
    CHECK(hindi.data_coding == 8);
    CHECK(shown_text(hindi) == "हाँ");
    CHECK(hindi.destination.digits == "56161");
}

TEST_CASE("a call goes on by its dialect's numbers and ends by them") {
    for (auto const& dialect : dialects()) {
        INFO(dialect.name);
        auto plan = at_once();
        plan.dialect = &dialect;
        SmscBench bench(plan);
        auto const wire = bench.bound();
        REQUIRE(bench.smsc.dial("9876543212", "*789#", {"2"}));
        auto const dialled = wire->said().at(0);
        CHECK(dialled.tlvs.number(smpp::tag::ussd_service_op) == 1U);
        wire->hear(smpp::response_to(dialled));
        auto const tag = dialect.key_is_reference ? smpp::tag::user_message_reference
                                                  : smpp::tag::its_session_info;
        auto const key = static_cast<std::uint16_t>(dialled.tlvs.number(tag).value());
        auto screen = SmscBench::submit(2, "Language?");
        screen.tlvs.add_u8(smpp::tag::ussd_service_op, dialect.goes_on);
        screen.tlvs.add_u16(tag, key);
        wire->hear(screen);
        wire->said();
        bench.pass(Millis(200));
        auto const typed = wire->said().at(0);
        CHECK(typed.short_message == "2");
        CHECK(typed.tlvs.number(smpp::tag::ussd_service_op) == dialect.answers);
        auto last = SmscBench::submit(3, "Thank you");
        last.tlvs.add_u8(smpp::tag::ussd_service_op, dialect.ends);
        last.tlvs.add_u16(tag, static_cast<std::uint16_t>(key | (dialect.ends_by_bit ? 1 : 0)));
        wire->hear(last);
        auto const& count = bench.smsc.count();
        CHECK(count.ussd_screens == 2);
        CHECK(count.ussd_ended == 1);
        CHECK(count.ussd_wrong == 0);
        wire->hear(last); // the call is over: nobody has this key
        CHECK(bench.smsc.count().ussd_wrong == 1);
    }
}

TEST_CASE("messages can be asked for, and submit_multi says whom it cannot reach") {
    SmscBench bench(at_once());
    auto const wire = bench.bound();
    auto many = SmscBench::submit(2);
    many.command = Command::submit_multi;
    many.destinations = {{{1, 1, "919876543212"}, {}, 0}, {{1, 1, "x"}, {}, 0}, {{}, "list", 0}};
    wire->hear(many);
    auto const told = wire->said().at(0);
    CHECK(told.message_id == "1");
    REQUIRE(told.destinations.size() == 2);
    CHECK(told.destinations[0].status == status::invalid_destination);
    CHECK(told.destinations[1].status == status::invalid_list_name);
    smpp::Pdu query;
    query.command = Command::query_sm;
    query.sequence = 3;
    query.message_id = "1";
    wire->hear(query);
    CHECK(wire->said().at(0).message_state == 2);
    query.message_id = "17";
    wire->hear(query);
    CHECK(wire->said().at(0).status == status::invalid_message_id);
    query.command = Command::cancel_sm;
    query.message_id = "1";
    wire->hear(query);
    CHECK(wire->said().at(0).status == status::cancel_failed);
}

TEST_CASE("without its template a text is refused with the operator's code, also where tags are "
          "swapped") {
    for (bool const swapped : {false, true}) {
        auto plan = at_once();
        plan.dlt.on = true;
        plan.dlt.swapped = swapped;
        plan.dlt.entity = "1301157000000000001";
        SmscBench bench(plan);
        auto const wire = bench.bound();
        wire->hear(SmscBench::submit(2));
        auto submit = SmscBench::submit(3);
        submit.tlvs.add(swapped ? 0x1401 : 0x1400, "1301157000000000001");
        submit.tlvs.add(swapped ? 0x1400 : 0x1401, "1307160000000000001");
        wire->hear(submit);
        CHECK(statuses(wire->said()) == std::vector<std::uint32_t>{0x400, 0});
        CHECK(bench.smsc.count().refused_dlt == 1);
    }
}
