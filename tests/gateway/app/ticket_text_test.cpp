#include "gateway/app/ticket_text.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

TimePoint const kNow = TimePoint(Millis(1'790'000'000'000)); // 21 September 2026, 19:43 in India

storage::Ticket callback() {
    storage::Ticket out;
    out.serial = 0;
    out.kind = TicketKind::callback;
    out.phone = Msisdn::from_number(919'876'543'210);
    out.lang = "hi";
    out.screen = "reg.pin";
    out.state = "open";
    out.created = kNow - minutes(30);
    out.due = kNow + minutes(90);
    return out;
}

storage::Ticket report() {
    auto out = callback();
    out.serial = 1;
    out.kind = TicketKind::report;
    out.reason = "asked_money";
    out.woman_officer = true;
    out.other_phone = Msisdn::from_number(919'876'500'001);
    out.about = "enquiry 17";
    out.created = kNow - hours(50);
    out.due = kNow - hours(26);
    out.state = "taken";
    out.taken_by = "asha";
    out.taken = kNow - hours(1);
    return out;
}

} // namespace

TEST_CASE("the queue is a table with masked numbers, ages, and what is late") {
    CHECK(
        ticket_table({report(), callback()}, kNow) ==
        "ticket    kind      age     due         wanted   language number   state          about\n"
        "100014    report    2 d     LATE 26 h   now      hi       +91…3210 asha           "
        "asked_money, woman officer, enquiry 17, with +91…0001\n"
        "100009    callback  30 min  in 90 min   now      hi       +91…3210 open\n");
    CHECK(ticket_table({}, kNow) == "nothing waits\n");
}

TEST_CASE("a ticket's page masks both sides until somebody says why not") {
    CHECK(ticket_page(report(), kNow, Reveal::no) ==
          "ticket          100014\n"
          "kind            report\n"
          "reason          asked_money\n"
          "number          +91…3210\n"
          "other side      +91…0001\n"
          "about           enquiry 17\n"
          "language        hi\n"
          "wanted          now\n"
          "woman officer   yes, please\n"
          "asked           2026-09-19 17:43\n"
          "asked on screen reg.pin\n"
          "due             2026-09-20 17:43 (LATE 26 h)\n"
          "state           taken\n"
          "taken           asha, 2026-09-21 18:43\n");
    auto const revealed = ticket_page(report(), kNow, Reveal::yes);
    CHECK(revealed.find("number          +919876543210\n") != std::string::npos);
    CHECK(revealed.find("other side      +919876500001\n") != std::string::npos);
}

TEST_CASE("a closed ticket says who closed it, how, and whether the caller agrees") {
    auto ticket = callback();
    ticket.phone = Msisdn();
    ticket.state = "done";
    ticket.taken_by = ticket.done_by = "ravi";
    ticket.taken = ticket.done = kNow;
    ticket.outcome = "helped";
    ticket.confirmed = true;
    CHECK(ticket_page(ticket, kNow, Reveal::yes) == "ticket          100009\n"
                                                    "kind            callback\n"
                                                    "number          erased\n"
                                                    "language        hi\n"
                                                    "wanted          now\n"
                                                    "asked           2026-09-21 19:13\n"
                                                    "asked on screen reg.pin\n"
                                                    "state           done\n"
                                                    "taken           ravi, 2026-09-21 19:43\n"
                                                    "closed          ravi, 2026-09-21 19:43\n"
                                                    "outcome         helped\n"
                                                    "solved          yes, says the caller\n");
}

TEST_CASE("a ticket as JSON has the same facts, times in UTC, and no number in full unasked") {
    CHECK(ticket_json(callback(), kNow, Reveal::no) ==
          R"({"ticket":"100009","kind":"callback","number":"+91…3210","language":"hi",)"
          R"("wanted":"now","woman_officer":false,"screen":"reg.pin","state":"open",)"
          R"("asked_at":"2026-09-21T13:43:20Z","due_at":"2026-09-21T15:43:20Z","overdue":false})");
    CHECK(ticket_json(report(), kNow, Reveal::yes).find(R"("other_number":"+919876500001")") !=
          std::string::npos);
}

TEST_CASE("how long is told in the largest unit of which there are two") {
    CHECK(rough(minutes(0)) == "0 min");
    CHECK(rough(minutes(59)) == "59 min");
    CHECK(rough(minutes(119)) == "119 min");
    CHECK(rough(minutes(121)) == "2 h");
    CHECK(rough(hours(47)) == "47 h");
    CHECK(rough(hours(50)) == "2 d");
}
