#include "storage/sqlite/enrol.hpp"

#include "cluster/consent.hpp"
#include "cluster/people.hpp"

namespace haatline::storage {
namespace {

// The district the caller said, when the PIN lies in it; else the one with most of its places. Two
// statements instead of one with ORDER BY: sorting two rows costs ten times what reading them does.
#define PIN_PLACE                                                                                  \
    "SELECT p.lat_e4, p.lon_e4, d.district, s.state FROM pin p CROSS JOIN pin_district d ON "      \
    "d.pin = p.pin CROSS JOIN district s ON s.id = d.district WHERE p.pin = ?1 AND "
constexpr Sql kPinPlaceSaid{"place.of_pin_said", PIN_PLACE "d.district = ?2"};
constexpr Sql kPinPlace{"place.of_pin", PIN_PLACE "d.rank = 0"};
#undef PIN_PLACE
constexpr Sql kDistrictPlace{"place.of_district",
                             "SELECT lat_e4, lon_e4, id, state FROM district WHERE id = ?1"};

// Two statements, not one with DO UPDATE: that one costs five times an insert, and most phones are
// new.
constexpr Sql kAddPhone{"phone.add",
                        "INSERT INTO phone (e164, lang, first_seen, last_seen) VALUES (?, ?, ?, ?) "
                        "ON CONFLICT DO NOTHING"};
constexpr Sql kPhoneLanguage{"phone.language", "UPDATE phone SET lang = ?2 WHERE e164 = ?1"};
// A second person does not change the language of the first one's phone.
constexpr Sql kPhoneAgain{"phone.again",
                          "UPDATE phone SET lang = CASE WHEN EXISTS (SELECT 1 FROM person_phone "
                          "WHERE phone = ?1 AND until_at IS NULL) THEN lang ELSE ?2 END, last_seen "
                          "= ifnull(?3, last_seen), state = 'active' WHERE e164 = ?1"};
constexpr Sql kAddPerson{"person.add",
                         "INSERT INTO person (lang, via, created_at) VALUES (?, ?, ?)"};
// Counted first and then inserted: an INSERT that selects from its own table builds a table of its
// own for every row.
constexpr Sql kCountPeople{"person_phone.count",
                           "SELECT count(*) FROM person_phone WHERE phone = ? "
                           "AND until_at IS NULL"};
constexpr Sql kAddPersonPhone{"person_phone.add",
                              "INSERT INTO person_phone (phone, person, from_at) VALUES (?, ?, ?)"};
constexpr Sql kAddEnterprise{"enterprise.add",
                             "INSERT INTO enterprise (serial, code, name, pin, district, lat_e4, "
                             "lon_e4, listed, demo, session, "
                             "created_at) VALUES (?1, ?2, sealed(?3, ?12), ?4, ?5, ?6, ?7, ?8, "
                             "?9, ?10, ?11)"};
constexpr Sql kAddOwnership{"ownership.add",
                            "INSERT INTO ownership (person, enterprise) VALUES (?, ?)"};
constexpr Sql kAddProduct{
    "enterprise_product.add",
    "INSERT INTO enterprise_product (enterprise, role, product) VALUES (?, ?, ?)"};
constexpr Sql kCount{
    "district_product.count",
    "INSERT INTO district_product (district, role, product, n) VALUES (?, ?, ?, 1) "
    "ON CONFLICT DO UPDATE SET n = n + 1"};
constexpr Sql kAddConsent{
    "consent.add",
    "INSERT INTO consent (person, purpose, notice, lang, channel, evidence, given_at, basis) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};

Result<std::int64_t> add_person(Prepared& prepared, NewMember const& member) {
    bool const called = !member.session.empty(); // a file's number has never called
    auto done = change(prepared, kAddPhone, member.phone, member.lang, member.at,
                       OrNull{called ? member.at : 0});
    if (done && *done == 0)
        done = change(prepared, kPhoneAgain, member.phone, member.lang,
                      OrNull{called ? member.at : 0});
    if (!done) return fail(done.error());
    auto const people = first(prepared, kCountPeople, member.phone);
    if (!people) return fail(people.error());
    if (people->value_or(0) >= people::per_number_max)
        return fail(Errc::bad_request, "this number has as many people as one number may have; "
                                       "give the newcomer another one");
    done = change(prepared, kAddPerson, member.lang, member.via, member.at);
    if (!done) return fail(done.error());
    auto const person = prepared.db().last_id();
    done = change(prepared, kAddPersonPhone, member.phone, person, member.at);
    if (!done) return fail(done.error());
    if (member.notice.empty()) return person;
    auto const given = member.consent_at ? member.consent_at : member.at;
    done = change(prepared, kAddConsent, person, consent::core, member.notice, member.lang,
                  member.channel, member.session, given, consent::basis_of(consent::core));
    if (done && member.listed)
        done = change(prepared, kAddConsent, person, consent::list, member.notice, member.lang,
                      member.channel, member.session, member.at, consent::basis_of(consent::list));
    if (!done) return fail(done.error());
    return person;
}

/// Whose key seals the name she gave.
Result<std::int64_t> subject_of(Subjects& subjects, NewMember const& member, std::int64_t person) {
    auto const phone = static_cast<std::int64_t>(member.phone);
    if (member.caller == 0)
        if (auto bound = subjects.bind(phone, person); !bound) return fail(bound.error());
    auto const subject = subjects.of(phone, person);
    if (!subject) return fail(subject.error());
    return subject->id;
}

} // namespace

Result<void> remember_phone(Prepared& prepared, std::uint64_t phone, std::string_view lang,
                            std::int64_t at) {
    auto done = change(prepared, kAddPhone, phone, lang, at, at);
    if (done && *done == 0) done = change(prepared, kPhoneLanguage, phone, lang);
    if (!done) return fail(done.error());
    return {};
}

Result<PlaceRow> find_place(Prepared& prepared, std::int64_t pin, std::int64_t district) {
    auto const read = [](Statement& row) {
        return PlaceRow{row.integer(2), row.integer(3), row.integer(0), row.integer(1)};
    };
    if (pin) {
        if (district) {
            Run said(prepared[kPinPlaceSaid]);
            if (said->bind(1, pin).bind(2, district).step()) return read(*said);
            if (auto ended = prepared.ended(*said, kPinPlaceSaid); !ended)
                return fail(ended.error());
        }
        Run found(prepared[kPinPlace]);
        if (found->bind(1, pin).step()) {
            auto place = read(*found);
            // Somebody may know better than the list which district a PIN's village went to (an
            // officer, a new district).
            if (district) {
                Run other(prepared[kDistrictPlace]);
                if (other->bind(1, district).step()) {
                    place.district = district;
                    place.state = other->integer(3);
                }
                if (auto ended = prepared.ended(*other, kDistrictPlace); !ended)
                    return fail(ended.error());
            }
            return place;
        }
        if (auto ended = prepared.ended(*found, kPinPlace); !ended) return fail(ended.error());
        if (!district) return fail(Errc::bad_request, "this PIN is not in the list of places");
    }
    Run found(prepared[kDistrictPlace]);
    if (found->bind(1, district).step()) {
        if (found->is_null(0))
            return fail(Errc::bad_request, "this district has no PIN yet: import its places");
        return read(*found);
    }
    if (auto ended = prepared.ended(*found, kDistrictPlace); !ended) return fail(ended.error());
    return fail(Errc::bad_request, "this district is not in the list of places");
}

Result<std::int64_t> enrol(Prepared& prepared, NewMember const& member, Subjects* subjects) {
    auto const place = find_place(prepared, member.pin, member.district);
    if (!place) return fail(place.error());
    std::int64_t person = 0, subject = 0;
    if (member.phone) {
        auto const added = add_person(prepared, member);
        if (!added) return fail(added.error());
        person = *added;
        if (subjects) {
            auto const found = subject_of(*subjects, member, person);
            if (!found) return fail(found.error());
            subject = *found;
        }
    }
    Statement& enterprise = prepared[kAddEnterprise];
    member.serial ? enterprise.bind(1, static_cast<std::int64_t>(*member.serial))
                  : enterprise.bind_null(1);
    member.code.empty() ? enterprise.bind_null(2) : enterprise.bind(2, member.code);
    enterprise.bind(3, member.name);
    member.pin ? enterprise.bind(4, member.pin) : enterprise.bind_null(4);
    enterprise.bind(5, place->district)
        .bind(6, place->lat_e4)
        .bind(7, place->lon_e4)
        .bind(8, member.listed ? 1 : 0);
    enterprise.bind(9, member.demo ? 1 : 0).bind(10, member.session).bind(11, member.at);
    enterprise.bind(12, subject);
    if (auto added = prepared.db().finish(enterprise); !added) return fail(added.error());
    auto const id = prepared.db().last_id();

    auto const role = static_cast<int>(member.role);
    auto done = person ? change(prepared, kAddOwnership, person, id) : Result<int>(0);
    if (done) done = change(prepared, kAddProduct, id, role, member.product);
    if (done) done = change(prepared, kCount, place->district, role, member.product);
    if (!done) return fail(done.error());
    if (member.listed && !member.indexed_later)
        if (auto indexed = index_peer(prepared, id); !indexed) return fail(indexed.error());
    return id;
}

} // namespace haatline::storage
