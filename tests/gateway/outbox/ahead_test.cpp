#include "tests/gateway/outbox/post.hpp"

#include <algorithm>

// What is on disk as handed before there is room for it, and what takes it back again.

using namespace haatline;
using namespace haatline::gateway;
using haatline::tests::Post;
using What = Submitted::What;
using Class = storage::outbox::Class;
using Texts = std::vector<std::string>;

TEST_CASE("a second window is on disk as handed before there is room, and leaves without a sync") {
    Post post;
    post.jio().is_up = false;
    std::vector<storage::outbox::NewParcel> many;
    for (std::uint64_t i = 0; i < 30; ++i) many.push_back(post.to(i, std::to_string(i)));
    post.put(many);
    CHECK(post.airtel().sent.size() == 10);
    CHECK(post.text("SELECT count(*) FROM parcel WHERE state = 2") == "20");
    CHECK(post.text("SELECT count(*) FROM parcel WHERE state = 0") == "10");
}

TEST_CASE(
    "what is handed ahead goes back when its link ends, no try used up, and by another route") {
    Post post;
    post.jio().is_up = false;
    std::vector<storage::outbox::NewParcel> many;
    for (std::uint64_t i = 0; i < 15; ++i) many.push_back(post.to(i, std::to_string(i)));
    post.put(many);
    REQUIRE(post.airtel().sent.size() == 10);
    post.airtel().is_up = false;
    post.jio().is_up = true;
    post.box().changed(post.airtel());
    post.settle();
    CHECK(post.texts(post.jio()) == Texts{"10", "11", "12", "13", "14"});
    CHECK(std::none_of(post.jio().sent.begin(), post.jio().sent.end(),
                       [](auto const& each) { return each.again; }));
    CHECK(post.text("SELECT group_concat(tries, '') FROM parcel") == "111111111111111");
}

TEST_CASE("STOP takes back what was handed ahead to her, and a held alert what was of it") {
    Post post;
    post.jio().is_up = false;
    std::vector<storage::outbox::NewParcel> many;
    for (std::uint64_t i = 0; i < 10; ++i) many.push_back(post.to(i, std::to_string(i)));
    auto offer = post.to(20, "of the fair", Class::bulk);
    offer.campaign = 7;
    many.push_back(post.to(21, "to her"));
    many.push_back(offer);
    post.put(many);
    REQUIRE(post.text("SELECT count(*) FROM parcel WHERE state = 2") == "12");
    post.box().may_run = [](std::int64_t campaign) { return campaign != 7; };
    post.box().hold_campaign(7);
    post.settle();
    CHECK(post.text("SELECT state FROM parcel WHERE campaign = 7") == "0");
    storage::outbox::Cancel all_to_her;
    all_to_her.parcels = {11};
    all_to_her.at = post.now();
    post.box().stop(many[10].to);
    post.box().commit(all_to_her, [](auto const& done) { REQUIRE(done); });
    post.settle();
    CHECK(post.text("SELECT state FROM parcel WHERE id = 11") == "9");
    for (int i = 0; i < 10; ++i) post.answer(post.airtel(), What::accepted, std::to_string(i));
    CHECK(post.airtel().sent.size() == 10);
}

TEST_CASE("somebody who waits for an answer goes before a promise that was handed ahead") {
    Post post;
    post.jio().is_up = false;
    std::vector<storage::outbox::NewParcel> many;
    for (std::uint64_t i = 0; i < 30; ++i) many.push_back(post.to(i, std::to_string(i)));
    post.put(many);
    post.put({post.to(40, "answer", Class::caller)});
    REQUIRE(post.airtel().sent.size() == 10);
    post.answer(post.airtel(), What::accepted, "a");
    post.answer(post.airtel(), What::accepted, "b");
    CHECK(post.texts(post.airtel()).back() == "answer");
}

TEST_CASE("nothing leaves after STOP, not even what came onto the disk as handed just before it") {
    Post post;
    auto const hers = post.to(1, "a buyer asks");
    bool told = false;
    post.box().put({hers}, [&](auto const& done) { told = done.has_value(); });
    post.commit_once(); // it is written, and asked for as handed
    REQUIRE(told);
    post.step(hers.to, {{"line.stop", {}}});
    post.commit_once(); // handed and stopped in one commit
    CHECK(post.airtel().sent.empty());
    post.settle();
    CHECK(post.airtel().sent.empty());
    CHECK(post.states() == "9");
}

TEST_CASE("an answer that may leave only after its time ends, though it was born handed") {
    Post post;
    auto early = post.to(1, "offer", Class::caller), late = post.to(2, "offer", Class::caller);
    early.hand_to = late.hand_to = "airtel";
    early.valid_until = post.now() + std::chrono::seconds(30);
    post.step(early.to, {}, {early});
    post.step(late.to, {}, {late});
    post.settle();
    CHECK(post.airtel().sent.empty());
    CHECK(post.states() == "7 1");
    CHECK(post.text("SELECT reason FROM parcel WHERE id = 1") == "time_band");
    post.pass(std::chrono::seconds(102));
    CHECK(post.texts(post.airtel()) == Texts{"offer"});
    CHECK(post.states() == "7 2");
}
