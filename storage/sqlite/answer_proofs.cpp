#include "cluster/allowance.hpp"
#include "cluster/people.hpp"
#include "cluster/secret.hpp"
#include "locales/text/digits.hpp"
#include "storage/sqlite/desk.hpp"

#include <algorithm>
#include <array>
#include <string>

// What somebody must prove before she is taken for the person behind a number: the product and the
// name of a number that fell silent, the secret number on a phone that others hold too.
namespace haatline::storage {
namespace {

// The one who was chosen on `who`, else the only one behind the number.
#define OF_PERSON                                                                                  \
    "FROM person_phone h CROSS JOIN ownership o ON o.person = h.person CROSS JOIN enterprise e "   \
    "ON "                                                                                          \
    "e.id = o.enterprise CROSS JOIN enterprise_product p ON p.enterprise = e.id WHERE h.phone = "  \
    "?1 AND (?2 = 0 OR h.person = ?2) AND h.until_at IS NULL AND e.status <> 'closed'"
constexpr Sql kKnown{
    "verify.known",
    "SELECT p.product, p.role, opened(e.name), ifnull(e.pin, ''), h.person " OF_PERSON};
#undef OF_PERSON
constexpr Sql kSecret{
    "secret.kept",
    "SELECT n.secret, n.secret_tries, n.secret_locked_at IS NOT NULL, (SELECT count(*) FROM "
    "person_phone h WHERE h.phone = ?2 AND h.until_at IS NULL), EXISTS (SELECT 1 FROM person_phone "
    "h WHERE h.phone = ?2 AND h.person = ?1 AND h.until_at IS NULL AND h.relation <> 'own') FROM "
    "person n WHERE n.id = ?1"};
constexpr Sql kPeople{"join.people",
                      "SELECT count(*) FILTER (WHERE until_at IS NULL), count(*) FILTER (WHERE "
                      "from_at >= ?2) FROM person_phone WHERE phone = ?1"};

struct Known {
    std::int64_t person = 0;
    std::vector<std::int64_t> products;
    Role role = Role::maker;
    std::string name, pin;

    std::string_view ask_by() const { return !name.empty() ? "name" : !pin.empty() ? "pin" : ""; }
    bool makes(ProductFacts const* said) const {
        return said && std::find(products.begin(), products.end(), said->id) != products.end();
    }
    bool fits(std::string_view word) const {
        return !name.empty() ? people::same_first_word(name, word) : !pin.empty() && pin == word;
    }
};

Result<Known> known(Desk& desk) {
    Known out;
    Run run(desk.sql[kKnown]);
    run->bind(1, desk.phone()).bind(2, desk.caller.person);
    while (run->step()) {
        if (out.products.empty()) {
            out.role = static_cast<Role>(run->integer(1));
            out.person = run->integer(4);
        }
        if (run->integer(4) != out.person) continue;
        out.products.push_back(run->integer(0));
        if (out.name.empty()) out.name = run->text(2);
        if (out.pin.empty()) out.pin = run->text(3);
    }
    if (auto ended = desk.sql.ended(*run, kKnown); !ended) return fail(ended.error());
    return out;
}

struct Kept {
    std::string digest;
    std::int64_t tries = 0;
    bool locked = false;
    bool shared = false; ///< others are behind this phone too
    bool lent = false;   ///< this phone is somebody else's
};

Result<Kept> kept(Desk& desk) {
    Kept out;
    Run run(desk.sql[kSecret]);
    if (run->bind(1, desk.caller.person).bind(2, desk.phone()).step()) {
        out.digest = run->text(0);
        out.tries = run->integer(1);
        out.locked = run->integer(2) != 0 || out.tries >= secret::tries_max;
        out.shared = run->integer(3) > 1;
        out.lent = run->integer(4) != 0;
    }
    if (auto ended = desk.sql.ended(*run, kSecret); !ended) return fail(ended.error());
    return out;
}

} // namespace

Result<Answer> verify_products(Desk& desk, Values const&) {
    auto const person = known(desk);
    if (!person) return fail(person.error());
    if (person->products.empty()) return Answer{"none", {{"ask_by", ""}}, {}, false};
    std::vector<std::int64_t> others;
    for (auto const& product : desk.words.products()) {
        bool const hers = std::find(person->products.begin(), person->products.end(), product.id) !=
                          person->products.end();
        if (!hers && product.kind == facts(person->role).first_kind) others.push_back(product.id);
    }
    Answer out{"some", {{"ask_by", std::string(person->ask_by())}}, {}, false};
    for (auto const id : people::with_decoys(person->person, person->products.front(), others))
        out.rows.push_back(
            {{"vprod", desk.words.product(id)->code},
             {"prod", std::string(desk.words.product_label(id, desk.caller.language))}});
    return out;
}

Result<Answer> verify_check(Desk& desk, Values const& with) {
    auto const person = known(desk);
    if (!person) return fail(person.error());
    bool const right =
        person->makes(desk.words.product(with.get("vprod"))) && person->fits(with.get("vword"));
    return Answer{right ? "right" : "wrong", {}, {}, false};
}

Result<Answer> secret_state(Desk& desk, Values const&) {
    auto const secret = kept(desk);
    if (!secret) return fail(secret.error());
    auto const* outcome = secret->locked            ? "locked"
                          : !secret->digest.empty() ? "set"
                          : secret->lent            ? "away"
                          : secret->shared          ? "unset"
                                                    : "open";
    return Answer{outcome, {}, {}, false};
}

Result<Answer> secret_check(Desk& desk, Values const& with) {
    auto const secret = kept(desk);
    if (!secret) return fail(secret.error());
    if (secret->locked) return Answer{"locked", {}, {}, false};
    bool const right = !secret->digest.empty() && secret->digest == with.get("secret_typed");
    return Answer{right ? "right" : "wrong", {}, {}, false};
}

Result<Answer> secret_proof(Desk& desk, Values const&) {
    auto const person = known(desk);
    if (!person) return fail(person.error());
    auto const by = person->ask_by();
    return Answer{by.empty() ? "product" : std::string(by), {}, {}, false};
}

/// Wrong ones are counted as wrong secret numbers are, and close the same lock.
Result<Answer> secret_prove(Desk& desk, Values const& with) {
    auto const secret = kept(desk);
    if (!secret) return fail(secret.error());
    if (secret->locked) return Answer{"locked", {}, {}, false};
    auto const person = known(desk);
    if (!person) return fail(person.error());
    bool const right = person->ask_by().empty()
                           ? person->makes(desk.words.product(with.get("vprod")))
                           : person->fits(with.get("vword"));
    return Answer{right ? "right" : "wrong", {}, {}, false};
}

Result<Answer> join_allowed(Desk& desk, Values const&) {
    Run run(desk.sql[kPeople]);
    run->bind(1, desk.phone())
        .bind(2, callers::day_start(desk.caller.now).time_since_epoch().count());
    bool const there = run->step();
    auto const now = there ? run->integer(0) : 0, today = there ? run->integer(1) : 0;
    if (auto ended = desk.sql.ended(*run, kPeople); !ended) return fail(ended.error());
    auto const* outcome = now >= people::per_number_max          ? "full"
                          : today >= people::registrations_a_day ? "limit"
                                                                 : "ok";
    return Answer{outcome, {}, {}, false};
}

std::span<Sql const* const> hot_proofs() {
    static constexpr std::array<Sql const*, 3> all{&kKnown, &kSecret, &kPeople};
    return all;
}

} // namespace haatline::storage
