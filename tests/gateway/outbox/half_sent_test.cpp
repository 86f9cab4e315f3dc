#include "tests/gateway/outbox/post.hpp"

/// What stands on disk of a message of which a provider took some parts.
using namespace haatline;
using namespace haatline::gateway;
using haatline::tests::Post;
using What = Submitted::What;

namespace {

void says(Post& post, What what, std::vector<std::string> ids, std::string reason = {}) {
    auto answer = post.airtel().answer(what);
    answer.ids = std::move(ids);
    answer.segments = answer.parts = 3;
    answer.reason = std::move(reason);
    post.box().submitted(post.airtel(), {answer});
    post.settle();
}

std::string ledger(Post& post) {
    return post.text("SELECT group_concat(act || ' ' || ids || ' ' || segments || ' ' || paise, "
                     "'|') FROM message_ledger WHERE act > 2");
}

} // namespace

TEST_CASE("a receipt of a part that was taken ends no message whose other parts are still to go") {
    Post post;
    post.put({post.to(1, "long")});
    says(post, What::retry, {"a1", "a3"});
    CHECK(post.states() == "1");
    CHECK(post.receipt(post.airtel(), "a1", "delivered"));
    CHECK(post.states() == "1");
    post.pass(std::chrono::seconds(25));
    REQUIRE(post.airtel().sent.size() == 2);
    CHECK(post.receipt(post.airtel(), "a3", "delivered"));
    CHECK(post.states() == "2");
    says(post, What::accepted, {"a1", "a2", "a3"});
    CHECK(post.states() == "3");
    CHECK(post.receipt(post.airtel(), "a2", "delivered"));
    CHECK(post.states() == "4");
    CHECK(ledger(post) == "4 a1 a3 2 30|7 a1 0 0|7 a3 0 0|3 a1 a2 a3 3 45|7 a2 0 0");
}

TEST_CASE("a part that did not arrive ends its message before the others are sent") {
    Post post;
    post.put({post.to(1, "long")});
    says(post, What::retry, {"a1"});
    CHECK(post.receipt(post.airtel(), "a1", "undelivered"));
    CHECK(post.states() == "5");
    post.pass(std::chrono::minutes(2));
    CHECK(post.airtel().sent.size() == 1);
}

TEST_CASE(
    "the ledger names the parts she may have of a message that was refused, and their price") {
    Post post;
    post.put({post.to(1, "long"), post.to(2, "long too")});
    says(post, What::refused, {"a1", "a2"}, "unreachable");
    says(post, What::refused, {}, "unreachable");
    CHECK(post.states() == "6 6");
    CHECK(ledger(post) == "5 a1 a2 2 30|5  0 0");
    CHECK(post.receipt(post.airtel(), "a1", "delivered")); // known, and changes nothing
    CHECK(post.states() == "6 6");
    CHECK(post.box().counters().receipts_parked == 0);
}

TEST_CASE("a full route that took some of a message leaves its trace, and uses up no try") {
    Post post;
    post.put({post.to(1, "long")});
    says(post, What::slow_down, {"a1"});
    says(post, What::accepted, {"a1", "a2", "a3"});
    CHECK(post.text("SELECT tries FROM parcel") == "1");
    CHECK(ledger(post) == "4 a1 1 15|3 a1 a2 a3 3 45");
}
