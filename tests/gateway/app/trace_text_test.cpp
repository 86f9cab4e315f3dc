#include "gateway/app/moment.hpp"
#include "gateway/app/trace_text.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using storage::LedgerAct;
using storage::outbox::State;

namespace {

TimePoint at(int second) {
    return TimePoint(Millis(1'790'000'000'000)) + std::chrono::seconds(second);
}

storage::TraceLine line(std::int64_t seq, int second, LedgerAct act, State state) {
    storage::TraceLine out;
    out.seq = seq;
    out.at = at(second);
    out.act = act;
    out.state = state;
    return out;
}

storage::Traced alert() {
    storage::TracedMessage message;
    message.parcel = 4711;
    message.phone = Msisdn::from_number(919'876'543'210);
    message.person = 17;
    message.campaign = 12;
    message.cls = storage::outbox::Class::bulk;
    message.category = "service_implicit";
    message.language = "te";
    message.purpose = "alerts";
    message.caused_by = "campaign 12";
    message.consent = storage::ConsentProof{"alerts", "consent",   "ussd-alerts-1", "te",
                                            "ussd",   at(-86'400), at(40)};
    message.stopped_now = at(50);
    message.life.push_back(line(1, 0, LedgerAct::queued, State::waiting));
    message.life.push_back(line(2, 1, LedgerAct::handed, State::handed));
    message.life.back().route = "airtel";
    message.life.push_back(line(3, 2, LedgerAct::accepted, State::accepted));
    auto& accepted = message.life.back();
    accepted.route = "airtel";
    accepted.ids = "1a 1b";
    accepted.segments = 2;
    accepted.paise = 36;
    accepted.entity = "110";
    accepted.header = "HAATLN";
    accepted.template_id = "1107";
    accepted.version = "2";
    accepted.chain = "9f3c";
    accepted.variables = "numeric:2";
    message.life.push_back(line(4, 9, LedgerAct::receipt, State::undelivered));
    message.life.back().reason = "absent";
    message.life.back().raw_code = "stat:EXPIRED";
    return {{message}, 0};
}

} // namespace

TEST_CASE("a traced message reads in one look: whose, what, on which consent, and what became of "
          "it") {
    CHECK(trace_page(alert(), at(3600), Reveal::no) ==
          "message 4711 to +91…3210\n"
          "  member     17\n"
          "  kind       bulk, service_implicit, te\n"
          "  caused by  campaign 12\n"
          "  template   1107 version 2, header HAATLN, entity 110, chain 9f3c, variables "
          "numeric:2\n"
          "  consent    alerts (consent): given 2026-09-20 19:43:20 IST on ussd in te by the "
          "notice ussd-alerts-1; withdrawn 2026-09-21 19:44:00 IST\n"
          "  stop       none stood then; she said STOP 2026-09-21 19:44:10 IST\n"
          "  price      36 paise, 2 segments\n"
          "  2026-09-21 19:43:20 IST  2026-09-21T14:13:20Z  queued\n"
          "  2026-09-21 19:43:21 IST  2026-09-21T14:13:21Z  handed on airtel\n"
          "  2026-09-21 19:43:22 IST  2026-09-21T14:13:22Z  accepted on airtel as 1a 1b\n"
          "  2026-09-21 19:43:29 IST  2026-09-21T14:13:29Z  receipt undelivered absent code "
          "stat:EXPIRED\n"
          "  complaint  open until 2026-09-28 19:43:20 IST; act within 5 days of the complaint\n");
}

TEST_CASE("what speaks against us is told in capitals: no consent, a STOP that stood") {
    auto traced = alert();
    auto& message = traced.messages.front();
    message.consent.reset();
    message.stopped = at(-10);
    traced.left_out = 3;
    auto const page = trace_page(traced, at(8 * 86'400), Reveal::yes);
    CHECK(page.find("message 4711 to +919876543210\n") == 0);
    CHECK(page.find("  consent    alerts: NONE STOOD when this was queued\n") != std::string::npos);
    CHECK(
        page.find("  stop       STOP STOOD since 2026-09-21 19:43:10 IST when this was queued\n") !=
        std::string::npos);
    CHECK(page.find("  complaint  closed 2026-09-28 19:43:20 IST (7 days after the message)\n") !=
          std::string::npos);
    CHECK(page.ends_with("\n3 older ones are left out: --most, --since and --until choose\n"));
    message.consent =
        storage::ConsentProof{"alerts", "consent", "n", "te", "ussd", at(-99), at(-9)};
    CHECK(trace_page(traced, at(0), Reveal::no)
              .find("withdrawn 2026-09-21 19:43:11 IST, BEFORE this message\n") !=
          std::string::npos);
}

TEST_CASE("a message of hers, and one of somebody who is erased") {
    storage::TracedMessage hers;
    hers.life.push_back(line(7, 0, LedgerAct::received, State::waiting));
    hers.life.back().route = "airtel";
    hers.life.back().reason = "stop";
    CHECK(trace_page({{hers}, 0}, at(0), Reveal::yes) ==
          "message from a number that is erased\n"
          "  2026-09-21 19:43:20 IST  2026-09-21T14:13:20Z  received on airtel stop\n");
    CHECK(trace_json({{hers}, 0}, at(0), Reveal::yes) ==
          R"({"from_her":true,"erased":true,"complaint_until":"2026-09-28T14:13:20Z",)"
          R"("complaint_open":true,"life":[{"row":7,"at":"2026-09-21T14:13:20Z",)"
          R"("at_india":"2026-09-21 19:43:20 IST","act":"received","state":"waiting",)"
          R"("route":"airtel","reason":"stop"}]})"
          "\n");
}

TEST_CASE("programs get the same, the number masked unless it is revealed") {
    auto const masked = trace_json(alert(), at(0), Reveal::no);
    CHECK(masked.starts_with(R"({"from_her":false,"message":4711,"number":"+91…3210",)"
                             R"("erased":false,"member":17,"campaign":12,"class":"bulk",)"));
    CHECK(masked.find("9876543210") == std::string::npos);
    CHECK(masked.find(R"("consent":{"purpose":"alerts","basis":"consent","notice":"ussd-alerts-1",)"
                      R"("language":"te","channel":"ussd","given_at":"2026-09-20T14:13:20Z",)"
                      R"("withdrawn_at":"2026-09-21T14:14:00Z"})") != std::string::npos);
    CHECK(trace_json(alert(), at(0), Reveal::yes).find(R"("number":"+919876543210")") !=
          std::string::npos);
}

TEST_CASE("a time is a day or a minute in India, a moment in UTC, or so long ago") {
    auto const now = at(0);
    CHECK(in_utc(*parse_moment("2026-09-21", now)) == "2026-09-20T18:30:00Z");
    CHECK(in_utc(*parse_moment("2026-09-21T15:30", now)) == "2026-09-21T10:00:00Z");
    CHECK(in_utc(*parse_moment("2026-09-21 15:30:09", now)) == "2026-09-21T10:00:09Z");
    CHECK(in_utc(*parse_moment("2026-09-21T10:00Z", now)) == "2026-09-21T10:00:00Z");
    CHECK(*parse_moment("7d", now) == now - std::chrono::days(7));
    CHECK(*parse_moment("12h", now) == now - std::chrono::hours(12));
    for (auto const* wrong : {"", "d", "-1d", "7w", "2026", "2026-02-30", "2026-13-01",
                              "2026-09-21T", "2026-09-21Z", "2026-09-21T24:00", "2026-09-21T15:60",
                              "2026-09-21T15:30+05", "2026/09/21", "1234567d", "yesterday"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_moment(wrong, now));
    }
}
