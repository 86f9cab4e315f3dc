#include "cluster/allowance.hpp"
#include "cluster/consent.hpp"
#include "cluster/role.hpp"
#include "storage/sqlite/account.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

// One row a fact: what it is, and its value as a text or a time.
constexpr Sql kEnterprise{"kept.enterprise",
                          "SELECT opened(e.name), ifnull(e.pin, ''), e.district, e.created_at, "
                          "p.role, p.product, ifnull((SELECT "
                          "opened(value) FROM enterprise_id WHERE enterprise = e.id AND kind = "
                          "'UDYAM'), '') FROM enterprise e "
                          "CROSS JOIN enterprise_product p ON p.enterprise = e.id WHERE e.id = ?1"};
constexpr Sql kConsents{"kept.consents", "SELECT purpose, given_at, withdrawn_at, basis FROM "
                                         "consent WHERE person = ?1"};

/// How many of a thing lie here under her name.
struct Counted {
    std::string_view what;
    Sql sql;
};
constexpr std::array kCounted{
    Counted{"phones",
            {"kept.phones", "SELECT count(*) FROM person_phone WHERE person = ?1 AND "
                            "until_at IS NULL AND ?2"}},
    Counted{"acts", {"kept.acts", "SELECT count(*) FROM person_act WHERE person = ?1 AND ?2"}},
    Counted{"alerts",
            {"kept.alerts", "SELECT count(*) FROM subscription WHERE person = ?1 AND "
                            "until_at IS NULL AND ?2"}},
    Counted{"asks",
            {"kept.asks", "SELECT count(*) FROM enquiry WHERE from_person = ?1 AND state IN "
                          "('asked', 'seen') AND expires_at > ?2"}},
    Counted{"blocks", {"kept.blocks", "SELECT count(*) FROM block WHERE by_person = ?1 AND ?2"}},
    Counted{"reports", {"kept.reports", "SELECT count(*) FROM report WHERE by_person = ?1 AND ?2"}},
    Counted{"posts",
            {"kept.posts", "SELECT count(*) FROM listing WHERE person = ?1 AND expires_at "
                           "> ?2"}},
    Counted{"watches", {"kept.watches", "SELECT count(*) FROM watch WHERE person = ?1 AND ?2"}},
};

class Kept {
  public:
    explicit Kept(Desk& desk) : desk_(desk) {}

    Result<void> enterprise(std::int64_t id) {
        Run run(desk_.sql[kEnterprise]);
        run->bind(1, id);
        for (bool first = true; run->step(); first = false) {
            if (first) about(*run);
            auto const role = facts(static_cast<Role>(run->integer(4))).name;
            add(role, desk_.words.product_label(run->integer(5), desk_.caller.language));
        }
        return desk_.sql.ended(*run, kEnterprise);
    }
    Result<void> counts() {
        for (auto const& row : kCounted) {
            Run run(desk_.sql[row.sql]);
            auto const n =
                run->bind(1, desk_.caller.person).bind(2, desk_.now()).step() ? run->integer(0) : 0;
            if (auto ended = desk_.sql.ended(*run, row.sql); !ended) return ended;
            if (n > 0) add(row.what, std::to_string(n));
        }
        return {};
    }
    Result<void> consents() {
        Run run(desk_.sql[kConsents]);
        run->bind(1, desk_.caller.person);
        while (run->step()) {
            // What rests on a law is told as such, whatever it is for.
            std::string const what(run->text(3) == consent::by_consent ? run->text(0)
                                                                       : run->text(3));
            add(what + "_yes", day(run->integer(1)));
            if (!run->is_null(2)) add(what + "_no", day(run->integer(2)));
        }
        return desk_.sql.ended(*run, kConsents);
    }
    std::vector<Values> rows() && { return std::move(rows_); }

  private:
    void about(Statement& row) {
        if (!row.text(0).empty()) add("name", row.text(0));
        std::string place(desk_.words.district_label(row.integer(2), desk_.caller.language));
        if (!row.text(1).empty()) place += " " + std::string(row.text(1));
        add("place", place);
        if (!row.text(6).empty()) add("udyam", row.text(6));
        add("since", day(row.integer(3)));
    }
    void add(std::string_view what, std::string_view value) {
        rows_.push_back({{"what", std::string(what)}, {"value", std::string(value)}});
    }
    static std::string day(std::int64_t at) { return callers::day_text(TimePoint(Millis(at))); }

    Desk& desk_;
    std::vector<Values> rows_;
};

} // namespace

Result<Answer> account_kept(Desk& desk, Values const& with) {
    auto const own = own_enterprise(desk.sql, desk.caller.person);
    if (!own) return fail(own.error());
    if (desk.caller.person == 0 || *own == 0) return Answer{"none", {}, {}, false};
    Kept kept(desk);
    if (auto done = kept.enterprise(*own); !done) return fail(done.error());
    if (auto done = kept.counts(); !done) return fail(done.error());
    if (auto done = kept.consents(); !done) return fail(done.error());
    Answer out{"some", {}, std::move(kept).rows(), false};
    cut_page(out, with);
    return out;
}

std::span<Sql const* const> hot_kept() {
    static constexpr std::array<Sql const*, 2> all{&kEnterprise, &kConsents};
    return all;
}

} // namespace haatline::storage
