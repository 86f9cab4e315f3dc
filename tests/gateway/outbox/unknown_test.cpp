#include "storage/sqlite/parcel_reader.hpp"
#include "tests/gateway/outbox/post.hpp"

/// Messages that nobody answered for, and what still becomes known of them.
using namespace haatline;
using namespace haatline::gateway;
using haatline::tests::Post;
using What = Submitted::What;

namespace {

void says(Post& post, What what, std::vector<std::string> ids, std::uint32_t parts = 1) {
    auto answer = post.airtel().answer(what);
    answer.ids = std::move(ids);
    answer.segments = answer.parts = parts;
    post.box().submitted(post.airtel(), {answer});
    post.settle();
}

void receipt(Post& post, std::string id, std::string state, std::uint64_t reference,
             bool of_part = false) {
    ReceiptNews news;
    news.id = std::move(id);
    news.state = std::move(state);
    news.reference = reference;
    news.of_part = of_part;
    news.to = Msisdn::from_number(919'876'543'201);
    post.box().receipts(post.airtel(), {news}, [](bool) {});
    post.settle();
}

std::string receipts(Post& post) {
    return post.text("SELECT group_concat(state || ' ' || ids, '|') FROM message_ledger WHERE act "
                     "= 7");
}

void never_answered(Post& post, std::uint32_t parts = 1) {
    says(post, What::unknown, {}, parts);
    post.pass(std::chrono::seconds(80));
    says(post, What::unknown, {}, parts);
    REQUIRE(post.states() == "8");
}

} // namespace

TEST_CASE("an answer that comes late spares her the second copy") {
    Post post;
    post.put({post.to(1, "registered")});
    auto late = post.airtel().unanswered.front();
    says(post, What::unknown, {});
    CHECK(post.states() == "1");
    Submitted told;
    told.parcel = late.parcel;
    told.ids = {"A1"};
    told.segments = 1;
    post.box().submitted(post.airtel(), {told});
    post.settle();
    CHECK(post.states() == "3");
    post.pass(std::chrono::minutes(5));
    CHECK(post.airtel().sent.size() == 1);
    CHECK(post.receipt(post.airtel(), "A1", "delivered"));
    CHECK(post.states() == "4");
}

TEST_CASE("a receipt with our reference ends a message that counted as unknown, and names it") {
    Post post;
    post.put({post.to(1, "registered")});
    never_answered(post);
    receipt(post, "Z9", "delivered", 77); // another one's
    CHECK(post.states() == "8");
    receipt(post, "A1", "delivered", 1);
    CHECK(post.states() == "4");
    CHECK(receipts(post) == "4 A1");
    receipt(post, "A1", "undelivered", 1);
    CHECK(post.states() == "4");
}

TEST_CASE("a receipt with our reference ends a message that waits to be sent again") {
    Post post;
    post.put({post.to(1, "registered")});
    says(post, What::unknown, {});
    receipt(post, "A1", "delivered", 1);
    CHECK(post.states() == "4");
    post.pass(std::chrono::minutes(5));
    CHECK(post.airtel().sent.size() == 1);
    CHECK(receipts(post) == "4 A1");
}

TEST_CASE("of three parts nobody answered for, three receipts say that she has them") {
    Post post;
    post.put({post.to(1, "long")});
    never_answered(post, 3);
    receipt(post, "A1", "delivered", 1);
    receipt(post, "A1", "delivered", 1); // told twice
    receipt(post, "A3", "delivered", 1);
    CHECK(post.states() == "8");
    receipt(post, "A2", "delivered", 1);
    CHECK(post.states() == "4");
    CHECK(receipts(post) == "4 A1|4 A3|4 A2");
}

TEST_CASE("an early receipt of one part does not end a message whose others are under way") {
    Post post;
    post.put({post.to(1, "long")});
    receipt(post, "A1", "delivered", 1, true);
    receipt(post, "A1", "delivered", 0, true);
    CHECK(post.states() == "2");
    says(post, What::accepted, {"A1", "A2"}, 2);
    CHECK(post.states() == "3");
    receipt(post, "A2", "delivered", 1);
    CHECK(post.states() == "4");
}

TEST_CASE("what a provider has to be asked of is read page by page, as long as it is valid") {
    Post post;
    auto soon = post.to(3, "until noon");
    soon.valid_until = post.now() + std::chrono::minutes(30);
    post.put({post.to(1, "one"), post.to(2, "two"), soon, post.to(4, "four")});
    for (char const* id : {"d", "c", "b", "a"}) post.answer(post.airtel(), What::accepted, id);
    post.receipt(post.airtel(), "c", "delivered");
    auto db =
        storage::Db::open(post.folder() + "/haatline.db", storage::Db::Mode::read_only).value();
    storage::Prepared sql(db);
    storage::outbox::OpenPartsAfter after;
    after.route = "airtel";
    after.now = post.now() + std::chrono::hours(1);
    after.looked_at_max = 3;
    auto const first = parts_without_end(sql, after).value();
    REQUIRE(first.parts.size() == 1); // b is not valid any more, c is delivered
    CHECK(first.parts[0].id == "a");
    CHECK(first.parts[0].valid_until == post.now() + std::chrono::hours(24));
    CHECK(!first.all);
    after.id = first.id;
    after.parcel = first.parcel;
    auto const second = parts_without_end(sql, after).value();
    REQUIRE(second.parts.size() == 1);
    CHECK(second.parts[0].id == "d");
    CHECK(second.all);
    after.route = "jio";
    CHECK(parts_without_end(sql, after).value().parts.empty());
}
