#include "tests/gateway/channels/sms/stage.hpp"
#include "tests/gateway/outbox/post.hpp"

using namespace haatline;
using namespace haatline::gateway;
using haatline::gateway::test::Stage;
using haatline::tests::Post;

namespace {

std::string const batches =
    "mapping: 1\nprovider: demo\nout:\n"
    "  sms_send:\n    url: https://api.example.in/send\n    batch: 10\n    needs: [to, text]\n"
    "    form: {to: \"{to | digits | join(',')}\", text: '{text}'}\n"
    "    answer:\n      body: json\n      each: sent\n      accepted: json:id is present\n"
    "      fields: {phone: 'json:to? | msisdn', provider_message_id: 'json:id?'}\n";

/// An outbox over a real database whose only way out is a provider's HTTP interface.
struct Office {
    Office() {
        post.airtel().is_up = post.jio().is_up = false;
        post.box().add(*stage.carrier);
    }
    void put(std::vector<storage::outbox::NewParcel> parcels) {
        post.put(std::move(parcels));
        stage.pass(Millis(0));
    }
    void answer(unsigned status, std::string body, HeaderLines headers = {}) {
        stage.answer(status, std::move(body), std::move(headers));
        settle();
    }
    void settle() {
        post.settle();
        stage.pass(Millis(0));
        post.settle();
    }
    bool receipt(std::string id, std::string state, Msisdn to = {}) {
        ReceiptNews news;
        news.id = std::move(id);
        news.state = std::move(state);
        news.to = to;
        bool out = false;
        post.box().receipts(*stage.carrier, {std::move(news)}, [&](bool stored) { out = stored; });
        settle();
        return out;
    }

    Post post;
    Stage stage{batches, Stage::sending(), {}, {}, &post.box()};
};

std::string line(storage::outbox::NewParcel const& parcel, std::string const& id) {
    return fmt::format(R"({{"to":"{}","id":"{}"}})", parcel.to.number(), id);
}

} // namespace

TEST_CASE("reports of a batch are matched early, late, twice, out of order and for nobody") {
    Office office;
    auto const a = office.post.to(1, "alert"), b = office.post.to(2, "alert"),
               c = office.post.to(3, "alert");
    office.put({a, b, c});
    REQUIRE(office.stage.asked.size() == 1); // one request for all three
    CHECK(office.post.states() == "2 2 2");
    CHECK(office.receipt("m-2", "delivered")); // before the answer that says whose it is
    CHECK(office.receipt("nobody's", "delivered"));
    office.answer(200, "{\"sent\":[" + line(b, "m-2") + ',' + line(a, "m-1") + ',' +
                           line(c, "m-3") + "]}");
    CHECK(office.post.states() == "3 4 3");
    CHECK(office.receipt("m-1", "delivered"));
    CHECK(office.receipt("m-1", "accepted")); // overtaken by the last word
    CHECK(office.receipt("m-1", "delivered"));
    CHECK(office.receipt("m-1", "undelivered"));
    CHECK(office.post.states() == "4 4 3");
    CHECK(office.receipt("m-3", "undelivered"));
    CHECK(office.post.states() == "4 4 5");
}

TEST_CASE("a provider that is full or away costs no message and no try") {
    Office office;
    office.put({office.post.to(1, "one")});
    office.answer(429, "", {{"retry-after", "7"}});
    CHECK(office.post.text("SELECT state IN (0, 1) FROM parcel") == "1");
    for (int i = 0; i < 10; ++i) {
        office.stage.pass(Millis(1'000));
        office.post.pass(Millis(1'000));
        office.settle();
    }
    REQUIRE(office.stage.asked.size() == 1);
    office.stage.breaks(Errc::unavailable, false);
    office.settle();
    office.post.pass(Millis(1'000));
    office.settle();
    REQUIRE(office.stage.asked.size() == 1); // nothing had left: at once again
    office.answer(200, R"({"sent":[{"id":"m-1"}]})");
    CHECK(office.post.states() == "3");
    CHECK(office.post.text("SELECT tries FROM parcel") == "1");
}
