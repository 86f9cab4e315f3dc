#include "cluster/allowance.hpp"
#include "cluster/place.hpp"
#include "cluster/role.hpp"
#include "locales/text/clean.hpp"
#include "storage/sqlite/account.hpp"
#include "storage/sqlite/acting.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/effects.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kProduct{"wish.product", "SELECT id FROM product WHERE code = ?"};
// A serial that is there already is the same effect retried.
constexpr Sql kListing{
    "listing.post",
    "INSERT INTO listing (phone, serial, person, enterprise, kind, product, "
    "qty, unit, price, pin, district, "
    "created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
    "?13) ON CONFLICT (serial) DO NOTHING"};
constexpr Sql kWatch{
    "watch.add",
    "INSERT INTO watch (phone, person, product, want, ring, pin, district, created_at) VALUES "
    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING"};
constexpr Sql kWord{
    "unmet_word.count",
    "INSERT INTO unmet_word (mark, lang, word, only_by, n, last_at) VALUES (word_mark(?2, ?1), ?2, "
    "sealed(?3, ?4), ?4, 1, ?5) ON CONFLICT DO UPDATE SET n = n + 1, last_at = excluded.last_at, "
    "word = iif(only_by IS NULL OR only_by = ?4, word, ?3), "
    "only_by = iif(only_by = ?4, only_by, NULL)"};
constexpr Sql kSearch{"unmet_search.count",
                      "INSERT INTO unmet_search (product, want, ring, district, n, last_at) VALUES "
                      "(?, ?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET n = n + 1, last_at = "
                      "excluded.last_at"};

/// The content desk reads what many typed; a sentence is nobody else's business, so only its
/// beginning is kept.
constexpr std::size_t kWordBytes = 60;

Result<std::int64_t> product_id(Act& act, Values const& with) {
    Run run(act.sql[kProduct]);
    if (run->bind(1, with.get("product")).step()) return run->integer(0);
    if (auto ended = act.sql.ended(*run, kProduct); !ended) return fail(ended.error());
    return fail(Errc::bad_request, "the flow names a product that is not known");
}

template <class Duration>
std::int64_t later(Act const& act, Duration time) {
    return (act.caller.now + time).time_since_epoch().count();
}

} // namespace

Result<void> listing_post(Act& act, Values const& with) {
    auto const serial = serial_of(with);
    if (!serial) return fail(serial.error());
    auto const product = product_id(act, with);
    if (!product) return fail(product.error());
    // Several may be behind one phone: it is of the one who writes, NULL where nobody has registered.
    auto const person = acting_person(act.sql, act.caller);
    if (!person) return fail(person.error());
    auto const enterprise = own_enterprise(act.sql, *person);
    if (!enterprise) return fail(enterprise.error());
    return done(change(act.sql, kListing, act.phone(), *serial, OrNull{*person},
                       OrNull{*enterprise}, with.get("kind"), *product, with.get("qty"),
                       with.get("unit"), with.get("price"), OrNull{number_in(with, "pin")},
                       OrNull{number_in(with, "dist_id")}, act.now(),
                       later(act, callers::listing_live_for)));
}

Result<void> watch_add(Act& act, Values const& with) {
    auto const product = product_id(act, with);
    if (!product) return fail(product.error());
    auto const want = role_named(with.get("want"));
    auto const ring = ring_named(with.get("ring"));
    if (!want || !ring)
        return fail(Errc::bad_request, "watch.add: the flow sets a want or ring that is not known");
    auto const person = acting_person(act.sql, act.caller);
    if (!person) return fail(person.error());
    return done(change(act.sql, kWatch, act.phone(), OrNull{*person}, *product,
                       static_cast<int>(*want), name_of(*ring), OrNull{number_in(with, "pin")},
                       OrNull{number_in(with, "dist_id")}, act.now()));
}

Result<void> word_unknown(Act& act, Values const& with) {
    auto const key = text::match_key(with.get("word"));
    if (key.empty()) return {};
    auto const shown = text::clean_input(with.get("word"), kWordBytes);
    if (!shown) return {};
    auto const subject = act.subject();
    if (!subject) return fail(subject.error());
    return done(change(act.sql, kWord, std::string_view(key), act.caller.language, *shown, *subject,
                       act.now()));
}

Result<void> search_empty(Act& act, Values const& with) {
    auto const product = product_id(act, with);
    if (!product) return fail(product.error());
    auto const want = role_named(with.get("want"));
    auto const ring = ring_named(with.get("ring"));
    if (!want || !ring)
        return fail(Errc::bad_request,
                    "search.empty: the flow sets a want or ring that is not known");
    return done(change(act.sql, kSearch, *product, static_cast<int>(*want), name_of(*ring),
                       number_in(with, "dist_id"), act.now()));
}

} // namespace haatline::storage
