#include "tests/gateway/outbox/post.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::gateway;
using haatline::tests::Post;
using What = Submitted::What;
using Class = storage::outbox::Class;
using Texts = std::vector<std::string>;

TEST_CASE(
    "a message is on disk as handed before it leaves, and as delivered when its receipt came") {
    Post post;
    post.put({post.to(1, "registered")});
    REQUIRE(post.texts(post.airtel()) == Texts{"registered"});
    CHECK(post.states() == "2");
    post.answer(post.airtel(), What::accepted, "A1");
    CHECK(post.states() == "3");
    CHECK(post.receipt(post.airtel(), "A1", "delivered"));
    CHECK(post.states() == "4");
    CHECK(post.text("SELECT group_concat(act, ' ') FROM message_ledger") == "0 3 7");
}

TEST_CASE("a message caused twice is one message") {
    Post post;
    auto parcel = post.to(1, "your loan is asked for");
    parcel.once = "loan 17";
    post.put({parcel});
    post.put({parcel, post.to(2, "another")});
    CHECK(post.texts(post.airtel()) == Texts{"your loan is asked for", "another"});
}

TEST_CASE("a caller's answer goes before a promise, and a promise before an alert") {
    Post post;
    post.airtel().is_up = post.jio().is_up = false;
    post.put({post.to(1, "alert", Class::bulk), post.to(2, "promise"),
              post.to(3, "answer", Class::caller)});
    post.airtel().is_up = true;
    post.box().changed(post.airtel());
    post.settle();
    CHECK(post.texts(post.airtel()) == Texts{"answer", "promise", "alert"});
}

TEST_CASE("no more than a window is with a carrier until results are on disk") {
    Post post;
    std::vector<storage::outbox::NewParcel> many;
    for (std::uint64_t i = 0; i < 50; ++i) many.push_back(post.to(i, "alert", Class::bulk));
    post.put(many);
    CHECK(post.airtel().sent.size() == 10);
    // An answer that is not on disk yet makes no room.
    post.box().submitted(post.airtel(), {post.airtel().answer(What::accepted, "1")});
    CHECK(post.airtel().sent.size() == 10);
    post.settle();
    CHECK(post.airtel().sent.size() == 11);
    for (int i = 2; i <= 50; ++i) post.answer(post.airtel(), What::accepted, std::to_string(i));
    CHECK(post.airtel().sent.size() == 50);
    CHECK(post.airtel().most_unanswered <= 10);
}

TEST_CASE(
    "one recipient's messages leave in their order, one at a time, whatever is refused between") {
    Post post;
    post.put({post.to(1, "first"), post.to(1, "second"), post.to(2, "other"), post.to(1, "third")});
    CHECK(post.texts(post.airtel()) == Texts{"first", "other"});
    post.answer(post.airtel(), What::retry);
    post.pass(std::chrono::seconds(5));
    CHECK(post.texts(post.airtel()) == Texts{"first", "other"});
    post.pass(std::chrono::seconds(20)); // the first one is tried again
    REQUIRE(post.texts(post.airtel()) == Texts{"first", "other", "first"});
    post.answer(post.airtel(), What::accepted, "2"); // other
    post.answer(post.airtel(), What::accepted, "1");
    CHECK(post.texts(post.airtel()) == Texts{"first", "other", "first", "second"});
    post.answer(post.airtel(), What::refused);
    CHECK(post.texts(post.airtel()).back() == "third");
}

TEST_CASE("a throttled message keeps its place and uses up no try") {
    Post post;
    post.put({post.to(1, "first"), post.to(2, "second")});
    post.box().submitted(post.airtel(), {post.airtel().answer(What::slow_down)});
    post.settle();
    CHECK(post.texts(post.airtel()) == Texts{"first", "second", "first"});
    CHECK(post.text("SELECT tries FROM parcel WHERE id = 1") == "1");
}

TEST_CASE("after a crash what was handed over goes again, marked so, and nothing is lost") {
    Post post;
    post.jio().is_up = false;
    std::vector<storage::outbox::NewParcel> many;
    for (std::uint64_t i = 0; i < 30; ++i) many.push_back(post.to(i, std::to_string(i)));
    post.put(many);
    REQUIRE(post.airtel().sent.size() == 10);
    post.answer(post.airtel(), What::accepted, "x0");
    post.crash();
    post.airtel().sent.clear();
    post.start();
    REQUIRE(post.airtel().sent.size() == 10);
    for (int i = 0; i < 40 && !post.airtel().unanswered.empty(); ++i)
        post.answer(post.airtel(), What::accepted, "y" + std::to_string(i));
    CHECK(post.airtel().sent.size() == 29);
    CHECK(post.airtel().sent.front().again);
    CHECK_FALSE(post.airtel().sent.back().again);
    CHECK(post.text("SELECT count(*) FROM parcel WHERE state = 3") == "30");
}

TEST_CASE("a receipt that came before the answer leaves the answer its row in the ledger") {
    Post post;
    auto const hers = post.to(1, "registered");
    post.put({hers});
    CHECK(post.receipt(post.airtel(), "other", "delivered", hers.to));
    REQUIRE(post.states() == "4");
    post.answer(post.airtel(), What::accepted, "A1");
    CHECK(post.states() == "4");
    CHECK(post.text("SELECT segments FROM parcel") == "1");
    CHECK(post.text("SELECT group_concat(act, ' ') FROM message_ledger") == "0 7 3");
}

TEST_CASE("who wrote while her message was under way is not passed over for one that came later") {
    Post post;
    post.put({post.to(1, "first")});
    post.put({post.to(1, "second"), post.to(2, "to another")});
    CHECK(post.texts(post.airtel()) == Texts{"first", "to another"});
    post.answer(post.airtel(), What::accepted, "a");
    CHECK(post.texts(post.airtel()) == Texts{"first", "to another", "second"});
    post.put({post.to(1, "third")});
    post.answer(post.airtel(), What::accepted, "b");
    post.answer(post.airtel(), What::accepted, "c");
    CHECK(post.texts(post.airtel()) == Texts{"first", "to another", "second", "third"});
}

TEST_CASE("the ledger says of what a killed process had in hand that it was handed over") {
    Post post;
    post.put({post.to(1, "registered")});
    REQUIRE(post.airtel().sent.size() == 1);
    post.crash();
    post.start();
    post.answer(post.airtel(), What::accepted, "A1");
    CHECK(post.text("SELECT group_concat(act || route, ' ') FROM message_ledger") ==
          "0 2airtel 3airtel");
}

TEST_CASE(
    "an alert without an answer waits for its receipt, is sent once more, then counts as unknown") {
    Post post;
    post.put({post.to(1, "alert", Class::bulk)});
    post.answer(post.airtel(), What::unknown);
    CHECK(post.states() == "1");
    post.pass(std::chrono::minutes(13));
    REQUIRE(post.airtel().sent.size() == 2);
    CHECK(post.airtel().sent[1].again);
    post.answer(post.airtel(), What::unknown);
    CHECK(post.states() == "8");
}

TEST_CASE("a receipt before the answer is kept and counts once the answer names its id") {
    Post post;
    post.put({post.to(1, "one"), post.to(1, "two")});
    CHECK(post.receipt(post.airtel(), "00077", "delivered"));
    CHECK(post.states() == "2 0");
    post.answer(post.airtel(), What::accepted, "00077");
    CHECK(post.states() == "4 2");
}

TEST_CASE("an early receipt is not forgotten where none was early before") {
    Post post;
    post.put({post.to(1, "one"), post.to(2, "two")});
    post.answer(post.airtel(), What::accepted, "A1");
    CHECK(post.receipt(post.airtel(), "A2", "delivered"));
    post.answer(post.airtel(), What::accepted, "A2");
    CHECK(post.states() == "3 4");
    CHECK(post.text("SELECT count(*) FROM receipt_parked") == "0");
}

TEST_CASE("a receipt finds its message by another spelling of the id, and a late one pulls nothing "
          "back") {
    Post post;
    post.put({post.to(1, "one")});
    post.answer(post.airtel(), What::accepted, "1A2B");
    ReceiptNews news;
    news.id = "6699";
    news.also = {"1A2B"};
    news.state = "delivered";
    bool stored = false;
    post.box().receipts(post.airtel(), {news}, [&](bool is) { stored = is; });
    post.settle();
    CHECK(stored);
    CHECK(post.states() == "4");
    CHECK(post.receipt(post.airtel(), "1A2B", "accepted"));
    CHECK(post.receipt(post.airtel(), "1A2B", "undelivered"));
    CHECK(post.states() == "4");
}

TEST_CASE("of a message in three parts one that did not arrive makes it undelivered") {
    Post post;
    post.put({post.to(1, "long"), post.to(2, "long too")});
    for (char const* part : {"a", "b"}) {
        auto answer = post.airtel().answer(What::accepted);
        answer.ids = {std::string(part) + "1", std::string(part) + "2", std::string(part) + "3"};
        answer.segments = 3;
        post.box().submitted(post.airtel(), {answer});
        post.settle();
    }
    post.receipt(post.airtel(), "a1", "delivered");
    post.receipt(post.airtel(), "a1", "delivered"); // told twice
    post.receipt(post.airtel(), "a3", "delivered");
    CHECK(post.states() == "3 3");
    post.receipt(post.airtel(), "a2", "delivered");
    post.receipt(post.airtel(), "b2", "undelivered");
    CHECK(post.states() == "4 5");
}

TEST_CASE("a centre that calls every message the same is matched by number, the oldest first") {
    Post post;
    post.put({post.to(1, "one"), post.to(2, "two")});
    post.answer(post.airtel(), What::accepted, "123456789");
    post.answer(post.airtel(), What::accepted, "123456789");
    post.receipt(post.airtel(), "123456789", "undelivered", Msisdn::from_number(919'876'543'202));
    CHECK(post.states() == "3 5");
}

TEST_CASE("nothing is sent after its validity, however long the routes were away") {
    Post post;
    post.airtel().is_up = post.jio().is_up = false;
    auto alert = post.to(1, "fair on Monday", Class::bulk);
    alert.valid_until = post.now() + std::chrono::minutes(30);
    post.put({alert, post.to(2, "kept")});
    post.pass(std::chrono::minutes(60));
    post.airtel().is_up = true;
    post.box().changed(post.airtel());
    post.settle();
    CHECK(post.texts(post.airtel()) == Texts{"kept"});
    CHECK(post.states() == "7 2");
}

TEST_CASE("with the first route away messages take the next one, and come back to the first") {
    Post post;
    post.airtel().is_up = false;
    post.put({post.to(1, "by jio", Class::bulk)});
    CHECK(post.texts(post.jio()) == Texts{"by jio"});
    post.airtel().is_up = true;
    post.put({post.to(2, "by airtel", Class::bulk)});
    CHECK(post.texts(post.airtel()) == Texts{"by airtel"});
}

TEST_CASE("what no template carries is refused here with its reason; what is too early waits for "
          "its hour") {
    Post post;
    post.put({post.to(1, "<script>"), post.to(2, "offer")});
    CHECK(post.texts(post.airtel()).empty());
    CHECK(post.states() == "6 1");
    CHECK(post.text("SELECT reason FROM parcel WHERE id = 1") == "template");
    post.pass(std::chrono::seconds(102));
    CHECK(post.texts(post.airtel()) == Texts{"offer"});
}

TEST_CASE("campaigns take turns") {
    Post post;
    post.airtel().is_up = post.jio().is_up = false;
    std::vector<storage::outbox::NewParcel> many;
    for (std::uint64_t i = 0; i < 12; ++i) {
        many.push_back(post.to(i, i < 10 ? "big" : "small", Class::bulk));
        many.back().campaign = i < 10 ? 1 : 2;
    }
    post.put(many);
    post.airtel().is_up = true;
    post.box().changed(post.airtel());
    post.settle();
    auto const texts = post.texts(post.airtel());
    REQUIRE(texts.size() == 10);
    CHECK(std::count(texts.begin(), texts.begin() + 5, "small") == 2);
}

TEST_CASE("a cancelled campaign sends nothing more, and what was sent stays told") {
    Post post;
    std::vector<storage::outbox::NewParcel> many;
    for (std::uint64_t i = 0; i < 40; ++i) {
        many.push_back(post.to(i, "alert", Class::bulk));
        many.back().campaign = 7;
    }
    post.put(many);
    std::size_t cancelled = 0;
    post.box().cancel_campaign(7, [&](auto const& n) { cancelled = *n; });
    post.settle();
    CHECK(cancelled == 30);
    for (int i = 0; i < 10; ++i) post.answer(post.airtel(), What::accepted, std::to_string(i));
    CHECK(post.airtel().sent.size() == 10);
}

TEST_CASE("what the ledger says of messages accepted together is of each one's class and alert") {
    Post post;
    std::vector<storage::outbox::NewParcel> mixed;
    for (std::uint64_t i = 0; i < 4; ++i) {
        mixed.push_back(post.to(i, "news", i == 3 ? Class::service : Class::bulk));
        mixed.back().campaign = i < 2 ? 7 : i == 2 ? 8 : 0;
    }
    post.put(mixed);
    std::vector<gateway::Submitted> all;
    while (!post.airtel().unanswered.empty())
        all.push_back(post.airtel().answer(What::accepted, "a" + std::to_string(all.size())));
    std::ranges::sort(all, {}, &gateway::Submitted::parcel);
    REQUIRE(all.size() == 4);
    post.box().submitted(post.airtel(), all);
    post.settle();
    CHECK(post.text("SELECT group_concat(parcel || ':' || class || ':' || campaign, ' ') FROM "
                    "(SELECT * FROM message_ledger WHERE act = 3 ORDER BY seq)") ==
          "1:2:7 2:2:7 3:2:8 4:1:0");
}

TEST_CASE("a number that a provider makes his ids and codes of never comes into the ledger") {
    Post post;
    post.put({post.to(1, "registered"), post.to(2, "again")});
    auto const number = std::to_string(post.airtel().sent[0].to.number());
    auto const id = number + "-77";
    post.answer(post.airtel(), What::accepted, id);
    auto refused = post.airtel().answer(What::refused);
    refused.reason = "unreachable";
    refused.raw_code = "-410 " + std::to_string(post.airtel().sent[1].to.number());
    post.box().submitted(post.airtel(), {refused});
    post.settle();
    CHECK(post.receipt(post.airtel(), id, "delivered"));
    CHECK(post.states() == "4 6");
    CHECK(post.text("SELECT group_concat(ids || raw_code, '|') FROM message_ledger WHERE act IN "
                    "(3, 5, 7)") == "91#-77|-410 #|91#-77");
}

TEST_CASE("what is tried again is put back in the ledger, not queued again") {
    Post post;
    post.put({post.to(1, "alert", Class::bulk)});
    post.answer(post.airtel(), What::retry);
    post.pass(std::chrono::minutes(10));
    post.answer(post.airtel(), What::accepted, "A1");
    CHECK(post.text("SELECT group_concat(act, ' ') FROM message_ledger") == "0 4 3");
}
