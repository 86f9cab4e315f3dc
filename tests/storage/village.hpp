#pragma once

#include "cluster/introduction.hpp"
#include "cluster/reference.hpp"
#include "tests/storage/house.hpp"

namespace haatline::tests {

constexpr std::uint64_t kBela = 919'000'000'001;
constexpr std::uint64_t kChitra = 919'000'000'002;
constexpr auto kDay = std::chrono::hours(24);

/// Asha asks, Bela is asked, Chitra has nothing to do with it; each has a phone and an enterprise.
class Village {
  public:
    House house;
    std::string asha = house.join(tests::kCaller, {{"name", "Asha Foods"}});
    std::string bela = house.join(kBela, {{"name", "Bela Gruh"}});
    std::string chitra = house.join(kChitra, {{"name", "Chitra Swad"}});

    /// The phone that acts from here on; `person` where several are behind it.
    Village& as(std::uint64_t phone, std::int64_t person = 0) {
        house.caller().phone = Msisdn::from_number(phone);
        house.caller().person = person;
        return *this;
    }
    Village& as_asha() { return as(tests::kCaller); }
    Village& as_bela() { return as(kBela); }
    void wait(Millis time) { house.caller().now += time; }

    std::int64_t person_of(std::string const& enterprise) {
        return house.number("SELECT person FROM ownership WHERE enterprise = " + enterprise);
    }
    /// Gives a person one more phone.
    void also_on(std::uint64_t phone, std::int64_t person) {
        write(fmt::format("INSERT OR IGNORE INTO phone (e164, lang, first_seen) VALUES ({0}, 'en', "
                          "0); INSERT INTO person_phone (phone, person, from_at) VALUES ({0}, {1}, "
                          "0)",
                          phone, person));
    }
    void write(std::string const& sql) {
        auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
        REQUIRE(db);
        auto const done = db->execute(sql);
        if (!done) FAIL(done.error().detail);
    }

    Result<std::uint64_t> asks(std::string const& peer, std::uint64_t serial = 0) {
        return house.act(
            {{"talk.ask",
              {{"peer", peer}, {"product", "pickle"}, {"ref", reference_text(serial)}}}});
    }
    Result<std::uint64_t> agrees(std::string const& how, std::uint64_t ticket = 0,
                                 std::uint64_t ask = 0) {
        return house.act(
            {{"talk.agree",
              {{"ask", reference_text(ask)}, {"how", how}, {"ref", reference_text(ticket)}}}});
    }
    Result<std::uint64_t> declines(std::uint64_t ask = 0) {
        return house.act({{"talk.decline", {{"ask", reference_text(ask)}}}});
    }
    Result<std::uint64_t> blocks(std::uint64_t ask = 0) {
        return house.act({{"talk.block", {{"ask", reference_text(ask)}}}});
    }
    Result<std::uint64_t> opens(std::uint64_t ask = 0) {
        return house.act({{"talk.opened", {{"ask", reference_text(ask)}}}});
    }
    Answer item(std::uint64_t ask = 0) {
        return house.ask("talk.item", {{"ask", reference_text(ask)}});
    }
    Answer inbox() { return house.ask("inbox.list"); }
    std::string unread() { return std::string(house.ask("caller.profile").values.get("unread")); }
    std::string allowed(std::string const& peer) {
        return house.ask("talk.allowed", {{"peer", peer}}).outcome;
    }
    std::string state(std::uint64_t ask = 0) {
        return house.text(fmt::format("SELECT state FROM enquiry WHERE serial = {}", ask));
    }
};

} // namespace haatline::tests
