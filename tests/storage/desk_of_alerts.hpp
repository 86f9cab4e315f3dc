#pragma once

#include "storage/campaign.hpp"
#include "storage/sqlite/campaigns.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/transaction.hpp"
#include "tests/storage/house.hpp"

namespace haatline::tests {

/// A house with subscribers, and a desk of two.
class AlertDesk {
  public:
    House house;
    TimePoint now = TimePoint(Millis(1'790'000'000'000)); // 21 September 2026, 19:43 in India

    storage::Staff asha() const { return {"asha", now}; }
    storage::Staff ravi() const { return {"ravi", now}; }

    /// A member who wants to hear of schemes; gives the person.
    std::int64_t subscriber(std::uint64_t phone, Values choices = {}, std::string language = "hi",
                            std::string topic = "schemes") {
        house.join(phone, std::move(choices));
        auto const person = house.number("SELECT max(id) FROM person");
        execute("UPDATE person SET lang = '" + language + "' WHERE id = " + std::to_string(person));
        execute(
            "UPDATE enterprise SET district = (SELECT district FROM pin_district d WHERE d.pin = "
            "enterprise.pin AND rank = 0) WHERE pin IS NOT NULL");
        subscribe(person, topic);
        return person;
    }
    void subscribe(std::int64_t person, std::string const& topic) {
        auto const id = std::to_string(person);
        execute("INSERT INTO consent (person, purpose, notice, lang, channel, evidence, given_at, "
                "basis) SELECT " +
                id +
                ", 'alerts', 'n', 'hi', 'ussd', 's', 0, 'consent' WHERE NOT EXISTS "
                "(SELECT 1 FROM consent WHERE person = " +
                id + " AND purpose = 'alerts' AND withdrawn_at IS NULL)");
        execute(
            "INSERT INTO subscription (person, topic, lang, channel, evidence, from_at) VALUES (" +
            id + ", '" + topic + "', 'hi', 'ussd', 's', 0)");
    }
    alerts::Item item() const {
        alerts::Item out;
        out.title = "Subsidy for flour mills";
        out.source = "Notice of 20 September 2026";
        out.topic = "schemes";
        out.fallback = "en";
        out.valid_until = now + std::chrono::hours(48);
        out.hours = {std::chrono::minutes(0), std::chrono::minutes(24 * 60)};
        out.texts = {{"hi", "आटा चक्की पर अनुदान: 30 तारीख तक आवेदन", "1107160000000000001"},
                     {"en", "Subsidy for flour mills: apply by the 30th", ""}};
        return out;
    }
    std::int64_t draft(alerts::Item const& what) {
        auto const made = storage::campaigns::create(house.dir(), what, asha());
        if (!made) FAIL(made.error().detail);
        return made->id;
    }
    Result<storage::campaigns::Campaign> step(std::int64_t id, alerts::Verb verb,
                                              storage::Staff const& staff) {
        return storage::campaigns::move(house.dir(), id, verb, staff, "");
    }
    /// Approved by two, and begun by the gateway.
    std::int64_t sending(alerts::Item const& what) {
        auto const id = draft(what);
        REQUIRE(step(id, alerts::Verb::submit, asha()));
        REQUIRE(step(id, alerts::Verb::approve, ravi()));
        tend();
        return id;
    }
    storage::campaigns::Tended tend(std::vector<std::int64_t> const& tried = {}) {
        storage::campaigns::Tended out;
        write([&](storage::Prepared& sql) {
            auto tended = storage::tend_campaigns(sql, now, tried);
            if (!tended) FAIL(tended.error().detail);
            out = *tended;
        });
        return out;
    }
    storage::campaigns::Fed feed(std::int64_t id, std::size_t max = 512, std::size_t ahead = 4'096,
                                 std::size_t waiting_at_most = SIZE_MAX) {
        storage::campaigns::Fed out;
        write([&](storage::Prepared& sql) {
            auto const fed = storage::feed_campaign(sql, {id, max, now, ahead, waiting_at_most});
            if (!fed) FAIL(fed.error().detail);
            out = *fed;
        });
        return out;
    }
    alerts::Counts count(std::int64_t id, std::uint64_t most = 0) {
        auto const counts = storage::campaigns::count(house.dir(), id, most, now);
        if (!counts) FAIL(counts.error().detail);
        return *counts;
    }
    std::string standing(std::int64_t id) {
        return house.text("SELECT state FROM campaign WHERE id = " + std::to_string(id));
    }
    /// "phone language, …" of what was written for an alert.
    std::string parcels(std::int64_t id, std::string const& and_also = "1") {
        return house.text(
            "SELECT ifnull(group_concat(phone || ' ' || language, ', '), '') FROM (SELECT * FROM "
            "parcel WHERE campaign = " +
            std::to_string(id) + " AND " + and_also + " ORDER BY id)");
    }
    void execute(std::string const& sql) {
        auto db = storage::open_beside(house.dir());
        REQUIRE(db);
        auto const done = db->execute(sql);
        if (!done) FAIL(sql + ": " + done.error().detail);
    }

  private:
    template <class Act>
    void write(Act act) {
        auto db = storage::open_beside(house.dir());
        REQUIRE(db);
        storage::Prepared sql(*db);
        storage::Transaction transaction(sql);
        REQUIRE(transaction.begin());
        act(sql);
        REQUIRE(transaction.commit());
    }
};

} // namespace haatline::tests
